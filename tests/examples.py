"""How often a property is tried: briefly in `make test`, twenty times as often in `make soak`."""

from typing import Any

from hypothesis import HealthCheck, settings

USUAL, SOAK = "mockingbird", "soak"
_EXAMPLES = 25
_MORE = 20

settings.register_profile(
    USUAL, max_examples=_EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(SOAK, settings.get_profile(USUAL), max_examples=_EXAMPLES * _MORE)


def tried(examples: int, **more: Any) -> settings:
    """Other than the usual number of examples: a share or a multiple, as that is of 40."""
    return settings(max_examples=max(1, examples * settings().max_examples // 40), **more)
