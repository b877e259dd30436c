"""A panel in the store whose candidate has answered, and what its members score."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from adapters.console.request import Line
from domain import marking
from domain.grouping import panel
from domain.model.attempt import Attempt
from domain.model.group import GroupQuestion, GroupRound, Member, Phase
from domain.model.question import Question
from domain.replies import Card, Reply
from domain.requests import Place
from tests.domain.known import HALF, INDEX
from tests.domain.nudged import known
from tests.world import World, actor, text_of

THREAD = "thread:t1"
PANEL = ("ana", "bob", "cem", "dia")
"""Ana answers, Bob interviews, the others listen."""


async def members(world: World, names: Sequence[str] = PANEL) -> list[str]:
    """Their ids."""
    return [(await known(world, name)).id for name in names]


async def held(
    world: World,
    names: Sequence[str] = PANEL,
    *,
    phase: Phase = "scoring",
    question: Question = INDEX,
    alone: bool = False,
    answer: str = HALF,
    place: str = THREAD,
) -> GroupRound:
    """A round in that phase; `alone` leaves the interviewer out."""
    ids, now = await members(world, names), world.clock.now()
    answered = phase in ("scoring", "revealed")
    asked = GroupQuestion(
        question_id=question.slug, round=question.round, prompt=question.prompt, asked_at=now,
        difficulty=question.difficulty, time_limit_seconds=300, candidate=ids[0],
        interviewer="" if alone else ids[1],
        outcome="answered" if phase == "revealed" else None,
        revealed_at=now if phase == "revealed" else None,
    )  # fmt: skip
    group = GroupRound(
        id=world.do.random.new_id(), created_at=now, updated_at=now, student_id=ids[0], mode="panel",
        phase=phase, rounds=(question.round,), questions=(asked,), seed=7, place=place,
        held_as=f"console::{names[0]}", room=f"console::{place}", open_room=f"console::{place}",
        home="console::channel:study", participants=tuple(ids),
        members=tuple(Member(user_id=one, joined_at=now) for one in ids), started_at=now,
        last_active_at=now, closes_at=now + timedelta(minutes=3),
    )  # fmt: skip
    await world.do.groups.add(group)
    if answered:
        await answered_with(world, group, answer)
    return group


async def answered_with(world: World, group: GroupRound, text: str) -> Attempt:
    """The candidate's answer, graded."""
    asked, now = group.questions[-1], world.clock.now()
    attempt = Attempt(
        id=world.do.random.new_id(), created_at=now, updated_at=now, session_id=group.id,
        student_id=asked.candidate, round=asked.round, question_id=asked.question_id, student_answer=text,
        answered_at=now,
    )  # fmt: skip
    await world.do.attempts.add(attempt)
    return await marking.grade(world.do, attempt, world.note)


async def scored(world: World, user: str, rows: str = "", *, place: str = THREAD, event: str = "") -> Reply:
    """What is said to `/group score`, typed in the thread."""
    return await world.say(f"/group score {rows}".strip(), user, place=place, event=event)


async def submitted(world: World, user: str, form: Reply, **values: str) -> Reply:
    assert form.form is not None
    found = await world.maybe(Line(actor(user), Place.of(THREAD), form=form.form.token, values=values))
    assert found is not None
    return found


async def cards(world: World, group: GroupRound, kind: Literal["scoring", "reveal"]) -> tuple[Card, ...]:
    """What the group is shown of it as it stands: while it scores, or at the reveal."""
    stored = await world.do.groups.get(group.id)
    assert stored is not None
    assert stored.current is not None
    made = panel.scoring_cards if kind == "scoring" else panel.reveal_cards
    return await made(world.do, stored, stored.current)


def shown(found: tuple[Card, ...]) -> str:
    return text_of(Reply(found))
