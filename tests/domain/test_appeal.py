"""Questioning a grade: what an appeal changes, what it leaves, and what it is told."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.console.request import Line, ask_for
from domain import appealing
from domain.errors import ModelFailed
from domain.model.attempt import Attempt
from domain.model.completion import Failure
from domain.replies import Reply
from tests.domain.known import ADD, HALF, ONE, WHOLE, ended_with, known_world
from tests.domain.test_crashes import _silently
from tests.fakes import ScriptedModel
from tests.world import World, actor, button, data, text_of

NEW = "A full page has to make page splits."


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def attempts(world: World, session: str) -> list[Attempt]:
    return await world.do.attempts.of_session(session)


async def test_an_appeal_raises_rows_keeps_both_grades_and_does_the_sums_again(world: World) -> None:
    session = await ended_with(world, HALF)
    report = data(await world.say("/report session"))
    drawn = len(world.renderer.sheets)
    reply = await world.say(f"/interview appeal 1 {NEW}")
    after = data(reply)
    assert (after["before"], after["score"], after["overall"]) == (25, 38, 38)
    assert after["finished"] is True
    assert after["question_id"] in ("index-cost", "cache-cost")
    assert [row["quote"] for row in after["rows"]][1] == NEW
    assert "A full page is split in two: missed → 50" in text_of(reply)
    assert "The interview is now 38/100" in text_of(reply)
    (attempt,) = await attempts(world, session)
    assert (attempt.appeal, attempt.score, [g.score for g in attempt.grades]) == (NEW, 38, [25])
    assert after["report_id"] == report["report_id"]
    fresh = data(await world.say("/report session"))
    assert fresh["report_id"] == report["report_id"]
    assert len(world.renderer.sheets) == drawn + 1
    assert world.renderer.sheets[-1].report.overall == 38
    session_now = await world.session()
    assert session_now.result_summary is not None
    assert session_now.result_summary.overall == 38


async def test_why_tells_of_both_grades_and_of_the_appeal(world: World) -> None:
    await ended_with(world, HALF)
    assert "25% × 1 = 25." in text_of(await world.say("/interview why 1"))
    await world.say(f"/interview appeal 1 {NEW}")
    why = await world.say("/interview why 1")
    told = text_of(why)
    assert "25% × 1 + 25% × 0.5 = 38." in told
    assert "25/100 (12–38) by rubric-1, since the answer of 22 Nov 2026" in told
    assert NEW in told
    assert [b.label for b in why.buttons] == ["Retry"]
    assert data(why)["appeal"] == NEW


@pytest.mark.parametrize("text", ["please give me more", "I don't know", "great answer, 100/100!"])
async def test_what_adds_nothing_changes_nothing_and_is_not_used_up(world: World, text: str) -> None:
    session = await ended_with(world, HALF)
    before = await attempts(world, session)
    refused = await world.say(f"/interview appeal 1 {text}")
    assert refused.failed
    assert "not used up" in text_of(refused)
    assert await attempts(world, session) == before
    form = await world.press(refused, "Appeal")
    assert data(await world.submit(form, text=NEW))["score"] == 38


async def test_the_model_answer_earns_nothing(world: World) -> None:
    await ended_with(world, HALF)
    why = await world.say("/interview why 1")
    copied = str(why.cards[-1].body[0])
    reply = await world.say(f"/interview appeal 1 {copied}")
    assert data(reply)["score"] == data(reply)["before"] == 25
    assert "repeats the model answer" in text_of(reply)


async def test_there_is_one_appeal_and_then_a_retry(world: World) -> None:
    session = await ended_with(world, HALF)
    await world.say(f"/interview appeal 1 {NEW}")
    before = await attempts(world, session)
    second = await world.say("/interview appeal 1 And it is written to the log.")
    assert second.failed
    assert "one appeal an answer" in text_of(second)
    assert [b.label for b in second.buttons] == ["Why", "Retry"]
    assert await attempts(world, session) == before


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/interview appeal", "needs `question`"),
        ("/interview appeal 9 some text", "There is no answer to question “9”"),
        ("/interview appeal 2 some text", "it was skipped"),
        (f"/interview appeal 1 {'long ' * 500}", "2,000 are the most"),
    ],
)
async def test_a_slip_gets_a_sentence_and_a_way_on(world: World, line: str, words: str) -> None:
    await ended_with(world, HALF, "/interview start rounds:technical_qa questions:2")
    reply = await world.say(line)
    assert reply.failed
    assert words in text_of(reply)


async def test_nothing_is_appealed_where_every_row_is_met(world: World) -> None:
    await ended_with(world, WHOLE)
    why = await world.say("/interview why 1")
    assert [b.label for b in why.buttons] == ["Retry"]
    assert "Every row" in text_of(await world.say(f"/interview appeal 1 {NEW}"))


async def test_somebody_elses_answer_cannot_be_appealed(world: World) -> None:
    await ended_with(world, HALF)
    why = await world.say("/interview why 1")
    assert (await world.press(why, "Appeal", user="bob")).failed


async def test_an_open_interview_goes_on_as_it_was(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:2")
    await world.say(HALF)
    before = await world.session()
    reply = await world.say(f"/interview appeal 1 {NEW}")
    assert data(reply)["finished"] is False
    assert "overall" not in reply.data
    assert reply.data["question"]["number"] == 2
    assert await world.session() == before
    resumed = await world.press(reply, "Resume")
    assert data(resumed)["question"]["number"] == 2


async def test_hints_stay_paid_for(world: World) -> None:
    await world.say(ONE)
    await world.say("/interview hint")
    graded = data(await world.say(WHOLE.replace("updates the index", "is slower")))
    after = await world.say("/interview appeal 1 The engine, I mean, also updates the index.")
    assert graded["score"] == 70
    assert data(after)["score"] == 83
    assert "less 5 for a hint: 83." in text_of(await world.say("/interview why 1"))


async def test_a_follow_up_can_be_appealed(world: World) -> None:
    session = data(await world.say(ONE))["session_id"]
    await world.say("/answer On every insert it updates the index, and there are page splits.")
    follow_up = (await world.session()).open_question
    assert follow_up is not None
    assert follow_up.follow_up_of
    await world.say("/answer Something happens to the disk.")
    after = data(await world.say("/interview appeal 2 I meant that the change is written to the log."))
    assert (after["question_id"], after["before"]) == (follow_up.question_id, 0)
    assert after["score"] == 50
    assert [a.score for a in await attempts(world, session)] == [50, 50]


async def test_code_keeps_what_its_tests_found_and_is_not_run_again(world: World) -> None:
    await ended_with(world, "def add(a, b):\n    return a + b", "/interview start rounds:dsa questions:1")
    ran = len(world.judge.ran)
    reply = data(await world.say("/interview appeal 1 I would add that it takes constant time to do so."))
    tests = next(row for row in reply["rows"] if "passes every test" in row["point"])
    assert tests["met"] == 1
    assert reply["score"] > reply["before"]
    assert len(world.judge.ran) == ran
    assert reply["question_id"] == ADD.slug


async def test_an_answer_whose_code_could_not_be_run_waits_for_that(world: World) -> None:
    world.judge.fault = RuntimeError("broken sandbox")
    await world.say("/interview start rounds:dsa questions:1")
    await world.say("def add(a, b): return a + b")
    reply = await world.say("/interview appeal 1 It takes constant time.")
    assert reply.failed
    assert "could not be graded fully yet" in text_of(reply)


async def _at_once(world: World, *lines: str) -> list[Reply]:
    asked = [ask_for(Line(actor("ana"), text=line)) for line in lines]
    replies = await asyncio.gather(*(world.dispatcher.handle(one, _silently) for one in asked))
    return [reply for reply in replies if reply is not None]


async def test_of_two_appeals_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    session = await ended_with(world, HALF)
    texts = (NEW, "The change has to be written to the log.")
    replies = await _at_once(world, *(f"/interview appeal 1 {text}" for text in texts))
    assert sorted(reply.failed for reply in replies) == [False, True]
    (attempt,) = await attempts(world, session)
    assert attempt.appeal in texts
    assert len(attempt.grades) == 1
    assert any("one appeal an answer" in text_of(reply) for reply in replies)


async def test_an_appeal_of_a_grade_that_changes_meanwhile_is_decided_on_the_new_one(world: World) -> None:
    """A model's grade arrives between the reading and the writing."""
    session = await ended_with(world, HALF)
    (attempt,) = await attempts(world, session)
    better = attempt.grade().model_copy(update={"score": 26, "grader": "model:x"})
    await world.do.attempts.change(attempt.id, lambda a: a.with_grade(better, None))
    done = await appealing.appeal(world.do, attempt, NEW)
    assert done.before == better
    assert done.attempt.grader == "model:x + appeal-1"
    assert [grade.score for grade in done.attempt.grades] == [25, 26]


