"""However many processes find at once that a student is owed news, it comes once, and as one message."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from domain import reporting, retelling
from domain.errors import ModelFailed
from domain.model.attempt import Attempt
from domain.model.completion import Failure
from domain.replies import Reply
from domain.requests import Actor, Place
from tests.fakes import Outbox, ScriptedModel
from tests.world import World, actor, data, open_world, text_of

POOR = "It has something to do with how the data is kept, and a computer reads it in pages."
DOWN = ModelFailed(Failure(why="down"), "connection refused")


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
async def graded(world_folder: Path, model: ScriptedModel) -> AsyncIterator[World]:
    async with open_world(world_folder, model=model) as world:
        yield world


async def ended(world: World, model: ScriptedModel) -> list[Attempt]:
    """The answers of an interview that has ended, of which a model was down that has come back since.

    Their better grades are stored, and nobody has been told yet.
    """
    model.fault = DOWN
    reply = await world.say("/interview start rounds:technical_qa questions:2")
    while data(reply)["question"] is not None:
        reply = await world.say(f"/answer {POOR}")
    model.fault = None
    world.outbox.fault = OSError("the network is gone")
    world.clock.forward(minutes=1)
    await world.sweep()
    world.outbox.fault = None
    world.outbox.sent.clear()
    world.outbox.edited.clear()
    world.clock.forward(minutes=2)
    attempts = await world.do.attempts.of_session((await world.session()).id)
    assert [(a.provisional, a.tell_due_at is not None) for a in attempts] == [(False, True)] * len(attempts)
    return attempts


async def test_several_who_tell_at_once_tell_once(graded: World, model: ScriptedModel) -> None:
    attempts = await ended(graded, model)
    runs = [retelling.tell_regrade(graded.do, one.id) for one in attempts for _ in range(3)]
    await asyncio.gather(*runs)
    await graded.queue.drained()
    told = [text_of(reply) for _, _, reply in graded.outbox.sent]
    (news,) = [text for text in told if "Graded again" in text]
    assert all(f"question {number}, " in news for number in range(1, len(attempts) + 1))
    assert len([text for text in told if "Your report" in text]) == 1
    assert len(graded.outbox.edited) == len(attempts)
    assert "tell" not in [due.kind for due in await graded.sweep()]


@dataclass
class SlowOutbox(Outbox):
    """A platform that takes until `free` to change the first message."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def edit(self, to: Actor, shown_in: str, reply: Reply) -> bool:
        if not self.begun.is_set():
            self.begun.set()
            await self.free.wait()
        return await super().edit(to, shown_in, reply)


async def test_what_becomes_due_while_one_is_telling_is_told_after_that(
    graded: World, model: ScriptedModel
) -> None:
    first, second, *others = await ended(graded, model)
    for attempt in (second, *others):
        await graded.do.attempts.change(attempt.id, lambda a: a.telling(None))
    slow, now = SlowOutbox(), graded.clock.now()
    do = replace(graded.do, messenger=slow)
    telling = asyncio.create_task(retelling.tell_regrade(do, first.id))
    await slow.begun.wait()
    await graded.do.attempts.change(second.id, lambda a: a.telling(now))
    await retelling.tell_regrade(do, second.id)
    assert (slow.edited, slow.sent) == ([], [])
    slow.free.set()
    await telling
    await graded.queue.drained()
    assert [where for _, where, _ in slow.edited] == [first.shown_in]
    assert [where for _, where, _ in graded.outbox.edited] == [second.shown_in]


async def test_a_retry_that_is_graded_again_leaves_the_result_alone(graded: World) -> None:
    await graded.say("/interview start rounds:technical_qa questions:1")
    while (await graded.session()).open:
        await graded.say(f"/answer {POOR}")
    graded.outbox.sent.clear()
    await graded.say(f"/interview retry 1 {POOR} It is slow.")
    assert graded.outbox.sent == []
    _, _, shown = graded.outbox.edited[-1]
    assert "Question 1, try 2: 100/100" in text_of(shown)
    assert "Against try 1" in text_of(shown)


async def test_a_retry_whose_message_is_gone_is_told_of_as_that(graded: World) -> None:
    await graded.say("/interview start rounds:technical_qa questions:1")
    while (await graded.session()).open:
        await graded.say(f"/answer {POOR}")
    graded.outbox.sent.clear()
    graded.outbox.gone.add(f"message {graded.shown + 1}")
    await graded.say(f"/interview retry 1 {POOR} It is slow.")
    (news,) = [text_of(reply) for _, _, reply in graded.outbox.sent]
    assert "Graded again: question 1, try 2, " in news
    assert "The interview is now" not in news


async def test_the_same_score_again_is_no_news(graded: World, model: ScriptedModel) -> None:
    await graded.say("/interview start rounds:technical_qa questions:1")
    model.level = "partly"
    while (await graded.session()).open:
        await graded.say(f"/answer {POOR}")
    graded.outbox.sent.clear()
    appeal = f"/interview appeal 1 “{POOR}” is what the first point asks for."
    first = data(await graded.say(appeal))
    _, _, shown = graded.outbox.edited[-1]
    assert (first["provisional"], first["score"], first["before"]) == (True, 50, 50)
    assert "Question 1: 50/100 (30–70)" in text_of(shown)
    assert "On appeal: 50 → 50" in text_of(shown)
    assert not [reply for _, _, reply in graded.outbox.sent if "Graded again" in text_of(reply)]


async def test_a_report_that_is_asked_for_twice_is_sent_once(graded: World, model: ScriptedModel) -> None:
    """A provider that fails at once has its excuse told while the end of the interview is being shown."""
    model.fault = DOWN
    reply = await graded.say("/interview start rounds:technical_qa questions:1")
    while data(reply)["question"] is not None:
        reply = await graded.say(f"/answer {POOR}")
    report_id = data(reply)["report_id"]
    interview = await graded.session()
    job = reporting.report_job(report_id, actor("ana"), Place.of(interview.place))
    await graded.queue.drained()
    await graded.do.jobs.add("render_report", job)
    await graded.queue.drained()
    assert reports(graded) == 1
    model.fault = None
    graded.clock.forward(minutes=1)
    await graded.sweep()
    assert reports(graded) == 2, "its pages are others now"


def reports(world: World) -> int:
    return len([reply for _, _, reply in world.outbox.sent if "Your report" in text_of(reply)])


async def test_telling_that_keeps_failing_waits_for_an_operator(graded: World, model: ScriptedModel) -> None:
    """Else it would be tried with every sweep, and stand before others, for ever."""
    first, *others = await ended(graded, model)
    for one in (first, *others):
        payload = {"attempt_id": one.id, "owner": one.student_id, "platform": "console"}
        await graded.do.aside.put(retelling.TELL_JOB, payload, "OSError", 5)
    assert "tell" not in [due.kind for due in await graded.sweep()]
    assert graded.outbox.sent == []
    assert await graded.do.attempts.untold(graded.clock.now(), 10) == []
    await graded.say("/admin retry", "root")
    graded.clock.forward(hours=1, minutes=1)
    await graded.sweep()
    news = [reply for _, _, reply in graded.outbox.sent if "regraded" in reply.data]
    assert len(news) == 1
