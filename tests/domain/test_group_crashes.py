"""A process that dies at any step of a group's round: the next one finds it whole, and says so once."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.console.request import Line, ask_for
from domain.actions import TABLE
from domain.dispatch import Dispatcher
from domain.grouping import clock
from domain.jobs import run_job
from domain.limits import RateLimit
from domain.replies import Reply
from domain.requests import Actor, Place
from domain.services import Services
from storage.all import stores_over
from storage.inbox import InboxRepository
from tests.domain.dying import Crash, Fate, Mortal
from tests.domain.grouped import HALF, RACE, WHOLE, Table, table
from tests.fakes import Outbox
from tests.world import actor, text_of

pytestmark = pytest.mark.acceptance

DEAREST = 60
"""More steps than any of these requests takes."""


class Lasting(Mortal):
    """Dies at what lasts beyond the process alone: whether it read before it died is nobody's business."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name) if name in ("get", "find", "count") else super().__getattr__(name)


class Forgetful(Outbox):
    """Shows what it is told to, and looks for an earlier showing only where there may be one."""

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        if key and key in self.standing and not again:
            raise AssertionError(f"{key} is posted twice")
        return await super().post(to, place, reply, key, again)


@dataclass
class Errands:
    """Jobs that wait for their process to do them, and are lost with it."""

    waiting: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    async def add(self, name: str, payload: Mapping[str, str], after: timedelta = timedelta()) -> None:
        if not after:
            self.waiting.append((name, payload))


@dataclass
class Process:
    """One that dies after so many steps, with all that it has not done yet."""

    do: Services
    dispatcher: Dispatcher
    errands: Errands

    async def handle(self, line: Line) -> None:
        await self.dispatcher.handle(ask_for(line), _silently)
        while self.errands.waiting:
            await run_job(self.do, *self.errands.waiting.pop(0))


async def _silently(_: str) -> None:
    """Nobody watches."""


def process(group: Table, fate: Fate) -> Process:
    world, errands = group.world, Errands()
    store = Lasting(world.documents, fate)
    do = replace(
        world.do,
        **stores_over(store, world.clock, world.do.random),
        messenger=Mortal(world.outbox, fate),
        jobs=errands,  # type: ignore[arg-type]
    )
    inbox = InboxRepository(store, world.clock, "mortal", is_gone=lambda name: name != "mortal")
    return Process(do, Dispatcher(do, TABLE, inbox, RateLimit(10_000, timedelta(minutes=1))), errands)


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened:
        await opened.world.documents._write("PRAGMA synchronous=OFF", ())  # type: ignore[attr-defined]
        opened.world.outbox.__class__ = Forgetful
        yield opened


async def died(group: Table, user: str, text: str, steps: int) -> bool:
    """Whether it did so on the way. The platform delivers the same event to the next one, and time does the
    rest, of which a sweep finds what is due."""
    line = Line(actor(user), Place.of(group.place), text=text, event=f"{text} {steps}")
    try:
        await process(group, Fate(steps)).handle(line)
    except Crash:
        reply = await group.world.maybe(line)
        assert reply is None or not reply.failed or "No round is open" in text_of(reply), text_of(reply)
        group.world.clock.forward(minutes=3)
        await clock.tend(group.world.do, (await group.round()).id)
        await group.world.queue.drained()
        return True
    return False


def said(group: Table, words: str) -> int:
    return sum(words in text_of(one) for one in group.posts)


async def each_step(group: Table) -> AsyncIterator[int]:
    """The number of steps that a process lives for, in a thread of its own each time.

    Where it dies after one call has taken effect and where it dies before the next does is all one.
    """
    for steps in range(0, DEAREST, 2):
        group.place = f"thread:t{steps}"
        yield steps
    raise AssertionError("it never came to an end")


async def test_a_start_that_dies_leaves_one_round_with_one_card(group: Table) -> None:
    async for steps in each_step(group):
        alive = not await died(group, "ana", RACE, steps)
        held = await group.round()
        assert (held.open, held.phase, held.post_due_at) == (True, "gathering", None), steps
        assert said(group, "Race: Technical") == 1, steps
        await group.say("ana", "/group end")
        if alive:
            break


async def test_a_next_that_dies_puts_one_question(group: Table) -> None:
    async for steps in each_step(group):
        await group.begin("ana", "ben")
        alive = not await died(group, "ben", "/group next", steps)
        held = await group.round()
        assert (held.number, held.phase, held.post_due_at) == (1, "asking", None), steps
        assert said(group, "Question 1") == 1, steps
        await group.say("ana", "/group end")
        if alive:
            break


async def test_a_last_answer_that_dies_is_kept_once_and_revealed_once(group: Table) -> None:
    async for steps in each_step(group):
        await group.ask("ana", "ben")
        await group.say("ana", f"/answer {WHOLE}")
        alive = not await died(group, "ben", f"/answer {HALF}", steps)
        held = await group.round()
        given = await group.world.do.groups.answers(held.id, held.questions[0].question_id)
        assert [one.student_answer for one in given] == [WHOLE, HALF], steps
        assert (held.phase, held.post_due_at) == ("revealed", None), steps
        assert said(group, "Question 1: the reveal") == 1, steps
        assert "ben: " in text_of(group.card), steps
        await group.say("ana", "/group end")
        if alive:
            break


async def test_an_end_that_dies_ends_it_once_with_its_results(group: Table) -> None:
    async for steps in each_step(group):
        await group.ask("ana", "ben")
        await group.say("ana", f"/answer {WHOLE}")
        alive = not await died(group, "ana", "/group end", steps)
        held = await group.round()
        assert (held.status, held.questions[0].outcome, held.due_at) == ("completed", "answered", None), steps
        assert said(group, "The round is over") == 1, steps
        if alive:
            break


async def test_a_reminder_that_dies_is_shown_once(group: Table) -> None:
    async for steps in each_step(group):
        await group.ask("ana", "ben", start=f"{RACE} minutes:8")
        held = await group.round()
        group.world.clock.forward(minutes=6)
        alive = True
        try:
            await clock.tend(process(group, Fate(steps)).do, held.id)
        except Crash:
            alive = False
        group.world.clock.forward(seconds=70)
        await clock.tend(group.world.do, held.id)
        assert said(group, "Time is nearly up") == 1, steps
        assert (await group.round()).remind_at is None, steps
        await group.say("ana", "/group end")
        if alive:
            break
