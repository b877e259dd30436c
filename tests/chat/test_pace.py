"""Progress: thinned out, never waited for by the work, and nothing of it after the result."""

import asyncio

import pytest

from adapters.chat import pace
from adapters.chat.pace import Paced


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
