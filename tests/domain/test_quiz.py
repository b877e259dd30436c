"""Quizzes as dialogues: passed, failed, gone on with, tried again, raced for and died in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import quizzing
from domain.model.learning import LearningPath
from domain.model.quiz import Sitting
from domain.replies import Reply
from tests.domain.roadmaps import CASCADE, JUGGLING, learning_world, republish
from tests.world import World, actor, data, text_of

Pick = Callable[[Reply], int]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        await opened.say("/roadmap create juggling")
        yield opened


def right(reply: Reply) -> int:
    """The place of the right option; these read `Right: ITEM`."""
    return next(n for n, text in enumerate(question(reply)["options"]) if text.startswith("Right"))


def wrong(reply: Reply) -> int:
    return (right(reply) + 1) % 4


def question(reply: Reply) -> dict[str, Any]:
    found: dict[str, Any] = data(reply)["question"]
    return found


async def press(world: World, reply: Reply, pick: Pick, user: str = "ana") -> Reply:
    return await world.press(reply, "ABCD"[pick(reply)], user)


async def take(world: World, *picks: Pick) -> tuple[Reply, list[str]]:
    """A whole quiz; the last reply and the items that were asked."""
    reply, asked = await world.say("/roadmap quiz"), []
    for pick in picks:
        asked.append(question(reply)["id"])
        reply = await press(world, reply, pick)
    return reply, asked


async def path_of(world: World, user: str = "ana") -> LearningPath:
    student = await world.do.users.of(actor(user))
    assert student is not None
    return (await world.do.paths.of(student.id))[0]


async def sittings(world: World) -> list[Sitting]:
    return await world.do.quizzes.of_student((await path_of(world)).student_id, 100)


async def test_a_pass_opens_the_next_stage(world: World) -> None:
    begun = await world.say("/roadmap quiz")
    assert [b.label for b in begun.buttons] == ["A", "B", "C", "D"]
    assert question(begun)["of"] == 3
    assert data(begun)["passed"] is None
    after = await press(world, begun, right)
    assert "That is what the pattern asks for." in text_of(after)
    assert question(after)["number"] == 2
    after = await press(world, after, wrong)
    assert "confuses two things" in text_of(after)
    assert "https://example.org/juggling-throws" in text_of(after)
    done = await press(world, after, right)
    assert (data(done)["score"], data(done)["passed"], data(done)["question"]) == (66, True, None)
    assert data(done)["current_stage"] == 2
    assert [stage["status"] for stage in data(done)["stages"]] == ["completed", "in_progress", "not_started"]
    assert "Start quiz" in [b.label for b in done.buttons]


async def test_a_failure_has_to_wait_a_day_and_asks_other_questions(world: World) -> None:
    failed, first = await take(world, right, wrong, wrong)
    assert (data(failed)["score"], data(failed)["passed"]) == (33, False)
    assert data(failed)["current_stage"] == 1
    world.clock.forward(hours=23)
    waiting = await world.say("/roadmap quiz")
    assert data(waiting)["again_at"].startswith("2026")
    assert data(waiting)["question"] is None
    assert "Review" in [b.label for b in waiting.buttons]
    world.clock.forward(hours=1)
    passed, second = await take(world, right, right, right)
    assert data(passed)["passed"] is True
    assert set(first).isdisjoint(second)
    assert (await path_of(world)).stages[0].best_score == 100


async def test_what_was_missed_becomes_cards(world: World) -> None:
    _, asked = await take(world, wrong, right, wrong)
    student = (await path_of(world)).student_id
    cards = await world.do.cards.of_student(student, 100)
    assert {card.question_id for card in cards} == {asked[0], asked[2]}
    assert all(card.source == "quiz" for card in cards)


async def test_an_interrupted_quiz_goes_on_where_it_was(world: World) -> None:
    begun = await world.say("/roadmap quiz")
    second = await press(world, begun, right)
    world.clock.forward(days=3)
    again = await world.say("/roadmap quiz")
    assert question(again) == question(second)
    assert len(await sittings(world)) == 1


async def test_a_question_is_answered_once(world: World) -> None:
    begun = await world.say("/roadmap quiz")
    await press(world, begun, wrong)
    again = await press(world, begun, right)
    assert "You answered this one before" in text_of(again)
    assert question(again)["number"] == 2
    (sitting,) = await sittings(world)
    assert not sitting.items[0].right


async def test_two_presses_at_once_count_as_one(world: World) -> None:
    begun = await world.say("/roadmap quiz")
    await asyncio.gather(press(world, begun, right), press(world, begun, wrong))
    (sitting,) = await sittings(world)
    assert sitting.number == 2


async def test_two_begun_at_once_are_one(world: World) -> None:
    first, second = await asyncio.gather(world.say("/roadmap quiz"), world.say("/roadmap quiz"))
    assert question(first) == question(second)
    assert len(await sittings(world)) == 1


async def test_somebody_elses_quiz_does_not_exist(world: World) -> None:
    begun = await world.say("/roadmap quiz")
    refused = await press(world, begun, right, user="bob")
    assert refused.failed
    assert "nothing of that kind here" in text_of(refused)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/roadmap quiz 2", "opens when the quiz of the stage before it is passed"),
        ("/roadmap quiz Clubs", "Stage 1, The cascade, is open now"),
        ("/roadmap quiz 9", "There is no stage “9”. The stages: 1 The cascade;"),
        ("/roadmap quiz 1 skill:unicycle", "no path for Unicycle"),
        ("/roadmap quiz skill:cooking", "There is no roadmap for “cooking”"),
    ],
)
async def test_a_dead_end_has_a_way_out(world: World, typed: str, words: str) -> None:
    refused = await world.say(typed)
    assert refused.failed
    assert words in text_of(refused)
    assert refused.buttons


async def test_a_passed_stage_can_be_practised_and_stays_passed(world: World) -> None:
    await take(world, right, right, right)
    reply = await world.say("/roadmap quiz stage:the cascade")
    for _ in range(3):
        reply = await press(world, reply, wrong)
    assert data(reply)["passed"] is False
    path = await path_of(world)
    assert (path.stages[0].status, path.stages[0].best_score) == ("completed", 100)
    assert path.progress.current_stage == 2


async def test_the_last_stage_ends_the_path(world: World) -> None:
    for _ in range(3):
        reply, _ = await take(world, right, right, right)
    assert data(reply)["percent"] == 100
    assert "the whole" in text_of(reply)


async def test_an_item_that_the_roadmap_lost_is_not_asked(world: World) -> None:
    begun = await world.say("/roadmap quiz")
    lost = question(begun)["id"]
    kept = tuple(item for item in CASCADE.quiz if item.id != lost)
    edited = CASCADE.model_copy(update={"quiz": kept})
    await republish(world, JUGGLING.model_copy(update={"stages": (edited, *JUGGLING.stages[1:])}))
    again = await world.say("/roadmap quiz")
    assert question(again)["id"] != lost
    assert question(again)["number"] == 1


async def test_a_result_that_a_crash_cut_off_is_carried_out(world: World, tmp_path: Path) -> None:
    """The process dies after the last answer is stored and before the stage has opened."""
    begun = await world.say("/roadmap quiz")
    await press(world, await press(world, begun, right), right)
    (sitting,) = await sittings(world)
    await world.do.quizzes.change(
        sitting.id, lambda s: s.answered(3, s.items[2].order.index(0), world.clock.now())
    )
    assert (await path_of(world)).stages[0].status == "in_progress"
    assert [due.kind for due in await world.sweep()] == []
    world.clock.forward(minutes=2)
    assert [due.kind for due in await world.sweep()] == ["quiz"]
    assert (await path_of(world)).stages[0].status == "completed"
    assert await world.sweep() == []


@given(st.integers(1, 8), st.integers(1, 6), st.integers(0, 2**31))
def test_items_never_asked_come_first_then_those_asked_longest_ago(
    sitting_count: int, count: int, seed: int
) -> None:
    earlier: list[Sitting] = []
    draw, last = Random(seed), {item.id: -1 for item in CASCADE.quiz}
    for number in range(sitting_count):
        chosen = [item.id for item in quizzing.choose(CASCADE.quiz, count, earlier, draw)]
        assert len(set(chosen)) == count
        left = [last[item_id] for item_id in last if item_id not in chosen]
        assert max(last[item_id] for item_id in chosen) <= min(left, default=number)
        last.update(dict.fromkeys(chosen, number))
        earlier.append(_sat(number, chosen))


@given(st.integers(0, 2**31))
def test_topics_take_turns(seed: int) -> None:
    chosen = quizzing.choose(CASCADE.quiz, 4, (), Random(seed))
    assert sorted(item.topic for item in chosen) == ["cascade-height"] * 2 + ["cascade-timing"] * 2


def _sat(number: int, ids: list[str]) -> Sitting:
    at = f"2026-01-{number + 1:02d}T00:00:00Z"
    items = [{"item_id": item_id, "topic": "", "order": (0, 1, 2, 3)} for item_id in ids]
    given = {"id": str(number), "student_id": "s", "path_id": "p", "skill": "k", "stage": "c", "items": items}
    times = {"created_at": at, "updated_at": at, "started_at": at, "passing_score": 60}
    return Sitting.model_validate({**given, **times})
