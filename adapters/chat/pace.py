"""Progress that is shown by editing one message, not faster than a platform likes."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

EDIT_EVERY = 1.0


class Paced:
    """Passes on a text at most once a second, and none once it was closed.

    `unsent` are the errors that keep a text from the platform; progress that is not shown is no harm.
    """

    def __init__(self, put: Callable[[str], Awaitable[object]], unsent: tuple[type[Exception], ...]) -> None:
        self._put = put
        self._unsent = unsent
        self._last = float("-inf")
        self._lock = asyncio.Lock()
        self._closed = False

    async def __call__(self, text: str) -> None:
        if self._closed or self._lock.locked() or time.monotonic() - self._last < EDIT_EVERY:
            return
        async with self._lock:
            try:
                await self._put(text)
            except self._unsent as error:
                log.info("progress could not be shown: %s", error)
            self._last = time.monotonic()

    async def close(self) -> None:
        """Waits for what is on its way; nothing comes behind it."""
        self._closed = True
        async with self._lock:
            pass
