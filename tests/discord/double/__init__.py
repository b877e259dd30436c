"""A stand-in for Discord on a loopback port, for a real discord.py client to talk to.

It keeps messages as Discord does, refuses what Discord refuses, and judges every request of the bot.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.discord.double.asked import Asked
from tests.discord.double.driver import Double
from tests.discord.double.events import Installed
from tests.discord.double.places import Guild, Message, Permission, Person, Place
from tests.discord.double.reading import Pressable, buttons_of, parts, text_of
from tests.discord.double.server import Server
from tests.discord.double.world import MESSAGE_CONTENT, Settings

__all__ = [
    "MESSAGE_CONTENT",
    "Asked",
    "Double",
    "Guild",
    "Installed",
    "Message",
    "Permission",
    "Person",
    "Place",
    "Pressable",
    "Settings",
    "buttons_of",
    "judged_double",
    "open_double",
    "parts",
    "text_of",
]


@asynccontextmanager
async def open_double(**settings: Any) -> AsyncIterator[Double]:
    """A double with one server, its settings being the fields of `Settings`. Nobody looks at its faults."""
    server = Server(Settings(**settings))
    async with server.listening():
        yield Double(server)


@asynccontextmanager
async def judged_double(**settings: Any) -> AsyncIterator[Double]:
    """The same, and in the end every fault of the bot's requests is an AssertionError."""
    async with open_double(**settings) as double:
        yield double
        assert not double.faults, "\n".join(["the bot's requests had faults:", *double.faults])
