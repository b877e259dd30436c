"""The inbox: each event of a platform is handled once, however often it is delivered."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from domain.errors import Duplicate
from domain.ports import Clock, Document, Documents
from domain.stores import Delivery

EVENT_LEASE = timedelta(minutes=1)


class InboxRepository:
    """Once-only by event id. An event whose handler died is handed out again, to one taker.

    What is kept of an id is its digest: it names a person, who may have their account deleted by that event.
    `owner` names this process; `is_gone` says whether the process of such a name has ended for certain.
    """

    collection = "inbox"

    def __init__(
        self, documents: Documents, clock: Clock, owner: str, is_gone: Callable[[str], bool]
    ) -> None:
        self._documents = documents
        self._clock = clock
        self._owner = owner
        self._is_gone = is_gone

    async def begin(self, event_id: str) -> Delivery:
        now, entry_id = self._clock.now(), _digest(event_id)
        entry = {"_id": entry_id, "version": 1, "created_at": now, "updated_at": now, "seen_at": now}
        entry |= {"state": "started", "owner": self._owner, "lease_until": now + EVENT_LEASE}
        try:
            await self._documents.insert(self.collection, entry)
        except Duplicate:
            return await self._take_over(entry_id)
        return Delivery.NEW

    async def _take_over(self, entry_id: str) -> Delivery:
        entry = await self._documents.get(self.collection, entry_id)
        if entry is None or not self._is_free(entry):
            return Delivery.REPEATED
        taken = await self._documents.claim(
            self.collection,
            {"_id": entry_id, "version": entry["version"]},
            {"state": "started", "owner": self._owner, "lease_until": self._clock.now() + EVENT_LEASE},
        )
        return Delivery.AGAIN if taken is not None else Delivery.REPEATED

    def _is_free(self, entry: Document) -> bool:
        """Released, or begun by a process that has died or has been silent for longer than its lease."""
        if entry["state"] != "started":
            return bool(entry["state"] == "released")
        if entry["owner"] == self._owner:
            return False
        return entry["lease_until"] <= self._clock.now() or self._is_gone(entry["owner"])

    async def finish(self, event_id: str) -> None:
        await self._documents.claim(self.collection, {"_id": _digest(event_id)}, {"state": "done"})

    async def release(self, event_id: str) -> None:
        await self._documents.claim(self.collection, {"_id": _digest(event_id)}, {"state": "released"})


def _digest(event_id: str) -> str:
    return sha256(event_id.encode()).hexdigest()
