"""Two processes, or a process that died and its successor, at the same interview."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from adapters.console.request import Line
from domain import conduct, reporting
from domain.conduct import Given
from domain.model.attempt import Attempt
from tests.domain.test_crashes import _silently, store_only
from tests.world import World, actor, data, open_world, text_of

START = "/interview start rounds:technical_qa questions:2"


async def test_an_answer_graded_while_the_interview_is_being_ended_is_in_the_result(world: World) -> None:
    """`end` has read the attempts when another process stores, grades and moves on."""
    await world.say(START)
    interview, question = await world.session(), await world.question()
    read = world.do.attempts.of_session
    late: list[conduct.Turn] = []

    async def read_then_answer(session_id: str) -> list[Attempt]:
        attempts = await read(session_id)
        if not late:
            late.append(await conduct_answer())
        return attempts

    async def conduct_answer() -> conduct.Turn:
        world.do.attempts.of_session = read  # type: ignore[method-assign]
        return await conduct.answer(world.do, interview, Given(question.model_answer), _silently)

    world.do.attempts.of_session = read_then_answer  # type: ignore[method-assign]
    ended = await conduct.end(world.do, interview)
    assert late
    assert ended.report_id is not None
    assert ended.answered == 1
    assert ended.result_summary is not None
    assert ended.result_summary.overall >= 90
    assert data(await world.say("/report session"))["report_id"] == ended.report_id


async def test_a_quiet_interview_with_an_ungraded_answer_is_closed_with_it_counted(world: World) -> None:
    await world.say(START)
    await store_only(world, (await world.question()).model_answer)
    world.clock.forward(days=40)
    assert {d.kind for d in await world.sweep()} >= {"grade", "abandon"}
    session = await world.session()
    assert (session.status, session.answered, session.number) == ("abandoned", 1, 1)
    assert session.result_summary is not None
    assert session.result_summary.overall >= 90
    assert "closed" in text_of(world.outbox.sent[-1][2]) or len(world.outbox.sent) > 1


async def test_no_warning_for_a_question_that_has_been_answered(world: World) -> None:
    await world.say(START)
    await store_only(world, "An answer nobody came back for.")
    world.clock.forward(minutes=30)
    await world.sweep()
    assert world.outbox.sent == []


@pytest.mark.parametrize("between", ["/interview hint", "/interview end"])
async def test_a_skip_that_comes_again_later_does_not_skip_another(world_folder: Path, between: str) -> None:
    async with open_world(world_folder, owner="first") as world:
        await world.say(START, event="s0")
        skipped = (await world.session()).questions[0].question_id
        await world.say("/interview skip", event="e1")
        await world.dispatcher._inbox.release("console::ana:e1")
    async with open_world(world_folder, owner="second") as world:
        await world.say(between, event="e2")
        if "end" in between:
            world.clock.forward(minutes=1)
            await world.say(START, event="e3")
        before = await world.session()
        again = await world.say("/interview skip", event="e1")
        assert await world.session() == before
        assert again.data["question_id"] == skipped


async def test_a_hint_that_comes_again_on_another_question_gives_nothing_away(world_folder: Path) -> None:
    async with open_world(world_folder, owner="first") as world:
        await world.say(START)
        await world.say("/interview hint", event="e1")
        await world.dispatcher._inbox.release("console::ana:e1")
    async with open_world(world_folder, owner="second") as world:
        await world.say("/interview skip")
        hints = (await world.question()).hints
        again = await world.say("/interview hint", event="e1")
        assert not any(hint in text_of(again) for hint in hints)


@pytest.mark.parametrize("meanwhile", ["ended", "paused"])
async def test_a_last_answer_that_comes_again_gets_its_result(world_folder: Path, meanwhile: str) -> None:
    questions = 1 if meanwhile == "ended" else 2
    async with open_world(world_folder, owner="first") as world:
        await world.say(f"/interview start rounds:technical_qa questions:{questions}")
        text = (await world.question()).model_answer
        await world.say(text, event="e1")
        if meanwhile == "paused":
            await world.say("/interview pause")
        await world.dispatcher._inbox.release("console::ana:e1")
    async with open_world(world_folder, owner="second") as world:
        again = await world.maybe(Line(actor("ana"), text=text, event="e1"))
        assert again is not None
        assert data(again)["score"] >= 90
        assert data(again)["finished"] is (meanwhile == "ended")


async def test_ending_at_the_last_question_says_that_it_ended_early(world: World) -> None:
    await world.say(START)
    await world.say((await world.question()).model_answer)
    assert (await world.session()).number == 2
    assert "ended early" in text_of(await world.say("/interview end"))


async def test_one_answer_occupies_the_judge_once(world: World) -> None:
    """However often its student asks for it while it is run."""
    await world.say("/interview start rounds:dsa questions:1")
    world.judge.seconds = 0.5
    answering = asyncio.create_task(world.say("/answer def f(): return 1"))
    session = await world.session()
    while not await world.do.attempts.of_session(session.id):
        await asyncio.sleep(0.01)
    await asyncio.gather(
        answering,
        world.say("/interview status"),
        world.say("/interview hint"),
        world.say("/interview status"),
    )
    assert len(world.judge.ran) == 1


async def graded_while_read(world: World, work: Callable[[], Awaitable[object]]) -> int:
    """Has the only grade become 90 after that work has read it as it was; the score of before."""
    read, session = world.do.attempts.of_session, (await world.session()).id
    (before,) = await read(session)

    async def read_then_grade(session_id: str) -> list[Attempt]:
        attempts = await read(session_id)
        world.do.attempts.of_session = read  # type: ignore[method-assign]
        better = before.grade().model_copy(update={"score": 90, "low": 80, "high": 100})
        await world.do.attempts.change(before.id, lambda a: a.with_grade(better, a.verdict))
        await conduct.recount(world.do, await world.session())
        return attempts

    world.do.attempts.of_session = read_then_grade  # type: ignore[method-assign]
    await work()
    return before.score or 0


async def ended_poorly(world: World) -> None:
    await world.say(START)
    await world.say("/answer It has something to do with memory.")
    await conduct.end(world.do, await world.session())


async def test_sums_read_before_a_grade_changed_do_not_outlive_it(world: World) -> None:
    await ended_poorly(world)
    interview = await world.session()
    assert await graded_while_read(world, lambda: conduct.recount(world.do, interview)) < 90
    summary = (await world.session()).result_summary
    assert summary is not None
    assert summary.overall == 90


@pytest.mark.parametrize("stored", [True, False])
async def test_a_report_made_before_a_grade_changed_does_not_outlive_it(world: World, stored: bool) -> None:
    await ended_poorly(world)
    interview = await world.session()
    if stored:
        await reporting.report_of(world.do, interview)
    make = reporting.refresh if stored else reporting.report_of
    assert await graded_while_read(world, lambda: make(world.do, interview)) < 90
    assert (await reporting.report_of(world.do, interview)).overall == 90


async def test_a_report_that_two_ask_for_at_once_is_one(world: World) -> None:
    await ended_poorly(world)
    interview = await world.session()
    one, two = await asyncio.gather(*(reporting.report_of(world.do, interview) for _ in range(2)))
    assert one == two
