"""Who asked and where, as Discord tells it and as the domain knows it."""

import discord

from domain.requests import Actor, Place

PLATFORM = "discord"
DM = Place("dm")


def actor_of(user: discord.abc.User) -> Actor:
    """A person; Discord knows one person by the same id in every server."""
    return Actor(PLATFORM, str(user.id), display_name=user.display_name)


def place_of(channel: object) -> Place:
    """The DM with the bot, a thread, or a channel; a direct message between others counts as a channel."""
    if isinstance(channel, discord.DMChannel):
        return DM
    if isinstance(channel, discord.Thread):
        return Place("thread", str(channel.id))
    return Place("channel", str(getattr(channel, "id", "")))


def place_asked_in(interaction: discord.Interaction) -> Place:
    """Where an interaction came from."""
    others = interaction.context.private_channel
    if interaction.context.dm_channel or (interaction.guild_id is None and not others):
        return DM
    if isinstance(interaction.channel, discord.Thread):
        return Place("thread", str(interaction.channel.id))
    return Place("channel", str(interaction.channel_id or ""))


def is_private(channel: object, bot_id: int) -> bool:
    """Whether only the student reads there: their DM with the bot, or a private thread that the bot made."""
    if isinstance(channel, discord.Thread):
        return channel.is_private() and channel.owner_id == bot_id
    return isinstance(channel, discord.DMChannel)


def is_meeting(channel: object, bot_id: int) -> bool:
    """Whether it is a public thread that the bot made, in which a group meets."""
    return isinstance(channel, discord.Thread) and not channel.is_private() and channel.owner_id == bot_id


def asked_in_private(interaction: discord.Interaction) -> bool:
    """As `is_private`, of the place of an interaction."""
    bot = interaction.client.user
    return place_asked_in(interaction) == DM or is_private(interaction.channel, bot.id if bot else 0)


def without_mention(text: str, bot_id: int) -> str:
    """What was said to the bot, without its name."""
    for name in (f"<@{bot_id}>", f"<@!{bot_id}>"):
        text = text.replace(name, "")
    return text.strip()
