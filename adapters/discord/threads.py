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
DAY: Literal[1440] = 1440
"""Minutes without a message after which a thread is archived."""


async def public_thread(client: discord.Client, channel_id: int, title: str, host_id: int) -> Place | None:
    """A thread of a text channel with the host in it; None where none can be opened, or not written in."""
    try:
        channel = client.get_channel(channel_id) or await client.fetch_channel(channel_id)
        if not isinstance(channel, discord.TextChannel) or _mute(client, channel):
            return None
        kind = discord.ChannelType.news_thread if channel.is_news() else discord.ChannelType.public_thread
        thread = await channel.create_thread(
            name=label(title, THREAD_NAME), type=kind, auto_archive_duration=DAY
        )
    except (*Unsent, discord.InvalidData) as error:
        log.info("no thread in channel %s: %s", channel_id, error)
        return None
    try:
        await thread.add_user(discord.Object(host_id))
    except Unsent as error:
        log.info("a host could not be put into thread %s, who can read it all the same: %s", thread.id, error)
    return Place("thread", str(thread.id))


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
