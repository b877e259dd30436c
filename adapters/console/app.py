"""The console for a person: what is typed becomes requests, and replies appear."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from adapters.console.attach import split_files
from adapters.console.compose import is_end, waits, whole
from adapters.console.fill import fill, way_back
from adapters.console.keyboard import Ended, Interrupted, Keyboard
from adapters.console.press import pressed
from adapters.console.request import Line, ask_for
from adapters.console.screen import Screen
from adapters.console.seat import HERE, Seat
from domain.actions import TABLE
from domain.actions.parse import find_action
from domain.dispatch import refusal
from domain.errors import UserError
from domain.ports import Progress
from domain.replies import Button, Reply
from domain.requests import Actor, Place, Request
from domain.tokens import encode

log = logging.getLogger(__name__)

QUIT = ("/quit", "/exit")
WELCOME = (
    "I am Mockingbird: mock interviews in your terminal, graded with evidence.",
    "`/interview start company:Google role:SDE Intern` begins one; then just type.",
    "`/help` lists every command; `/quit` or Ctrl-D leaves.",
)
COMMANDS_AS_WORDS = {"help": "/help", "quit": "/quit", "exit": "/quit"}


class Handler(Protocol):
    """The dispatcher, as far as a console needs it."""

    async def handle(self, request: Request, progress: Progress) -> Reply | None: ...

    async def shown(self, attempt_id: str, shown_in: str) -> None: ...


@dataclass(slots=True)
class Shown:
    """What the replies on the screen leave to go on with: buttons, whether code is wanted, what is open."""

    buttons: tuple[Button, ...] = ()
    wants_code: bool = False
    open: bool = False

    def learn(self, reply: Reply) -> None:
        self.buttons = reply.buttons or self.buttons
        # A group's round waits for nobody at the start of another dialogue.
        if "status" in reply.data and "participants" not in reply.data:
            self.open = reply.data["status"] == "in_progress"
        if "question" in reply.data:
            question = reply.data["question"]
            self.wants_code = isinstance(question, dict) and bool(question.get("language"))


@dataclass(slots=True)
class Repl:
    """Reads, asks, shows, until told to leave.

    `drained` waits for background work: before leaving, and with `in_step` after every request, so that what
    comes through a pipe is answered in order. `ready` is set once the first text can be typed.
    """

    seat: Seat
    handler: Handler
    keyboard: Keyboard
    screen: Screen
    shown: Shown
    drained: Callable[[], Awaitable[None]]
    in_step: bool = False
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    _working: bool = False
    _interrupted: bool = False

    async def run(self) -> None:
        """Until `/quit`, the end of the input, or two Ctrl-C in a row."""
        await self._welcome()
        self.ready.set()
        while await self._turn():
            pass
        await self._settle()
        kept = "Your place is kept: come back and press `!1`. " if self.shown.open else ""
        await self.screen.note(f"{kept}Goodbye.")

    async def _welcome(self) -> None:
        for line in WELCOME:
            await self.screen.note(line)
        reply = await self._handled(Request(self.seat.actor, "interview status"))
        if reply is None or reply.failed or reply.data.get("finished"):
            await self._show(reply)
            return
        self.shown.learn(reply)
        self.shown.buttons = ()
        question = reply.data.get("question")
        if self.shown.open and question:
            token = encode("interview resume", {"session": reply.data["session_id"]})
            self.shown.buttons = (Button("Resume", token),)
            where = f"{reply.cards[0].title}, question {question['number']} of {question['of']}"
            await self.screen.note(f"You have an open interview ({where}). `!1` Resume")

    async def _turn(self) -> bool:
        """One text and what comes of it; False once it is time to leave."""
        try:
            text = whole(await self.keyboard.read(self.seat.prompt, self._more))
        except Interrupted as stop:
            return await self._first_interrupt(stop)
        except Ended as end:
            if end.unsent:
                await self.screen.note("Not sent: the input ended before a line of `.` did.")
            return False
        self._interrupted = False
        if text.strip().casefold() in QUIT:
            return False
        try:
            await self._take(text)
        except UserError as error:
            await self._show(refusal(error))
        except Ended:
            await self.screen.note("The form was not sent: the input ended before it did.")
            return False
        return True

    def _more(self, text: str, pasted: bool) -> bool:
        """Several pasted lines are one message; typed code waits for its `.`, and a fence for its end."""
        return waits(text, wants_code=self.shown.wants_code and not pasted)

    async def _first_interrupt(self, stop: Interrupted) -> bool:
        if self._interrupted and not stop.kept:
            return False
        self._interrupted = True
        await self.screen.note(f"Ctrl-C again leaves.{way_back(stop)}")
        return True

    def interrupt(self) -> bool:
        """A Ctrl-C that came as a signal. True for the second one during work: it is time to end now."""
        if not self._working:
            self.keyboard.interrupt()
            return False
        if self._interrupted:
            return True
        self._interrupted = True
        self.screen.write("Still working. Ctrl-C again leaves; an answer already taken is graded next time.")
        return False

    async def _take(self, text: str) -> None:
        word = text.strip()
        if not word:
            return
        if is_end(word):
            await self.screen.note("A line of `.` ends several lines; none are open, so nothing was sent.")
        elif (moved := self.seat.moved(word)) is not None:
            await self.screen.note(moved)
        elif word.startswith("!") and "\n" not in word:
            token = pressed(self.shown.buttons, word[1:]).token
            await self._send(Line(self.seat.actor, self.seat.place, press=token))
        elif meant := self._meant(word.casefold()):
            await self.screen.note(
                f"Nothing was sent. Did you mean `{meant}`? To answer with that word: `/answer {word}`."
            )
        else:
            await self._send(self._line(text.strip("\n")))

    def _meant(self, word: str) -> str | None:
        """The command or button of which only the name was typed; as an answer it would count 0.

        A single letter is the answer to a quiz question.
        """
        labels = {
            b.label.casefold(): f"!{b.label.casefold()}" for b in self.shown.buttons if len(b.label) > 1
        }
        return (COMMANDS_AS_WORDS | labels).get(word)

    def _line(self, text: str) -> Line:
        """The text with the files that it names, where a file can be taken."""
        takes = not text.lstrip().startswith("/") or find_action(text, TABLE)[0].takes_file
        if "\n" in text or not takes:
            return Line(self.seat.actor, self.seat.place, text=text)
        said, files = split_files(text, wants_code=self.shown.wants_code)
        return Line(self.seat.actor, self.seat.place, text=said, files=files)

    async def _send(self, line: Line) -> None:
        reply = await self._handled(ask_for(line))
        await self._show(reply)
        if reply is not None and reply.form is not None:
            values = await fill(reply.form, self.keyboard, self.screen)
            if values is not None:
                await self._send(Line(self.seat.actor, self.seat.place, form=reply.form.token, values=values))
                return
        if self.in_step:
            await self._settle()

    async def _handled(self, request: Request) -> Reply | None:
        async with self._at_work() as progress:
            return await self.handler.handle(request, progress)

    async def _settle(self) -> None:
        """Lets background work end, such as a report that is being written."""
        async with self._at_work() as progress:
            await progress("Finishing what was begun…")
            await self.drained()

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[Progress]:
        self._working = True
        try:
            async with self.screen.working() as progress:
                yield progress
        finally:
            self._working = self._interrupted = False

    async def _show(self, reply: Reply | None) -> None:
        if reply is not None:
            self.shown.learn(reply)
            await self.screen.show(reply)
            if reply.data.get("needs") == "channel":
                await self.screen.note(HERE)
            if reply.about:
                await self.handler.shown(reply.about, self.seat.actor.platform)


@dataclass(frozen=True, slots=True)
class Doorbell:
    """What the bot says by itself, shown to those at this console and to nobody else's."""

    seat: Seat
    screen: Screen
    shown: Shown

    def serves(self, to: Actor) -> bool:
        return self.seat.serves(to)

    async def working(self, to: Actor, place: Place, progress: str) -> None:
        """Work that nobody at the console asked for does not show how far it is."""

    async def edit(self, to: Actor, shown_in: str, reply: Reply) -> bool:
        """What was printed stays."""
        return False

    async def open_thread(
        self, to: Actor, place: Place, title: str, key: str = "", again: bool = False
    ) -> None:
        """A round is held in the channel itself, where those at the terminal are."""

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        """For all at this terminal, wherever they are."""
        await self._show(to, reply, "" if place == self.seat.place else f"In {place}:")
        return ""

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        """For one of them, who is named where another types."""
        await self._show(to, reply, "" if to.user_id == self.seat.actor.user_id else f"For {to.user_id}:")

    async def _show(self, to: Actor, reply: Reply, head: str) -> None:
        if not self.serves(to):
            log.info("a message to somebody else cannot be shown at this console")
            return
        self.shown.learn(reply)
        if head:
            await self.screen.note(head.replace("`", "'"))
        await self.screen.show(reply)
