"""A request that the network swallowed is made again; discord.py does so for Discord's own failures only."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.discord.faults import CutOff

log = logging.getLogger(__name__)

T = TypeVar("T")

WAITS = (0.2, 1.0, 3.0)
NONCE_BITS = 62


def new_nonce() -> int:
    """By it Discord tells a message that is sent again from another one."""
    return secrets.randbits(NONCE_BITS)


async def persistently(request: Callable[[], Awaitable[T]]) -> T:
    """What the request returns; one that is cut off is made up to three times more, seconds apart.

    Only for requests that may reach Discord twice: an edit, a first response, a message with a nonce.
    """
    for wait in WAITS:
        try:
            return await request()
        except CutOff as error:
            log.info("a request to Discord was cut off (%s), again in %g s", error, wait)
        await asyncio.sleep(wait)
    return await request()
