"""Background jobs in this process: bounded, drained on stop; what it forgets the store still owes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)

Payload = Mapping[str, str]
Run = Callable[[str, Payload], Awaitable[None]]


class InProcessQueue:
    """Runs jobs one after another in a few workers; a job that fails is logged and left to the sweep."""

    def __init__(self, size: int = 1000) -> None:
        self._waiting: asyncio.Queue[tuple[str, Payload]] = asyncio.Queue(size)

    async def add(self, name: str, payload: Payload) -> None:
        """Takes the job, or leaves it to the next sweep where the queue is full."""
        try:
            self._waiting.put_nowait((name, payload))
        except asyncio.QueueFull:
            log.warning("the queue is full; %s waits for the next sweep", name)

    async def drained(self) -> None:
        """Returns once every job taken so far, and those they added, have ended."""
        await self._waiting.join()

    @asynccontextmanager
    async def working(self, run: Run, workers: int = 2, patience: float = 20.0) -> AsyncIterator[None]:
        """Works while the context is open; on leaving it finishes what was taken, for `patience` seconds."""
        tasks = [asyncio.create_task(self._work(run)) for _ in range(workers)]
        try:
            yield
        finally:
            try:
                await asyncio.wait_for(self.drained(), patience)
            except TimeoutError:
                log.warning("%d jobs were left for the next start", self._waiting.qsize())
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
