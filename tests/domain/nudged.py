"""Students with something to be reminded of, and what they were shown."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from domain import days
from domain.model.card import ReviewCard
from domain.model.learning import LearningPath, PathProgress, PathResource, PathStage
from domain.model.roadmap import Assessment
from domain.model.user import User
from domain.replies import Reply
from tests.fakes import NOON
from tests.world import World, actor

DAY = timedelta(days=1)
MONDAY = "2026-11-23T09:00"


def a_resource(number: int, *, completed: bool = False) -> PathResource:
    return PathResource(
        resource_id=f"sql-{number}",
        type="docs",
        title=f"Reading {number}",
        url="https://example.org/sql",
        duration_minutes=30,
        source="Example",
        completed=completed,
        completed_at=NOON if completed else None,
    )


def a_stage(due_on: date, number: int = 1, **change: Any) -> PathStage:
    given: dict[str, Any] = {
        "slug": f"stage-{number}",
        "stage_number": number,
        "stage_name": "Joins and sets",
        "duration_weeks": 1,
        "hours": 5,
        "topics": ("joins",),
        "resources": (a_resource(1, completed=True), a_resource(2), a_resource(3)),
        "assessment": Assessment(questions_count=5, passing_score=70),
        "status": "in_progress",
        "due_on": due_on,
        "due_at": datetime(due_on.year, due_on.month, due_on.day, tzinfo=NOON.tzinfo) + DAY,
    }
    return PathStage(**{**given, **change})


def a_path(
    student_id: str, stages: Sequence[PathStage], path_id: str = "path", **change: Any
) -> LearningPath:
    given: dict[str, Any] = {
        "id": path_id,
        "created_at": NOON,
        "updated_at": NOON,
        "student_id": student_id,
        "skill": "sql",
        "current_level": 0,
        "target_level": 100,
        "gap_priority": "HIGH",
        "hours": 5,
        "started_on": NOON.date(),
        "template": "t",
        "stages": tuple(stages),
        "progress": PathProgress(
            current_stage=1,
            completion_percentage=0,
            time_spent_minutes=0,
            estimated_completion_date=stages[-1].due_on,
        ),
        "touched_at": NOON,
    }
    return LearningPath(**{**given, **change})


def a_card(student_id: str, number: int, due_at: datetime, **change: Any) -> ReviewCard:
    given: dict[str, Any] = {
        "id": f"card-{student_id}-{number}",
        "created_at": NOON,
        "updated_at": NOON,
        "student_id": student_id,
        "question_id": "index-cost",
        "point_id": f"point-{number}",
        "source": "attempt",
        "topics": ("index",),
        "front": "What does an index cost?",
        "back": "Space.",
        "fsrs": {},
        "due_at": due_at,
        "missed_at": NOON,
    }
    return ReviewCard(**{**given, **change})


async def known(world: World, user: str = "ana") -> User:
    """The student as stored; met first where they are new."""
    found = await world.do.users.of(actor(user))
    if found is None:
        await world.say("/help", user)
        found = await world.do.users.of(actor(user))
    assert found is not None
    return found


async def path_due(world: World, left: int, user: str = "ana", **change: Any) -> LearningPath:
    """Gives the student a path whose open stage is due in that many of their days."""
    student = await known(world, user)
    due_on = days.today(student, world.clock.now()) + left * DAY
    path = a_path(student.id, [a_stage(due_on)], f"path-{student.id}", **change)
    await world.do.paths.add(path)
    return path


async def cards_due(world: World, count: int, user: str = "ana") -> None:
    student = await known(world, user)
    for number in range(count):
        await world.do.cards.add(a_card(student.id, number, world.clock.now()))


async def set_user(world: World, user: str = "ana", **change: Any) -> User:
    student = await known(world, user)
    return await world.do.users.change(student.id, lambda u: u.model_copy(update=change))


def at(world: World, text: str) -> None:
    """Moves the clock, back too."""
    world.clock.moment = datetime.fromisoformat(text).replace(tzinfo=NOON.tzinfo)


def nudges(world: World) -> list[Reply]:
    return [reply for _, _, reply in world.outbox.sent if "nudge" in reply.data]


def titles(reply: Reply) -> list[str]:
    return [card.title for card in reply.cards]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


def keys(replies: Iterable[Reply]) -> list[str]:
    return [key for reply in replies for key in reply.data["reasons"]]


async def told(world: World, moment: str) -> list[list[str]]:
    """The titles of each nudge sent up to that moment, and not before the call."""
    before = len(nudges(world))
    at(world, moment)
    await world.sweep()
    return [titles(reply) for reply in nudges(world)[before:]]
