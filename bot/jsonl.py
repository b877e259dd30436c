"""python -m bot console --json: standard input to standard output until one of them ends, or a signal."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from adapters.console.jsonl import LONGEST_LINE, JsonConsole
from bot.app import open_app
from bot.config import Settings
from bot.jobs import own_queue

log = logging.getLogger(__name__)

CHUNK = 64 * 1024


async def serve(settings: Settings) -> int:
    """Handles lines until standard input ends, nobody reads the output, or SIGTERM or SIGINT comes.

    The line at hand is finished first, its jobs within `stop_within_seconds`; those that were sent behind it
    are not begun.
    """
    if sys.stdin is None or sys.stdout is None:
        return 0
    lines = StandardInput()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, lines.stop)
    console = JsonConsole(sys.stdout)
    queue = own_queue(settings)
    async with open_app(settings, console, queue=queue) as app:

        async def drained() -> None:
            await _first_of(queue.drained(), lines.stopped.wait())
            if lines.stopped.is_set():
                await queue.finish(settings.run.stop_within_seconds)

        async def forward(moment: datetime) -> None:
            app.clock.forward_to(moment)
            await app.sweep()
            await drained()

        await console.run(lines.read(), app.dispatcher, forward, drained)
    if console.deaf:
        _forget_stdout()
    return 0


async def _first_of(*waits: Coroutine[Any, Any, object]) -> None:
    """Returns once one of them is over; the others are given up."""
    tasks = [asyncio.create_task(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def _forget_stdout() -> None:
    """Lets the interpreter flush what nobody read into nothing, instead of complaining at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


class StandardInput:
    """The lines of standard input, read by a thread one ahead of the line being handled.

    The thread reads the descriptor itself: the interpreter aborts at its end if one still holds `sys.stdin`.
    `stopped` says that a signal has ended them.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._room = threading.Semaphore(1)
        self.stopped = asyncio.Event()

    def stop(self) -> None:
        """Ends the lines at once, ahead of any that wait; the thread finds no room for more."""
        self.stopped.set()
        while not self._lines.empty():
            self._lines.get_nowait()
        self._lines.put_nowait(None)

    async def read(self) -> AsyncIterator[bytes]:
        threading.Thread(target=self._feed, args=(sys.stdin.fileno(),), daemon=True).start()
        while (line := await self._lines.get()) is not None:
            self._room.release()
            yield line

    def _feed(self, descriptor: int) -> None:
        try:
            for line in split_lines(iter(lambda: os.read(descriptor, CHUNK), b""), LONGEST_LINE):
                self._hand_over(line)
        except OSError as error:
            log.warning("standard input cannot be read any more: %s", error.strerror)
        self._hand_over(None)

    def _hand_over(self, line: bytes | None) -> None:
        self._room.acquire()
        # The loop closes when the work has ended, which the thread cannot know while it reads.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)


def split_lines(chunks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """Lines without their ends; of one longer than `longest` bytes its first `longest` + 1."""
    line = bytearray()
    for chunk in chunks:
        for number, part in enumerate(chunk.split(b"\n")):
            if number:
                yield bytes(line)
                line.clear()
            line += part[: longest + 1 - len(line)]
    if line:
        yield bytes(line)
