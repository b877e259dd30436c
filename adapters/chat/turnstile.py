"""Lets only so much work run at once, so that the acknowledgement of a new event never waits behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

WIDTH = 6
PATIENCE = 0.25


class Turnstile:
    """At most `width` pieces of work at once.

    One that has taken `patience` seconds no longer counts: it waits for something outside, such as the
    sandbox, and that must not hold up everybody else.
    """

    def __init__(self, width: int = WIDTH, patience: float = PATIENCE) -> None:
        self._room = asyncio.Semaphore(width)
        self._patience = patience

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        await self._room.acquire()
        counted = True

        def leave() -> None:
            nonlocal counted
            if counted:
                counted = False
                self._room.release()

        timer = asyncio.get_running_loop().call_later(self._patience, leave)
        try:
            yield
        finally:
            timer.cancel()
            leave()
