"""A nudge that is due is claimed, sent by one of the processes that can reach the student, and marked."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import days
from domain.model.nudge import Nudge
from domain.model.user import User
from domain.nudging import digests, schedule
from domain.nudging.ledger import addressees, drop, history_of
from domain.nudging.message import compose
from domain.nudging.reasons import only, reckon
from domain.replies import Reply
from domain.requests import Actor, Place
from domain.services import Services
from domain.telling import tell

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=10)
"""How long another identity waits for the process that serves the one which the student would rather have."""
BACKOFF, STEEPER = timedelta(minutes=5), 4
OF_LEASE = 0.75
LONGEST_ERROR = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """A nudge claimed for one send. `again` says that an earlier one may have shown it and not come back."""

    nudge: Nudge
    again: bool


async def send(do: Services, nudge: Nudge) -> Reply | None:
    """The message, where this call sent it; None where it was not to be sent, not now, or not from here."""
    user, now = await do.users.get(nudge.user_id), do.clock.now()
    if user is None:
        await drop(do, nudge, shown=False)
        return None
    targets = _targets(do, user, nudge, now)
    if not targets or not await _is_its_time(do, user, nudge, now):
        return None
    claim = await _claim(do, nudge, now)
    if claim is None:
        return None
    reply = await worded(do, user, claim.nudge, now)
    if reply is None:
        await drop(do, claim.nudge, shown=claim.again)
        return None
    if not await _delivered(do, claim, targets, reply):
        return None
    await _mark(do, user, claim.nudge, reply)
    return reply


def _targets(do: Services, user: User, nudge: Nudge, now: datetime) -> list[Actor]:
    """Those of the student's identities that this process can send to, if it is its turn."""
    wanted = addressees(user)
    served = [actor for actor in wanted if do.messenger.serves(actor)]
    in_grace = now < nudge.created_at + GRACE
    return [] if served and served[0] != wanted[0] and in_grace else served


async def _is_its_time(do: Services, user: User, nudge: Nudge, now: datetime) -> bool:
    """Whether it may be sent now; else it waits, or is ended."""
    if nudge.attempts >= do.nudging.tries:
        await _end(do, nudge, "it was tried too often")
        return False
    begins = begins_at(do, user, nudge, now)
    if begins is None:
        await drop(do, nudge, shown=nudge.state == "claimed")
    elif begins > now:
        await do.nudges.change(nudge.id, lambda n: _postponed(n, begins) if n.version == nudge.version else n)
    return begins is not None and begins <= now


def begins_at(do: Services, user: User, nudge: Nudge, now: datetime) -> datetime | None:
    """From when it may be sent: not in quiet hours, nor before its day. None where it is not to be sent.

    One that nobody has shown does not outlive its day: the next day's look says what still matters.
    """
    if nudge.kind == "digest":
        return digests.begins_at(do, user, nudge, now)
    today, settings = days.today(user, now), user.nudge_settings
    snoozed = settings.snoozed_until is not None and today < settings.snoozed_until
    if not settings.on or snoozed or (nudge.state == "due" and nudge.payload.day < today):
        return None
    hours = schedule.hours_of(user, do.nudging)
    return hours.slot(nudge.payload.day) if nudge.payload.day > today else hours.allowed(now)


def _postponed(nudge: Nudge, until: datetime) -> Nudge:
    return nudge.model_copy(update={"due_at": until})


async def _claim(do: Services, nudge: Nudge, now: datetime) -> Claim | None:
    """None where somebody else has it."""
    found: list[Nudge] = []

    def rule(stored: Nudge) -> Nudge:
        found.clear()
        if stored.state not in ("due", "claimed") or stored.due_at > now:
            return stored
        found.append(stored)
        lease = now + do.nudging.lease
        claimed = {"state": "claimed", "lease_until": lease, "due_at": lease, "attempts": stored.attempts + 1}
        return stored.model_copy(update=claimed)

    claimed = await do.nudges.change(nudge.id, rule)
    return Claim(claimed, found[0].state == "claimed") if found else None


