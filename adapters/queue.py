"""Background jobs in this process: bounded, drained on stop; what it forgets the store still owes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

log = logging.getLogger(__name__)

Payload = Mapping[str, str]
Run = Callable[[str, Payload], Awaitable[None]]


class InProcessQueue:
    """Runs jobs one after another in a few workers; a job that fails is logged and left to the sweep."""

    def __init__(self, size: int = 1000) -> None:
        self._waiting: asyncio.Queue[tuple[str, Payload]] = asyncio.Queue(size)
        self._closed = False

    async def add(self, name: str, payload: Payload, after: timedelta = timedelta()) -> None:
        """Takes the job, or leaves it to the next sweep where the queue is full.

        One for later is begun once `after` has passed; `drained` does not wait for it.
        """
        if after > timedelta():
            asyncio.get_running_loop().call_later(after.total_seconds(), self._take, name, payload)
        else:
            self._take(name, payload)

    def _take(self, name: str, payload: Payload) -> None:
        if self._closed:
            return
        try:
            self._waiting.put_nowait((name, payload))
        except asyncio.QueueFull:
            log.warning("the queue is full; %s waits for the next sweep", name)

    async def drained(self) -> None:
        """Returns once every job taken so far, and those they added, have ended."""
        await self._waiting.join()

    @asynccontextmanager
    async def working(self, run: Run, workers: int = 6, patience: float = 20.0) -> AsyncIterator[None]:
        """Works while the context is open; on leaving it finishes what was taken, for `patience` seconds."""
        tasks = [asyncio.create_task(self._work(run)) for _ in range(workers)]
        try:
            yield
        finally:
            try:
                await asyncio.wait_for(self.drained(), patience)
            except TimeoutError:
                log.warning("%d jobs were left for the next start", self._waiting.qsize())
            self._closed = True
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, run: Run) -> None:
        while True:
            name, payload = await self._waiting.get()
            try:
                await run(name, payload)
            except Exception:
                log.exception("job %s failed; the next sweep takes it up", name)
            finally:
                self._waiting.task_done()
