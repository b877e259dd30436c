"""A stand-in for Slack on a loopback port, for a real slack-bolt app to talk to.

It keeps messages, views and files as Slack does, refuses what Slack refuses, and judges every payload.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.slack.double.asked import Asked
from tests.slack.double.driver import Double
from tests.slack.double.places import Message, Person, Place, Team
from tests.slack.double.reading import Pressable, blocks_of, buttons_of, text_of
from tests.slack.double.server import Server
from tests.slack.double.site import Answer
from tests.slack.double.views import View
from tests.slack.double.world import SUBSCRIBED, Settings

__all__ = [
    "SUBSCRIBED",
    "Answer",
    "Asked",
    "Double",
    "Message",
    "Person",
    "Place",
    "Pressable",
    "Settings",
    "Team",
    "View",
    "blocks_of",
    "buttons_of",
    "judged_double",
    "open_double",
    "text_of",
]


@asynccontextmanager
async def open_double(**settings: Any) -> AsyncIterator[Double]:
    """A double with one workspace, set by the fields of `Settings`. Nobody looks at its faults."""
    server = Server(Settings(**settings))
    async with server.listening():
        yield Double(server)


@asynccontextmanager
async def judged_double(**settings: Any) -> AsyncIterator[Double]:
    """The same, and in the end every fault of the bot's payloads is an AssertionError."""
    async with open_double(**settings) as double:
        yield double
        assert not double.faults, "\n".join(["the bot's payloads had faults:", *double.faults])
