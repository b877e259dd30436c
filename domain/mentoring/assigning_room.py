"""How much a mentor can set a student: the mentorship tells, so that of several at once none is too many."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.errors import UserError
from domain.mentoring.people import Pair, changed, not_found
from domain.mentoring.tasks import LIST
from domain.model.assignment import Assignment
from domain.model.mentorship import A_DAY, Coming, Mentorship
from domain.services import Services

MOST = 5
"""How many a mentor can have open with a student, and set in a day."""
ON_ITS_WAY = timedelta(minutes=2)
"""How long one that was begun to be set counts though it is not stored: by then its process has died."""


async def reserve(
    do: Services, pair: Pair, fresh: Assignment, known: Sequence[Assignment], now: datetime
) -> None:
    """Has room for it, beside those known and those that others are setting at this moment.

    Raises UserError where there is none, NotYours where the mentorship has ended since.
    """

    def rule(stored: Mentorship) -> Mentorship:
        if not stored.active(now):
            raise not_found()
        others = [one for one in stored.coming if _counts(one, fresh, known, now)]
        _check(known, len(others), now)
        coming = (*others, Coming(key=fresh.key, assignment_id=fresh.id, at=now))
        return stored.model_copy(update={"coming": coming})

    await changed(do, pair, rule)


def _counts(one: Coming, fresh: Assignment, known: Sequence[Assignment], now: datetime) -> bool:
    """Whether it may still be stored beside the known, and is not this very one, begun at the same moment."""
    stored = any(one.assignment_id == a.id or (a.open and one.key == a.key) for a in known)
    return not stored and one.key != fresh.key and now - one.at < ON_ITS_WAY


def _check(known: Sequence[Assignment], coming: int, now: datetime) -> None:
    if sum(one.open for one in known) + coming >= MOST:
        raise UserError(
            f"They have {MOST} things from you to do, which is as many as there can be. Drop one first: "
            "`/mentor assignments` lists them.",
            title="Enough for now",
            buttons=(LIST,),
        )
    if sum(now - one.created_at < A_DAY for one in known) + coming >= MOST:
        raise UserError(
            f"You have set them {MOST} things within a day, which is as many as I tell them of. Set the next "
            "one tomorrow.",
            title="Enough for today",
        )
