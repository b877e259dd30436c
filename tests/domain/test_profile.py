"""/profile show, and what the same figures say under an answer and at the end of an interview."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.domain.builders import an_attempt
from tests.domain.known import HALF, ONE, WHOLE, ended_with, known_world
from tests.fakes import NOON
from tests.world import World, actor, data, text_of


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def test_somebody_new_is_shown_the_way(world: World) -> None:
    reply = await world.say("/profile show")
    assert data(reply)["readiness"] == data(reply)["calibration"] == []
    assert [b.label for b in reply.buttons] == ["Start"]


async def test_readiness_comes_with_the_third_answer(world: World) -> None:
    for count in (1, 2):
        await ended_with(world, WHOLE)
        world.clock.forward(hours=1)
        early = await world.say("/profile show")
        assert data(early)["readiness"][0]["verdict"] == "too early"
        assert f"{count} of 3 answers so far" in text_of(early)
    await world.say(ONE)
    result = await world.say(WHOLE)
    assert "Technical: 100/100 (95–100) over 3 answers: ready" in text_of(result)
    (found,) = data(await world.say("/profile show"))["readiness"]
    assert found["round"] == "technical_qa"
    assert (found["attempts"], found["estimate"], found["verdict"]) == (3, 100, "ready")
    assert found["low"] <= found["estimate"] <= found["high"]


async def test_guesses_are_compared_over_time(world: World) -> None:
    for count in (1, 2, 3):
        await world.say(ONE)
        graded = await world.say(f"/answer predict:90 {HALF}")
        assert "You predicted 90: 65 too high." in text_of(graded)
        assert ("On technical you guess 65 points high over 3 answers." in text_of(graded)) == (count == 3)
        world.clock.forward(hours=1)
    profile = await world.say("/profile show")
    (found,) = data(profile)["calibration"]
    assert found == {"round": "technical_qa", "attempts": 3, "gap": 65, "miss": 65}
    assert "65 points high" in text_of(profile)


async def test_a_retry_is_counted_beside_and_readiness_stays(world: World) -> None:
    for _ in range(3):
        await ended_with(world, HALF)
        world.clock.forward(hours=1)
    before = data(await world.say("/profile show"))
    await world.say(f"/interview retry 1 {WHOLE}")
    after = data(await world.say("/profile show"))
    assert after["readiness"] == before["readiness"]
    assert (before["retries"], after["retries"], after["answers"]) == (0, 1, 3)


async def test_the_trend_compares_the_first_five_with_the_last(world: World) -> None:
    await world.say("/help")
    known = await world.do.users.of(actor("ana"))
    assert known is not None
    for number in range(10):
        at = NOON - timedelta(days=20 - number)
        attempt = an_attempt(
            f"q{number}", 30 + 5 * number, student_id=known.id, answered_at=at, created_at=at
        )
        await world.do.attempts.add(attempt)
        figures = data(await world.say("/profile show"))
        expected = (40, 65) if number == 9 else (None, None)
        assert (figures["trend"]["first"], figures["trend"]["last"]) == expected
    assert "40 → 65" in text_of(await world.say("/profile show"))


async def test_students_see_their_own_figures_alone(world: World) -> None:
    await ended_with(world, WHOLE)
    assert data(await world.say("/profile show", "bob"))["answers"] == 0
