"""What is printed and when: replies, notes, progress, and what the bot says by itself."""

import asyncio
import io

import pytest

from adapters.console.app import Doorbell, Shown
from adapters.console.screen import Screen
from domain.replies import Button, File, Reply, say
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
    doorbell = Doorbell(ANA, screen_to(out), shown)
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
