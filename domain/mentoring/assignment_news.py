"""Telling a student what their mentor set them, and the mentor that it was declined: each once.

The assignment says what is still to be told. A job tells it; where that was lost the sweep adds it again.
"""

from collections.abc import Mapping
from datetime import timedelta

from domain import days
from domain.actions import paths
from domain.mentoring import assigning, words
from domain.mentoring.tasks import LIST, begin_button, data, decline_button, what
from domain.model.assignment import Assignment
from domain.model.user import User
from domain.nudging.ledger import addressees
from domain.replies import Block, Button, Quote, Reply, Text, say
from domain.requests import Actor, Place
from domain.services import Services
from domain.telling import tell as send
from domain.times import as_utc
from domain.tokens import encode

JOB = "tell_assignment"
ASIDE = timedelta(hours=1)


async def tell(do: Services, assignment: Assignment) -> None:
    """Has told what waits to be; who takes no messages needs none."""
    if not assignment.untold:
        return
    to = await _addressee(do, assignment)
    if to is None:
        await assigning.told(do, assignment.id, assignment.untold)
    else:
        await do.jobs.add(JOB, _job(assignment, to))


async def _addressee(do: Services, assignment: Assignment) -> Actor | None:
    reader = await do.users.get(_reader(assignment))
    return next(iter(addressees(reader)), None) if reader else None


def _reader(assignment: Assignment) -> str:
    return assignment.mentor_id if assignment.untold == "declined" else assignment.student_id


def _job(assignment: Assignment, to: Actor) -> dict[str, str]:
    return {
        "assignment_id": assignment.id,
        "news": assignment.untold,
        "platform": to.platform,
        "workspace_id": to.workspace_id,
        "user_id": to.user_id,
    }


async def carry_on(do: Services, assignment_id: str) -> bool:
    """Has told what a crash kept from being told, by the one of several processes that comes first."""
    found, now, mine = await do.assignments.get(assignment_id), as_utc(do.clock.now()), [False]
    if found is None:
        return False
    to = await _addressee(do, found)
    aside = to is not None and await do.aside.has(JOB, _job(found, to))
    later = now + (ASIDE if aside else assigning.LEASE)

    def claim(stored: Assignment) -> Assignment:
        mine[0] = stored.tell_due_at is not None and stored.tell_due_at <= now
        return stored.model_copy(update={"tell_due_at": later}) if mine[0] else stored

    assignment = await do.assignments.change(assignment_id, claim)
    if mine[0]:
        await tell(do, assignment)
    return mine[0]


async def carry_out(do: Services, payload: Mapping[str, str]) -> None:
    """Tells of one, unless that was done or there is nothing to tell any more."""
    known, news = await do.assignments.get(payload["assignment_id"]), payload["news"]
    if known is None or known.untold != news:
        return
    assignment = await assigning.settled(do, known)
    to = Actor(payload["platform"], payload["user_id"], payload.get("workspace_id", ""))
    reader = await do.users.get(_reader(known))
    if assignment.untold == news and reader is not None and reader.seen_as(to):
        reply = await _reply(do, assignment, reader, to)
        if reply is not None:
            await send(do, to, Place(), reply, f"assignment:{assignment.id}:{news}")
    await assigning.told(do, assignment.id, news)


async def _reply(do: Services, assignment: Assignment, reader: User, to: Actor) -> Reply | None:
    other_id = assignment.student_id if assignment.untold == "declined" else assignment.mentor_id
    other = await do.users.get(other_id)
    if other is None or (assignment.untold == "assigned" and not assignment.open):
        return None
    name, task = words.who(other, to), what(assignment)
    if assignment.untold == "declined":
        if not await _may_know(do, assignment):
            return None
        said: tuple[Block, ...] = (Text("Their word:"), Quote(assignment.word)) if assignment.word else ()
        return say(
            "Declined", Text(f"{name} declined {task}."), *said, buttons=(LIST,), data=data(assignment)
        )
    if assignment.untold == "dropped":
        words_ = f"{name} dropped {task}. Nothing is left to do for it."
        return say("Your mentor dropped it", Text(words_), data=data(assignment))
    return asked(assignment, name, reader, do)


async def _may_know(do: Services, assignment: Assignment) -> bool:
    """A mentor is told nothing of a student who has ended it since, or grants it no more."""
    mentorship = await do.mentorships.between(assignment.mentor_id, assignment.student_id)
    scope, now = assignment.task.scope, do.clock.now()
    if mentorship is None or not mentorship.active(now):
        return False
    return scope is None or mentorship.grants(scope, now)


def asked(assignment: Assignment, mentor: str, student: User, do: Services) -> Reply:
    """What a student is sent."""
    today = days.today(student, do.clock.now())
    due = paths.day(assignment.due_on, today)
    return say(
        "Something to do, from your mentor",
        Text(
            f"{mentor} set you {what(assignment)}, until {due}. They see whether it is done, and no more "
            "than what you grant them."
        ),
        buttons=(
            begin_button(assignment),
            Button("Not now", encode("mentor later", {"assignment": assignment.id})),
            decline_button(assignment),
        ),
        data=data(assignment),
    )
