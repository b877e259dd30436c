"""The boundary of a platform's side: an error there gets a reference, in the log and for the person."""

import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from domain.dispatch import apology
from domain.errors import Unreachable
from domain.replies import Reply

log = logging.getLogger(__name__)


@asynccontextmanager
async def boundary(what: str, tell: Callable[[Reply], Awaitable[object]]) -> AsyncIterator[None]:
    """Nothing passes but cancellation. The person is told, as far as the platform can be reached."""
    try:
        yield
    except Unreachable as error:
        log.warning("%s: its person takes no messages from us (%s)", what, error)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("%s failed", what, extra={"reference": reference})
        try:
            await tell(apology(reference))
        except Exception as error:  # noqa: BLE001 - the last resort has no other way to tell them
            log.warning("the apology %s could not be delivered: %s", reference, error)
