"""Where an interview is held: in the student's direct messages, or in a private thread of the server."""

import logging
from typing import Literal

import discord

from adapters.chat.asked import Handler, nobody_waits
from adapters.chat.text import label
from adapters.discord.deliver import Delivery
from adapters.discord.surface import Lost, Posted
from adapters.discord.threads import DAY, THREAD_NAME
from adapters.discord.who import actor_of, place_asked_in
from domain.errors import Unreachable
from domain.replies import Card, Reply, Text, say
from domain.requests import Place, Request

log = logging.getLogger(__name__)

Home = Literal["dm", "thread"]


class Homes:
    """Finds a private place for an interview that was asked for in public; `prefer` is tried first."""

    def __init__(self, delivery: Delivery, handler: Handler, prefer: Home) -> None:
        self._delivery = delivery
        self._handler = handler
        self._order: tuple[Home, ...] = ("dm", "thread") if prefer == "dm" else ("thread", "dm")

    async def settle(self, interaction: discord.Interaction, reply: Reply) -> Reply:
        """Puts the question where its student alone reads; returns what is said where it was asked for.

        Where neither place can be had, the interview is held right there, in messages shown to the student
        alone, and says so.
        """
        for home in self._order:
            there = await (self._in_dm if home == "dm" else self._in_thread)(interaction, reply)
            if there is not None:
                return there
        await self._held_in(interaction, reply, place_asked_in(interaction))
        words = (
            "I can neither send you direct messages nor open a private thread here, so we go on in messages "
            "that only you see: answer with the button or `/answer`. To use direct messages, allow them from "
            "members of this server in its privacy settings, then `/interview resume`."
        )
        return reply.with_first(Card("Held here", (Text(words, markup=True),)))

    async def _in_dm(self, interaction: discord.Interaction, reply: Reply) -> Reply | None:
        try:
            channel = await self._delivery.to_dm(
                interaction.user.id, await self._delivery.messages(reply), about=reply.about
            )
        except (Unreachable, Lost) as error:
            log.info("direct messages of %s are closed: %s", interaction.user.id, error)
            return None
        return say("Your interview is in our direct messages", Text(channel.jump_url))

    async def _in_thread(self, interaction: discord.Interaction, reply: Reply) -> Reply | None:
        channel = interaction.channel
        if not isinstance(channel, discord.TextChannel):
            return None
        name = label(f"Mock interview · {interaction.user.display_name}", THREAD_NAME)
        try:
            thread = await channel.create_thread(
                name=name, type=discord.ChannelType.private_thread, invitable=False, auto_archive_duration=DAY
            )
            await thread.add_user(interaction.user)
            await self._held_in(interaction, reply, Place("thread", str(thread.id)))
            await self._delivery.post(Posted(thread), await self._delivery.messages(reply), reply.about)
        except (discord.Forbidden, discord.NotFound, Lost) as error:
            log.info("no private thread in channel %s: %s", channel.id, error)
            return None
        return say("Your interview is in a private thread", Text(thread.jump_url))

    async def _held_in(self, interaction: discord.Interaction, reply: Reply, place: Place) -> None:
        """Tells the domain where the interview is held from now on."""
        args = {"session": str(reply.data["session_id"])}
        request = Request(actor_of(interaction.user), "interview resume", place, args)
        await self._handler.handle(request, nobody_waits)
