"""The tick: again and again, never twice at once, and not stopped by a failure."""

import asyncio
import logging

import pytest

from bot.scheduler import ticking

OFTEN = 0.02
PATIENCE = 20


class Sweeps:
    """Counts how often it was called and how many ran at once."""

    def __init__(self, seconds: float = 0, fails: bool = False) -> None:
        self.seconds, self.fails = seconds, fails
        self.begun = self.ended = self.at_once = 0

    async def __call__(self) -> None:
        self.begun += 1
        self.at_once = max(self.at_once, self.begun - self.ended)
        try:
            await asyncio.sleep(self.seconds)
            if self.fails:
                raise ValueError("the store is away")
        finally:
            self.ended += 1

    async def reach(self, times: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.begun < times:
                await asyncio.sleep(OFTEN / 2)


async def test_it_sweeps_again_and_again_until_it_is_left() -> None:
    sweeps = Sweeps()
    async with ticking(sweeps, OFTEN):
        await sweeps.reach(3)
    after = sweeps.begun
    await asyncio.sleep(OFTEN * 5)
    assert sweeps.begun == after


async def test_a_sweep_that_fails_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    sweeps = Sweeps(fails=True)
    async with ticking(sweeps, OFTEN):
        await sweeps.reach(2)
    logged = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert logged
    assert {r.name for r in logged} == {"bot.scheduler"}
    assert "the store is away" in caplog.text


async def test_a_slow_sweep_never_runs_twice_at_once() -> None:
    sweeps = Sweeps(seconds=OFTEN * 4)
    async with ticking(sweeps, OFTEN):
        await sweeps.reach(3)
    assert sweeps.at_once == 1


async def test_leaving_waits_for_the_sweep_under_way() -> None:
    sweeps = Sweeps(seconds=0.3)
    async with ticking(sweeps, OFTEN):
        await sweeps.reach(1)
        assert sweeps.ended == 0
    assert sweeps.begun == sweeps.ended == 1


async def test_a_sweep_that_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.scheduler.PATIENCE", 0.05)
    sweeps = Sweeps(seconds=3600)
    async with asyncio.timeout(PATIENCE):
        async with ticking(sweeps, OFTEN):
            await sweeps.reach(1)
        while sweeps.ended == 0:
            await asyncio.sleep(OFTEN)
