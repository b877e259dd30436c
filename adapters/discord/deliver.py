"""A reply on its way to a person: rendered, its files made to fit, and sent where it can still arrive."""

import logging
from collections.abc import Sequence

import discord

from adapters.chat.asked import Handler
from adapters.discord.files import DEFAULT_UPLOAD, Split, fitting
from adapters.discord.message import Attached, Message
from adapters.discord.render import render
from adapters.discord.surface import Answered, Lost, Posted
from adapters.discord.who import asked_in_private
from domain.errors import Unreachable
from domain.replies import Reply, say

log = logging.getLogger(__name__)


class Delivery:
    """Sends replies; `client` is used to open direct messages. `handler` is told where a grade stands."""

    def __init__(self, client: discord.Client, split: Split, handler: Handler) -> None:
        self._client = client
        self._split = split
        self._handler = handler

    async def messages(
        self, reply: Reply, limit: int = DEFAULT_UPLOAD, kept: Sequence[Attached] = ()
    ) -> tuple[Message, ...]:
        """The reply as messages that Discord takes; `kept` are files to go with the last of them."""
        *above, last = render(reply)
        whole = (*above, Message(last.boxes, last.buttons, (*last.files, *kept)))
        return await fitting(whole, limit, self._split, plain_words)

    async def answer(
        self,
        interaction: discord.Interaction,
        surface: Answered,
        reply: Reply,
        kept: Sequence[Attached] = (),
    ) -> None:
        """Shows a reply to an interaction; where that has expired, as an ordinary message."""
        messages = await self.messages(reply, interaction.filesize_limit, kept)
        try:
            await surface.show(messages)
        except Lost as lost:
            log.info("an interaction could not be answered any more (%s); an ordinary message follows", lost)
            channel = interaction.channel if asked_in_private(interaction) else None
            if isinstance(channel, discord.abc.Messageable):
                await self.post(Posted(channel), lost.left, reply.about)
            else:
                await self.to_dm(interaction.user.id, lost.left, about=reply.about)
        else:
            await self._stands(reply.about, surface.stands_in)

    async def post(self, posted: Posted, messages: Sequence[Message], about: str = "") -> None:
        """Ordinary messages; `about` is Reply.about of the reply that they are."""
        await posted.show(messages)
        await self._stands(about, posted.stands_in)

    async def _stands(self, about: str, shown_in: str) -> None:
        if about and shown_in:
            await self._handler.shown(about, shown_in)

    async def to_dm(
        self,
        user_id: int,
        messages: Sequence[Message],
        replaces: discord.Message | None = None,
        about: str = "",
    ) -> discord.DMChannel:
        """Direct messages; `replaces` is one of ours there to become the first. Raises Unreachable."""
        try:
            channel = await self._client.create_dm(discord.Object(user_id))
            await self.post(Posted(channel, replaces), messages, about)
        except discord.Forbidden as error:
            raise Unreachable(f"Discord says: {error.text or error.code}") from error
        return channel


def plain_words(text: str) -> Message:
    """A message of one paragraph of the project's own words."""
    return render(say("", text))[0]
