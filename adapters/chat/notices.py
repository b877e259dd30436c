"""Where each student's "writing your answer" message stands, so that it can become the result.

Kept in memory only: after a restart an old one stays as it is, and its button still answers.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

MOST = 20_000
M = TypeVar("M")
V = TypeVar("V")


class Notice(Generic[M, V]):
    """One such message; `counted` is how many of the student's messages it speaks of.

    Views given while an edit is under way replace each other, so that a burst of messages costs few edits.
    """

    def __init__(
        self,
        message: M,
        place: str,
        edit: Callable[[M, V], Awaitable[object]],
        unsent: tuple[type[Exception], ...],
    ) -> None:
        self.message = message
        self.place = place
        self.counted = 1
        self.typed_at = float("-inf")
        self._edit = edit
        self._unsent = unsent
        self._next: V | None = None
        self._editing = asyncio.Lock()

    async def show(self, view: V) -> None:
        self._next = view
        if self._editing.locked():
            return
        async with self._editing:
            while self._next is not None:
                view, self._next = self._next, None
                try:
                    await self._edit(self.message, view)
                except self._unsent as error:
                    log.info("a notice could not be brought up to date: %s", error)

    async def close(self) -> M:
        """The message, once no edit of it is under way."""
        self._next = None
        async with self._editing:
            return self.message


class Notices(Generic[M, V]):
    """By the writer's id; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._standing: OrderedDict[str, Notice[M, V]] = OrderedDict()

    def put(self, writer: str, notice: Notice[M, V]) -> None:
        self._standing[writer] = notice
        self._standing.move_to_end(writer)
        if len(self._standing) > MOST:
            self._standing.popitem(last=False)

    def of(self, writer: str) -> Notice[M, V] | None:
        return self._standing.get(writer)

    def take(self, writer: str) -> Notice[M, V] | None:
        """The notice, which from now on is somebody else's to change."""
        return self._standing.pop(writer, None)
