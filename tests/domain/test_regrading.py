"""Offline first, better later: a model's grade replaces the first one, and the student is told."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from domain import conduct, regrading, retelling
from domain.errors import ModelFailed
from domain.marking import GRADE_JOB
from domain.model.attempt import Attempt
from domain.model.completion import Failure
from domain.replies import Reply
from domain.rules import ModelRules
from tests.fakes import ScriptedModel
from tests.world import World, data, open_world, text_of

START = "/interview start rounds:technical_qa questions:{}"
POOR = "It has something to do with how the data is kept, and a computer reads it in pages."
DOWN = ModelFailed(Failure(why="down"), "connection refused")


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
async def graded(world_folder: Path, model: ScriptedModel) -> AsyncIterator[World]:
    """A world with a model."""
    async with open_world(world_folder, model=model) as world:
        yield world


async def attempts(world: World) -> list[Attempt]:
    return await world.do.attempts.of_session((await world.session()).id)


def sent(world: World) -> list[str]:
    return [text_of(reply) for _, _, reply in world.outbox.sent]


def edited(world: World) -> list[Reply]:
    return [reply for _, _, reply in world.outbox.edited]


async def test_the_offline_grade_comes_at_once_and_the_models_takes_its_place(graded: World) -> None:
    await graded.say(START.format(2))
    reply = await graded.say(f"/answer {POOR}")
    first = data(reply)
    assert first["provisional"] is True
    assert first["grader"] == "rubric-1"
    assert "provisional" in text_of(reply)
    (attempt,) = await attempts(graded)
    assert (attempt.grader, attempt.score, attempt.provisional) == ("model:scripted", 100, False)
    assert [grade.score for grade in attempt.grades] == [first["score"]]
    (shown,) = edited(graded)
    assert "100/100" in text_of(shown)
    assert [b.label for b in shown.buttons][:3] == ["Answer", "Hint", "Skip"]
    assert sent(graded) == []


async def test_a_model_is_asked_once_for_each_answer(graded: World, model: ScriptedModel) -> None:
    await graded.say(START.format(1))
    await graded.say(f"/answer {POOR}")
    (attempt, *_) = await attempts(graded)
    await asyncio.gather(*(regrading.better(graded.do, attempt.id) for _ in range(3)))
    await graded.sweep()
    assert len(model.asked) == len(await attempts(graded))
    assert {user for user, _ in model.asked} == {attempt.student_id}


async def test_what_a_gate_stopped_is_no_models_business(graded: World, model: ScriptedModel) -> None:
    await graded.say(START.format(1))
    reply = data(await graded.say("/answer I don't know"))
    assert (reply["score"], reply["provisional"]) == (0, False)
    assert model.asked == []


async def test_an_interview_that_has_ended_changes_with_a_message(
    graded: World, model: ScriptedModel
) -> None:
    model.pause = asyncio.Event()
    await graded.say(START.format(1))
    result = await end_with(graded, POOR, model)
    session = await graded.session()
    assert session.result_summary is not None
    assert session.result_summary.overall == 100
    assert result["overall"] < 100
    (news,) = [text for text in sent(graded) if "Graded again" in text]
    assert f"{result['score']} → 100" in news
    assert "The interview is now 100/100" in news
    assert len([text for text in sent(graded) if "Your report" in text]) == 1
    assert (await graded.do.reports.get(session.report_id or "")).overall == 100  # type: ignore[union-attr]


async def end_with(world: World, answer: str, model: ScriptedModel) -> dict[str, Any]:
    """The result shown at the end of an interview of one question, before the model has said a word."""
    assert model.pause is not None
    saying = asyncio.create_task(world.dispatcher.handle(await asking(world, answer), world.note))
    reply = await saying
    assert reply is not None
    while not data(reply)["finished"]:
        reply = await world.dispatcher.handle(await asking(world, answer), world.note)
        assert reply is not None
    await retelling.shown(world.do, reply.about, "the last message")
    model.pause.set()
    await world.queue.drained()
    return data(reply)


async def asking(world: World, answer: str) -> Any:
    from domain.requests import Request
    from tests.world import actor

    return Request(actor("ana"), "answer", args={"text": answer})


async def test_a_provider_that_is_down_leaves_the_grade_and_says_so(
    graded: World, model: ScriptedModel
) -> None:
    model.fault = DOWN
    await graded.say(START.format(2))
    first = data(await graded.say(f"/answer {POOR}"))
    (attempt,) = await attempts(graded)
    assert (attempt.score, attempt.grader, attempt.provisional) == (first["score"], "rubric-1", True)
    assert "could not be reached" in text_of(edited(graded)[0])
    assert sent(graded) == []
    model.fault = None
    assert [d.kind for d in await graded.sweep()] == []
    graded.clock.forward(minutes=1)
    assert "regrade" in [d.kind for d in await graded.sweep()]
    (attempt,) = await attempts(graded)
    assert (attempt.score, attempt.owed_why, attempt.provisional) == (100, "", False)
    assert "100/100" in text_of(edited(graded)[-1])


async def test_what_keeps_failing_is_set_aside_and_can_be_tried_again(
    graded: World, model: ScriptedModel
) -> None:
    model.fault = DOWN
    await graded.say(START.format(2))
    await graded.say(f"/answer {POOR}")
    for _ in range(20):
        graded.clock.forward(hours=23)
        await graded.sweep()
    (attempt, *_) = await attempts(graded)
    assert attempt.owed_at is None
    assert "stays" in attempt.owed_why
    (aside,) = await graded.do.aside.all(10)
    assert aside.name == GRADE_JOB
    model.fault = None
    await regrading.better(graded.do, attempt.id)
    assert (await attempts(graded))[0].score == 100


async def test_a_spent_budget_waits_for_midnight(graded: World, model: ScriptedModel) -> None:
    model.fault = ModelFailed(Failure(why="budget"), "spent")
    await graded.say(START.format(2))
    await graded.say(f"/answer {POOR}")
    (attempt,) = await attempts(graded)
    assert "budget" in attempt.owed_why
    assert attempt.owed_at is not None
    assert attempt.owed_at.date() > graded.clock.now().date()


async def test_a_job_that_the_queue_forgot_is_found_in_the_store(world_folder: Path) -> None:
    model = ScriptedModel(pause=asyncio.Event())
    async with open_world(world_folder, model=model) as one:
        await one.say(START.format(2))
        request = await asking(one, POOR)
        await one.dispatcher.handle(request, one.note)
        await one.queue.finish(patience=0)
    model = ScriptedModel()
    async with open_world(world_folder, model=model, clock=one.clock, owner="two") as two:
        one.clock.forward(minutes=3)
        assert "regrade" in [d.kind for d in await two.sweep()]
        assert (await attempts(two))[0].score == 100


async def test_a_grade_bettered_before_its_message_arrived_is_shown_when_it_has(graded: World) -> None:
    await graded.say(START.format(2))
    reply = await graded.dispatcher.handle(await asking(graded, POOR), graded.note)
    await graded.queue.drained()
    assert reply is not None
    assert edited(graded) == []
    assert sent(graded) == []
    await graded.dispatcher.shown(reply.about, "message 9")
    await graded.queue.drained()
    assert [where for _, where, _ in graded.outbox.edited] == ["message 9"]


async def test_where_the_message_is_gone_a_new_one_tells(graded: World) -> None:
    graded.outbox.gone.add("message 1")
    await graded.say(START.format(2))
    await graded.say(f"/answer {POOR}")
    (news,) = sent(graded)
    assert "Graded again: question 1" in news


async def test_a_telling_that_a_crash_cut_short_is_made_up_for(graded: World) -> None:
    await graded.say(START.format(2))
    graded.outbox.fault = OSError("the network is gone")
    await graded.say(f"/answer {POOR}")
    graded.outbox.fault = None
    graded.clock.forward(minutes=2)
    assert "tell" in [d.kind for d in await graded.sweep()]
    assert len(edited(graded)) == 1
    assert "tell" not in [d.kind for d in await graded.sweep()]


async def test_a_hint_costs_the_same_after_the_model(graded: World) -> None:
    await graded.say(START.format(2))
    await graded.say("/interview hint")
    await graded.say(f"/answer {POOR}")
    assert (await attempts(graded))[0].score == 100 - graded.do.rules.hint_cost


async def test_code_that_could_not_be_run_is_run_later(world: World) -> None:
    """No model is needed for that."""
    world.judge.unavailable = True
    await world.say("/interview start rounds:dsa questions:1")
    reply = data(await world.say("/answer def f(*a):\n    return 1"))
    assert reply["provisional"] is True
    world.judge.unavailable = False
    world.clock.forward(minutes=2)
    await world.sweep()
    attempt = (await attempts(world))[0]
    assert "judge_unavailable" not in attempt.flags
    assert attempt.verdict is not None
    assert attempt.verdict.status == "ran"
    assert not attempt.provisional


async def test_the_models_grade_leaves_what_tests_judged(graded: World, model: ScriptedModel) -> None:
    model.level = "none"
    graded.judge.passing = 3
    await graded.say("/interview start rounds:dsa questions:1")
    await graded.say("/answer def f(*a):\n    return 1  # a comment on the loop")
    attempt = (await attempts(graded))[0]
    tests = next(row for row in attempt.rows if row.point_id == "tests")
    assert "of" in tests.note
    assert tests.met > 0
    assert attempt.grader == "model:scripted"


async def test_recounting_an_open_interview_is_harmless(graded: World) -> None:
    await graded.say(START.format(2))
    await graded.say(f"/answer {POOR}")
    session = await graded.session()
    assert (await conduct.recount(graded.do, session)).open


async def test_a_model_without_a_budget_owes_nothing(world_folder: Path, model: ScriptedModel) -> None:
    rules = ModelRules(all_daily_calls=0)
    async with open_world(world_folder, model=model, model_rules=rules) as world:
        await world.say(START.format(2))
        assert data(await world.say(f"/answer {POOR}"))["provisional"] is False
        assert (await attempts(world))[0].owed_at is None
    assert model.asked == []
