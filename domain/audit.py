"""The record of what admins do: an entry is written before an action runs, so that none runs unrecorded."""

import hashlib
import logging
from collections.abc import Awaitable, Callable

from domain.errors import Conflict, Duplicate, StoreUnavailable, UserError
from domain.model.account import AuditEntry
from domain.model.user import User
from domain.replies import Reply
from domain.requests import Actor
from domain.services import Services

log = logging.getLogger(__name__)

BEGUN, DONE, REFUSED, FAILED, NO_ADMIN = "begun", "done", "refused", "failed", "refused: not an admin"


class Trail:
    """The entry of one run, which the action itself says the subject of."""

    def __init__(self, do: Services, entry_id: str) -> None:
        self._do = do
        self._entry_id = entry_id

    async def about(self, subject: str, change: str) -> None:
        """Names by an id of ours what the run is about, and what it makes of it, before it does so. Raises
        StoreUnavailable."""
        await self._write({"subject": subject, "change": change})

    async def ends(self, outcome: str) -> None:
        """What the run did is done: where this cannot be written, the entry stays at "begun"."""
        try:
            await self._write({"outcome": outcome})
        except (StoreUnavailable, Conflict, LookupError) as error:
            log.warning("the outcome of audit entry %s could not be written: %s", self._entry_id, error)

    async def _write(self, change: dict[str, str]) -> None:
        await self._do.audit.change(self._entry_id, lambda entry: entry.model_copy(update=change))


async def watched(
    do: Services, user: User, actor: Actor, action: str, run: Callable[[Trail], Awaitable[Reply]]
) -> Reply:
    """Runs an admin's action between its entry and its outcome. Raises StoreUnavailable, not having run it,
    where the entry cannot be written."""
    entry = _entry(do, do.random.new_id(), user, actor, action, BEGUN)
    await do.audit.add(entry)
    trail = Trail(do, entry.id)
    try:
        reply = await run(trail)
    except UserError:
        await trail.ends(REFUSED)
        raise
    except Exception:
        await trail.ends(FAILED)
        raise
    await trail.ends(REFUSED if reply.failed else DONE)
    return reply


async def turned_away(do: Services, user: User, actor: Actor, action: str) -> None:
    """Notes that somebody without the right asked for it: once a person, action and UTC day, as they can ask
    as often as they like. They are refused in any case."""
    about = f"{user.id}\n{action}\n{do.clock.now():%Y-%m-%d}"
    entry_id = hashlib.sha256(about.encode()).hexdigest()[:32]
    try:
        await do.audit.add(_entry(do, entry_id, user, actor, action, NO_ADMIN))
    except Duplicate:
        return
    except StoreUnavailable as error:
        log.warning("that %s was refused %s could not be noted: %s", user.id, action, error)


def _entry(do: Services, entry_id: str, user: User, actor: Actor, action: str, outcome: str) -> AuditEntry:
    now = do.clock.now()
    return AuditEntry(
        id=entry_id,
        created_at=now,
        updated_at=now,
        at=now,
        admin_id=user.id,
        admin_key=actor.key,
        action=action,
        outcome=outcome,
    )
