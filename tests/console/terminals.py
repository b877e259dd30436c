"""A real `python -m bot console` process on a pseudo-terminal."""

import asyncio
import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cli.forked import Forked
from tests.cli.process import PATIENCE, environment

COMMAND = ("console", "--name", "ana")
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>()][0-9A-B]?)")
LOOK_AGAIN = 0.02


@dataclass
class Terminal:
    """The person's side of a pseudo-terminal; `seen` is all that came, with its escapes."""

    process: Forked
    side: int
    seen: str = ""
    past: int = 0

    def type(self, text: str) -> None:
        os.write(self.side, text.encode())

    async def wait_for(self, text: str) -> str:
        """Waits until this text stands behind the last one waited for; returns all that came up to it."""
        end = time.monotonic() + PATIENCE
        while (found := plain(self.seen).find(text, self.past)) < 0:
            assert time.monotonic() < end, f"{text!r} never came:\n{plain(self.seen)}"
            await self._read()
        start, self.past = self.past, found + len(text)
        return plain(self.seen)[start : self.past]

    async def _read(self) -> None:
        if not select.select([self.side], [], [], 0)[0]:
            await asyncio.sleep(LOOK_AGAIN)
            return
        try:
            self.seen += os.read(self.side, 65536).decode("utf-8", "replace")
        except OSError as error:
            raise EOFError(plain(self.seen)) from error

    async def ended(self) -> int:
        """The exit code, once the process has ended; what it still says is read meanwhile."""
        end = time.monotonic() + PATIENCE
        while self.process.returncode is None:
            assert time.monotonic() < end, f"it never ended:\n{plain(self.seen)}"
            await self._read_or_rest()
        await self._read_or_rest()
        return self.process.returncode

    async def _read_or_rest(self) -> None:
        try:
            await self._read()
        except EOFError:
            await asyncio.sleep(LOOK_AGAIN)


def plain(text: str) -> str:
    return ESCAPES.sub("", text).replace("\r", "")


@asynccontextmanager
async def terminal(folder: Path, **more: str) -> AsyncIterator[Terminal]:
    """The console on a terminal of its own, 88 columns wide; killed if the test leaves it running."""
    side, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 88, 0, 0))
    env = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "COLORTERM": "", **more}
    with os.fdopen(inside, "r+b", buffering=0) as theirs:
        process = await Forked.over(
            [theirs] * 3, *COMMAND, environment=environment(folder, **env), terminal=True
        )
    try:
        yield Terminal(process, side)
    finally:
        process.kill()
        await process.wait()
        os.close(side)
