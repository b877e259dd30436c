"""A better grade that keeps failing to come: set aside, left alone, and tried again at an operator's word."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain import regrading
from domain.marking import GRADE_JOB, job
from domain.model.attempt import Attempt
from tests.fakes import ScriptedModel
from tests.world import World, open_world

POOR = "It has something to do with how the data is kept, and a computer reads it in pages."


@pytest.fixture
async def graded(world_folder: Path) -> AsyncIterator[World]:
    """A world with a model."""
    async with open_world(world_folder, model=ScriptedModel()) as world:
        yield world


async def attempts(world: World) -> list[Attempt]:
    return await world.do.attempts.of_session((await world.session()).id)


async def test_what_the_queue_has_set_aside_is_left_alone_until_an_operator_wants_it(graded: World) -> None:
    """Else a fault of ours would be run into again with every sweep, and each time paid for."""
    attempt = await owed(graded)
    await graded.do.aside.put(GRADE_JOB, job(attempt), "KeyError: 'x'", 5)
    graded.clock.forward(minutes=3)
    assert "regrade" not in [d.kind for d in await graded.sweep()]
    assert (await attempts(graded))[0].provisional
    await graded.say("/admin retry", "root")
    assert not (await attempts(graded))[0].provisional
    assert await graded.do.aside.all(10) == []


async def test_an_operators_retry_outlives_its_job(graded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = await owed(graded)
    await graded.do.attempts.change(attempt.id, lambda a: a.owing(None))
    await graded.do.aside.put(GRADE_JOB, job(attempt), "KeyError: 'x'", 5)
    with monkeypatch.context() as patched:
        patched.setattr(graded.queue, "_closed", True)
        await graded.say("/admin retry", "root")
    assert (await attempts(graded))[0].provisional
    graded.clock.forward(minutes=3)
    await graded.sweep()
    assert not (await attempts(graded))[0].provisional


async def test_a_grade_that_came_about_after_all_is_set_aside_no_more(graded: World) -> None:
    attempt = await owed(graded)
    await graded.do.aside.put(GRADE_JOB, job(attempt), "OSError", 5)
    await regrading.better(graded.do, attempt.id)
    assert await graded.do.aside.all(10) == []


async def owed(world: World) -> Attempt:
    """An answer whose job the queue has forgotten."""
    world.queue._closed = True
    await world.say("/interview start rounds:technical_qa questions:2")
    await world.say(f"/answer {POOR}")
    world.queue._closed = False
    (attempt,) = await attempts(world)
    assert attempt.provisional
    return attempt


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (None, "The code could still not be run, also after several"),
        (OSError(), "A fault on our side still keeps"),
    ],
)
async def test_a_student_is_not_told_for_ever_that_it_will_be_tried_again(
    world: World, fault: Exception | None, said: str
) -> None:
    world.judge.unavailable, world.judge.fault = fault is None, fault
    await world.say("/interview start rounds:dsa questions:1")
    await world.say("/answer def f(*a):\n    return 1")
    for _ in range(12):
        world.clock.forward(hours=24)
        await world.sweep()
    (attempt, *_) = await attempts(world)
    assert attempt.owed_at is None
    assert attempt.owed_why.startswith(said)
    assert "until it is tried again" not in attempt.owed_why
