"""From the start of the process to its first reply, and what it then holds in memory."""

import tempfile
import time
from pathlib import Path

import psutil

from bench.table import Figure, percentile
from tests.cli.process import running

RUNS = 5


async def measure() -> list[Figure]:
    """Seconds on a new data folder and on one in use; MiB after a whole question was answered."""
    fresh, again, memory = [], [], 0.0
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            fresh.append((await _first_reply(Path(folder)))[0])
            seconds, memory = await _first_reply(Path(folder))
            again.append(seconds)
    return [
        Figure("start to first reply, new data folder", percentile(fresh, 0.5), "s", 1.5),
        Figure("start to first reply, in use", percentile(again, 0.5), "s", 1.5),
        Figure("resident memory after an answer", memory, "MiB", 150),
    ]


async def _first_reply(folder: Path) -> tuple[float, float]:
    began = time.perf_counter()
    async with running(folder) as bot:
        await bot.reply("/help")
        seconds = time.perf_counter() - began
        await bot.reply("/interview start rounds:technical_qa")
        await bot.reply("It depends on the data and on how it is read.")
        memory = psutil.Process(bot.process.pid).memory_info().rss / 2**20
    return seconds, memory
