"""What mentors set their students, in the store; whether it was done is read from what the student did.

An assignment ends with the mentorship, or with the grant that it needs. Nothing runs at that moment: whoever
reads it next finds that out, and nobody is told of it.
"""

from datetime import date, datetime, timedelta
from typing import Literal

from domain import days
from domain.errors import AccountGone, Duplicate
from domain.mentoring import assigning_room
from domain.mentoring.people import Pair, not_found
from domain.model.assignment import Assignment, News, Task
from domain.model.interview import Interview
from domain.model.mentorship import Mentorship
from domain.model.user import User
from domain.nudging import schedule
from domain.services import Services
from domain.times import as_utc

KEPT = 100
"""How many of the last are read."""
MISSED_AFTER = timedelta(days=14)
LEASE = timedelta(minutes=2)
SEARCHED, SITTINGS = 50, 100
A_DAY = timedelta(days=1)


async def assign(do: Services, pair: Pair, task: Task, due_on: date) -> Assignment:
    """Sets it; what is open already is not set twice.

    Raises UserError where there is enough, NotYours where the student's account has gone since.
    """
    now = as_utc(do.clock.now())
    fresh = _fresh(do, pair, task, due_on, now)
    known = await do.assignments.of_key(fresh.key)
    if known is not None:
        return known
    await assigning_room.reserve(do, pair, fresh, await of_pair(do, pair), now)
    try:
        await do.assignments.add(fresh)
    except Duplicate:
        return await do.assignments.of_key(fresh.key) or fresh
    except AccountGone as gone:
        if await do.users.get(pair.other.id) is None:
            raise not_found() from gone
        raise
    await _remind(do, pair.other, due_on - A_DAY)
    return fresh


def _fresh(do: Services, pair: Pair, task: Task, due_on: date, now: datetime) -> Assignment:
    student, mentor_id = pair.other, pair.mentorship.mentor_id
    what = f"{task.kind}:{task.name.casefold()}:{','.join(task.rounds)}:{task.skill}:{task.stage}"
    return Assignment(
        id=do.random.new_id(),
        created_at=now,
        updated_at=now,
        student_id=student.id,
        mentor_id=mentor_id,
        key=f"{mentor_id}:{student.id}:{what}:{due_on}",
        task=task,
        due_on=due_on,
        due_at=days.at(due_on + A_DAY, "00:00", days.zone(student)),
        untold="assigned",
        tell_due_at=now + LEASE,
    )


async def _remind(do: Services, student: User, on: date) -> None:
    """Has them looked at by the day before, unless they were left in peace."""
    now = do.clock.now()
    await do.users.change(student.id, lambda user: schedule.by(user, do.nudging, now, on))


async def of_pair(do: Services, pair: Pair) -> list[Assignment]:
    """Those that this mentor set this student, as they stand; the newest first."""
    found = await do.assignments.of_student(pair.other.id, KEPT)
    mine = [one for one in found if one.mentor_id == pair.mentorship.mentor_id]
    return [await settled(do, one) for one in mine]


async def of_student(do: Services, student_id: str) -> list[Assignment]:
    """As they stand; the newest first."""
    return [await settled(do, one) for one in await do.assignments.of_student(student_id, KEPT)]


async def settled(do: Services, assignment: Assignment) -> Assignment:
    """As it stands now: done where what the student did says so, missed two weeks after its day."""
    if not assignment.open:
        return assignment
    now = do.clock.now()
    if not await _lives(do, assignment, now):
        return await _ended(do, assignment)
    done, missed = await _done(do, assignment), assignment.due_at + MISSED_AFTER <= now
    if done is None and not missed:
        return assignment

    def rule(stored: Assignment) -> Assignment:
        if not stored.open:
            return stored
        return stored.done(*done) if done else stored.missed()

    return await do.assignments.change(assignment.id, rule)


