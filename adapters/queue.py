"""Background jobs in this process: bounded, drained on stop; what it forgets the store still owes."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from domain.model.aside import described
from domain.retries import Retries

log = logging.getLogger(__name__)

Payload = Mapping[str, str]
Run = Callable[[str, Payload], Awaitable[None]]
SetAside = Callable[[str, Payload, str, int], Awaitable[None]]
Key = tuple[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Options:
    """`size` bounds what waits, `workers` what runs at once and `each` what of it may be of one owner.

    Jobs named in `slow` wait long for somebody else's server; together they take two of three places.
    """

    size: int = 1000
    workers: int = 6
    each: int = 2
    slow: frozenset[str] = frozenset(("grade_attempt",))
    retries: Retries = field(default_factory=Retries)

    @property
    def most_slow(self) -> int:
        return max(1, self.workers * 2 // 3)


@dataclass(frozen=True, slots=True)
class Job:
    """`failed` counts the tries so far."""

    name: str
    payload: Payload
    failed: int = 0

    @property
    def key(self) -> Key:
        return self.name, frozenset(self.payload.items())

    @property
    def owner(self) -> str:
        """For whom it is, where its payload says so."""
        return self.payload.get("owner") or self.payload.get("user_id", "")


class InProcessQueue:
    """Runs jobs in the order in which they were added, but not many of one owner at once.

    A job that waits is not taken twice; one that waits for later, or to be tried again, is brought forward
    when it is added anew. While one runs, another can wait until it has ended.
    """

    def __init__(
        self,
        options: Options = Options(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._options = options
        self._sleep = sleep
        self._chance = chance
        self._at_work: tuple[Run, SetAside] | None = None
        self._waiting: dict[Key, Job] = {}
        self._later: dict[Key, tuple[Job, asyncio.Task[None]]] = {}
        self._running: dict[asyncio.Task[None], Job] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False

    async def add(self, name: str, payload: Payload, after: timedelta = timedelta()) -> None:
        """Takes the job, or leaves it to the next sweep where the queue is full.

        One for later is begun once `after` has passed; `drained` does not wait for it.
        """
        job = Job(name, dict(payload))
        if after > timedelta():
            self._put_off(job, after.total_seconds())
        elif job.key in self._later:
            later, task = self._later.pop(job.key)
            task.cancel()
            self._take(later)
        else:
            self._take(job)

    async def depth(self) -> int | None:
        return len(self._waiting) + len(self._later) + len(self._running)

    async def forget(self, of: Callable[[Payload], bool]) -> None:
        """Drops the jobs that wait, now or for later, and whose payload `of` is true for."""
        for key in [key for key, job in self._waiting.items() if of(job.payload)]:
            del self._waiting[key]
        for key in [key for key, (job, _) in self._later.items() if of(job.payload)]:
            self._later.pop(key)[1].cancel()
        if not self._waiting and not self._running:
            self._idle.set()

    async def drained(self) -> None:
        """Returns once every job taken so far, and those they added, have ended or failed for now."""
        await self._idle.wait()

    async def finish(self, patience: float) -> None:
        """Ends what was taken, for at most `patience` seconds; nothing is taken or run after that."""
        if self._closed:
            return
        try:
            await asyncio.wait_for(self.drained(), patience)
        except TimeoutError:
            log.warning("jobs left for the next start: %d", len(self._waiting) + len(self._running))
        self._closed = True
        tasks = [*self._running, *(task for _, task in self._later.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @asynccontextmanager
    async def working(self, run: Run, set_aside: SetAside, patience: float = 20.0) -> AsyncIterator[None]:
        """Works while the context is open, and finishes when it is left.

        `set_aside` is handed a job whose last try failed, with the error in words and the number of tries.
        """
        self._at_work = run, set_aside
        self._begin()
        try:
            yield
        finally:
            await self.finish(patience)

    def _take(self, job: Job) -> None:
        if self._closed or job.key in self._waiting or self._is_full(job):
            return
        self._waiting[job.key] = job
        self._idle.clear()
        self._begin()

    def _put_off(self, job: Job, seconds: float) -> None:
        if self._closed or job.key in self._later or self._is_full(job):
            return
        self._later[job.key] = job, asyncio.create_task(self._take_after(job, seconds))

    async def _take_after(self, job: Job, seconds: float) -> None:
        await self._sleep(seconds)
        del self._later[job.key]
        self._take(job)

    def _is_full(self, job: Job) -> bool:
        if len(self._waiting) + len(self._later) < self._options.size:
            return False
        log.warning("the queue is full; %s waits for the next sweep", job.name)
        return True

    def _begin(self) -> None:
        """Starts what may run now, the oldest first."""
        while not self._closed and self._at_work is not None and len(self._running) < self._options.workers:
            job = self._next()
            if job is None:
                return
            task = asyncio.create_task(self._work(job, *self._at_work))
            self._running[task] = job
            task.add_done_callback(self._ended)

    def _next(self) -> Job | None:
        """The oldest that is not running already, has a place, and whose owner has few others running."""
        options, running = self._options, list(self._running.values())
        owners = Counter(job.owner for job in running if job.owner)
        keys = {job.key for job in running}
        crowded = sum(job.name in options.slow for job in running) >= options.most_slow
        for key, job in self._waiting.items():
            if crowded and job.name in options.slow:
                continue
            if key not in keys and owners[job.owner] < options.each:
                return self._waiting.pop(key)
        return None

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._running.pop(task)
        self._begin()
        if not self._waiting and not self._running:
            self._idle.set()

    async def _work(self, job: Job, run: Run, set_aside: SetAside) -> None:
        try:
            await run(job.name, job.payload)
        except Exception as error:  # noqa: BLE001 - whatever it is, the job is tried again or set aside
            await self._failed(replace(job, failed=job.failed + 1), error, set_aside)

    async def _failed(self, job: Job, error: Exception, set_aside: SetAside) -> None:
        retries = self._options.retries
        if job.failed < retries.tries:
            seconds = retries.pause(job.failed, self._chance())
            log.warning("job %s failed and is tried again in %.1f s", job.name, seconds, exc_info=error)
            self._put_off(job, seconds)
            return
        log.error("job %s failed %d times and is set aside", job.name, job.failed, exc_info=error)
        try:
            await set_aside(job.name, job.payload, described(error), job.failed)
        except Exception:
            log.exception("job %s could not be set aside; the next sweep takes it up", job.name)
