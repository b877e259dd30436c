"""Tries to log in or to guess a code: each is counted before it is made, and five that fail lock for a while.

Counting first leaves no gap: of any number of tries at once, by however many processes, five are made.
"""

import logging
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from domain.errors import Duplicate, UserError
from domain.model.account import Lockout
from domain.services import Services

log = logging.getLogger(__name__)

MOST = 5
LOCKED = timedelta(minutes=15)


def of_identity(key: str) -> str:
    """Whom the tries of that identity, an Actor.key, count against."""
    return sha256(f"identity {key}".encode()).hexdigest()


def of_address(address: str) -> str:
    """Whom tries with that folded address count against, whether or not there is such an account."""
    return sha256(f"address {address}".encode()).hexdigest()


async def begin(do: Services, *digests: str) -> None:
    """Counts one try. Raises UserError, which tells only the time, where one of them is locked."""
    now = do.clock.now()
    for digest in digests:
        known = await do.lockouts.get(digest)
        if known is not None and _is_locked(known, now):
            raise _locked(known, now)
    for digest in digests:
        counted, mine = await _counted(do, digest, now)
        if not mine:
            raise _locked(counted, now)


async def taken_back(do: Services, *digests: str) -> None:
    """This try was right. Those before it still count: one's own account, in which one can log in again and
    again, would else be worth any number of tries at others'."""
    for digest in digests:
        await do.lockouts.change(digest, lambda stored: _with(stored, stored.failures - 1))


async def forgotten(do: Services, digest: str) -> None:
    """All tries of one who has joined an account, which cannot be done again with the same one."""
    if await do.lockouts.get(digest) is not None:
        await do.lockouts.change(digest, lambda stored: _with(stored, 0))


async def _counted(do: Services, digest: str, now: datetime) -> tuple[Lockout, bool]:
    """How it stands after this try, and whether the try may be made."""
    mine: list[bool] = []

    def rule(stored: Lockout) -> Lockout:
        mine[:] = [not _is_locked(stored, now)]
        if not mine[0]:
            return stored
        fresh = stored if _counts(stored, now) else stored.model_copy(update={"failures": 0, "since": now})
        until = now + LOCKED if fresh.failures + 1 >= MOST else None
        return fresh.model_copy(update={"failures": fresh.failures + 1, "locked_until": until})

    if await do.lockouts.get(digest) is None:
        first = Lockout(id=digest, created_at=now, updated_at=now, failures=1, since=now)
        try:
            await do.lockouts.add(first)
        except Duplicate:
            log.debug("two tries of one person met")
        else:
            return first, True
    counted = await do.lockouts.change(digest, rule)
    if mine[0] and counted.locked_until is not None:
        log.warning("%d tries in a row: %s is locked unless this one is right", MOST, digest[:12])
    return counted, mine[0]


def _is_locked(lockout: Lockout, now: datetime) -> bool:
    return lockout.locked_until is not None and lockout.locked_until > now


def _counts(lockout: Lockout, now: datetime) -> bool:
    """Whether its failures still count: they are forgotten with the lock, or after as long without one."""
    return lockout.locked_until is None and now < lockout.since + LOCKED


def _with(lockout: Lockout, failures: int) -> Lockout:
    left = max(0, failures)
    until = lockout.locked_until if left >= MOST else None
    return lockout.model_copy(update={"failures": left, "locked_until": until})


def _locked(lockout: Lockout, now: datetime) -> UserError:
    until = lockout.locked_until or now + LOCKED
    minutes = max(1, ceil((until - now).total_seconds() / 60))
    left = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return UserError(
        f"There were too many tries that failed. The next one can be made in {left}.",
        title="Locked for a while",
        data={"locked_seconds": max(1, ceil((until - now).total_seconds()))},
    )
