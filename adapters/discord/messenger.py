"""What the bot says by itself on Discord."""

import logging

import discord

from adapters.chat.lost_answers import answered
from adapters.discord.again import persistently
from adapters.discord.deliver import Delivery
from adapters.discord.layout import files_of, layout, notice
from adapters.discord.message import Message
from adapters.discord.notices import Notices
from adapters.discord.once import keyed
from adapters.discord.surface import Lost, Posted, button_of
from adapters.discord.threads import public_thread
from adapters.discord.who import DM, PLATFORM
from domain.errors import PlaceGone
from domain.replies import Reply
from domain.requests import Actor, Place

log = logging.getLogger(__name__)


class DiscordMessenger:
    """Sends into a student's direct messages, the thread of their interview, or where a group meets."""

    def __init__(self, client: discord.Client, delivery: Delivery, notices: Notices) -> None:
        self._client = client
        self._delivery = delivery
        self._notices = notices

    def serves(self, to: Actor) -> bool:
        return to.platform == PLATFORM

    async def working(self, to: Actor, place: Place, progress: str) -> None:
        standing = self._notices.of(to.user_id)
        if standing is not None:
            await standing.show(notice(progress))

    async def edit(self, to: Actor, shown_in: str, reply: Reply) -> bool:
        """False where the messages are gone or only their reader saw them, or where more are needed."""
        channel, _, ids = shown_in.partition(":")
        messages, standing = await self._delivery.messages(reply), ids.split(",")
        if not channel.isdecimal() or len(messages) > len(standing):
            return False
        place = self._client.get_partial_messageable(int(channel))
        try:
            for message, message_id in zip(messages, standing, strict=False):
                await _changed(place.get_partial_message(int(message_id)), message)
            for message_id in standing[len(messages) :]:
                await place.get_partial_message(int(message_id)).delete()
        except discord.HTTPException as error:
            log.info("the message that shows a grade cannot be changed: %s", error)
            return False
        return True

    async def open_thread(
        self, to: Actor, place: Place, title: str, key: str = "", again: bool = False
    ) -> Place | None:
        if place.kind != "channel":
            return None
        return await public_thread(self._client, int(place.id), title, int(to.user_id), again=again)

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        """Raises TimeoutError where it may have been shown all the same.

        An archived thread is opened by it, but for a locked one.
        """
        messages = await self._delivery.messages(reply)
        if key:
            messages = keyed(messages, key, again)
        posted = Posted(self._client.get_partial_messageable(int(place.id)))
        try:
            with answered("Discord"):
                await self._delivery.post(posted, messages, reply.about)
        except (discord.Forbidden, discord.NotFound, Lost) as error:
            raise PlaceGone(f"Discord says: {error}") from error
        return posted.stands_in

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        """Where the thread is gone, or was no place for private words, the direct messages take over.

        One with a key goes there at once. Raises TimeoutError where it may have been shown all the same.
        """
        replaces = await self._standing(to, place) if "attempt_id" in reply.data else None
        messages = await self._delivery.messages(reply)
        if key:
            with answered("Discord"):
                await self._delivery.to_dm(int(to.user_id), keyed(messages, key, again))
            return
        if place.kind == "thread":
            try:
                posted = Posted(self._client.get_partial_messageable(int(place.id)), replaces)
                await self._delivery.post(posted, messages, reply.about)
            except (discord.Forbidden, Lost) as error:
                log.info("thread %s takes no message (%s); direct messages do", place.id, error)
            else:
                return
        instead = None if place.kind == "thread" else replaces
        await self._delivery.to_dm(int(to.user_id), messages, instead, reply.about)

    async def _standing(self, to: Actor, place: Place) -> discord.Message | None:
        """The notice that the reply replaces: it does where nothing of the student's stands below it."""
        standing = self._notices.take(to.user_id)
        if standing is None:
            return None
        if standing.counted == 1 and standing.place == str(place if place.kind == "thread" else DM):
            return await standing.close()
        await standing.remove()
        return None


async def _changed(standing: discord.PartialMessage, message: Message) -> None:
    await persistently(lambda: standing.edit(view=layout(message, button_of), attachments=files_of(message)))
