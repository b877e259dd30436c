"""What is printed and when: replies, notes, progress, and what the bot says by itself."""

import asyncio
import io
import re

import pytest
from rich.console import Console

from adapters.console.app import Doorbell, Shown
from adapters.console.screen import Screen
from adapters.console.seat import Seat
from domain.replies import Button, File, Reply, Text, Words, say
from domain.requests import Actor, Place
from tests.console.desk import ANA, screen_to

HINT, SKIP = Button("Hint", "interview+hint?n=1"), Button("Skip", "interview+skip?n=1")


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.console.screen.SLOW_AFTER", 0.02)


async def test_slow_work_is_told_line_by_line(out: io.StringIO, quick: None) -> None:
    async with screen_to(out).working() as progress:
        await progress("Running 1 of 3 tests")
        await asyncio.sleep(0.2)
        await progress("Running 2 of 3 tests")
        await progress("Running 2 of 3 tests")
    assert out.getvalue().splitlines() == ["Running 1 of 3 tests", "Running 2 of 3 tests"]


async def test_quick_work_is_not_mentioned(out: io.StringIO) -> None:
    async with screen_to(out).working() as progress:
        await progress("Running 3 of 3 tests")
    assert out.getvalue() == ""


async def test_two_replies_in_a_row_have_one_empty_line_between_them(out: io.StringIO) -> None:
    screen = screen_to(out, width=4)
    await screen.note("a")
    await screen.show(say("One"))
    await screen.show(say("Two"))
    assert out.getvalue().splitlines() == ["a", "", "One", "", "Two", ""]


async def test_a_long_path_is_neither_cut_nor_broken(out: io.StringIO) -> None:
    path = "/home/ana/" + "reports/" * 12 + "report.pdf"
    await screen_to(out, width=40).show(Reply(files=(File("report.pdf", path),)))
    assert f"\n{path}\n" in out.getvalue()


async def test_what_the_bot_says_by_itself_is_shown_to_its_addressee_alone(out: io.StringIO) -> None:
    shown = Shown()
    doorbell = Doorbell(Seat(ANA), screen_to(out), shown)
    await doorbell.send(Actor("console", "ben"), Place(), say("For Ben", buttons=(SKIP,)))
    await doorbell.send(Actor("discord", "ana"), Place(), say("For another Ana"))
    assert out.getvalue() == ""
    assert not shown.buttons
    await doorbell.send(Actor("console", "ana"), Place("dm"), say("Time is up", buttons=(HINT,)))
    assert "Time is up" in out.getvalue()
    assert shown.buttons == (HINT,)


async def test_a_message_is_printed_where_the_prompt_allows_it(out: io.StringIO) -> None:
    order: list[str] = []

    async def above(write: object) -> None:
        order.append("prompt away")
        assert callable(write)
        write()
        order.append("prompt back")

    screen = Screen(screen_to(out).console, above)
    await screen.show(say("Your report"))
    assert order == ["prompt away", "prompt back"]
    assert "Your report" in out.getvalue()


class Paper:
    """As much of a terminal as rich's moves need: what stands on it once all was drawn."""

    def __init__(self, drawn: str) -> None:
        self.lines = [""]
        self._row = self._column = 0
        for move in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\n]|[^\x1b\r\n]+", drawn):
            self._take(move)

    def _take(self, move: str) -> None:
        if move == "\n":
            self._row, self._column = self._row + 1, 0
            self.lines += [""] * (self._row + 1 - len(self.lines))
        elif move == "\r":
            self._column = 0
        elif move.endswith("A"):
            self._row -= int(move[2:-1] or 1)
        elif move == "\x1b[2K":
            self.lines[self._row] = ""
        elif not move.startswith("\x1b"):
            line = self.lines[self._row].ljust(self._column)
            end = self._column + len(move)
            self.lines[self._row] = line[: self._column] + move + line[end:]
            self._column = end


def terminal(out: io.StringIO, **more: str) -> Screen:
    console = Console(
        file=out, width=30, height=6, force_terminal=True, markup=False, highlight=False, _environ=more
    )
    return Screen(console)


SAID = "An index is a sorted copy of a column, kept with the table."
LINES = ["An index is a sorted copy of a", "column, kept with the table."]


async def test_words_stand_on_a_terminal_at_once_and_the_reply_where_they_stood(out: io.StringIO) -> None:
    screen = terminal(out)
    async with screen.working() as progress:
        await progress("Looking it up")
        await progress(Words(" \n"))
        await progress(Words("An index"))
        assert [line for line in Paper(out.getvalue()).lines if line] == ["An index"]
        await progress(Words(SAID))
        await progress("no progress in the place of words")
        await asyncio.sleep(0.3)
        assert [line.strip() for line in Paper(out.getvalue()).lines][1:3] == LINES
    await screen.show(say("", Text(SAID), buttons=(HINT,)))
    shown = [line.strip() for line in Paper(out.getvalue()).lines]
    assert shown == ["", *LINES, "", "!1 Hint", "", ""]


async def test_of_many_words_a_terminal_shows_the_end(out: io.StringIO) -> None:
    async with terminal(out).working() as progress:
        await progress(Words("\n".join(f"Line {n}" for n in range(40))))
        shown = [line.strip() for line in Paper(out.getvalue()).lines]
    assert shown == ["", "Line 36", "Line 37", "Line 38", "Line 39"]
    assert not any(Paper(out.getvalue()).lines)


async def test_words_that_a_terminal_would_obey_are_shown(out: io.StringIO) -> None:
    async with terminal(out).working() as progress:
        await progress(Words("\x1b[2J\x07 [bold]not[/bold]"))
        shown = Paper(out.getvalue()).lines
    assert shown == ["", "␛[2J␇ [bold]not[/bold]"]


@pytest.mark.parametrize("kind", ["a pipe", "a dumb terminal"])
async def test_where_lines_stay_there_is_the_reply_alone(out: io.StringIO, quick: None, kind: str) -> None:
    screen = screen_to(out) if kind == "a pipe" else terminal(out, TERM="dumb")
    async with screen.working() as progress:
        for words in ("An index", SAID):
            await progress(Words(words))
            await asyncio.sleep(0.05)
    assert out.getvalue() == ""
    await screen.show(say("", Text(SAID)))
    assert out.getvalue().replace("\n", " ").count("An index is a sorted copy of a") == 1
