"""One tick again and again; the store says what is due, so a tick that is late or missed loses nothing."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]

JITTER = 0.1
PATIENCE = 10.0

log = logging.getLogger(__name__)


@asynccontextmanager
async def ticking(sweep: Callable[[], Awaitable[object]], every_seconds: float) -> AsyncIterator[None]:
    """Sweeps about every so many seconds while the context is open; on leaving, a sweep under way may end.

    A sweep never overlaps with itself, late ones are run once, and one that fails is logged and tried again.
    """
    running = asyncio.Lock()

    async def tick() -> None:
        async with running:
            try:
                await sweep()
            except Exception:
                log.exception("the sweep failed; the next one tries again")

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        tick,
        IntervalTrigger(seconds=every_seconds, jitter=every_seconds * JITTER, timezone="UTC"),
        coalesce=True,
        misfire_grace_time=None,
        max_instances=1,
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        await _until_free(running)
        scheduler.shutdown(wait=False)
        # apscheduler shuts down in a callback of the loop, which has to have its turn.
        await asyncio.sleep(0)


async def _until_free(running: asyncio.Lock) -> None:
    """Waits for the sweep under way, since apscheduler would cancel it."""
    try:
        async with asyncio.timeout(PATIENCE), running:
            pass
    except TimeoutError:
        log.warning("a sweep took longer than %g s and was cut off; the next start takes it up", PATIENCE)
