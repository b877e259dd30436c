"""The console as a process: through pipes, on terminals, and how it ends."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from adapters.console.seat import Seat
from bot.terminal import names_of
from domain.errors import StoreUnavailable
from domain.model.company import Company
from domain.stores import Companies
from tests.cli.process import PATIENCE, Ended, Piped, piped
from tests.console.terminals import COMMAND, plain, terminal
from tests.world import World, actor, data, open_world

CTRL_C, CTRL_D = "\x03", "\x04"
COLOUR = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|38;[25];[0-9;]+)m")
START = "/interview start rounds:behavioral questions:1"


@pytest.fixture
async def world(world_folder: Path) -> AsyncIterator[World]:
    async with open_world(world_folder) as opened:
        yield opened


async def test_options_are_completed_from_the_store(world: World) -> None:
    names = names_of(world.do, Seat(actor("ana")))
    assert await names("sessions") == ()
    session = data(await world.say("/interview start rounds:behavioral"))["session_id"]
    assert await names("sessions") == (session,)
    assert "Google" in await names("companies")
    assert "backend" in await names("streams")
    assert {"interview start", "help"} <= set(await names("commands"))
    assert "say" not in await names("commands")
    assert await names("") == ()


async def test_a_store_that_is_away_completes_nothing(world: World) -> None:
    class Away:
        async def all(self) -> list[Company]:
            raise StoreUnavailable("The store is locked.")

    do = replace(world.do, companies=cast(Companies, Away()))
    assert await names_of(do, Seat(actor("ana")))("companies") == ()


async def said(folder: Path, lines: bytes, **more: str) -> Ended:
    """The whole dialogue of these lines."""
    async with piped(folder, *COMMAND, **more) as bot:
        return await bot.end(lines)


async def test_a_piped_dialogue_is_plain_and_in_order(data_folder: Path) -> None:
    lines = f"{START}\n!hint\nWe argued. I listened, then we shipped it in two weeks.\n/quit\n/help\n"
    code, text, err = await said(data_folder, lines.encode())
    assert (code, err) == (0, "")
    assert not re.search(r"[^\n -~\u00a0-\U0010ffff]", text)
    assert max(len(line) for line in text.splitlines() if not line.endswith(".pdf")) <= 88
    marks = ["I am Mockingbird", "Question 1 of 1", "Hint 1 of", "/100", "Interview completed", "Your report"]
    assert sorted(marks, key=text.index) == marks
    assert text.endswith("Goodbye.\n")
    assert "What I can do" not in text
    (path,) = re.findall(r"^\S+\.pdf$", text.partition("Your report")[2], re.MULTILINE)[1:2]
    assert Path(path).is_absolute()
    assert Path(path).read_bytes().startswith(b"%PDF")


async def test_an_open_interview_waits_for_the_next_start(data_folder: Path) -> None:
    _, text, _ = await said(data_folder, f"{START}\n".encode())
    assert "Your place is kept" in text
    _, again, _ = await said(data_folder, b"!1\n")
    assert "You have an open interview (Mock interview, question 1 of 1). `!1` Resume" in again
    assert "Welcome back." in again


async def test_bytes_that_are_no_text_and_an_unfinished_block(data_folder: Path) -> None:
    code, text, err = await said(data_folder, b"zwieb\xe9l \x1b[31m\n```python\nx = 1\n")
    assert (code, err) == (0, "")
    assert "I found nothing about that" in text
    assert "Not sent: the input ended before" in text


async def test_a_store_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    code, out, err = await said(tmp_path, b"/help\n", MOCKINGBIRD_STORAGE_URL="sqlite:////proc/nowhere/x.db")
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


@asynccontextmanager
async def awaiting(folder: Path) -> AsyncIterator[Piped]:
    """The console with an input that stays open, once it has said its welcome."""
    async with piped(folder, *COMMAND) as bot:
        await asyncio.wait_for(bot.stdout.readuntil(b"leaves."), PATIENCE)
        yield bot


async def test_leaving_does_not_wait_for_the_input_to_end(data_folder: Path) -> None:
    async with awaiting(data_folder) as bot:
        bot.stdin.write(b"/quit\n")
        code, out, err = await bot.ended()
    assert (code, err) == (0, "")
    assert out.endswith("Goodbye.\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_in_order(data_folder: Path, number: signal.Signals) -> None:
    async with awaiting(data_folder) as bot:
        bot.process.send_signal(number)
        code, _, err = await bot.ended()
    assert (code, err) == (0, "")


async def test_a_reader_that_goes_away_is_no_crash(data_folder: Path) -> None:
    async with awaiting(data_folder) as bot:
        bot.process.stop_reading()
        _, _, err = await bot.end(b"/help\n/help\n")
    assert "Traceback" not in err


async def test_a_dialogue_on_a_terminal(data_folder: Path) -> None:
    async with terminal(data_folder) as ana:
        await ana.wait_for("> ")
        assert COLOUR.search(ana.seen)
        ana.type(f"{START}\r")
        await ana.wait_for("!5 End")
        await ana.wait_for("> ")
        ana.type("half an answer")
        await ana.wait_for("half an answer")
        ana.type(CTRL_C)
        await ana.wait_for("Up brings back")
        await ana.wait_for("> ")
        ana.type("!p\r")
        assert "Paused" in await ana.wait_for("!2 End")
        await ana.wait_for("> ")
        ana.type(CTRL_D)
        await ana.wait_for("Your place is kept")
        assert await ana.ended() == 0


async def test_no_color_is_respected_and_two_interrupts_leave(data_folder: Path) -> None:
    async with terminal(data_folder, NO_COLOR="1") as ana:
        await ana.wait_for("> ")
        ana.type(f"{START}\r")
        await ana.wait_for("!5 End")
        await ana.wait_for("> ")
        ana.type(CTRL_C)
        await ana.wait_for("Ctrl-C again leaves.")
        await ana.wait_for("> ")
        ana.type(CTRL_C)
        await ana.wait_for("Goodbye.")
        assert await ana.ended() == 0
        assert not COLOUR.search(ana.seen)


async def test_a_dumb_terminal_gets_prompts_and_no_escapes(data_folder: Path) -> None:
    async with terminal(data_folder, TERM="dumb") as ana:
        await ana.wait_for("> ")
        ana.type("```\n")
        await ana.wait_for("… more lines; end with a line of .")
        ana.type(CTRL_C)
        await ana.wait_for("Ctrl-C again leaves.")
        ana.type("/quit\n")
        await ana.wait_for("Goodbye.")
        assert await ana.ended() == 0
        assert "\x1b" not in ana.seen


async def test_a_terminal_that_is_closed_ends_it(data_folder: Path) -> None:
    async with terminal(data_folder) as ana:
        await ana.wait_for("> ")
        os.kill(ana.process.pid, signal.SIGHUP)
        assert await ana.ended() == 0
        assert "Traceback" not in plain(ana.seen)
