"""What time makes happen, by a clock that the test moves."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from adapters.archive import ZipArchives
from domain import sweeps
from tests.domain.test_crashes import store_only
from tests.world import World, data, open_world, text_of

START = "/interview start rounds:technical_qa questions:2"


async def test_an_interview_gone_quiet_is_closed_once_with_its_answers_kept(world: World) -> None:
    await world.say(START)
    await world.say((await world.question()).model_answer)
    world.clock.forward(days=6)
    assert [d.kind for d in await world.sweep() if d.kind == "abandon"] == []
    world.clock.forward(days=2)
    assert [d.kind for d in await world.sweep()] == ["abandon"]
    session = await world.session()
    assert session.status == "abandoned"
    assert session.report_id is not None
    told = [reply for _, _, reply in world.outbox.sent if "closed" in text_of(reply)]
    assert len(told) == 1
    assert [d.kind for d in await world.sweep() if d.kind == "abandon"] == []


async def test_a_paused_interview_is_told_nothing_of_time(world: World) -> None:
    await world.say(START)
    await world.say("/interview pause")
    world.clock.forward(hours=3)
    assert await world.sweep() == []


async def test_time_up_is_said_once_and_the_answer_is_still_taken(world: World) -> None:
    started = data(await world.say(START))
    question = await world.question()
    world.clock.forward(seconds=question.time_limit_seconds + 1)
    assert [d.kind for d in await world.sweep()] == ["overtime"]
    assert await world.sweep() == []
    assert "still answer" in text_of(world.outbox.sent[0][2])
    reply = await world.say(question.model_answer)
    assert "Over time" in text_of(reply)
    attempt = (await world.do.attempts.of_session(started["session_id"]))[0]
    assert attempt.over_time
    assert attempt.score is not None
    assert attempt.score >= 90


async def test_time_long_past_is_not_announced(world: World) -> None:
    await world.say(START)
    world.clock.forward(hours=10)
    await world.sweep()
    assert world.outbox.sent == []


async def test_two_replicas_say_it_once(world_folder: Path) -> None:
    async with open_world(world_folder) as one, open_world(world_folder, clock=one.clock, owner="two") as two:
        await one.say(START)
        one.clock.forward(days=8)
        todo = [item async for item in sweeps.due(one.do)]
        for item in todo:
            await sweeps._carry_out(one.do, item)
            await sweeps._carry_out(two.do, item)
        assert len(one.outbox.sent) + len(two.outbox.sent) == 1


async def test_an_answer_left_ungraded_is_graded_and_shown_at_the_next_sign_of_life(world: World) -> None:
    first = data(await world.say(START))["question"]
    await store_only(world, "An answer nobody came back for.")
    assert await world.sweep() == []
    before = await world.session()
    world.clock.forward(minutes=5)
    assert "grade" in [d.kind for d in await world.sweep()]
    assert (await world.session()).questions == before.questions
    assert (await world.session()).last_active_at == before.last_active_at
    assert all(a.graded for a in await world.do.attempts.of_session(before.id))
    again = await world.say("An answer nobody came back for.")
    assert again.failed
    assert again.data["question_id"] == first["id"]
    assert again.data["question"]["number"] == 2
    assert await world.sweep() == []


async def test_one_fault_does_not_keep_the_rest_from_being_done(world: World) -> None:
    await world.say(START, "ana")
    await world.say(START, "bob")
    world.outbox.fault = RuntimeError("the platform is down")
    world.clock.forward(days=8)
    assert await world.sweep() == []
    assert not (await world.session("ana")).open
    assert not (await world.session("bob")).open


class FaultyArchives(ZipArchives):
    async def drop_before(self, moment: datetime) -> None:
        raise ValueError("a fault of ours")


async def test_files_that_cannot_be_tidied_keep_nothing_else_from_being_done(
    world: World, tmp_path: Path
) -> None:
    await world.say(START, "ana")
    world.clock.forward(days=8)
    do = replace(world.do, archives=FaultyArchives(tmp_path))
    assert [due.kind for due in await sweeps.sweep(do)] == ["abandon"]


async def test_a_report_left_undrawn_reaches_the_student(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:1", place="thread:5")
    await world.say("A short answer.", place="thread:5")
    while (await world.session()).open:
        await world.say("/interview skip")
    report_id = (await world.session()).report_id
    assert report_id is not None
    await world.do.reports.change(report_id, lambda r: r.model_copy(update={"pdf_path": None}))
    world.outbox.sent.clear()
    world.clock.forward(minutes=5)
    await world.sweep()
    ((_, place, reply),) = world.outbox.sent
    assert str(place) == "thread:5"
    assert reply.data["report_id"] == report_id


async def test_a_report_left_undrawn_is_drawn(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    await world.say("A short answer about nothing much.")
    while (await world.session()).open:
        await world.say("/interview skip")
    report_id = (await world.session()).report_id
    assert report_id is not None
    await world.do.reports.change(report_id, lambda r: r.model_copy(update={"pdf_path": None}))
    world.clock.forward(minutes=5)
    assert [d.kind for d in await world.sweep()] == ["report"]
    report = await world.do.reports.get(report_id)
    assert report is not None
    assert report.pdf_path is not None
