"""Why a model gave nothing, in the words that a student reads."""

from domain.model.completion import Failure

_REASONS = {
    "down": "could not be reached",
    "slow": "took too long",
    "busy": "is overrun just now",
    "denied": "refused our key",
}
_ALL = {
    "absent": "No model is connected just now",
    "budget": "Today's budget for the model is used up",
}
_UNUSABLE = "returned nothing that could be used"


def excuse(failure: Failure, does: str) -> str:
    """`The model that grades took too long`, where it is the one that `grades`; no full stop."""
    whole = _ALL.get(failure.why)
    return whole or f"The model that {does} {_REASONS.get(failure.why, _UNUSABLE)}"
