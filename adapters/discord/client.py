"""The connection to Discord: its events go to whoever answers them, and it ends in order."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import discord
import yarl
from discord import app_commands

from adapters.chat.asked import Handler
from adapters.chat.turnstile import Turnstile
from adapters.discord.commands import Complete, build_tree
from adapters.discord.deliver import Delivery
from adapters.discord.files import Split
from adapters.discord.homes import Home, Homes
from adapters.discord.mailbox import Mailbox
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.notices import Notices
from adapters.discord.press import Press
from adapters.discord.respond import Responder
from domain.actions.kinds import Action

log = logging.getLogger(__name__)

API_PATH = "/api/v10"
LONGEST_RATE_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Options:
    """How this bot uses Discord; the addresses are those of a private deployment."""

    message_content: bool = False
    interviews: Home = "dm"
    api_url: str | None = None
    gateway_url: str | None = None


def point_at(api_url: str | None, gateway_url: str | None) -> None:
    """Has discord.py talk to a private deployment; it knows its addresses for the whole process."""
    if api_url:
        discord.http.Route.BASE = api_url.rstrip("/") + API_PATH
    if gateway_url:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


def intents(*, message_content: bool) -> discord.Intents:
    """The fewest that serve: none is privileged unless the operator asks for message content."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = wanted.dm_typing = True
    wanted.message_content = message_content
    return wanted


class MockingbirdClient(discord.AutoShardedClient):
    """Nothing is kept in memory that an event does not carry: no members, no messages."""

    def __init__(
        self,
        handler: Handler,
        table: Mapping[str, Action],
        complete: Complete,
        split: Split,
        options: Options,
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=intents(message_content=options.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
        )
        notices, turnstile, delivery = Notices(), Turnstile(), Delivery(self, split, handler)
        homes = Homes(delivery, handler, options.interviews)
        self.responder = Responder(handler, table, delivery, homes, notices, turnstile)
        self.messenger = DiscordMessenger(self, delivery, notices)
        self._mailbox = Mailbox(handler, table, delivery, notices, turnstile)
        self._at_work: set[asyncio.Task[None]] = set()
        self._end: asyncio.Task[None] | None = None
        self.tree = build_tree(
            self,
            table,
            ask=self._command,
            ask_message=self._about,
            complete=complete,
            on_error=self._refused,
        )
        self.add_dynamic_items(Press)

    @property
    def bot_id(self) -> int:
        return self.user.id if self.user else 0

    def finish(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Work on an event, which a stop waits for."""
        task = asyncio.get_running_loop().create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return task

    async def quiet(self, patience: float) -> None:
        """Takes no more events and ends what was begun, for at most `patience` seconds; can still send."""
        try:
            async with asyncio.timeout(patience):
                await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))
                while self._at_work:
                    await asyncio.wait(self._at_work)
        except TimeoutError:
            log.warning("%d events were still being worked on when patience ended", len(self._at_work))

    async def close(self) -> None:
        """Ends the connection and whatever is at work; once begun, no cancellation stops it half-way."""
        if self._end is None:
            self._end = asyncio.create_task(self._ended())
        await asyncio.shield(self._end)

    async def _ended(self) -> None:
        left = list(self._at_work)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await super().close()

    async def _command(
        self,
        interaction: discord.Interaction,
        action: str,
        args: dict[str, str],
        files: list[discord.Attachment],
    ) -> None:
        await self.finish(self.responder.command(interaction, action, args, files))

    async def _about(self, interaction: discord.Interaction, message: discord.Message) -> None:
        await self.finish(self.responder.about(interaction, message))

    async def _refused(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        await self.finish(self.responder.refused(interaction, error))

    async def pressed(self, interaction: discord.Interaction, token: str) -> None:
        await self.finish(self.responder.pressed(interaction, token))

    async def on_shard_ready(self, shard_id: int) -> None:
        servers = sum(guild.shard_id == shard_id for guild in self.guilds)
        name, shards = self.user.name if self.user else "?", self.shard_count or 1
        log.info("discord shard %d of %d is connected as %s; servers: %d", shard_id, shards, name, servers)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        log.debug("discord shard %d is disconnected", shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        log.info("discord shard %d went on where it was cut off", shard_id)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Forms are read here, so that one outlives the process that opened it."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.finish(self.responder.submitted(interaction))

    async def on_message(self, message: discord.Message) -> None:
        await self.finish(self._mailbox.received(message, self.bot_id))

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        await self.finish(self._mailbox.edited(payload, self.bot_id))

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self.finish(self._mailbox.deleted(payload))

    async def on_raw_typing(self, payload: discord.RawTypingEvent) -> None:
        await self.finish(self._mailbox.typing(payload))

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        log.exception("the event %s failed", event_method)
