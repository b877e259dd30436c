"""Jobs, sleepers and queues for the tests of the queue."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.queue import InProcessQueue, Options
from domain.retries import Retries

Payload = Mapping[str, str]
Aside = tuple[str, Payload, str, int]


async def settled() -> None:
    """Lets everything go on that waits for nothing but its turn."""
    for _ in range(100):
        await asyncio.sleep(0)


class Sleeper:
    """Time that passes when the test says so; `asked` holds how long each sleeper wanted, in seconds."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._wake = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self._wake.wait()

    async def pass_by(self) -> None:
        """Wakes all who sleep now."""
        self._wake.set()
        self._wake = asyncio.Event()
        await settled()


class Work:
    """Runs jobs: those named `bad` fail, those named `long` wait for `go`. Keeps what became of them."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.asides: list[Aside] = []
        self.go = asyncio.Event()
        self.running: list[str] = []
        self.most = 0

    async def run(self, name: str, payload: Payload) -> None:
        self.running.append(payload.get("user_id", ""))
        self.most = max(self.most, len(self.running))
        try:
            await asyncio.sleep(0)
            if name == "long":
                await self.go.wait()
            if name == "bad":
                raise ValueError("broken\nby what a student wrote")
            self.done.append(payload.get("n", name))
        finally:
            self.running.remove(payload.get("user_id", ""))

    async def set_aside(self, name: str, payload: Payload, error: str, tries: int) -> None:
        self.asides.append((name, payload, error, tries))


def a_queue(sleeper: Sleeper, **options: Any) -> InProcessQueue:
    """A queue whose pauses are as long as they can be."""
    retries = Retries(tries=options.pop("tries", 5))
    return InProcessQueue(replace(Options(retries=retries), **options), sleeper, chance=lambda: 0.0)
