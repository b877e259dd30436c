"""A queue over Redis with work that keeps what it was asked to do."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from redis.asyncio import Redis

from adapters.redis_queue import Options, RedisQueue, open_redis_queue
from domain.retries import Retries

Payload = Mapping[str, str]
QUICK = Retries(tries=3, first=0.05, longest=0.1)
PATIENCE = 20.0


@dataclass
class Work:
    """Runs jobs: those named `bad` fail, those named `long` wait for `go`. Keeps what became of them."""

    begun: list[tuple[str, str]] = field(default_factory=list)
    done: list[tuple[str, str]] = field(default_factory=list)
    asides: list[tuple[str, Payload, str, int]] = field(default_factory=list)
    go: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, name: str, payload: Payload) -> None:
        job = name, payload.get("n", "")
        self.begun.append(job)
        if name == "bad":
            raise ValueError("broken\nby what a student wrote")
        if name == "long":
            await self.go.wait()
        self.done.append(job)

    async def set_aside(self, name: str, payload: Payload, error: str, tries: int) -> None:
        self.asides.append((name, payload, error, tries))


async def at_once(name: str) -> None:
    """Every queue can be worked on from the start."""


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def opened(url: str, prefix: str, lock: float = 15.0) -> AsyncIterator[RedisQueue]:
    """A queue of one name, `any`, for jobs of every name but `nowhere`."""

    def queue_of(name: str, payload: Payload) -> str | None:
        return None if name == "nowhere" else "any"

    options = Options(workers=4, retries=QUICK, lock=lock, prefix=prefix)
    async with open_redis_queue(url, queue_of, ["any"], at_once, options) as queue:
        yield queue


@asynccontextmanager
async def at_work(
    url: str, prefix: str, work: Work, lock: float = 15.0, patience: float = PATIENCE
) -> AsyncIterator[RedisQueue]:
    async with opened(url, prefix, lock) as queue, queue.working(work.run, work.set_aside, patience):
        yield queue


async def is_empty(redis: Redis, prefix: str) -> bool:
    """Whether no job is left there, done or failed."""
    kept = {str(key).rpartition(":")[2] for key in await redis.keys(f"{prefix}:*")}
    return kept <= {"id", "meta", "events", "marker", "stalled-check", "pc"}
