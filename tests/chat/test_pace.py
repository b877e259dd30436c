"""Progress: thinned out, never waited for by the work, and nothing of it after the result."""

import asyncio
from itertools import pairwise

import pytest

from adapters.chat import pace
from adapters.chat.pace import Paced
from domain.replies import Words


class Screen:
    """Takes a text once it may."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.free = asyncio.Event()

    async def put(self, text: str) -> None:
        await self.free.wait()
        if text == "refused":
            raise OSError(text)
        self.shown.append(text)


async def test_the_work_does_not_wait_and_the_result_does() -> None:
    screen = Screen()
    paced = Paced(screen.put, (OSError,))
    paced("one")
    await asyncio.sleep(0)
    paced("while one is on its way")
    assert (paced.used, screen.shown) == (True, [])
    closing = asyncio.create_task(paced.close())
    await asyncio.sleep(0)
    assert not closing.done()
    screen.free.set()
    await closing
    paced("too late")
    await asyncio.sleep(0)
    assert screen.shown == ["one"]


@pytest.mark.parametrize(("every", "shown"), [(60.0, ["one"]), (0.0, ["one", "two"])])
async def test_a_quick_succession_is_thinned_out(
    every: float, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "EDIT_EVERY", every)
    screen = Screen()
    screen.free.set()
    paced = Paced(screen.put, (OSError,))
    for text in ("one", "two"):
        paced(text)
        await asyncio.sleep(0.01)
    assert screen.shown == shown


async def test_progress_that_cannot_be_shown_is_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", pace.__name__)
    screen = Screen()
    screen.free.set()
    paced = Paced(screen.put, (OSError,))
    paced("refused")
    await paced.close()
    assert [record.getMessage() for record in caplog.records] == ["progress could not be shown: refused"]


async def test_the_first_words_do_not_wait_for_what_was_shown_before_them() -> None:
    screen = Screen()
    paced = Paced(screen.put, (OSError,))
    paced("Looking it up")
    await asyncio.sleep(0)
    paced(Words("An index"))
    paced(Words("An index is"))
    screen.free.set()
    await asyncio.sleep(0.05)
    assert screen.shown == ["Looking it up", "An index is"]


async def test_words_are_thinned_out_and_the_latest_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "EDIT_EVERY", 0.1)
    screen = Screen()
    screen.free.set()
    paced = Paced(screen.put, (OSError,))
    for count in range(1, 6):
        paced(Words("word " * count))
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)
    assert screen.shown == ["word ", "word " * 5]
    paced("no progress in the place of words")
    await asyncio.sleep(0.01)
    paced(Words("later"))
    await asyncio.sleep(0.01)
    assert screen.shown[2:] == ["later"]


async def test_words_that_wait_are_dropped_for_the_reply() -> None:
    screen = Screen()
    screen.free.set()
    paced = Paced(screen.put, (OSError,))
    for text in ("one", "one two"):
        paced(Words(text))
        await asyncio.sleep(0.01)
    async with asyncio.timeout(0.5):
        await paced.close()
    paced(Words("one two three"))
    await asyncio.sleep(0.01)
    assert screen.shown == ["one"]


async def test_blank_words_are_not_shown() -> None:
    screen = Screen()
    screen.free.set()
    paced = Paced(screen.put, (OSError,))
    paced(Words(" \n"))
    await paced.close()
    assert (screen.shown, paced.used) == ([], False)


async def test_a_platform_that_refuses_words_is_asked_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "EDIT_EVERY", 0.02)
    tried: list[float] = []

    async def refuse(text: str) -> None:
        tried.append(asyncio.get_running_loop().time())
        raise OSError(text)

    paced = Paced(refuse, (OSError,))
    async with asyncio.timeout(5):
        while len(tried) < 4:
            paced(Words(f"words {len(tried)}"))
            await asyncio.sleep(0.001)
    await paced.close()
    first, second, third = (b - a for a, b in pairwise(tried))
    assert first >= 0.04
    assert second >= 0.08
    assert third >= 0.16
