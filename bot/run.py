"""python -m bot run: every platform whose token is set, until a signal or a refusal ends them."""

import asyncio
import gc
import logging
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from bot.app import App, open_app
from bot.config import Settings
from bot.jobs import open_queue
from bot.platforms import platforms, wanted
from bot.scheduler import ticking
from bot.stopping import stopping
from bot.switchboard import Switchboard
from domain.errors import PlatformRefused, UserError

log = logging.getLogger(__name__)

NO_TOKEN = (
    "No platform has a token, so there is nothing to connect. Set DISCORD_TOKEN (docs/discord.md says where "
    "it comes from) or SLACK_BOT_TOKEN with SLACK_APP_TOKEN (docs/slack.md), or talk to the bot here: "
    "python -m bot console."
)


class Platform(Protocol):
    """A platform's connection."""

    async def serve(self) -> None:
        """Works until it is closed. Raises PlatformRefused."""
        ...

    async def quiet(self, patience: float) -> None:
        """Takes no more events and ends those begun, for at most `patience` seconds; can still send."""
        ...

    async def close(self) -> None: ...


class Patience:
    """How long an end may take in all; its clock starts with the first look at it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: float | None = None

    def left(self) -> float:
        """In seconds, never below 0."""
        now = asyncio.get_running_loop().time()
        self._until = self._until or now + self._seconds
        return max(0.0, self._until - now)


async def run(settings: Settings) -> int:
    """Serves until SIGTERM or SIGINT, then ends what was begun.

    Raises PlatformRefused, StoreUnavailable, QueueUnavailable.
    """
    switchboard, patience = Switchboard(), Patience(settings.run.stop_within_seconds)
    async with (
        open_queue(settings, wanted(os.environ), switchboard.connected) as queue,
        open_app(settings, switchboard, queue=queue) as app,
        stopping() as stop,
    ):
        connected = platforms(app, switchboard, os.environ)
        if not connected:
            raise PlatformRefused(NO_TOKEN)
        async with (
            _serving(app, connected, patience) as serving,
            ticking(app.sweep, settings.sweep.every_seconds),
            _warming(app, switchboard),
        ):
            try:
                await _until_over(serving, stop)
            finally:
                await asyncio.gather(*(platform.quiet(patience.left()) for platform in connected))
    return 0


async def _until_over(serving: Sequence[asyncio.Task[None]], stop: asyncio.Event) -> None:
    """Returns at a signal; raises what ended a platform."""
    stopping = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait([*serving, stopping], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
    for task in done:
        task.result()
    log.info("stopping: what was begun is finished first")


@asynccontextmanager
async def _serving(
    app: App, connected: Sequence[Platform], patience: Patience
) -> AsyncIterator[Sequence[asyncio.Task[None]]]:
    """The platforms at work. They are closed last: the jobs under way still have something to say."""
    serving = [asyncio.create_task(platform.serve()) for platform in connected]
    try:
        yield serving
    finally:
        await app.queue.finish(patience.left())
        for task in serving:
            task.cancel()
        for platform in connected:
            await platform.close()
        await asyncio.gather(*serving, return_exceptions=True)


@asynccontextmanager
async def _warming(app: App, switchboard: Switchboard) -> AsyncIterator[None]:
    """What a restart left behind is taken up once it can be told; what is slow to load is loaded."""

    async def warm() -> None:
        await switchboard.plugged.wait()
        try:
            await app.sweep()
        except UserError as error:
            log.warning("what a restart left behind waits for the next sweep: %s", error.message)
        await app.warm()
        # What is loaded by now stays: a look through all of it for garbage would stop everybody for 0.1 s.
        gc.freeze()

    warming = asyncio.create_task(warm())
    try:
        yield
    finally:
        warming.cancel()
        await asyncio.gather(warming, return_exceptions=True)
