"""Where typed text comes from, and the plain way to read it: pipes, files and terminals without style."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol, TextIO

from adapters.console.compose import MORE

More = Callable[[str, bool], bool]
CONTINUATION = "… "


class Interrupted(Exception):
    """Ctrl-C: what was being typed is dropped; `kept` where the Up key brings it back."""

    def __init__(self, kept: bool = False) -> None:
        super().__init__()
        self.kept = kept


class Ended(Exception):
    """Nothing more will be typed. `unsent` is what was begun and never finished."""

    def __init__(self, unsent: str = "") -> None:
        super().__init__(unsent)
        self.unsent = unsent


class Keyboard(Protocol):
    async def read(self, prompt: str, more: More) -> str:
        """One text; it goes on while `more(text, pasted)` says so. Raises Interrupted and Ended."""
        ...

    async def read_secret(self, prompt: str) -> str:
        """One line that is neither shown nor kept. Raises Interrupted and Ended."""
        ...

    def interrupt(self) -> None:
        """A Ctrl-C that came as a signal."""
        ...


class PlainKeyboard:
    """Lines of a file descriptor, read by a thread that does not keep the process alive.

    The thread reads a copy of the descriptor: a number that is closed and given out anew is not its business.
    Bytes that are no UTF-8 are replaced. `echo` is where prompts go; None where nobody would see them.
    """

    def __init__(self, fd: int, echo: TextIO | None) -> None:
        self._fd = fd
        self._echo = echo
        self._lines: asyncio.Queue[str | type[Ended] | type[Interrupted]] = asyncio.Queue()
        self._reading = False

    async def read(self, prompt: str, more: More) -> str:
        self._start()
        text = await self._line(prompt, "")
        if more(text, False) and self._echo:
            self._echo.write(f"{MORE}\n")
        while more(text, False):
            text = f"{text}\n{await self._line(CONTINUATION, text)}"
        return text

    async def read_secret(self, prompt: str) -> str:
        self._start()
        with unseen(self._fd):
            line = await self._line(prompt, "")
        if self._echo:
            self._echo.write("\n")
        return line

    async def _line(self, prompt: str, before: str) -> str:
        if self._echo:
            self._echo.write(prompt)
            self._echo.flush()
        line = await self._lines.get()
        if line is Ended:
            self._lines.put_nowait(Ended)
            raise Ended(before)
        if not isinstance(line, str):
            raise Interrupted
        return line

    def interrupt(self) -> None:
        self._lines.put_nowait(Interrupted)

    def _start(self) -> None:
        if not self._reading:
            self._reading = True
            try:
                own = os.dup(self._fd)
            except OSError:
                self._lines.put_nowait(Ended)
                return
            threading.Thread(target=self._pump, args=(asyncio.get_running_loop(), own), daemon=True).start()

    def _pump(self, loop: asyncio.AbstractEventLoop, own: int) -> None:
        """Hands over each line as it comes; a loop that has closed meanwhile wants no more."""
        with suppress(RuntimeError):
            with suppress(OSError), os.fdopen(own, "rb") as file:
                for line in file:
                    text = line.decode("utf-8", "replace").rstrip("\r\n")
                    loop.call_soon_threadsafe(self._lines.put_nowait, text)
            loop.call_soon_threadsafe(self._lines.put_nowait, Ended)


@contextmanager
def unseen(fd: int) -> Iterator[None]:
    """Has a terminal not show what is typed; anything else shows nothing anyway."""
    if not os.isatty(fd):
        yield
        return
    import termios

    before = termios.tcgetattr(fd)
    quiet = [*before]
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(fd, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
