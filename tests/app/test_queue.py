"""Jobs in the process: all are done before it stops, one that fails harms no other."""

import asyncio
from collections.abc import Mapping

import pytest

from adapters.queue import InProcessQueue


async def test_every_job_taken_is_done_before_the_end() -> None:
    done: list[str] = []

    async def run(name: str, payload: Mapping[str, str]) -> None:
        await asyncio.sleep(0.01)
        done.append(payload["n"])

    queue = InProcessQueue()
    async with queue.working(run):
        for n in range(10):
            await queue.add("job", {"n": str(n)})
    assert sorted(done, key=int) == [str(n) for n in range(10)]


async def test_drained_waits_for_jobs_that_jobs_add() -> None:
    done: list[str] = []
    queue = InProcessQueue()

    async def run(name: str, payload: Mapping[str, str]) -> None:
        await asyncio.sleep(0.01)
        if name == "first":
            await queue.add("second", {})
        done.append(name)

    async with queue.working(run):
        await queue.add("first", {})
        await queue.drained()
        assert done == ["first", "second"]


async def test_a_job_that_fails_is_logged_and_the_next_runs(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    async def run(name: str, payload: Mapping[str, str]) -> None:
        if name == "bad":
            raise RuntimeError("broken")
        done.append(name)

    queue = InProcessQueue()
    async with queue.working(run, workers=1):
        await queue.add("bad", {})
        await queue.add("good", {})
        await queue.drained()
    assert done == ["good"]
    assert "job bad failed" in caplog.text


async def test_a_full_queue_leaves_the_job_to_the_sweep(caplog: pytest.LogCaptureFixture) -> None:
    queue = InProcessQueue(size=1)
    await queue.add("one", {})
    await queue.add("two", {})
    assert "two waits for the next sweep" in caplog.text


async def test_a_job_that_hangs_does_not_keep_the_process_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    async def hang(name: str, payload: Mapping[str, str]) -> None:
        await asyncio.sleep(3600)

    queue = InProcessQueue()
    async with queue.working(hang, patience=0.05):
        await queue.add("hangs", {})
    assert "left for the next start" in caplog.text
