"""Jobs over Redis: each is run, those that fail are tried again and set aside, Redis may go and come back."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis, from_url

from adapters.redis_queue import DIED, Options, RedisQueue, open_redis_queue
from tests.queue.at_work import PATIENCE, QUICK, Payload, Work, at_work, is_empty, opened, until
from tests.queue.server import RedisServer


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
async def queue(redis_server: RedisServer, tmp_path: Path) -> AsyncIterator[RedisQueue]:
    async with opened(redis_server.url, tmp_path.name) as queue:
        yield queue


@pytest.fixture
async def redis(redis_server: RedisServer) -> AsyncIterator[Redis]:
    client = from_url(redis_server.url, decode_responses=True)
    yield client
    await client.aclose()


async def test_every_job_is_run_once_and_leaves_nothing_behind(
    queue: RedisQueue, work: Work, redis: Redis, tmp_path: Path
) -> None:
    await asyncio.gather(*(queue.add("job", {"n": str(n)}) for n in range(200)))
    await queue.add("nowhere", {})
    assert await queue.depth() == 200
    async with queue.working(work.run, work.set_aside):
        await until(lambda: len(work.done) == 200)
    assert sorted(work.done) == sorted(("job", str(n)) for n in range(200))
    assert await queue.depth() == 0
    assert await is_empty(redis, tmp_path.name)


async def test_a_job_that_waits_is_not_added_twice(queue: RedisQueue, work: Work) -> None:
    for _ in range(3):
        await queue.add("job", {"n": "1", "m": "2"})
        await queue.add("job", {"m": "2", "n": "1"})
        await queue.add("late", {"n": "1"}, timedelta(seconds=60))
    assert await queue.depth() == 2


async def test_a_job_added_while_it_runs_runs_once_more_after(queue: RedisQueue, work: Work) -> None:
    async with queue.working(work.run, work.set_aside):
        await queue.add("long", {"n": "1"})
        await until(lambda: len(work.begun) == 1)
        for _ in range(3):
            await queue.add("long", {"n": "1"})
        await asyncio.sleep(0.1)
        assert len(work.begun) == 1
        work.go.set()
        await until(lambda: len(work.done) == 2)
    assert await queue.depth() == 0


async def test_a_job_can_put_itself_off(queue: RedisQueue, work: Work) -> None:
    times: list[float] = []

    async def run(name: str, payload: Payload) -> None:
        times.append(time.monotonic())
        if len(times) == 1:
            await queue.add(name, payload, timedelta(seconds=0.3))

    async with queue.working(run, work.set_aside):
        await queue.add("job", {})
        await until(lambda: len(times) == 2)
    assert times[1] - times[0] >= 0.3


async def test_a_job_that_fails_is_tried_again_and_then_set_aside(
    queue: RedisQueue, work: Work, redis: Redis, tmp_path: Path
) -> None:
    async with queue.working(work.run, work.set_aside):
        await queue.add("bad", {"n": "1"})
        await until(lambda: bool(work.asides))
        await queue.add("bad", {"n": "1"})
        await until(lambda: len(work.asides) == 2)
    assert work.asides == [("bad", {"n": "1"}, "ValueError: broken", 3)] * 2
    assert work.begun == [("bad", "1")] * 6
    assert await queue.depth() == 0
    events = repr(await redis.xrange(f"{tmp_path.name}:any:events"))
    assert "ValueError: broken" in events
    assert await is_empty(redis, tmp_path.name)
    assert "student" not in events, "Redis is told no more of an error than its first line"


async def test_a_job_longer_than_its_lock_runs_once(
    redis_server: RedisServer, work: Work, tmp_path: Path
) -> None:
    url, name = redis_server.url, tmp_path.name
    async with at_work(url, name, work, lock=1.5) as queue, at_work(url, name, work, lock=1.5):
        await queue.add("long", {"n": "1"})
        await asyncio.sleep(3.5)
        work.go.set()
        await until(lambda: bool(work.done))
    assert work.begun == [("long", "1")]


async def test_a_job_cut_off_at_the_end_is_run_by_another(
    redis_server: RedisServer, work: Work, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_work(redis_server.url, tmp_path.name, work, lock=0.6, patience=0.1) as queue:
        await queue.add("long", {"n": "1"})
        await until(lambda: bool(work.begun))
    assert "jobs cut off, for another process to take up: 1" in caplog.text
    work.go.set()
    async with at_work(redis_server.url, tmp_path.name, work, lock=0.6):
        await until(lambda: bool(work.done))
    assert work.begun == [("long", "1")] * 2


async def test_a_job_that_dies_with_every_process_is_set_aside(
    redis_server: RedisServer, work: Work, tmp_path: Path
) -> None:
    async with opened(redis_server.url, tmp_path.name) as queue:
        await queue.add("long", {"n": "1"})
    for life in range(1, QUICK.tries + 1):
        async with at_work(redis_server.url, tmp_path.name, work, lock=0.6, patience=0):
            await until(lambda life=life: len(work.begun) == life)  # type: ignore[misc]
    async with at_work(redis_server.url, tmp_path.name, work, lock=0.6) as queue:
        await until(lambda: bool(work.asides))
        assert await queue.depth() == 0
    assert work.asides == [("long", {"n": "1"}, DIED, QUICK.tries)]
    assert len(work.begun) == QUICK.tries


async def test_what_was_begun_is_ended_before_the_end(queue: RedisQueue, work: Work) -> None:
    async with queue.working(work.run, work.set_aside):
        await queue.add("long", {"n": "1"})
        await until(lambda: bool(work.begun))
        asyncio.get_running_loop().call_later(0.3, work.go.set)
        await queue.finish(PATIENCE)
        assert work.done == [("long", "1")]
        await queue.add("job", {"n": "2"})
    assert await queue.depth() == 1, "what is added at the end is for another process"


async def test_a_platforms_jobs_wait_until_it_is_connected(
    redis_server: RedisServer, work: Work, tmp_path: Path
) -> None:
    connected = asyncio.Event()

    async def ready(name: str) -> None:
        if name == "discord":
            await connected.wait()

    def queue_of(name: str, payload: Payload) -> str:
        return payload["n"]

    options = Options(prefix=tmp_path.name)
    names = ["any", "discord"]
    async with (
        open_redis_queue(redis_server.url, queue_of, names, ready, options) as queue,
        queue.working(work.run, work.set_aside),
    ):
        for name in ("discord", "slack", "any"):
            await queue.add("job", {"n": name})
        await until(lambda: work.done == [("job", "any")])
        await asyncio.sleep(0.1)
        assert await queue.depth() == 1
        connected.set()
        await until(lambda: work.done[1:] == [("job", "discord")])
    assert await queue.depth() == 0


async def test_redis_goes_and_comes_back(
    own_server: RedisServer, work: Work, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_work(own_server.url, tmp_path.name, work) as queue:
        await queue.add("job", {"n": "1"})
        await until(lambda: len(work.done) == 1)
        own_server.stop()
        for n in range(5):
            await queue.add("job", {"n": f"lost {n}"})
        assert await queue.depth() is None
        own_server.start()
        async with asyncio.timeout(PATIENCE):
            while len(work.done) == 1:
                await queue.add("job", {"n": "2"})
                await asyncio.sleep(0.1)
    assert ("job", "2") in work.done
    assert caplog.text.count("Redis is lost") == 1
    assert "secret" not in caplog.text


async def test_a_redis_that_hangs_is_waited_for_once(
    own_server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A reply is held up by each job that it causes, so only the first may find out."""
    monkeypatch.setattr("adapters.redis_queue.ADD_WITHIN", 0.3)
    monkeypatch.setattr("adapters.redis_queue.AWAY_FOR", 1.0)
    async with opened(own_server.url, tmp_path.name) as queue:
        own_server.freeze()
        await queue.add("job", {"n": "first"})
        begun = time.monotonic()
        for number in range(50):
            await queue.add("job", {"n": f"lost {number}"})
        assert time.monotonic() - begun < 0.3
        assert "Redis is lost (it does not answer)" in caplog.text
        own_server.thaw()
        async with asyncio.timeout(PATIENCE):
            while await queue.depth() != 1:
                await queue.add("job", {"n": "first"})
                await asyncio.sleep(0.05)


async def test_redis_lost_does_not_hold_up_the_end(
    own_server: RedisServer, work: Work, tmp_path: Path
) -> None:
    async with at_work(own_server.url, tmp_path.name, work) as queue:
        await queue.add("job", {})
        await until(lambda: bool(work.done))
        own_server.stop()
        begun = time.monotonic()
    assert time.monotonic() - begun < PATIENCE / 2


async def test_what_waits_can_be_forgotten(redis_server: RedisServer) -> None:
    """More than is read at a time, for now and for later."""
    async with opened(redis_server.url, "forgotten") as queue:
        for number in range(250):
            after = timedelta(hours=number % 2)
            await queue.add("ok", {"n": str(number), "owner": "ana" if number % 3 else "ben"}, after)
        await queue.forget(lambda payload: payload["owner"] == "ana")
        assert await queue.depth() == 84
        work = Work()
        async with queue.working(work.run, work.set_aside):
            await until(lambda: len(work.done) == 42)
        assert all(int(number) % 3 == 0 for _, number in work.done)
        await queue.add("ok", {"n": "1", "owner": "ana"})
        assert await queue.depth() == 43
