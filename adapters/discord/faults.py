"""The boundary of the Discord side: an error there gets a reference, in the log and for the person."""

import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import discord

from domain.dispatch import apology
from domain.replies import Reply

log = logging.getLogger(__name__)

ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_INTERACTION = 10062
GONE = frozenset({10003, 10008, 10015, UNKNOWN_INTERACTION, 50027})
"""Codes of a channel, message, webhook, interaction or token that is no more."""

CutOff = (aiohttp.ClientError, ConnectionError, TimeoutError)
"""The network's faults: whether Discord took the request is not known."""

Unsent = (discord.HTTPException, discord.RateLimited, OSError, *CutOff)
"""What keeps a message from Discord: refused, out of patience with its limits, or not reachable."""


@asynccontextmanager
async def boundary(what: str, tell: Callable[[Reply], Awaitable[object]]) -> AsyncIterator[None]:
    """Nothing passes but cancellation. The person is told as far as Discord can be reached."""
    try:
        yield
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("%s failed", what, extra={"reference": reference})
        try:
            await tell(apology(reference))
        except Exception as error:  # noqa: BLE001 - the last resort has no other way to tell them
            log.warning("the apology %s could not be delivered: %s", reference, error)
