"""The Slack workspaces that have the bot, and the states of installations under way, for every store."""

from datetime import datetime, timedelta
from typing import Any

from domain.model.installation import Installation, installation_id
from domain.ports import Clock, Documents, Where
from storage.repositories import Repository, as_document

STATE_LIFE = timedelta(minutes=10)


class InstallationRepository(Repository[Installation]):
    """A ciphertext is written once, so it tells whether the installation is still the one that was read."""

    collection = "slack_installs"
    entity = Installation

    async def save(self, installation: Installation) -> None:
        await self._documents.upsert(self.collection, as_document(installation))

    async def find(self, enterprise_id: str, team_id: str) -> Installation | None:
        where = {**_of(enterprise_id, team_id), "gone_at": None}
        return next(iter(await self._find(where, ("installed_at", -1), limit=1)), None)

    async def all(self) -> list[Installation]:
        return await self._find({"gone_at": None})

    async def mark_gone(self, known: Installation) -> bool:
        return await self._set(known, {"gone_at": self._clock.now()})

    async def encrypt_anew(self, known: Installation, bot_token: str) -> bool:
        return await self._set(known, {"bot_token": bot_token})

    async def delete(self, enterprise_id: str, team_id: str, before: datetime | None = None) -> None:
        where = _of(enterprise_id, team_id)
        if before is not None:
            where["installed_at"] = {"$lt": before}
        await self._documents.delete(self.collection, where)

    async def _set(self, known: Installation, change: Where) -> bool:
        same = {"_id": known.id, "bot_token": known.bot_token}
        changed = {**change, "updated_at": self._clock.now()}
        return await self._documents.claim(self.collection, same, changed) is not None


def _of(enterprise_id: str, team_id: str) -> dict[str, Any]:
    return {"team_id": team_id} if team_id else {"_id": installation_id(enterprise_id, "")}


class InstallStateRepository:
    collection = "slack_states"

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    async def issue(self, state: str) -> None:
        """Sweeps out the expired as well: anybody can have one issued, so they must not pile up."""
        now = self._clock.now()
        await self._documents.delete(self.collection, {"issued_at": {"$lte": now - STATE_LIFE}})
        document = {"_id": state, "version": 1, "created_at": now, "updated_at": now, "issued_at": now}
        await self._documents.insert(self.collection, document)

    async def consume(self, state: str) -> bool:
        fresh = {"_id": state, "issued_at": {"$gt": self._clock.now() - STATE_LIFE}}
        return await self._documents.delete(self.collection, fresh) == 1
