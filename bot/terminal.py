"""python -m bot console: a person at a terminal, or plain lines through a pipe."""

import asyncio
import getpass
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rich.console import Console

from adapters.console.app import Doorbell, Repl, Shown
from adapters.console.keyboard import Keyboard, PlainKeyboard
from adapters.console.screen import Screen
from adapters.console.seat import Seat
from bot.app import App, open_app
from bot.config import Settings
from bot.jobs import own_queue
from domain.actions import TABLE
from domain.errors import UserError
from domain.requests import Actor
from domain.services import Services
from domain.suggest import known

if TYPE_CHECKING:
    from adapters.console.complete import Names

PLATFORM = "console"
PIPE_WIDTH = 88
PROMPT_DRAWN = 0.5


async def talk(settings: Settings, name: str) -> int:
    """Holds the dialogue until the person leaves. Raises StoreUnavailable where the store cannot be used."""
    name = name or login_name()
    actor = Actor(PLATFORM, name, display_name=name)
    screen, shown, seat = screen_here(), Shown(), Seat(actor)
    queue = own_queue(settings)
    async with open_app(settings, Doorbell(seat, screen, shown), queue=queue) as app:
        repl = Repl(
            seat=seat,
            handler=app.dispatcher,
            keyboard=keyboard_here(app, seat, shown),
            screen=screen,
            shown=shown,
            drained=queue.drained,
            in_step=not sys.stdin.isatty(),
        )
        sweeping = asyncio.create_task(sweep_on(app, repl.ready))
        await until_left(repl, screen)
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
    return 0


def login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "student"


def at_terminal() -> bool:
    """Whether a person types and sees here, on a terminal that can move its cursor."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")


def screen_here() -> Screen:
    """Standard output: with style on a terminal, plain and of a fixed width elsewhere."""
    terminal = sys.stdout.isatty()
    if not terminal or sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    console = Console(
        force_terminal=terminal,
        width=None if terminal else PIPE_WIDTH,
        markup=False,
        emoji=False,
        highlight=False,
    )
    if not at_terminal():
        return Screen(console)
    from adapters.console.prompt import above_prompt

    return Screen(console, above_prompt)


def keyboard_here(app: App, seat: Seat, shown: Shown) -> Keyboard:
    """Standard input: with completion and history on a terminal, line by line elsewhere."""
    if not at_terminal():
        return PlainKeyboard(sys.stdin.fileno(), sys.stdout if sys.stdin.isatty() else None)
    from adapters.console.complete import ConsoleCompleter
    from adapters.console.prompt import PromptKeyboard

    return PromptKeyboard(ConsoleCompleter(TABLE, names_of(app.services, seat), lambda: shown.buttons))


def names_of(do: Services, seat: Seat) -> "Names":
    """What options are completed from, read when it is asked for."""

    async def names(source: str) -> Sequence[str]:
        if source in ("people", "places"):
            return seat.known(source)
        try:
            return tuple(found.value for found in await known(do, TABLE, seat.actor, source))
        except UserError:
            return ()

    return names


async def sweep_on(app: App, ready: asyncio.Event) -> None:
    """What time makes due while the console is open; the scheduler is imported behind the first prompt.

    The sandbox is made ready meanwhile, so that the first code to be judged does not wait for it.
    """
    await ready.wait()
    await asyncio.sleep(PROMPT_DRAWN)
    await app.judge.warm()
    from bot.scheduler import ticking

    async with ticking(app.sweep, app.settings.sweep.every_seconds):
        await asyncio.Event().wait()


async def until_left(repl: Repl, screen: Screen) -> None:
    """The dialogue; a signal ends it in order, and a terminal that is gone gets no last words."""
    dialogue = asyncio.create_task(repl.run())
    with _signals(dialogue, repl, screen):
        try:
            await dialogue
        except asyncio.CancelledError:
            screen.write("Goodbye.")
        except OSError:
            if not screen.console.quiet:
                raise


@contextmanager
def _signals(dialogue: asyncio.Task[None], repl: Repl, screen: Screen) -> Iterator[None]:
    def interrupted() -> None:
        if not sys.stdin.isatty() or repl.interrupt():
            dialogue.cancel()

    def hung_up() -> None:
        screen.console.quiet = True
        dialogue.cancel()

    loop = asyncio.get_running_loop()
    handlers: dict[int, Callable[[], object]] = {
        signal.SIGINT: interrupted,
        signal.SIGTERM: dialogue.cancel,
        signal.SIGHUP: hung_up,
    }
    for number, handler in handlers.items():
        loop.add_signal_handler(number, handler)
    try:
        yield
    finally:
        for number in handlers:
            loop.remove_signal_handler(number)
