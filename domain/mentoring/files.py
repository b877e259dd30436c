"""Under which names a mentor's PDFs are kept for a while: few for each mentorship, so all can be removed."""

from domain.model.mentorship import Mentorship

KEPT = 8


def names(mentorship_id: str) -> tuple[str, ...]:
    """All there can be."""
    return tuple(f"mentor-{mentorship_id}-{slot}.pdf" for slot in range(KEPT))


def name(mentorship: Mentorship) -> str:
    """For the look that was written down last; an earlier one's file may still be on its way."""
    return names(mentorship.id)[len(mentorship.looks) % KEPT]
