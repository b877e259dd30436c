"""A real `python -m bot` process that talks to the double instead of Slack."""

import asyncio
import re
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any, Literal

from tests.cli.forked import Forked
from tests.cli.process import ROOT, environment
from tests.discord.process import PATIENCE, RunningBot
from tests.slack.double import Double

Mode = Literal["socket", "http"]
SITE = re.compile(r"slack http site on (http://[\w.-]+:\d+)\D")
LOOK_AGAIN = 0.05


@asynccontextmanager
async def running_bot(
    double: Double, folder: Path, *words: str, mode: Mode = "socket", **env: str
) -> AsyncIterator[RunningBot]:
    """`python -m bot WORDS` over a data folder, from the moment that Slack can reach it.

    In Socket Mode that is when its connection has been greeted, over HTTP when it has logged the address of
    its site, which the double then sends to. Raises AssertionError with its log where it ends before that.
    Stopped when the block ends.
    """
    output = folder / "bot.log"
    wanted, begun = double.sockets.greeted + 1, output.stat().st_size if output.exists() else 0
    make = _restarted if output.exists() else Forked.writing_to
    with output.open("ab") as log:
        process = await make(log, *words, environment=_environment(double, folder, mode, env))
    bot = RunningBot(process, output)
    try:
        reachable = double.connected(wanted, PATIENCE) if mode == "socket" else _site(double, bot, begun)
        await _unless_it_ends(bot, asyncio.ensure_future(reachable))
        yield bot
    finally:
        await bot.stop()


async def _restarted(log: IO[bytes], *words: str, environment: Mapping[str, str]) -> Process:
    """As slow as any restart: Slack counts what the process before has just sent, which this one cannot."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, env=environment, cwd=ROOT,
    )  # fmt: skip


def _environment(double: Double, folder: Path, mode: Mode, more: dict[str, str]) -> dict[str, str]:
    settings = double.settings
    slack = {"SLACK_API_URL": double.url, "SLACK_BOT_TOKEN": double.team.token}
    if mode == "socket":
        slack["SLACK_APP_TOKEN"] = settings.app_token
    else:
        slack |= {"SLACK_SIGNING_SECRET": settings.signing_secret, "MOCKINGBIRD__SLACK__HTTP_PORT": "0"}
    return environment(folder, **{**slack, **more})


async def _site(double: Double, bot: RunningBot, begun: int) -> None:
    """Waits for the address in what this process has logged, and sends there from now on."""
    async with asyncio.timeout(PATIENCE):
        while not (found := SITE.search(bot.output.read_bytes()[begun:].decode("utf-8", "replace"))):
            await asyncio.sleep(LOOK_AGAIN)
    double.site.url = found[1]


async def _unless_it_ends(bot: RunningBot, reachable: "asyncio.Future[None]") -> None:
    ended = asyncio.ensure_future(bot.process.wait())
    try:
        both: set[asyncio.Future[Any]] = {reachable, ended}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not reachable.done():
            raise AssertionError(f"the bot ended with {ended.result()}:\n{bot.log()}")
        if error := reachable.exception():
            raise AssertionError(f"{error or 'no address of a site'}\n{bot.log()}")
    finally:
        reachable.cancel()
        ended.cancel()
