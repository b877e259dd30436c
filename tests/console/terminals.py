"""A real `python -m bot console` process, behind a pipe or a pseudo-terminal."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cli.process import ROOT, environment

PATIENCE = 90
COMMAND = (sys.executable, "-m", "bot", "console", "--name", "ana")
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>()][0-9A-B]?)")


def piped(folder: Path, lines: bytes, **more: str) -> subprocess.CompletedProcess[bytes]:
    """The whole dialogue of these lines."""
    return subprocess.run(
        COMMAND,
        cwd=folder,
        env=environment(folder, **more),
        input=lines,
        capture_output=True,
        timeout=PATIENCE,
    )


@dataclass
class Terminal:
    """The person's side of a pseudo-terminal; `seen` is all that came, with its escapes."""

    process: subprocess.Popen[bytes]
    side: int
    seen: str = ""
    past: int = 0

    def type(self, text: str) -> None:
        os.write(self.side, text.encode())

    def wait_for(self, text: str) -> str:
        """Waits until this text stands behind the last one waited for; returns all that came up to it."""
        end = time.monotonic() + PATIENCE
        while (found := plain(self.seen).find(text, self.past)) < 0:
            assert time.monotonic() < end, f"{text!r} never came:\n{plain(self.seen)}"
            self._read()
        start, self.past = self.past, found + len(text)
        return plain(self.seen)[start : self.past]

    def _read(self) -> None:
        if select.select([self.side], [], [], 0.2)[0]:
            try:
                self.seen += os.read(self.side, 65536).decode("utf-8", "replace")
            except OSError as error:
                raise EOFError(plain(self.seen)) from error

    def ended(self) -> int:
        """The exit code, once the process has ended; what it still says is read meanwhile."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it never ended:\n{plain(self.seen)}"
            self._read_or_rest()
        self._read_or_rest()
        return self.process.returncode

    def _read_or_rest(self) -> None:
        try:
            self._read()
        except EOFError:
            time.sleep(0.05)


def plain(text: str) -> str:
    return ESCAPES.sub("", text).replace("\r", "")


@contextmanager
def terminal(folder: Path, **more: str) -> Iterator[Terminal]:
    """The console on a terminal of its own, 88 columns wide; killed if the test leaves it running."""
    side, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 88, 0, 0))
    env = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "COLORTERM": "", **more}
    process = subprocess.Popen(
        COMMAND,
        cwd=ROOT,
        env=environment(folder, **env),
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(inside)
    try:
        yield Terminal(process, side)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(side)
