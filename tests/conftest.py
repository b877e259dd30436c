"""Hypothesis without a deadline: machines that run tests are shared, and a slow moment is no fault."""

from hypothesis import HealthCheck, settings

settings.register_profile("mockingbird", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("mockingbird")
