"""Where each student's "writing your answer" message stands, so that it can become the result.

Kept in memory only: after a restart an old one stays as it is, and its button still answers.
"""

import asyncio
import logging
from collections import OrderedDict

import discord
from discord import ui

from adapters.discord.again import new_nonce, persistently
from adapters.discord.faults import Unsent
from domain.replies import Reply

log = logging.getLogger(__name__)

MOST = 20_000


class Notice:
    """One such message; `counted` is how many of the student's messages it speaks of.

    It is sent by the first `show` and edited by those after it. Views given while that is under way replace
    each other, so that a burst of messages costs few requests.
    """

    def __init__(self, channel: "discord.abc.MessageableChannel", place: str) -> None:
        self.channel_id = channel.id
        self.place = place
        self.counted = 1
        self.typed_at = float("-inf")
        self._channel = channel
        self._message: discord.Message | None = None
        self._next: ui.LayoutView | None = None
        self._showing = asyncio.Lock()

    async def show(self, view: ui.LayoutView) -> None:
        self._next = view
        if self._showing.locked():
            return
        async with self._showing:
            while self._next is not None:
                view, self._next = self._next, None
                try:
                    await self._put(view)
                except Unsent as error:
                    log.info("a notice could not be brought up to date: %s", error)

    async def _put(self, view: ui.LayoutView) -> None:
        if self._message is None:
            nonce = new_nonce()
            self._message = await persistently(lambda: self._channel.send(view=view, nonce=nonce))
        else:
            await self._message.edit(view=view)

    async def close(self) -> discord.Message | None:
        """The message, once nothing of it is under way; None where it was never sent."""
        self._next = None
        async with self._showing:
            return self._message

    async def remove(self) -> None:
        """Takes the message away, once nothing of it is under way."""
        message = await self.close()
        if message is None:
            return
        try:
            await message.delete()
        except Unsent as error:
            log.info("a notice could not be removed: %s", error)


def ends_the_writing(reply: Reply) -> bool:
    """Whether the question being answered is behind the student now: graded, skipped, or the last one."""
    data = reply.data
    return "finished" in data and bool(data["finished"] or data.get("question_id"))


class Notices:
    """By the student's id; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._standing: OrderedDict[str, Notice] = OrderedDict()

    def put(self, user_id: str, notice: Notice) -> None:
        self._standing[user_id] = notice
        self._standing.move_to_end(user_id)
        if len(self._standing) > MOST:
            self._standing.popitem(last=False)

    def of(self, user_id: str) -> Notice | None:
        return self._standing.get(user_id)

    def take(self, user_id: str) -> Notice | None:
        """The notice, which from now on is somebody else's to change."""
        return self._standing.pop(user_id, None)

    async def clear(self, user_id: str) -> None:
        """Removes a notice whose answer was handed in by another way."""
        standing = self.take(user_id)
        if standing is not None:
            await standing.remove()

    def writer_in(self, channel_id: int) -> str | None:
        """Whose answer is being written in that channel."""
        return next((who for who, n in self._standing.items() if n.channel_id == channel_id), None)
