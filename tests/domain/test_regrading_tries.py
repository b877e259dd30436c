"""Tries to better a grade: which of them count, what each leaves behind, and when none follows."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.console.request import Line, ask_for
from domain import marking, regrading, retelling, sweeps
from domain.errors import ModelFailed
from domain.marking import GRADE_JOB, LEASE
from domain.model.attempt import Attempt
from domain.model.completion import Failure
from tests.domain.known import HALF, ONE, ended_with, known_world
from tests.domain.mentored import mentorship
from tests.fakes import ScriptedModel
from tests.world import World, actor, data, open_world, text_of

DOWN = ModelFailed(Failure(why="down"), "connection refused")
RESTING = ModelFailed(Failure(why="down", asked=False, retry_after_seconds=60), "not asked")
LEAVES = "It keeps a tree on the disk, beside the table."


async def the_only(world: World) -> Attempt:
    (attempt,) = await world.do.attempts.of_session((await world.session()).id)
    return attempt


def excuses(world: World) -> list[str]:
    return [text_of(reply) for _, _, reply in world.outbox.sent if "Graded by rules" in text_of(reply)]


async def test_a_model_that_is_left_alone_has_not_been_tried(tmp_path: Path) -> None:
    """While it rests after others' failures an answer gives up nothing: days later it is still owed."""
    model = ScriptedModel(fault=RESTING)
    async with known_world(tmp_path, model=model) as world:
        world.outbox.gone.update(f"message {number}" for number in range(9))
        await ended_with(world, HALF)
        for _ in range(12):
            world.clock.forward(hours=20)
            await world.sweep()
        attempt = await the_only(world)
        assert attempt.owed_at == world.clock.now() + timedelta(minutes=1)
        assert await world.do.aside.all(10) == []
        assert len(excuses(world)) == 1, "the student was told of it again and again"
        model.fault = None
        world.clock.forward(minutes=1)
        await world.sweep()
        assert (await the_only(world)).grader == "model:scripted"


async def test_what_waited_behind_a_probe_is_asked_a_minute_later_however_often_it_failed(
    tmp_path: Path,
) -> None:
    model = ScriptedModel(fault=DOWN)
    async with known_world(tmp_path, model=model) as world:
        await ended_with(world, HALF)
        for _ in range(6):
            world.clock.forward(hours=9)
            await world.sweep()
        before = await the_only(world)
        world.clock.forward(hours=24)
        model.fault = RESTING
        await world.sweep()
        attempt = await the_only(world)
    assert before.owed_tries == attempt.owed_tries > 4
    assert attempt.owed_at == world.clock.now() + timedelta(minutes=1)


async def test_tries_go_on_for_three_days(tmp_path: Path) -> None:
    model = ScriptedModel(fault=DOWN)
    async with known_world(tmp_path, model=model) as world:
        await ended_with(world, HALF)
        begun = world.clock.now()
        while (due := (await the_only(world)).owed_at) is not None:
            world.clock.moment = due
            await world.sweep()
        assert timedelta(days=3) <= world.clock.now() - begun < timedelta(days=4)
        assert [job.name for job in await world.do.aside.all(10)] == [GRADE_JOB]


async def test_who_was_told_that_it_was_given_up_is_not_told_so_by_each_retry(tmp_path: Path) -> None:
    model = ScriptedModel(fault=DOWN)
    async with known_world(tmp_path, model=model) as world:
        world.outbox.gone.update(f"message {number}" for number in range(9))
        await ended_with(world, HALF)
        for _ in range(12):
            world.clock.forward(hours=37)
            await world.sweep()
        told = len(excuses(world))
        for _ in range(2):
            await world.say("/admin retry", user="root")
        assert told == len(excuses(world)) == 2
        model.fault = None
        await world.say("/admin retry", user="root")
        assert (await the_only(world)).grader == "model:scripted"
        assert await world.do.aside.all(10) == []


