"""Background jobs over Redis, with BullMQ: what one process adds another runs, even if the first has died."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bullmq import Job, Queue, UnrecoverableError, Worker  # type: ignore[import-untyped]
from redis.exceptions import TimeoutError as RedisTimeout

from adapters.redis_server import LOST, connect, examine
from domain.model.aside import described, job_digest
from domain.retries import Retries

log = logging.getLogger(__name__)

Payload = Mapping[str, str]
Run = Callable[[str, Payload], Awaitable[None]]
SetAside = Callable[[str, Payload, str, int], Awaitable[None]]
QueueOf = Callable[[str, Payload], str | None]
Ready = Callable[[str], Awaitable[None]]

ADD_WITHIN = 3.0
FORGET_WITHIN, READ_AT_ONCE, WAITING = 10.0, 100, ("wait", "delayed")
AT_ONCE = 20  # more adds wait here, since a pool out of connections fails
AGAIN_AFTER = 1.0
AWAY_FOR = 5.0
"""Seconds for which nobody adds a job where Redis does not answer: a reply would be held up by each."""
COMPLAIN_EVERY = 60.0
EVENTS_KEPT = 1000
DIED = "Died: the process that ran it ended in the middle, each time"


@dataclass(frozen=True, slots=True)
class Options:
    """`workers` jobs of each queue run at once in a process; `lock` is after how many seconds the jobs of a
    process that died go to another; `prefix` stands before every key in Redis. `others` are queues not worked
    on here."""

    workers: int = 6
    retries: Retries = field(default_factory=Retries)
    lock: float = 15.0
    prefix: str = "mockingbird"
    others: Sequence[str] = ()


class JobFailed(Exception):
    """All that Redis is told of an error: its description, which quotes nobody's answer."""


class Work:
    """What a BullMQ worker calls: a job to be run, and a job that has failed."""

    def __init__(self, run: Run, set_aside: SetAside) -> None:
        self._run = run
        self._set_aside = set_aside
        self._asides: set[asyncio.Task[None]] = set()

    async def process(self, job: Job, token: str) -> None:
        """Raises JobFailed for any error of the job."""
        try:
            await self._run(job.name, job.data)
        except Exception as error:
            log.warning(
                "job %s failed, try %d of %d", job.name, job.attemptsMade + 1, job.attempts, exc_info=True
            )
            raise JobFailed(described(error)) from None

    def failed(self, job: Job, error: Exception) -> None:
        """Sets the job aside after its last try; a process that died with it is a try as well."""
        died = isinstance(error, UnrecoverableError)
        if died or job.attemptsMade >= job.attempts:
            # BullMQ starts a job that died once more, only to have it fail.
            told, tries = (DIED, job.attemptsStarted - 1) if died else (str(error), job.attemptsStarted)
            task = asyncio.create_task(self._put_aside(job, told, tries))
            self._asides.add(task)
            task.add_done_callback(self._asides.discard)

    async def settled(self) -> None:
        """Returns once all that has failed is set aside."""
        await asyncio.gather(*self._asides)

    async def _put_aside(self, job: Job, told: str, tries: int) -> None:
        log.error("job %s failed %d times and is set aside: %s", job.name, tries, told)
        try:
            await self._set_aside(job.name, job.data, told, tries)
        except Exception:
            log.exception("job %s could not be set aside; the next sweep takes it up", job.name)


@asynccontextmanager
async def open_redis_queue(
    url: str, queue_of: QueueOf, names: Sequence[str], ready: Ready, options: Options
) -> AsyncIterator["RedisQueue"]:
    """The queue over that Redis, which must be there now and may be away later. Raises QueueUnavailable."""
    await examine(url)
    queue = RedisQueue(url, queue_of, names, ready, options)
    try:
        yield queue
    finally:
        await queue.close()


