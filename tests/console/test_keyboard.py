"""Reading plainly: lines from a descriptor, whatever bytes they hold and however they end."""

import io
import os
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
