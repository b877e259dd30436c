"""What to do next after a reveal, where there is no hint to look at and no second try to give."""

from types import MappingProxyType

from domain.grading.feedback import FAIR, NEXT
from domain.model.attempt import Attempt

INSTEAD = MappingProxyType(
    {
        NEXT[
            FAIR
        ]: "Next: say it once more to yourself, with that point and its reason in a sentence or two.",
        NEXT[0]: "Next: read the model answer, then write down three of its points in words of your own.",
    }
)


def advised(attempt: Attempt) -> Attempt:
    """The attempt with advice that can be followed in a group."""
    said = attempt.feedback
    for alone, together in INSTEAD.items():
        said = said.replace(alone, together)
    return attempt.model_copy(update={"feedback": said})
