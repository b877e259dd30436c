"""A console without a terminal: typed lines, a dispatcher with prepared replies, a screen to read."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console

from adapters.console.app import Repl, Shown
from adapters.console.keyboard import Ended, Interrupted, More
from adapters.console.screen import Screen
from adapters.console.seat import Seat
from domain.ports import Progress
from domain.replies import Reply, say
from domain.requests import Actor, Request

ANA = Actor("console", "ana", display_name="ana")
NOTHING_OPEN = say("No interview is open", data={"session_id": None, "status": None, "question": None})

Typed = str | Interrupted | Ended


@dataclass
class TypedLines:
    """A keyboard on which these lines are typed, with Ctrl-C and the end of the input among them."""

    lines: list[Typed]
    prompts: list[str] = field(default_factory=list)
    secrets: int = 0
    signals: int = 0

    async def read(self, prompt: str, more: More) -> str:
        self.prompts.append(prompt)
        text = self._next("")
        while more(text, False):
            text = f"{text}\n{self._next(text)}"
        return text

    async def read_secret(self, prompt: str) -> str:
        self.secrets += 1
        return self._next("")

    def _next(self, before: str) -> str:
        line = self.lines.pop(0) if self.lines else Ended()
        if isinstance(line, Ended):
            raise Ended(before)
        if isinstance(line, Interrupted):
            raise line
        return line

    def interrupt(self) -> None:
        self.signals += 1


@dataclass
class Prepared:
    """Gives the replies in order and keeps the requests."""

    replies: list[Reply | None]
    requests: list[Request] = field(default_factory=list)

    async def shown(self, attempt_id: str, shown_in: str) -> None:
        raise AssertionError(f"no reply here is about {attempt_id}")

    async def handle(self, request: Request, progress: Progress) -> Reply | None:
        self.requests.append(request)
        return self.replies.pop(0) if self.replies else say("Done")


@dataclass
class Desk:
    """A whole dialogue after the fact: what was asked for and what was to be seen."""

    repl: Repl
    keyboard: TypedLines
    handler: Prepared
    out: io.StringIO
    drained: list[int]

    @property
    def text(self) -> str:
        return self.out.getvalue()

    @property
    def asked(self) -> list[Request]:
        """The requests behind the quiet look at the start."""
        return self.handler.requests[1:]


def screen_to(out: io.StringIO, width: int = 88) -> Screen:
    return Screen(Console(file=out, width=width, markup=False, emoji=False, highlight=False))


def desk(lines: Sequence[Typed], replies: Sequence[Reply | None] = (), first: Reply = NOTHING_OPEN) -> Desk:
    """A console at which these lines will be typed; `first` is the reply to the look at the start."""
    out = io.StringIO()
    handler = Prepared([first, *replies])
    drained: list[int] = []

    async def wait() -> None:
        drained.append(len(handler.requests))

    keyboard = TypedLines(list(lines))
    repl = Repl(Seat(ANA), handler, keyboard, screen_to(out), Shown(), wait)
    return Desk(repl, keyboard, handler, out, drained)


async def held(
    lines: Sequence[Typed], replies: Sequence[Reply | None] = (), first: Reply = NOTHING_OPEN
) -> Desk:
    """The dialogue of these lines, to its end."""
    opened = desk(lines, replies, first)
    await opened.repl.run()
    return opened