async def worded(do: Services, user: User, nudge: Nudge, now: datetime) -> Reply | None:
    """What of the nudge's reasons still matters, as it is now; None where nothing does."""
    told = (await history_of(do, user, now)).told
    if nudge.kind == "digest":
        return await digests.worded(do, user, nudge)
    keys = tuple(key for key in nudge.payload.reasons if key not in told.keys)
    outlook = only(await reckon(do, user, now, told), keys)
    if not outlook.worth_telling:
        return None
    return compose(nudge.key, outlook.reasons, days.today(user, now), last=_is_last(user, nudge))


def _is_last(user: User, nudge: Nudge) -> bool:
    """They may have done something since it was put into the ledger."""
    return nudge.payload.last and user.unanswered + 1 >= schedule.LAST


async def _delivered(do: Services, claim: Claim, targets: Sequence[Actor], reply: Reply) -> bool:
    """Sends it to the first identity that takes it. What fails is put off; nothing is raised for it."""
    to = targets[0]
    try:
        async with asyncio.timeout(do.nudging.lease_seconds * OF_LEASE):
            for to in targets:
                if await tell(do, to, Place(), reply, claim.nudge.key, claim.nudge.attempts > 1):
                    return True
    except TimeoutError:
        await _put_off(do, claim, to, "the platform did not answer in time", shown=True)
        return False
    except Exception as error:  # noqa: BLE001 - whatever a platform raises: it was not shown, and is tried again
        log.warning("%s could not be sent, try %d: %r", claim.nudge.key, claim.nudge.attempts, error)
        await _put_off(do, claim, to, repr(error), shown=False)
        return False
    await _pass_on(do, claim)
    return False


async def _put_off(do: Services, claim: Claim, to: Actor, error: str, *, shown: bool) -> None:
    """Has it tried again later, or ends it and takes that identity for unreachable until they write.

    It stays claimed where it may have been `shown` all the same.
    """
    nudge, now = claim.nudge, do.clock.now()
    if nudge.attempts >= do.nudging.tries:
        await _end(do, nudge, error)
        await do.users.change(nudge.user_id, lambda u: u.marked(to, now))
        return
    state = "claimed" if shown or claim.again else "due"
    due_at = now + BACKOFF * STEEPER ** (nudge.attempts - 1)
    change = {"state": state, "due_at": due_at, "lease_until": None, "error": error[:LONGEST_ERROR]}
    await do.nudges.change(nudge.id, lambda n: n.model_copy(update=change) if _is_mine(n, nudge) else n)


async def _pass_on(do: Services, claim: Claim) -> None:
    """Nobody here takes it, so that it is free for a process that serves another identity."""
    nudge, now = claim.nudge, do.clock.now()
    user = await do.users.get(nudge.user_id)
    if user is None or not addressees(user):
        await _end(do, nudge, "they take no messages")
        return
    change = {"state": "claimed" if claim.again else "due", "due_at": now, "lease_until": None}
    await do.nudges.change(nudge.id, lambda n: n.model_copy(update=change) if _is_mine(n, nudge) else n)


def _is_mine(stored: Nudge, claimed: Nudge) -> bool:
    """Whether nobody has claimed it since."""
    return stored.state == "claimed" and stored.attempts == claimed.attempts


async def _end(do: Services, nudge: Nudge, error: str) -> None:
    log.warning("%s is given up: %s", nudge.key, error)
    change = {"state": "dead", "lease_until": None, "error": error[:LONGEST_ERROR]}
    await do.nudges.change(nudge.id, lambda n: n.model_copy(update=change) if n.state != "sent" else n)


async def _mark(do: Services, user: User, nudge: Nudge, reply: Reply) -> None:
    """It was sent, whoever has claimed it since; the student's count of unanswered ones follows.

    Where a crash keeps that from happening, the next look does it.
    """
    if nudge.kind == "digest":
        await digests.mark(do, nudge)
        return
    now, last = do.clock.now(), _is_last(user, nudge)
    payload = nudge.payload.model_copy(update={"reasons": tuple(reply.data["reasons"]), "last": last})
    change = {"state": "sent", "sent_at": now, "lease_until": None, "payload": payload, "error": ""}
    await do.nudges.change(nudge.id, lambda n: n if n.state == "sent" else n.model_copy(update=change))
    day = nudge.payload.day
    await do.users.change(user.id, lambda u: schedule.after(u, do.nudging, day, now, last=last))