async def test_what_another_process_bettered_meanwhile_is_not_set_aside(tmp_path: Path) -> None:
    model = ScriptedModel(fault=DOWN)
    async with known_world(tmp_path, model=model) as world:
        await ended_with(world, HALF)
        attempt = await the_only(world)
        last = attempt.model_copy(update={"owed_tries": len(regrading.WAITS)})
        better = attempt.grade().model_copy(update={"provisional": False, "grader": "model:x"})
        await world.do.attempts.change(attempt.id, lambda a: a.bettered(better, None, world.clock.now()))
        await regrading._put_off(world.do, last, regrading.StillOwed(DOWN.failure, "down", "It is down"))
        assert await world.do.aside.all(10) == []


async def test_a_job_that_waited_long_is_no_other_processs_while_it_runs(world_folder: Path) -> None:
    model = ScriptedModel(pause=asyncio.Event())
    async with open_world(world_folder, model=model) as one:
        await one.say("/interview start rounds:technical_qa questions:2")
        model.pause, held = None, model.pause
        model.fault = DOWN
        attempt_id = data(await one.say(f"/answer {LEAVES}"))["attempt_id"]
        one.clock.forward(seconds=59)
        model.fault, model.pause = None, held
        running = asyncio.create_task(regrading.better(one.do, attempt_id))
        while len(model.asked) < 2:
            await asyncio.sleep(0)
        one.clock.forward(seconds=LEASE.total_seconds() - 1)
        async with open_world(world_folder, clock=one.clock, owner="two", model=ScriptedModel()) as two:
            assert "regrade" not in [due.kind for due in await two.sweep()]
        assert held is not None
        held.set()
        await running
    assert len(model.asked) == 2


async def test_hints_stay_paid_for_where_an_appeal_changed_nothing(tmp_path: Path) -> None:
    async with known_world(tmp_path, model=ScriptedModel("mostly")) as world:
        await world.say(ONE)
        await world.say("/interview hint")
        await world.say(f"/answer {LEAVES}")
        assert (await the_only(world)).score == 70
        reply = await world.say("/interview appeal 1 It takes a lock on the row while it is changed.")
        assert "no row rose" in text_of(reply)
        attempt = await the_only(world)
        assert (attempt.score, attempt.provisional, attempt.grader) == (70, False, "model:scripted")
        assert "less 5 for a hint: 70." in text_of(await world.say("/interview why 1"))


async def test_a_row_that_a_mentor_judged_has_its_judge_named_after_the_model(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        await world.say("/help", "mia")
        await ended_with(world, HALF)
        await mentorship(world)
        await world.say("/mentor override ana 1 row:2 met:75 You name the pages.", "mia")
    async with known_world(tmp_path, owner="second", model=ScriptedModel("partly")) as world:
        await world.say("/interview appeal 1 The change is written to the log, I meant.")
        attempt = await the_only(world)
        assert attempt.grader == "model:scripted + mentor"
        assert [row.met for row in attempt.rows] == [1, 0.75, 0.5]


@pytest.mark.parametrize(
    ("fault", "told"),
    [(RESTING, "also after several tries, so this grade by rules stays"), (None, "A fault on our side kept")],
)
async def test_who_was_promised_a_closer_reading_is_told_where_its_job_was_set_aside(
    tmp_path: Path, fault: ModelFailed | None, told: str
) -> None:
    """As where two processes died at it, or one before it had written down that it gave up."""
    model = ScriptedModel(fault=fault, pause=None if fault else asyncio.Event())
    async with known_world(tmp_path, model=model) as world:
        await world.say(ONE)
        reply = await world.dispatcher.handle(ask_for(Line(actor("ana"), text=HALF)), world.note)
        assert reply is not None
        await world.dispatcher.shown(reply.about, "message 1")
        while fault and not (await the_only(world)).owed_why:
            await asyncio.sleep(0)
        attempt = await the_only(world)
        await world.do.aside.put(GRADE_JOB, marking.job(attempt), "Died", 2)
        world.clock.forward(minutes=3)
        await sweeps.sweep(world.do)
        assert (await the_only(world)).owed_at is None
        await retelling.tell_regrade(world.do, attempt.id)
        assert told in text_of(world.outbox.edited[-1][2])
        assert "regrade" not in [due.kind for due in await sweeps.sweep(world.do)]
        await world.queue.finish(patience=0)
