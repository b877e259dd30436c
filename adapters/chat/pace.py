"""Progress that is shown by editing one message, not faster than a platform likes."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

EDIT_EVERY = 1.0


class Paced:
    """Passes on a text at most once a second, and none once it was closed; the work itself never waits.

    `unsent` are the errors that keep a text from the platform; progress that is not shown is no harm.
    """

    def __init__(self, put: Callable[[str], Awaitable[object]], unsent: tuple[type[Exception], ...]) -> None:
        self._put = put
        self._unsent = unsent
        self._last = float("-inf")
        self._on_its_way: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def used(self) -> bool:
        return self._on_its_way is not None

    def __call__(self, text: str) -> None:
        busy = self._on_its_way is not None and not self._on_its_way.done()
        if not (self._closed or busy or time.monotonic() - self._last < EDIT_EVERY):
            self._on_its_way = asyncio.get_running_loop().create_task(self._pass_on(text))

    async def _pass_on(self, text: str) -> None:
        try:
            await self._put(text)
        except self._unsent as error:
            log.info("progress could not be shown: %s", error)
        self._last = time.monotonic()

    async def close(self) -> None:
        """Waits for what is on its way; nothing comes behind it."""
        self._closed = True
        if self._on_its_way is not None:
            await asyncio.wait({self._on_its_way})
