"""About one message a second into one conversation, as Slack asks; the first of a silence goes at once."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

EVERY = 1.0
BURST = 3


class _Lane:
    """The messages of one conversation: a few may come together, then one a second."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0


class Pacer:
    """By conversation; one that nobody waits for is forgotten once its last message is long ago."""

    def __init__(self) -> None:
        self._lanes: WeakValueDictionary[str, _Lane] = WeakValueDictionary()
        self._recent: dict[str, _Lane] = {}

    @asynccontextmanager
    async def turn(self, channel: str) -> AsyncIterator[None]:
        lane = self._lanes.setdefault(channel, _Lane())
        async with lane.lock:
            now = time.monotonic()
            wait = lane.free_at - (BURST - 1) * EVERY - now
            if wait > 0:
                await asyncio.sleep(wait)
            yield
            lane.free_at = max(lane.free_at, time.monotonic()) + EVERY
            self._keep(channel, lane)

    def _keep(self, channel: str, lane: _Lane) -> None:
        self._recent[channel] = lane
        if len(self._recent) > 1000:
            now = time.monotonic()
            self._recent = {name: kept for name, kept in self._recent.items() if kept.free_at > now}
