"""Processes that die at any step, over one store, and a platform that shows each key once if it answers."""

import inspect
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from domain.replies import Reply
from domain.requests import Actor, Place
from domain.rules import NudgeRules
from domain.services import Services
from storage.learning import CardRepository, NudgeRepository, PathRepository
from storage.repositories import InterviewRepository, UserRepository
from storage.sqlite import open_sqlite
from tests.domain.known import LIBRARY
from tests.fakes import CountedRandomness, ManualClock, Outbox
from tests.world import World, open_world

Mood = Literal["well", "refuses", "silent"]


class Crash(BaseException):
    """The process is gone."""


@dataclass
class Fate:
    """`steps` awaits are left to a process; each call of the store or the platform takes two of them."""

    steps: int | None = None

    def step(self) -> None:
        if self.steps is None:
            return
        if self.steps == 0:
            raise Crash
        self.steps -= 1


class Mortal:
    """Stands before a store or a platform: the process dies before a call takes effect, or after it did."""

    def __init__(self, inner: Any, fate: Fate) -> None:
        self._inner = inner
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)
        if not inspect.iscoroutinefunction(method):
            return method

        async def call(*args: Any, **more: Any) -> Any:
            self._fate.step()
            result = await method(*args, **more)
            self._fate.step()
            return result

        return call


@dataclass(frozen=True)
class Shown:
    """A message as it was seen, at that moment of the clock, in the student's zone of then."""

    local: datetime
    key: str
    reply: Reply


@dataclass
class Platform(Outbox):
    """Knows keys. A silent one shows the message and does not answer."""

    clock: ManualClock = field(default_factory=ManualClock)
    mood: Mood = "well"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    shown: list[Shown] = field(default_factory=list)

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        if self.mood == "refuses":
            raise RuntimeError("the platform is down")
        if key not in self.keys:
            self.shown.append(Shown(self.clock.now().astimezone(self.zone), key, reply))
        await super().send(to, place, reply, key, again)
        if self.mood == "silent":
            raise TimeoutError


@dataclass
class Fleet:
    """Processes over one file, each with a fate of its own."""

    world: World
    platform: Platform
    processes: list[tuple[Services, Fate]]


@asynccontextmanager
async def fleet(folder: Path, size: int = 3) -> AsyncIterator[Fleet]:
    rules = NudgeRules(tries=20)
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(open_world(folder, library=LIBRARY, nudging=rules))
        await _hasty(world.documents)
        platform = Platform(clock=world.clock)
        processes = []
        for number in range(size):
            store = await stack.enter_async_context(open_sqlite(folder / "world.db"))
            await _hasty(store)
            fate = Fate()
            processes.append((_process(world, Mortal(store, fate), Mortal(platform, fate), number), fate))
        yield Fleet(world, platform, processes)


async def _hasty(store: Any) -> None:
    """Processes die here, the machine does not: what is written need not be on the disk at once."""
    await store._write("PRAGMA synchronous=OFF", ())


def _process(world: World, store: Any, platform: Any, number: int) -> Services:
    clock = world.clock
    return replace(
        world.do,
        random=CountedRandomness((number + 1) << 40),
        users=UserRepository(store, clock),
        interviews=InterviewRepository(store, clock),
        paths=PathRepository(store, clock),
        cards=CardRepository(store, clock),
        nudges=NudgeRepository(store, clock),
        messenger=platform,
    )
