"""Until when nothing is told of an answer that was given to a group's open question."""

from datetime import datetime, timedelta

from domain.model.attempt import Attempt
from domain.services import Services

GRACE = timedelta(minutes=2)


async def hidden_until(do: Services, attempt: Attempt) -> datetime | None:
    """When its question should have been revealed at the latest; None where there is nothing to hide.

    Before that its author too is told nothing of its grade, since they can still answer anew.
    """
    group = await do.groups.get(attempt.session_id)
    asked = group.hidden_question if group is not None else None
    if group is None or asked is None or asked.question_id != attempt.question_id:
        return None
    return max(group.closes_at or asked.deadline, do.clock.now()) + GRACE