class RedisQueue:
    """Jobs of all processes. `queue_of` says in which queue a job waits, if in any, `names` which of them are
    worked on here, each from when `ready` of its name returns.

    A job that waits, or waits to be tried again, is not added twice; of one that runs, one more is kept.
    """

    def __init__(
        self, url: str, queue_of: QueueOf, names: Sequence[str], ready: Ready, options: Options
    ) -> None:
        self._url = url
        self._queue_of = queue_of
        self._names = names
        self._ready = ready
        self._options = options
        self._client = connect(url, within=ADD_WITHIN, tries=1)
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._queues: dict[str, Queue] = {}
        self._workers: dict[str, Worker] = {}
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._complained = -COMPLAIN_EVERY
        self._away_until = 0.0
        self._closing = False

    async def add(self, name: str, payload: Payload, after: timedelta = timedelta()) -> None:
        """Adds the job, or leaves it to the next sweep where Redis is lost."""
        queue = self._queue_of(name, payload)
        if queue is None or time.monotonic() < self._away_until:
            return
        options = {
            "delay": round(after.total_seconds() * 1000),
            "attempts": self._options.retries.tries,
            "backoff": {"type": "spread"},
            "deduplication": {"id": job_digest(name, payload), "keepLastIfActive": True},
            "removeOnComplete": True,
            "removeOnFail": True,
            "stackTraceLimit": 0,
        }
        try:
            async with asyncio.timeout(ADD_WITHIN), self._turn:
                await self._queue(queue).add(name, dict(payload), options)
        except LOST as error:
            if isinstance(error, TimeoutError | RedisTimeout):
                self._away_until = time.monotonic() + AWAY_FOR
            self._lost(error)

    async def depth(self) -> int | None:
        """Of the queues that are worked on here, in all processes."""
        try:
            async with asyncio.timeout(ADD_WITHIN):
                counts = [await self._queue(n).getJobCounts("wait", "active", "delayed") for n in self._names]
        except LOST as error:
            self._lost(error)
            return None
        return sum(sum(count.values()) for count in counts)

    async def forget(self, of: Callable[[Payload], bool]) -> None:
        """Drops the jobs that wait in any queue, worked on here or not, and whose payload `of` is true for.

        What Redis does not let go of now is run later, and finds nobody.
        """
        try:
            async with asyncio.timeout(FORGET_WITHIN):
                for name in (*self._names, *self._options.others):
                    await self._forget(self._queue(name), of)
        except LOST as error:
            self._lost(error)

    async def _forget(self, queue: Queue, of: Callable[[Payload], bool]) -> None:
        """Reads them a few at a time, the last first: what is dropped moves none that is still to be read."""
        for kind in WAITING:
            end = (await queue.getJobCounts(kind))[kind]
            while end > 0:
                begin = max(0, end - READ_AT_ONCE)
                for job in await queue.getJobs([kind], begin, end - 1, asc=True):
                    if of(job.data):
                        await queue.remove(job.id)
                end = begin

    @asynccontextmanager
    async def working(self, run: Run, set_aside: SetAside, patience: float = 20.0) -> AsyncIterator[None]:
        """Works while the context is open, and finishes when it is left.

        `set_aside` is handed a job whose last try failed, with the error in words and the number of tries.
        """
        work = Work(run, set_aside)
        self._serving = {name: asyncio.create_task(self._serve(name, work)) for name in self._names}
        try:
            yield
        finally:
            await self.finish(patience)
            await work.settled()

    async def finish(self, patience: float) -> None:
        """Begins no more jobs and ends those begun here, for at most `patience` seconds; then cuts them off,
        to be run again by another process."""
        if self._closing:
            return
        self._closing = True
        for name in self._serving.keys() - self._workers.keys():
            self._serving[name].cancel()
        await self._end_workers(asyncio.get_running_loop().time() + patience)
        await asyncio.gather(*self._serving.values(), return_exceptions=True)

    async def close(self) -> None:
        await self._client.aclose()

    async def _end_workers(self, deadline: float) -> None:
        workers, loop = list(self._workers.values()), asyncio.get_running_loop()
        ending = {asyncio.create_task(worker.close()) for worker in workers}
        while ending and (left := deadline - loop.time()) > 0:
            _, ending = await asyncio.wait(ending, timeout=min(left, AGAIN_AFTER))
            if not any(worker.jobs for worker in workers):
                break
        if cut_off := sum(len(worker.jobs) for worker in workers):
            log.warning("jobs cut off, for another process to take up: %d", cut_off)
        await asyncio.gather(*(worker.close(force=True) for worker in workers), *ending)

    async def _serve(self, name: str, work: Work) -> None:
        """Works on one queue until all is finished; a worker that ends before is replaced."""
        await self._ready(name)
        while not self._closing:
            worker = self._workers[name] = self._worker(name, work)
            try:
                await self._client.hset(worker.keys["meta"], "opts.maxLenEvents", str(EVENTS_KEPT))
                # Once it knows the version it waits for delayed jobs by the millisecond, else by the second.
                await worker.blockingRedisConnection.getRedisVersion()
                await worker.run()
            except LOST as error:
                self._lost(error)
            finally:
                await worker.client.aclose()
            if not self._closing:
                await asyncio.sleep(AGAIN_AFTER)

    def _worker(self, name: str, work: Work) -> Worker:
        lock = round(self._options.lock * 1000)
        options = {
            "connection": connect(self._url, within=30.0, tries=5),
            "prefix": self._options.prefix,
            "autorun": False,
            "concurrency": self._options.workers,
            "lockDuration": lock,
            "stalledInterval": lock // 3,
            "maxStalledCount": max(1, self._options.retries.tries - 1),
            "runRetryDelay": round(AGAIN_AFTER * 1000),
            "settings": {"backoffStrategy": self._pause},
        }
        worker = Worker(name, work.process, options)
        worker.on("failed", work.failed)
        worker.on("error", self._error)
        return worker

    def _queue(self, name: str) -> Queue:
        if name not in self._queues:
            self._queues[name] = Queue(name, {"connection": self._client, "prefix": self._options.prefix})
        return self._queues[name]

    def _pause(self, failed: int, kind: str, error: Exception, job: Job) -> int:
        """In milliseconds, as BullMQ asks for it."""
        return round(self._options.retries.pause(failed, random.random()) * 1000)  # noqa: S311

    def _error(self, error: Any, job: Job | None = None) -> None:
        if isinstance(error, LOST):
            self._lost(error)
        else:
            log.warning("the queue: %s", error)

    def _lost(self, error: BaseException) -> None:
        """Says so once a minute: everything that is lost meanwhile the store still owes."""
        now = time.monotonic()
        if now - self._complained >= COMPLAIN_EVERY:
            self._complained = now
            told = str(error) or "it does not answer"
            log.warning("Redis is lost (%s); jobs are left to the sweep until it is back", told)
