"""How often a mentor's comments reach their student: in one message an hour, the later ones together."""

from datetime import datetime, timedelta

from domain.model.attempt import Attempt
from domain.model.mentorship import Mentorship
from domain.model.remark import Remark
from domain.services import Services
from domain.times import as_utc

AN_HOUR = timedelta(hours=1)
LOOKED_THROUGH, TOGETHER = 100, 5
"""The newest answers that are looked through for comments that wait, and how many of these go together."""


async def held_until(do: Services, attempt: Attempt, remark: Remark) -> datetime | None:
    """When that comment may be told; None for now, which the mentorship remembers.

    The same comment may be told again within the hour, since its message may have been lost.
    """
    pair = await do.mentorships.between(remark.mentor_id, attempt.student_id)
    if pair is None:
        return None
    now, later = as_utc(do.clock.now()), list[datetime | None]()

    def rule(stored: Mentorship) -> Mentorship:
        last, same = stored.commented_at, stored.commented == remark.id
        free = last is None or same or now - last >= AN_HOUR
        later[:] = [None if free or last is None else last + AN_HOUR]
        if not free or same:
            return stored
        return stored.model_copy(update={"commented_at": now, "commented": remark.id})

    await do.mentorships.change(pair.id, rule)
    return later[0]


async def waiting(do: Services, attempt: Attempt, remark: Remark) -> list[tuple[Attempt, Remark]]:
    """That comment, then the others of its mentor that the student was not told of yet, the oldest first."""
    known = await do.attempts.of_student(attempt.student_id, LOOKED_THROUGH)
    found = [
        (one, said)
        for one in (attempt, *(one for one in known if one.id != attempt.id))
        for said in one.remarks
        if said.untold == "commented" and said.mentor_id == remark.mentor_id and said.id != remark.id
    ]
    found.sort(key=lambda pair: pair[1].at)
    return [(attempt, remark), *found][:TOGETHER]
