"""What a person at a console sees: replies, short notes, and that work goes on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.status import Status
from rich.text import Text

from adapters.console.render import WIDEST, Hanging, renderable, safe, words
from domain.ports import Progress
from domain.replies import Reply

SPINNER_AFTER = 0.25
SLOW_AFTER = 1.0

Above = Callable[[Callable[[], None]], Awaitable[None]]


async def at_once(write: Callable[[], None]) -> None:
    """Prints where nothing is being typed."""
    write()


@dataclass(slots=True)
class Screen:
    """Prints on one console; `above` runs what prints so that a line being typed stays whole below it."""

    console: Console
    above: Above = at_once
    _spaced: bool = False

    @property
    def colour(self) -> bool:
        """Whether styles show, so that code can do without its backticks."""
        return self.console.color_system is not None and not self.console.no_color

    async def show(self, reply: Reply) -> None:
        """A whole reply, with an empty line above and below, and just one between two that are not echoed."""
        space = () if self._spaced and not self.console.is_terminal else (Text(),)
        await self.above(lambda: self.write(*space, renderable(reply, colour=self.colour), Text()))
        self._spaced = True

    async def note(self, text: str) -> None:
        """A line of the console's own, such as how to go on; `backticks` are code."""
        await self.above(lambda: self.write(Hanging(words(text, self.colour))))
        self._spaced = False

    def write(self, *parts: RenderableType) -> None:
        for part in parts:
            self.console.print(part, width=min(self.console.width, WIDEST), crop=False)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Progress]:
        """Shows that work goes on while the context is open, once it takes longer than a blink."""
        shown = Spinner(self.console) if self.console.is_terminal else SlowLines(self)
        begun = asyncio.create_task(shown.begin())
        try:
            yield shown.tell
        finally:
            begun.cancel()
            with suppress(asyncio.CancelledError):
                await begun
            shown.end()


class Spinner:
    """A line that turns, on a terminal; it goes away with the work."""

    def __init__(self, console: Console) -> None:
        self._status = Status(Text("Working…"), console=console, spinner_style="cyan")

    async def begin(self) -> None:
        await asyncio.sleep(SPINNER_AFTER)
        self._status.start()

    async def tell(self, text: str) -> None:
        self._status.update(Text(safe(text)))

    def end(self) -> None:
        self._status.stop()


class SlowLines:
    """A line for each step, where lines stay; nothing for work that is quick."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._slow = False
        self._latest = ""

    async def begin(self) -> None:
        await asyncio.sleep(SLOW_AFTER)
        self._slow = True
        self._print()

    async def tell(self, text: str) -> None:
        if text != self._latest:
            self._latest = text
            self._print()

    def _print(self) -> None:
        if self._slow and self._latest:
            self._screen.write(Text(safe(self._latest)))

    def end(self) -> None:
        """Nothing to clear away."""
