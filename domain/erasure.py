"""The end of an account: a tombstone first, then all that is held of the person, whatever dies on the way.

The tombstone says until when to look again. From when it stands nothing new is stored for the account
(storage/tombs.py), so what is removed after it stays removed.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from domain.errors import Duplicate, StoreUnavailable, UserError
from domain.grouping import turns
from domain.model.account import Tombstone
from domain.model.user import User
from domain.requests import Actor
from domain.services import Services

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LOOKS = (timedelta(minutes=10), timedelta(days=1))
"""How long after the end it is looked again for what came late: a page drawn, a joining under way. On other
machines its files are removed until the last of these."""


async def erase(do: Services, user: User) -> None:
    """Nothing of the account is left when this returns.

    Raises UserError, saying so, where a part could not be done: the sweep does it then.
    """
    await _bury(do, user.id)
    try:
        await finish(do, user.id)
    except StoreUnavailable as error:
        raise UserError(
            f"Your account is being deleted, but a part of it could not be removed yet. {error.message} You "
            "need do nothing more: it is tried again in a few minutes, until nothing is left.",
            title="Not all is gone yet",
        ) from error


async def _bury(do: Services, user_id: str) -> None:
    now = do.clock.now()
    tombstone = Tombstone(
        id=user_id, created_at=now, updated_at=now, owed_at=now + LEASE, salt=do.random.new_id()
    )
    try:
        await do.tombstones.add(tombstone)
    except Duplicate:
        log.info("account %s has ended before; what is left of it is removed", user_id)


async def finish(do: Services, user_id: str) -> None:
    """Removes what is left of an account that was deleted; harmless if repeated. Raises StoreUnavailable."""
    await _forget_jobs(do, user_id)
    names = tuple(await do.holdings.files(user_id))
    tombstone = await do.tombstones.change(user_id, lambda stone: _naming(stone, names))
    await do.files.delete(tombstone.files)
    export = await do.exports.get(user_id)
    if export is not None:
        await do.archives.drop([part.path for part in export.parts])
    rounds = await do.groups.open_with(user_id)
    # As long as there is a salt, an earlier run may have died between the two.
    if await do.holdings.erase(user_id, tombstone.salt) or tombstone.salt:
        await do.holdings.scrub()
    await _go_on_without(do, [group.id for group in rounds])
    now = do.clock.now()
    await do.tombstones.change(user_id, lambda stone: _settled(stone, now))


async def _go_on_without(do: Services, rounds: Sequence[str]) -> None:
    """Has the rounds that they were in go on where they alone were waited for, and be shown without them."""
    for round_id in rounds:
        group = await do.groups.get(round_id)
        if group is not None and group.held_as:
            await turns.after_answer(do, group)


async def _forget_jobs(do: Services, user_id: str) -> None:
    """Drops the jobs that wait and name the person, by their account or as a platform knows them."""
    user = await do.users.get(user_id)
    identities = (*user.identities, *user.claimed) if user else ()

    def of(payload: Mapping[str, str]) -> bool:
        named = payload.get("user_id", "")
        actor = Actor(payload.get("platform", ""), named, payload.get("workspace_id", ""))
        return any(i.is_of(actor) for i in identities) or user_id in (payload.get("owner"), named)

    await do.jobs.forget(of)


def _naming(stone: Tombstone, names: tuple[str, ...]) -> Tombstone:
    return stone.model_copy(update={"files": tuple(dict.fromkeys((*stone.files, *names)))})


def _settled(stone: Tombstone, now: datetime) -> Tombstone:
    """The tombstone of which nobody can tell any more whose scores stayed; after the last look it is bare."""
    looks = [stone.created_at + look for look in LOOKS if stone.created_at + look > now]
    settled = stone.model_copy(update={"salt": "", "owed_at": looks[0] if looks else None})
    return settled if looks else settled.model_copy(update={"files": ()})


async def carry_out(do: Services, user_id: str) -> bool:
    """Looks again at an account that was deleted, by the one of several processes that comes first."""
    now, mine = do.clock.now(), [False]

    def claim(stone: Tombstone) -> Tombstone:
        mine[0] = stone.owed_at is not None and stone.owed_at <= now
        return stone.model_copy(update={"owed_at": now + LEASE}) if mine[0] else stone

    await do.tombstones.change(user_id, claim)
    if mine[0]:
        await finish(do, user_id)
    return mine[0]


async def tidy(do: Services) -> None:
    """Removes from this machine the files of accounts that were deleted, whoever deleted them."""
    for tombstone in await do.tombstones.since(do.clock.now() - LOOKS[-1]):
        if tombstone.files:
            await do.files.delete(tombstone.files)
