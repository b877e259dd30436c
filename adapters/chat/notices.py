"""Where each student's "writing your answer" message stands, so that it can become the result.

Kept in memory only: after a restart an old one stays as it is, and its button still answers.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import OrderedDict
from typing import Any, Generic, TypeVar

from domain.replies import Reply

log = logging.getLogger(__name__)

MOST = 20_000
V = TypeVar("V")


def ends_the_writing(reply: Reply) -> bool:
    """Whether the question being answered is behind the student now: graded, skipped, or the last one."""
    data = reply.data
    return "finished" in data and bool(data["finished"] or data.get("question_id"))


class Notice(ABC, Generic[V]):
    """One such message; `counted` is how many of the student's messages it speaks of.

    It is sent by the first `show` and edited by those after it. Views given while that is under way replace
    each other, so that a burst of messages costs few requests. `unsent` are the errors that keep it from the
    platform.
    """

    def __init__(self, place: str, unsent: tuple[type[Exception], ...]) -> None:
        self.place = place
        self.counted = 1
        self._unsent = unsent
        self._next: V | None = None
        self._showing = asyncio.Lock()

    @abstractmethod
    async def _put(self, view: V) -> None:
        """Sends the message, or edits it where it stands."""

    @abstractmethod
    async def _delete(self) -> None:
        """Takes the message away, where it was sent."""

    async def show(self, view: V) -> None:
        self._next = view
        if self._showing.locked():
            return
        async with self._showing:
            while self._next is not None:
                view, self._next = self._next, None
                try:
                    await self._put(view)
                except self._unsent as error:
                    log.info("a notice could not be brought up to date: %s", error)

    async def settle(self) -> None:
        """Waits until nothing of it is under way; what was not begun is dropped."""
        self._next = None
        async with self._showing:
            return

    async def remove(self) -> None:
        """Takes the message away, once nothing of it is under way."""
        await self.settle()
        try:
            await self._delete()
        except self._unsent as error:
            log.info("a notice could not be removed: %s", error)


N = TypeVar("N", bound=Notice[Any])


class Notices(Generic[N]):
    """By the writer's id; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._standing: OrderedDict[str, N] = OrderedDict()

    def put(self, writer: str, notice: N) -> None:
        self._standing[writer] = notice
        self._standing.move_to_end(writer)
        if len(self._standing) > MOST:
            self._standing.popitem(last=False)

    def of(self, writer: str) -> N | None:
        return self._standing.get(writer)

    def take(self, writer: str) -> N | None:
        """The notice, which from now on is somebody else's to change."""
        return self._standing.pop(writer, None)
