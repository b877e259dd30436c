"""Only so much work at once, and whoever waits for something outside does not count."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from adapters.chat.turnstile import Turnstile

WIDTH = 2


class Counter:
    """How many are inside, and the most there were."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0

    async def pass_through(self, turnstile: Turnstile, turns: int) -> None:
        """Stays inside for that many turns of the loop."""
        async with turnstile.passing():
            self.inside += 1
            self.most = max(self.most, self.inside)
            for _ in range(turns):
                await asyncio.sleep(0)
            self.inside -= 1


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20), st.integers(0, 19), st.integers(0, 10))
def test_never_more_than_its_width_whoever_is_cancelled(stays: list[int], victim: int, after: int) -> None:
    async def crowd() -> Counter:
        turnstile, counter = Turnstile(WIDTH, patience=60), Counter()
        tasks = [asyncio.create_task(counter.pass_through(turnstile, turns)) for turns in stays]
        for _ in range(after):
            await asyncio.sleep(0)
        tasks[victim % len(tasks)].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        counter.inside = counter.most = 0
        await asyncio.gather(*(counter.pass_through(turnstile, 2) for _ in range(WIDTH * 2)))
        return counter

    assert asyncio.run(crowd()).most == WIDTH, "a cancelled one took its room with it, or left it twice"


async def test_whoever_takes_long_no_longer_counts() -> None:
    turnstile, outside, entered = Turnstile(1, patience=0.01), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with turnstile.passing():
            entered.set()
            await outside.wait()

    waiting = asyncio.create_task(slow())
    await entered.wait()
    async with asyncio.timeout(5), turnstile.passing():
        assert not waiting.done()
    outside.set()
    await waiting


async def test_the_long_one_gives_its_room_back_once() -> None:
    turnstile, counter = Turnstile(1, patience=0.0), Counter()
    async with turnstile.passing():
        await asyncio.sleep(0.01)
    patient = Turnstile(1, patience=60)
    patient._room = turnstile._room
    await asyncio.gather(*(counter.pass_through(patient, 2) for _ in range(3)))
    assert counter.most == 1
