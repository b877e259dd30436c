"""Reading plainly: lines from a descriptor, whatever bytes they hold and however they end."""

import asyncio
import io
import os
import pty
import termios
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from adapters.console.compose import waits
from adapters.console.keyboard import Ended, Interrupted, PlainKeyboard


@dataclass
class Pipe:
    """A pipe into a keyboard; `write` is its other end."""

    read: int
    write: int

    def send(self, data: bytes) -> None:
        os.write(self.write, data)

    def end(self) -> None:
        os.close(self.write)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    read, write = os.pipe()
    yield Pipe(read, write)
    os.close(read)


def fenced(text: str, pasted: bool) -> bool:
    return waits(text, wants_code=False)


async def test_lines_come_as_they_are_sent(pipe: Pipe) -> None:
    keyboard = PlainKeyboard(pipe.read, None)
    pipe.send(b"/help\r\nAn index")
    assert await keyboard.read("> ", fenced) == "/help"
    pipe.send(b" is sorted.\n")
    assert await keyboard.read("> ", fenced) == "An index is sorted."
    pipe.send(b"the last, without an end")
    pipe.end()
    assert await keyboard.read("> ", fenced) == "the last, without an end"
    for _ in range(2):
        with pytest.raises(Ended) as end:
            await keyboard.read("> ", fenced)
        assert end.value.unsent == ""


async def test_bytes_that_are_no_text_are_replaced(pipe: Pipe) -> None:
    pipe.send(b"caf\xe9 \xff\n")
    pipe.end()
    assert await PlainKeyboard(pipe.read, None).read("> ", fenced) == "caf\ufffd \ufffd"


async def test_the_end_hands_back_what_was_begun(pipe: Pipe) -> None:
    pipe.send(b"```\nx = 1\n")
    pipe.end()
    with pytest.raises(Ended) as end:
        await PlainKeyboard(pipe.read, None).read("> ", fenced)
    assert end.value.unsent == "```\nx = 1"


async def test_prompts_and_the_way_to_end_go_where_somebody_sees_them(pipe: Pipe) -> None:
    out = io.StringIO()
    pipe.send(b"```\nx = 1\n```\n")
    pipe.end()
    await PlainKeyboard(pipe.read, out).read("> ", fenced)
    assert out.getvalue() == "> … more lines; end with a line of .\n… … "


async def test_an_interrupt_drops_what_was_begun(pipe: Pipe) -> None:
    keyboard = PlainKeyboard(pipe.read, None)
    keyboard.interrupt()
    with pytest.raises(Interrupted) as stop:
        await keyboard.read("> ", fenced)
    assert not stop.value.kept
    pipe.send(b"/help\n")
    pipe.end()
    assert await keyboard.read("> ", fenced) == "/help"


async def test_a_secret_comes_from_a_pipe_as_it_is(pipe: Pipe) -> None:
    echo = io.StringIO()
    keyboard = PlainKeyboard(pipe.read, echo)
    pipe.send(b" hunter2 \nnext\n")
    assert await keyboard.read_secret("> ") == " hunter2 "
    assert await keyboard.read("> ", fenced) == "next"
    assert "hunter2" not in echo.getvalue()


async def test_a_terminal_without_style_shows_no_secret() -> None:
    side, inside = pty.openpty()
    with os.fdopen(side, "r+b", buffering=0) as person, os.fdopen(inside, "r+b", buffering=0) as theirs:
        keyboard = PlainKeyboard(theirs.fileno(), io.StringIO())
        reading = asyncio.create_task(keyboard.read_secret("> "))
        while termios.tcgetattr(theirs)[3] & termios.ECHO:
            await asyncio.sleep(0.01)
        person.write(b"hunter2\n")
        assert await asyncio.wait_for(reading, 20) == "hunter2"
        assert termios.tcgetattr(theirs)[3] & termios.ECHO
        person.write(b"seen\n")
        assert await asyncio.wait_for(keyboard.read("> ", fenced), 20) == "seen"
        os.set_blocking(side, False)
        assert b"hunter2" not in (shown := person.read(4096) or b"")
        assert b"seen" in shown
