"""One round of nudges: everybody whose time it is to be looked at, then all that is to be sent."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from domain.model.base import Entity
from domain.model.nudge import Nudge
from domain.model.user import User
from domain.nudging import digests, ledger, sending
from domain.nudging.message import compose, plain
from domain.replies import Reply
from domain.requests import Actor
from domain.services import Services

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")
E = TypeVar("E", bound=Entity)
BATCH = 200
MOST = 10_000
AT_ONCE = 8
PUT_OFF = timedelta(hours=1)
LASTS = 20.0
"""Seconds after which a round begins nothing more: the sweep has other things to do, and comes again."""


@dataclass(frozen=True, slots=True)
class Said:
    """`key` is the nudge's, `words` the message in one line."""

    key: str
    user_id: str
    words: str


async def nudge_all(do: Services) -> list[Said]:
    """Looks and sends, batch by batch; what was sent. One that fails is logged and stays due."""
    ends = asyncio.get_running_loop().time() + LASTS
    seen: set[tuple[str, int]] = set()
    sent: list[Said] = []
    while True:
        looked = await _look(do, seen, ends) + await _digest(do, seen, ends)
        found = await _send(do, seen, ends)
        sent += [said for said in found if said is not None]
        if not looked and not found:
            return sent


async def _look(do: Services, seen: set[tuple[str, int]], ends: float) -> int:
    """Looks at a batch of users, but at none that was `seen` as they are; at how many."""
    users = _fresh(await do.users.to_look_at(do.clock.now(), BATCH), seen)

    async def look(user: User) -> None:
        try:
            await ledger.look(do, user)
        except Exception:
            # Somebody whose look fails each time must not stand before others for ever.
            later = do.clock.now() + PUT_OFF
            await do.users.change(
                user.id, lambda u: u.model_copy(update={"look_at": later}) if u.version == user.version else u
            )
            raise

    return len(await each(users, look, ends))


async def _digest(do: Services, seen: set[tuple[str, int]], ends: float) -> int:
    """Looks at a batch of mentors whose digest it is time for; at how many."""
    users = _fresh(await do.users.to_digest(do.clock.now(), BATCH), seen)

    async def look(user: User) -> None:
        await digests.look(do, user, tuple(actor.key for actor in ledger.addressees(user)))

    return len(await each(users, look, ends))


async def _send(do: Services, seen: set[tuple[str, int]], ends: float) -> list[Said | None]:
    """Sends a batch of those that this process can reach; what each of them came to."""

    async def send(nudge: Nudge) -> Said | None:
        reply = await sending.send(do, nudge)
        return _said(nudge, reply) if reply else None

    due = [nudge for nudge in await do.nudges.due(do.clock.now(), MOST) if _is_ours(do, nudge)]
    return await each(_fresh(due, seen)[:BATCH], send, ends)


def _fresh(entities: Sequence[E], seen: set[tuple[str, int]]) -> list[E]:
    """Those that were not seen as they are now, which they are from here on."""
    fresh = [entity for entity in entities if (entity.id, entity.version) not in seen]
    seen.update((entity.id, entity.version) for entity in fresh)
    return fresh


def _is_ours(do: Services, nudge: Nudge) -> bool:
    """Whether this process reaches one of those that it was meant for, known without reading the user."""
    return any(do.messenger.serves(Actor.of(key)) for key in nudge.payload.to)


async def each(items: Sequence[T], work: Callable[[T], Awaitable[R]], ends: float) -> list[R]:
    """Works on `AT_ONCE` of them at a time, and begins none after `ends` of the loop's clock."""
    waiting, done, loop = iter(items), list[R](), asyncio.get_running_loop()

    async def worker() -> None:
        for item in waiting:
            if loop.time() >= ends:
                return
            try:
                done.append(await work(item))
            except Exception:
                log.exception("a nudge failed; it stays due")

    async with asyncio.TaskGroup() as group:
        for _ in range(min(AT_ONCE, len(items))):
            group.create_task(worker())
    return done


async def preview(do: Services) -> AsyncIterator[Said]:
    """What a round would say now, without doing it."""
    now = do.clock.now()
    for user in await do.users.to_look_at(now, BATCH):
        plan = await ledger.planned(do, user, now, await ledger.history_of(do, user, now))
        if plan.nudge is not None:
            yield _said(plan.nudge, compose(plan.nudge.key, plan.reasons, plan.nudge.payload.day))
    for nudge in await do.nudges.due(now, BATCH):
        found = await do.users.get(nudge.user_id)
        if found is None or sending.begins_at(do, found, nudge, now) != now:
            continue
        if nudge.kind == "digest":
            # To word it would be a look at the students.
            yield Said(nudge.key, nudge.user_id, "What the students did in the week.")
            continue
        reply = await sending.worded(do, found, nudge, now)
        if reply is not None:
            yield _said(nudge, reply)


def _said(nudge: Nudge, reply: Reply) -> Said:
    return Said(nudge.key, nudge.user_id, plain(reply))
