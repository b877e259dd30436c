"""What was sent under a key is not sent again: Discord knows it for minutes, the conversation for good."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

import discord

from adapters.discord.again import NONCE_BITS
from adapters.discord.message import Message

LOOKED_THROUGH = 100
"""How many of a channel's last messages are looked through, which one request brings."""
FIRST_ID = 1 << 30
"""Component ids end at twice as many; those that Discord gives by itself count from 1."""


def keyed(messages: Sequence[Message], key: str, again: bool) -> tuple[Message, ...]:
    """The messages, each with the nonce that it has whenever it is sent under that key."""
    return tuple(
        replace(message, nonce=nonce_of(f"{key}#{n}"), again=again) for n, message in enumerate(messages)
    )


def nonce_of(text: str) -> int:
    """The same of the same text, whichever process asks."""
    return int.from_bytes(sha256(text.encode()).digest()) % (1 << NONCE_BITS)


def component_id(nonce: int) -> int:
    """An id for the first component of a message, by which it is known as long as it stands."""
    return FIRST_ID + nonce % FIRST_ID


def bears(message: discord.Message, nonce: int) -> bool:
    """Whether it is the message that was sent with that nonce, as it was then."""
    return any(getattr(part, "id", None) == component_id(nonce) for part in message.components)


async def already_there(
    channel: discord.abc.Messageable, messages: Sequence[Message]
) -> Mapping[int | None, discord.Message]:
    """By nonce, those of the messages sent again that stand in the channel already.

    Discord compares nonces for some minutes only, and whoever sends again may come later than that.
    """
    again = [message.nonce for message in messages if message.again and message.nonce is not None]
    if not again:
        return {}
    last = [message async for message in channel.history(limit=LOOKED_THROUGH)]
    found = {getattr(part, "id", None): message for message in last for part in message.components}
    return {nonce: found[component_id(nonce)] for nonce in again if component_id(nonce) in found}
