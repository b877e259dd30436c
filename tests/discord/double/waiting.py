"""Waiting without polling: whoever changes something beats, whoever waits looks again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Pulse:
    """Wakes everybody who waits, each time something has happened."""

    def __init__(self) -> None:
        self._sleepers: list[asyncio.Future[None]] = []

    def beat(self) -> None:
        sleepers, self._sleepers = self._sleepers, []
        for sleeper in sleepers:
            if not sleeper.done():
                sleeper.set_result(None)

    async def until(self, found: Callable[[], T | None], within: float, what: Callable[[], str]) -> T:
        """What `found` returns first that is not None.

        Raises AssertionError with the text of `what` after `within` seconds.
        """
        try:
            async with asyncio.timeout(within):
                while (result := found()) is None:
                    sleeper = asyncio.get_running_loop().create_future()
                    self._sleepers.append(sleeper)
                    await sleeper
                return result
        except TimeoutError:
            raise AssertionError(f"not within {within:g} s: {what()}") from None
