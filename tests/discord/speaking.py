"""The bot's side of Discord in this process, with a prepared speech in the place of the dispatcher."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import discord

from adapters.chat.asked import Handler
from adapters.discord.client import MockingbirdClient, Options, point_at
from domain.suggest import Suggestion
from tests.chat.speech import TABLE
from tests.discord.command_tables import tree_of
from tests.discord.double import Double

DEFAULT = Options()


async def _nothing(*_: object) -> Sequence[Suggestion]:
    return ()


async def _whole(path: str, limit: int) -> None:
    raise AssertionError(f"{path} need not be split")


@asynccontextmanager
async def speaking(
    double: Double, speech: Handler, options: Options = DEFAULT
) -> AsyncIterator[MockingbirdClient]:
    """Until the end of the block, where it dies with whatever it has at work."""
    base, gateway = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    tree = tree_of(list(TABLE.values()))
    double.publish([command.to_dict(tree) for command in tree.get_commands()])
    point_at(double.url, double.gateway_url)
    client = MockingbirdClient(speech, TABLE, _nothing, _whole, options)
    wanted = double.gateway.identified + double.settings.shards
    running = asyncio.create_task(client.start(double.settings.token))
    try:
        await double.connected(wanted, 30)
        yield client
    finally:
        await client.close()
        await asyncio.wait({running})
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base, gateway
