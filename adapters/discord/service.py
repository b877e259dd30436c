"""The bot on Discord from start to stop: it connects, goes on with less where it must, and ends in order."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

import aiohttp
import discord

from adapters.chat.asked import Handler
from adapters.discord.advice import NO_MESSAGE_CONTENT, WRONG_TOKEN, unreachable
from adapters.discord.client import MockingbirdClient, Options, point_at
from adapters.discord.commands import Complete
from adapters.discord.files import Split
from adapters.discord.messenger import DiscordMessenger
from domain.actions.kinds import Action
from domain.errors import PlatformRefused

log = logging.getLogger(__name__)

AUTHENTICATION_FAILED = 4004
RETRY_FIRST, RETRY_MOST = 2.0, 60.0
RESHARD = (4010, 4011)
UNREACHED = (
    aiohttp.ClientError,
    discord.HTTPException,
    discord.RateLimited,
    discord.GatewayNotFound,
    OSError,
)


class DiscordService:
    """One bot account. `plug` is handed the messenger of each new connection, once it can send."""

    def __init__(
        self,
        token: str,
        options: Options,
        handler: Handler,
        table: Mapping[str, Action],
        complete: Complete,
        split: Split,
        plug: Callable[[DiscordMessenger], None],
    ) -> None:
        self._token = token
        self._options = options
        self._make: Callable[[Options], MockingbirdClient] = lambda chosen: MockingbirdClient(
            handler, table, complete, split, chosen
        )
        self._plug = plug
        self._client: MockingbirdClient | None = None
        self._ending = asyncio.Event()

    async def serve(self) -> None:
        """Works until it is closed. Raises PlatformRefused where Discord will not have this bot."""
        point_at(self._options.api_url, self._options.gateway_url)
        options, wait = self._options, RETRY_FIRST
        while not self._ending.is_set():
            try:
                await self._connected(options)
            except discord.LoginFailure as error:
                raise PlatformRefused(WRONG_TOKEN) from error
            except discord.PrivilegedIntentsRequired as error:
                if not options.message_content:
                    raise PlatformRefused(str(error)) from error
                log.warning(NO_MESSAGE_CONTENT)
                options = replace(options, message_content=False)
            except discord.ConnectionClosed as error:
                if error.code not in RESHARD:
                    raise PlatformRefused(_refusal(error.code)) from error
                log.warning("discord wants another number of shards; connecting anew")
                await self._pause(RETRY_FIRST)
            except UNREACHED as error:
                if not self._ending.is_set():
                    log.warning("%s (%s) Trying again in %g s.", unreachable(self._address()), error, wait)
                    await self._pause(wait)
                    wait = min(RETRY_MOST, wait * 2)

    async def _connected(self, options: Options) -> None:
        """One client, from its login to its end; messages go through it as soon as it is logged in."""
        self._client = client = self._make(options)
        async with client:
            try:
                await client.login(self._token)
            except ValueError as error:  # no header can hold it
                raise PlatformRefused(WRONG_TOKEN) from error
            self._plug(client.messenger)
            await client.connect()

    async def _pause(self, seconds: float) -> None:
        """That many seconds, or until the end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), seconds)

    def _address(self) -> str:
        return self._options.api_url or discord.http.Route.BASE

    async def quiet(self, patience: float) -> None:
        """Takes no more events and ends those begun, for at most `patience` seconds; can still send."""
        self._ending.set()
        if self._client is not None:
            await self._client.quiet(patience)

    async def close(self) -> None:
        self._ending.set()
        if self._client is not None:
            await self._client.close()


def _refusal(code: int) -> str:
    """What the operator is told of a close code after which discord.py does not connect again."""
    if code == AUTHENTICATION_FAILED:
        return WRONG_TOKEN
    return f"Discord ended the connection for good, with code {code}: this version of the bot is too old."
