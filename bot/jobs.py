"""Where background jobs wait: in this process, or in Redis for all processes that share one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from adapters.queue import InProcessQueue, Options, Run, SetAside
from bot.config import Settings
from domain.errors import QueueUnavailable
from domain.jobs import platform_of
from domain.ports import Jobs

ANYWHERE = "anywhere"
PLATFORMS = frozenset(("discord", "slack"))


class JobQueue(Jobs, Protocol):
    """Jobs that are also run here."""

    def working(
        self, run: Run, set_aside: SetAside, patience: float
    ) -> AbstractAsyncContextManager[None]: ...

    async def finish(self, patience: float) -> None:
        """Ends what was begun, for at most `patience` seconds; nothing is begun after that."""
        ...


def own_queue(settings: Settings) -> InProcessQueue:
    """A queue of this process alone."""
    return InProcessQueue(Options(workers=settings.queue.workers, retries=settings.queue.retries))


def is_shared(settings: Settings) -> bool:
    """Whether the queue URL names a Redis. Raises QueueUnavailable where it is of no known kind."""
    if settings.queue.url.startswith(("redis://", "rediss://")):
        return True
    if settings.queue.url == "memory://":
        return False
    kind = settings.queue.url.partition(":")[0]
    raise QueueUnavailable(
        f"The queue URL is of no known kind ({kind!r}). "
        "Use memory:// or redis://HOST:PORT/DB in MOCKINGBIRD_QUEUE_URL."
    )


@asynccontextmanager
async def open_queue(
    settings: Settings, platforms: Sequence[str], connected: Callable[[str], Awaitable[None]]
) -> AsyncIterator[JobQueue]:
    """The queue that the queue URL names; its driver is imported only here.

    Over Redis this process runs what any can, and what needs one of `platforms` from when `connected` of it
    returns. Raises QueueUnavailable.
    """
    if not is_shared(settings):
        yield own_queue(settings)
        return
    from adapters.redis_queue import Options, open_redis_queue

    async def ready(name: str) -> None:
        if name != ANYWHERE:
            await connected(name)

    chosen = settings.queue
    others = sorted(PLATFORMS - set(platforms))
    options = Options(chosen.workers, chosen.retries, chosen.lock_seconds, others=others)
    async with open_redis_queue(chosen.url, queue_of, (ANYWHERE, *platforms), ready, options) as queue:
        yield queue


def queue_of(name: str, payload: Mapping[str, str]) -> str | None:
    """The queue in Redis that a job waits in.

    None where only a terminal could do it: it keeps its jobs to itself, and finds in the store what it owes.
    """
    platform = platform_of(name, payload)
    if not platform:
        return ANYWHERE
    return platform if platform in PLATFORMS else None
