"""Why a grade is what it is: rows, shares, the sum, and which answer is meant."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.actions.explain import arithmetic
from domain.errors import ModelFailed
from domain.model.completion import Failure
from domain.model.grade import Grade, Row
from tests.domain.known import HALF, INDEX, WHOLE, ended_with, known_world
from tests.domain.test_crashes import store_only
from tests.fakes import ScriptedModel
from tests.world import World, data, text_of

TWO = "/interview start rounds:technical_qa questions:2"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


def grade(score: int, *rows: tuple[float, float]) -> Grade:
    made = tuple(Row(point_id=str(n), point=f"row {n}", weight=w, met=m) for n, (w, m) in enumerate(rows))
    return Grade(score=score, low=0, high=100, rows=made, feedback="", grader="rubric-1")


@pytest.mark.parametrize(
    ("given", "hints", "line"),
    [
        (grade(62, (30, 0.5), (70, 0.67)), 0, "30% × 0.5 + 70% × 0.67 = 62."),
        (grade(57, (30, 0.5), (70, 0.67)), 1, "30% × 0.5 + 70% × 0.67 = 62, less 5 for a hint: 57."),
        (grade(0, (30, 0.5), (70, 0)), 3, "30% × 0.5 = 15, less 15 for 3 hints: 0."),
        (grade(100, (1, 1), (1, 1), (1, 1)), 0, "33.3% × 1 + 33.3% × 1 + 33.3% × 1 = 100."),
        (grade(0, (1, 0)), 0, "No row is met: 0."),
        (grade(0), 0, ""),
        (grade(50, (1, 1)), 0, ""),
    ],
)
def test_the_sum_is_shown_as_it_was_made(given: Grade, hints: int, line: str) -> None:
    assert arithmetic(given, hints) == line


async def test_it_explains_what_was_answered_last_and_any_by_number_or_id(world: World) -> None:
    await world.say(TWO)
    first = data(await world.say(HALF))["question_id"]
    second = data(await world.say(WHOLE))["question_id"]
    assert data(await world.say("/interview why"))["question_id"] == second
    assert data(await world.say("/interview why 1"))["question_id"] == first
    assert data(await world.say(f"/interview why {first}"))["score"] == 25


async def test_what_is_missing_is_said_with_its_share(world: World) -> None:
    await ended_with(world, HALF)
    why = await world.say("/interview why 1")
    assert f"25% of the score: [met] {INDEX.rubric[0].point} — “{HALF}”" in text_of(why)
    assert f"50% of the score: [missed] {INDEX.rubric[2].point}" in text_of(why)
    assert [b.label for b in why.buttons] == ["Appeal", "Retry"]


async def test_a_retry_is_explained_after_it_and_the_first_answer_by_its_number(world: World) -> None:
    await ended_with(world, HALF)
    world.clock.forward(minutes=1)
    await world.say(f"/interview retry 1 {WHOLE}")
    assert data(await world.say("/interview why"))["try"] == 2
    first = await world.say("/interview why 1")
    assert (data(first)["try"], data(first)["score"]) == (1, 25)
    assert "Try 2, 22 Nov 2026: 100/100 (25 → 100)" in text_of(first)
    assert f"{INDEX.rubric[1].point}: missed → met" in text_of(first)


async def test_in_an_interview_just_begun_there_is_nothing_to_explain(world: World) -> None:
    assert "no open interview" in text_of(await world.say("/interview why"))
    await ended_with(world, HALF)
    world.clock.forward(minutes=1)
    await world.say("/interview start rounds:dsa questions:1")
    assert "Nothing has been answered" in text_of(await world.say("/interview why"))
    assert "open" in text_of(await world.say("/interview why 1"))


async def test_an_answer_left_ungraded_is_graded_when_its_interview_is_over(world: World) -> None:
    await world.say(TWO)
    await store_only(world, WHOLE)
    assert "not graded yet" in text_of(await world.say("/interview why"))
    interview, now = await world.session(), world.clock.now()
    await world.do.interviews.change(interview.id, lambda i: i.end(now, "abandoned", None, None))
    assert data(await world.say("/interview why"))["score"] == 100


async def test_a_provisional_grade_says_so_and_why_it_still_stands(tmp_path: Path) -> None:
    down = ScriptedModel(fault=ModelFailed(Failure(why="down"), "refused"))
    async with known_world(tmp_path, model=down) as world:
        await ended_with(world, HALF)
        why = await world.say("/interview why 1")
        assert why.cards[0].title == "Question 1: 25/100 (12–38), provisional"
        assert "could not be reached; this grade by rules stands" in text_of(why)
        down.fault = None
        world.clock.forward(minutes=1)
        await world.sweep()
        assert "provisional" not in text_of(await world.say("/interview why 1"))
