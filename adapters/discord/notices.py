"""The "writing your answer" messages on Discord."""

import discord
from discord import ui

from adapters.chat import notices
from adapters.discord.again import new_nonce, persistently
from adapters.discord.faults import Unsent


class Notice(notices.Notice[ui.LayoutView]):
    """One of them; `typed_at` is when its writer was last seen typing, by the monotonic clock."""

    def __init__(self, channel: "discord.abc.MessageableChannel", place: str) -> None:
        super().__init__(place, Unsent)
        self.channel_id = channel.id
        self.typed_at = float("-inf")
        self._channel = channel
        self._message: discord.Message | None = None

    async def _put(self, view: ui.LayoutView) -> None:
        if self._message is None:
            nonce = new_nonce()
            self._message = await persistently(lambda: self._channel.send(view=view, nonce=nonce))
        else:
            await self._message.edit(view=view)

    async def _delete(self) -> None:
        if self._message is not None:
            await self._message.delete()

    async def close(self) -> discord.Message | None:
        """The message, once nothing of it is under way; None where it was never sent."""
        await self.settle()
        return self._message


class Notices(notices.Notices[Notice]):
    """By the student's id."""

    async def clear(self, user_id: str) -> None:
        """Removes a notice whose answer was handed in by another way."""
        standing = self.take(user_id)
        if standing is not None:
            await standing.remove()

    def writer_in(self, channel_id: int) -> str | None:
        """Whose answer is being written in that channel."""
        return next((who for who, n in self._standing.items() if n.channel_id == channel_id), None)
