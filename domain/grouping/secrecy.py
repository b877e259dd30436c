"""Until when nothing is told of an answer that was given to a group's open question."""

from datetime import datetime, timedelta

from domain.model.attempt import Attempt
from domain.model.group import GroupRound
from domain.services import Services

GRACE = timedelta(minutes=2)


async def hidden_until(do: Services, attempt: Attempt) -> datetime | None:
    """When its question should have been revealed at the latest; None where there is nothing to hide.

    Before that its author too is told nothing of its grade, since they can still answer anew.
    """
    group = await do.groups.get(attempt.session_id)
    return None if group is None else hidden_in(do, group, attempt.question_id)


def hidden_in(do: Services, group: GroupRound, question_id: str) -> datetime | None:
    """The same of all answers to a question of that round."""
    asked = group.hidden_question
    if asked is None or asked.question_id != question_id:
        return None
    return max(group.closes_at or asked.deadline, do.clock.now()) + GRACE
