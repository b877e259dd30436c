"""What a person at a console sees: replies, short notes, and that work goes on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.constrain import Constrain
from rich.live import Live
from rich.status import Status
from rich.text import Text

from adapters.console.render import WIDEST, Hanging, quoted, renderable, safe, words
from domain.ports import Progress
from domain.replies import Reply, Words

REDRAWS = 12
"""A second, while words come."""
MARGIN = 2
"""Rows above and below the words of a reply that is still being written."""
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

    async def quote(self, text: str) -> None:
        """Somebody's own words, as such."""
        await self.above(lambda: self.write(quoted(text)))
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


@dataclass(frozen=True, slots=True)
class Tail:
    """The last lines of an unfinished text, as many as fit the screen, wrapped as the reply will be."""

    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        lines = list(Hanging(Text(safe(self.text))).__rich_console__(console, options))
        yield from lines[-max(1, console.height - MARGIN) :]


class Spinner:
    """A line that turns, on a terminal, until the reply's first words come; it goes away with the work.

    So do the words: the reply is printed where they stood, whole.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = Status(Text("Working…"), console=console, spinner_style="cyan")
        self._words = Words()
        self._live: Live | None = None

    async def begin(self) -> None:
        await asyncio.sleep(SPINNER_AFTER)
        if self._live is None:
            self._status.start()

    async def tell(self, text: str) -> None:
        if not isinstance(text, Words):
            self._status.update(Text(safe(text)))
        elif text.strip():
            self._words = text
            if self._live is None:
                self._live = self._written()

    def _written(self) -> Live:
        self._status.stop()
        live = Live(
            get_renderable=self._drawn, console=self._console, refresh_per_second=REDRAWS, transient=True
        )
        live.start(refresh=True)
        return live

    def _drawn(self) -> RenderableType:
        return Group(Text(), Constrain(Tail(self._words.rstrip()), min(self._console.width, WIDEST)))

    def end(self) -> None:
        self._status.stop()
        if self._live is not None:
            self._live.stop()


class SlowLines:
    """A line for each step, where lines stay; nothing for work that is quick, and no words of the reply."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._slow = False
        self._latest = ""

    async def begin(self) -> None:
        await asyncio.sleep(SLOW_AFTER)
        self._slow = True
        self._print()

    async def tell(self, text: str) -> None:
        if text != self._latest and not isinstance(text, Words):
            self._latest = text
            self._print()

    def _print(self) -> None:
        if self._slow and self._latest:
            self._screen.write(Text(safe(self._latest)))

    def end(self) -> None:
        """Nothing to clear away."""
