"""A real `python -m bot` process that talks to the double instead of Discord."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cli.forked import Forked
from tests.cli.process import environment
from tests.discord.double import Double

PATIENCE = 60.0


@dataclass
class RunningBot:
    """One process; `output` is the file that holds all it has printed."""

    process: Forked | Process
    output: Path

    def log(self) -> str:
        """What it has printed and logged so far."""
        return self.output.read_text("utf-8", "replace")

    async def kill(self) -> None:
        """SIGKILL, to this process alone; returns once it is dead."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def stop(self, within: float = PATIENCE) -> int:
        """SIGTERM, and its exit code. Raises AssertionError with its log where it does not end."""
        if self.process.returncode is None:
            self.process.terminate()
        try:
            return await asyncio.wait_for(self.process.wait(), within)
        except TimeoutError:
            await self.kill()
            raise AssertionError(f"the bot did not stop within {within:g} s:\n{self.log()}") from None


@asynccontextmanager
async def running_bot(double: Double, folder: Path, *words: str, **env: str) -> AsyncIterator[RunningBot]:
    """`python -m bot WORDS` over a data folder, from the moment that all its shards have identified.

    Raises AssertionError with its log where it ends before that. Stopped when the block ends.
    """
    output = folder / "bot.log"
    wanted = double.gateway.identified + double.settings.shards
    with output.open("ab") as log:
        process = await Forked.writing_to(log, *words, environment=_environment(double, folder, env))
    bot = RunningBot(process, output)
    try:
        await _identified(double, bot, wanted)
        yield bot
    finally:
        await bot.stop()


def _environment(double: Double, folder: Path, more: dict[str, str]) -> dict[str, str]:
    discord = {
        "DISCORD_TOKEN": double.settings.token,
        "DISCORD_API_URL": double.url,
        "DISCORD_GATEWAY_URL": double.gateway_url,
    }
    return environment(folder, **discord, **more)


async def _identified(double: Double, bot: RunningBot, wanted: int) -> None:
    ready = asyncio.ensure_future(double.connected(wanted, PATIENCE))
    ended = asyncio.ensure_future(bot.process.wait())
    try:
        await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            raise AssertionError(f"the bot ended with {ended.result()}:\n{bot.log()}")
        if error := ready.exception():
            raise AssertionError(f"{error}\n{bot.log()}")
    finally:
        ready.cancel()
        ended.cancel()
