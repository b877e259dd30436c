"""How often a property is tried: briefly in `make test`, twelve times as often in `make soak`."""

from typing import Any

from hypothesis import HealthCheck, settings

USUAL, SOAK = "mockingbird", "soak"
_EXAMPLES = 40
_MORE = 12

settings.register_profile(
    USUAL, max_examples=_EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(SOAK, settings.get_profile(USUAL), max_examples=_EXAMPLES * _MORE)


def tried(examples: int, **more: Any) -> settings:
    """Other than the usual number of examples, of which `make soak` too tries its multiple."""
    factor = settings().max_examples // _EXAMPLES
    return settings(max_examples=examples * factor, **more)
