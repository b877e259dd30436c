"""The signals that end a process in order."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def stopping() -> AsyncIterator[asyncio.Event]:
    """Set by SIGTERM or SIGINT; a second signal ends the process as it would without us."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    numbers = (signal.SIGTERM, signal.SIGINT)

    def stopped() -> None:
        stop.set()
        for number in numbers:
            loop.remove_signal_handler(number)

    for number in numbers:
        loop.add_signal_handler(number, stopped)
    try:
        yield stop
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
