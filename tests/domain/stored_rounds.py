"""Rounds of groups as they lie in the store: who was in them, what was put, answered and scored."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.model.attempt import Attempt
from domain.model.grade import Row
from domain.model.group import GroupQuestion, GroupRound, Member
from domain.model.panel import GivenRow, PanelScore
from domain.model.user import User
from tests.fakes import NOON
from tests.world import World, actor

ROOM, HOME = "console::thread:t1", "console::channel:study"


def a_put(slug: str = "index-cost", revealed: bool = True, **change: Any) -> GroupQuestion:
    """A question that was put to a group, with its answers shown."""
    given: dict[str, Any] = {
        "question_id": slug,
        "round": "technical_qa",
        "prompt": "Why does an index slow down writes?",
        "asked_at": NOON,
        "difficulty": 2,
        "time_limit_seconds": 300,
    }
    shown = {"outcome": "answered", "revealed_at": NOON} if revealed else {}
    return GroupQuestion(**{**given, **shown, **change})


def a_round(people: Sequence[str], **change: Any) -> GroupRound:
    """A race that has ended, of those user ids, the first its host."""
    given: dict[str, Any] = {
        "_id": "round",
        "created_at": NOON,
        "updated_at": NOON,
        "student_id": people[0],
        "mode": "race",
        "status": "completed",
        "phase": "revealed",
        "rounds": ("technical_qa",),
        "questions": (a_put(),),
        "place": "thread:t1",
        "held_as": f"console::{people[0]}",
        "room": ROOM,
        "home": HOME,
        "members": tuple(Member(user_id=one, joined_at=NOON) for one in people),
        "participants": tuple(people),
        "seed": 7,
        "started_at": NOON,
        "last_active_at": NOON,
    }
    return GroupRound(**{**given, **change})


def an_answer(
    who: str, score: int | None = 60, round_id: str = "round", slug: str = "index-cost", **change: Any
) -> Attempt:
    """Whose one row is met as far as the score says."""
    met = () if score is None else (Row(point_id="update", point="Updates it", met=score / 100),)
    given: dict[str, Any] = {
        "_id": f"{round_id}-{slug}-{who}",
        "created_at": NOON,
        "updated_at": NOON,
        "answered_at": NOON + timedelta(minutes=1),
        "session_id": round_id,
        "student_id": who,
        "round": "technical_qa",
        "question_id": slug,
        "student_answer": "Each write updates the index.",
        "score": score,
        "low": None if score is None else max(0, score - 10),
        "high": None if score is None else min(100, score + 10),
        "rows": met,
        "grader": "rubric-1",
    }
    return Attempt(**{**given, **change})


def a_score(who: str, subject: str, met: float, round_id: str = "round", **change: Any) -> PanelScore:
    """What one member gave another's answer for its one row."""
    given: dict[str, Any] = {
        "_id": f"{round_id}-{who}-{subject}",
        "created_at": NOON,
        "updated_at": NOON,
        "session_id": round_id,
        "question_id": "index-cost",
        "student_id": who,
        "subject_id": subject,
        "about": "answer",
        "rows": (GivenRow(point_id="update", met=met),),
        "whole": True,
        "given_at": NOON,
    }
    return PanelScore(**{**given, **change})


async def known(world: World, *names: str) -> list[User]:
    """The accounts of these people, who have all said something to the bot."""
    users = []
    for name in names:
        await world.say("/help", name)
        user = await world.do.users.of(actor(name))
        assert user is not None
        users.append(user)
    return users


async def held(
    world: World,
    round_id: str,
    people: Sequence[User],
    scores: Sequence[int | None] = (),
    at: datetime = NOON,
    **change: Any,
) -> GroupRound:
    """A stored round, held then, in which the people answered its one question with these scores."""
    names = {"_id": round_id, "started_at": at, "held_as": people[0].identities[0].key}
    group = a_round([user.id for user in people], **{**names, **change})
    await world.do.groups.add(group)
    for user, score in zip(people, scores, strict=False):
        slug = group.questions[-1].question_id
        await world.do.attempts.add(an_answer(user.id, score, round_id, slug))
    return group
