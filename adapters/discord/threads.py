"""Public threads, in which a group meets."""

import logging
from dataclasses import replace
from typing import Literal

import discord

from adapters.chat.text import label
from adapters.discord.faults import Unsent
from adapters.discord.who import place_asked_in
from domain.replies import Card, Reply, Text
from domain.requests import Place

log = logging.getLogger(__name__)

THREAD_NAME = 100
FEW = 10
DAY: Literal[1440] = 1440
"""Minutes without a message after which a thread is archived."""


async def public_thread(
    client: discord.Client, channel_id: int, title: str, host_id: int, *, again: bool = False
) -> Place | None:
    """A thread of a text channel with the host in it; None where none can be opened, or not written in.

    With `again` it is one of that title that stands empty, if there is any: an earlier try has left it so.
    """
    try:
        channel = client.get_channel(channel_id) or await client.fetch_channel(channel_id)
        if not isinstance(channel, discord.TextChannel) or _mute(client, channel):
            return None
        name = label(title, THREAD_NAME)
        left = await _left_empty(channel, name) if again else None
        thread = left or await _opened(channel, name)
    except (*Unsent, discord.InvalidData) as error:
        log.info("no thread in channel %s: %s", channel_id, error)
        return None
    try:
        await thread.add_user(discord.Object(host_id))
    except Unsent as error:
        log.info("a host could not be put into thread %s, who can read it all the same: %s", thread.id, error)
    return Place("thread", str(thread.id))


async def _opened(channel: discord.TextChannel, name: str) -> discord.Thread:
    kind = discord.ChannelType.news_thread if channel.is_news() else discord.ChannelType.public_thread
    return await channel.create_thread(name=name, type=kind, auto_archive_duration=DAY)


async def _left_empty(channel: discord.TextChannel, name: str) -> discord.Thread | None:
    """A thread of ours of that name in which nobody has said anything; that somebody came in is no word."""
    for thread in channel.threads:
        if (thread.owner_id, thread.name) == (channel.guild.me.id, name):
            last = [message async for message in thread.history(limit=FEW)]
            if not any(message.type is discord.MessageType.default for message in last):
                return thread
    return None


def with_way_to_round(interaction: discord.Interaction, reply: Reply) -> Reply:
    """The reply with the address of the thread of the round that it is about, where it is read elsewhere."""
    held = Place.of(str(reply.data.get("place", "")))
    if "participants" not in reply.data or held.kind != "thread" or held == place_asked_in(interaction):
        return reply
    address = _address(interaction, held.id)
    return replace(reply, cards=(*reply.cards, Card("", (Text(address),)))) if address else reply


def _address(interaction: discord.Interaction, thread_id: str) -> str:
    """Where that thread is, of which Discord may not have told yet; empty for that of another platform."""
    if not thread_id.isdecimal():
        return ""
    thread = interaction.client.get_channel(int(thread_id))
    if isinstance(thread, discord.Thread):
        return thread.jump_url
    return f"https://discord.com/channels/{interaction.guild_id}/{thread_id}" if interaction.guild_id else ""


def _mute(client: discord.Client, channel: discord.TextChannel) -> bool:
    """Whether the bot is known to have no right to write in threads there."""
    ourselves = channel.guild.get_member(client.user.id if client.user else 0)
    return ourselves is not None and not channel.permissions_for(ourselves).send_messages_in_threads
