"""What the bot says by itself on Discord."""

import logging

import discord

from adapters.discord.deliver import Delivery
from adapters.discord.layout import notice
from adapters.discord.notices import Notices
from adapters.discord.surface import Lost, Posted
from adapters.discord.who import DM, PLATFORM
from domain.replies import Reply
from domain.requests import Actor, Place

log = logging.getLogger(__name__)


class DiscordMessenger:
    """Sends into a student's direct messages, or the thread in which their interview is held."""

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

    async def send(self, to: Actor, place: Place, reply: Reply) -> None:
        """Where the thread is gone, or was no place for private words, the direct messages take over."""
        replaces = await self._standing(to, place) if "attempt_id" in reply.data else None
        messages = await self._delivery.messages(reply)
        if place.kind == "thread":
            try:
                await Posted(self._client.get_partial_messageable(int(place.id)), replaces).show(messages)
            except (discord.Forbidden, Lost) as error:
                log.info("thread %s takes no message (%s); direct messages do", place.id, error)
            else:
                return
        await self._delivery.to_dm(int(to.user_id), messages, None if place.kind == "thread" else replaces)

    async def _standing(self, to: Actor, place: Place) -> discord.Message | None:
        """The notice that the reply replaces: it does where nothing of the student's stands below it."""
        standing = self._notices.take(to.user_id)
        if standing is None:
            return None
        if standing.counted == 1 and standing.place == str(place if place.kind == "thread" else DM):
            return await standing.close()
        await standing.remove()
        return None
