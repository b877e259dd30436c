"""Progress that is shown by editing one message, not faster than a platform likes."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from adapters.chat.text import blank
from domain.replies import Words

log = logging.getLogger(__name__)

EDIT_EVERY = 1.0


class Paced:
    """Passes on a text at most once a second, and none once it was closed; the work itself never waits.

    Of how far the work is, what comes too soon is dropped. Of Words the latest are passed on in the end, the
    first at once; nothing else is shown in their place. `unsent` are the errors that keep a text from the
    platform; progress that is not shown is no harm.
    """

    def __init__(self, put: Callable[[str], Awaitable[object]], unsent: tuple[type[Exception], ...]) -> None:
        self._put = put
        self._unsent = unsent
        self._last = self._last_words = float("-inf")
        self._every = EDIT_EVERY
        self._words: Words | None = None
        self._writing = False
        self._on_its_way: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()

    @property
    def used(self) -> bool:
        return self._on_its_way is not None

    def __call__(self, text: str) -> None:
        if self._closed.is_set():
            return
        busy = self._on_its_way is not None and not self._on_its_way.done()
        if isinstance(text, Words):
            if not blank(text):
                self._write(text, busy=busy)
        elif not (self._writing or busy or time.monotonic() - self._last < EDIT_EVERY):
            self._begin(self._pass_on(text))

    def _write(self, words: Words, *, busy: bool) -> None:
        self._words = words
        if not (self._writing and busy):
            self._begin(self._write_on(self._on_its_way))
        self._writing = True

    def _begin(self, showing: Coroutine[Any, Any, None]) -> None:
        self._on_its_way = asyncio.get_running_loop().create_task(showing)

    async def _write_on(self, before: asyncio.Task[None] | None) -> None:
        """Passes on the latest words, behind what is on its way, until there are no newer ones."""
        if before is not None:
            await asyncio.wait({before})
        while self._words is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._last_words + self._every):
                    await self._closed.wait()
            if self._closed.is_set():
                return
            words, self._words = self._words, None
            await self._pass_on(words)
            self._last_words = asyncio.get_running_loop().time()

    async def _pass_on(self, text: str) -> None:
        """A platform that refuses is asked half as often from then on."""
        try:
            await self._put(text)
        except self._unsent as error:
            log.info("progress could not be shown: %s", error)
            self._every *= 2
        self._last = time.monotonic()

    async def close(self) -> None:
        """Waits for what is on its way; nothing comes behind it."""
        self._closed.set()
        if self._on_its_way is not None:
            await asyncio.wait({self._on_its_way})
