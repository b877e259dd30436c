"""python -m bot worker: background jobs alone, for a fleet, until a signal ends them."""

import logging

from bot.app import open_app
from bot.config import Settings
from bot.jobs import is_shared, open_queue
from bot.scheduler import ticking
from bot.stopping import stopping
from bot.switchboard import Switchboard
from domain.errors import QueueUnavailable

log = logging.getLogger(__name__)

NO_REDIS = (
    "A worker takes its jobs from Redis; with MOCKINGBIRD_QUEUE_URL at memory:// each process runs its own, "
    "so this one would have nothing to do. Set it to redis://HOST:PORT/DB, here and for python -m bot run."
)


async def work(settings: Settings) -> int:
    """Runs what needs no platform until SIGTERM or SIGINT, then ends what was begun.

    Raises QueueUnavailable, StoreUnavailable.
    """
    if not is_shared(settings):
        raise QueueUnavailable(NO_REDIS)
    nobody = Switchboard()
    async with (
        open_queue(settings, (), nobody.connected) as queue,
        open_app(settings, nobody, queue=queue) as app,
        stopping() as stop,
        ticking(app.sweep, settings.sweep.every_seconds),
    ):
        log.info("working")
        await stop.wait()
        log.info("stopping: what was begun is finished first")
    return 0