async def _ended(do: Services, assignment: Assignment) -> Assignment:
    """Dropped by nobody, and nobody is told."""

    def rule(stored: Assignment) -> Assignment:
        return stored.dropped("nobody").telling("", None) if stored.open else stored

    return await do.assignments.change(assignment.id, rule)


async def _lives(do: Services, assignment: Assignment, now: datetime) -> bool:
    if assignment.mentor_id == assignment.student_id:
        return False
    mentorship = await do.mentorships.between(assignment.mentor_id, assignment.student_id)
    if mentorship is None or not mentorship.active(now):
        return False
    scope = assignment.task.scope
    return scope is None or scope in mentorship.scopes


async def _done(do: Services, assignment: Assignment) -> tuple[datetime, int | None] | None:
    """When that was first done after it was set, and a quiz's score in percent."""
    found = {"mock": _mock, "quiz": _quiz, "stage": _stage}[assignment.task.kind]
    return min(await found(do, assignment), default=None, key=lambda done: done[0])


async def _mock(do: Services, assignment: Assignment) -> list[tuple[datetime, int | None]]:
    """Interviews of that kind, begun since and gone through to the end."""
    task, since = assignment.task, assignment.created_at
    held = await do.interviews.of(assignment.student_id, SEARCHED)
    whole = [i for i in held if i.status == "completed" and i.whole and i.report_id is not None]
    like = [i for i in whole if i.started_at > since and set(task.rounds) <= set(i.rounds)]
    return [
        (i.completed_at, None) for i in like if i.completed_at is not None and await _at(do, i, task.name)
    ]


async def _at(do: Services, interview: Interview, company: str) -> bool:
    """Whether it was for that company, by whichever of its names; for any where none was wanted."""
    if not company:
        return True
    names = [company, interview.company or ""]
    known = [await do.companies.find(name) for name in names]
    one, other = [k.company if k else n.casefold() for k, n in zip(known, names, strict=True)]
    return one == other


async def _quiz(do: Services, assignment: Assignment) -> list[tuple[datetime, int | None]]:
    task, since = assignment.task, assignment.created_at
    sittings = await do.quizzes.of_student(assignment.student_id, SITTINGS)
    return [
        (sitting.ended_at, sitting.score)
        for sitting in sittings
        if (sitting.skill, sitting.stage) == (task.skill, task.stage)
        and sitting.ended_at is not None
        and sitting.ended_at > since
    ]


async def _stage(do: Services, assignment: Assignment) -> list[tuple[datetime, int | None]]:
    task, since = assignment.task, assignment.created_at
    stages = [
        path.named(task.stage)
        for path in await do.paths.of(assignment.student_id)
        if path.skill == task.skill and path.dropped_at is None
    ]
    return [
        (stage.completed_at, None)
        for stage in stages
        if stage is not None and stage.completed_at is not None and stage.completed_at > since
    ]


async def drop(
    do: Services, assignment: Assignment, by: Literal["student", "mentor"], word: str = ""
) -> Assignment:
    """Dropped, of which the other side is to be told; the same again changes nothing."""
    due = as_utc(do.clock.now()) + LEASE
    news: News = "declined" if by == "student" else "dropped"

    def rule(stored: Assignment) -> Assignment:
        if not stored.open:
            return stored
        unheard = by == "mentor" and stored.untold == "assigned"
        return stored.dropped(by, word).telling("" if unheard else news, None if unheard else due)

    return await do.assignments.change(assignment.id, rule)


async def end_all(do: Services, mentorship: Mentorship) -> None:
    """Drops what is open between the two; nobody is told. Harmless if repeated."""
    for one in await do.assignments.of_student(mentorship.student_id, KEPT):
        if one.open and one.mentor_id == mentorship.mentor_id:
            await _ended(do, one)


async def told(do: Services, assignment_id: str, news: str) -> None:
    """That much of it is told."""

    def rule(stored: Assignment) -> Assignment:
        return stored.telling("", None) if stored.untold == news else stored

    await do.assignments.change(assignment_id, rule)