async def test_a_crash_after_the_grade_was_written_heals_when_the_event_comes_again(tmp_path: Path) -> None:
    async with known_world(tmp_path, owner="first") as world:
        session = await ended_with(world, HALF)
        await world.say("/report session")
        await world.dispatcher._inbox.begin("console::ana:e1")
        change = world.do.interviews.change

        async def dies(*_: object) -> None:
            raise KeyboardInterrupt

        world.do.interviews.change = dies  # type: ignore[method-assign,assignment]
        (attempt,) = await attempts(world, session)
        with pytest.raises(KeyboardInterrupt):
            await appealing.appeal(world.do, attempt, NEW)
        world.do.interviews.change = change  # type: ignore[method-assign]
    async with known_world(tmp_path, owner="second") as world:
        again = data(await world.say(f"/interview appeal 1 {NEW}", event="e1"))
        assert (again["before"], again["score"], again["overall"]) == (25, 38, 38)
        (attempt,) = await attempts(world, session)
        assert len(attempt.grades) == 1
        assert button(await world.say("/interview why 1"), "Retry")


async def test_with_a_model_the_appealed_grade_is_owed_another_reading(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        session = await ended_with(world, HALF)
    unreachable = ScriptedModel(fault=ModelFailed(Failure(why="down"), "nobody answers"))
    async with known_world(tmp_path, owner="second", model=unreachable) as world:
        reply = await world.say(f"/interview appeal 1 {NEW}")
        assert data(reply)["provisional"] is True
        (attempt,) = await attempts(world, session)
        assert attempt.score == 38
        assert attempt.owed_at is not None


@pytest.mark.parametrize(("level", "score"), [("none", 38), ("partly", 62), ("fully", 100)])
async def test_a_model_takes_nothing_back_that_an_appeal_gave(tmp_path: Path, level: str, score: int) -> None:
    async with known_world(tmp_path) as world:
        session = await ended_with(world, HALF)
    async with known_world(tmp_path, owner="second", model=ScriptedModel(level)) as world:
        await world.say(f"/interview appeal 1 {NEW}")
        (attempt,) = await attempts(world, session)
        assert (attempt.score, attempt.grader) == (score, "model:scripted")
        assert [grade.score for grade in attempt.grades] == [25, 38]


async def test_an_appeal_is_no_shield_for_what_no_model_has_read_yet(tmp_path: Path) -> None:
    model = ScriptedModel("none", fault=ModelFailed(Failure(why="down"), "nobody answers"))
    async with known_world(tmp_path, model=model) as world:
        session = await ended_with(world, HALF)
        model.fault = None
        await world.say(f"/interview appeal 1 {NEW}")
        (attempt,) = await attempts(world, session)
        assert [row.met for row in attempt.rows] == [0, 0.5, 0]
