"""The record of AI use: one row for each user, day, purpose and model, to which calls are added."""

from datetime import date
from hashlib import sha256

from domain.errors import Conflict, Duplicate
from domain.model.usage import Figures, Use
from domain.ports import Clock, Document, Documents, Where
from storage.repositories import RACES


class UsageRepository:
    """A row's `_id` is a digest of what it is about, so that two first calls of a day meet in one row."""

    collection = "ai_usage"

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    async def add(self, use: Use) -> None:
        row_id, now = _row_id(use), self._clock.now()
        for _ in range(RACES):
            stored = await self._documents.get(self.collection, row_id)
            try:
                if stored is None:
                    first = {"_id": row_id, "version": 1, "created_at": now, "updated_at": now}
                    await self._documents.insert(self.collection, {**first, **use.model_dump()})
                else:
                    changed = {**stored, **_sums(stored, use), "version": stored["version"] + 1}
                    changed["updated_at"] = now
                    await self._documents.replace(self.collection, changed, version=stored["version"])
            except (Conflict, Duplicate):
                continue
            return
        raise Conflict(f"the AI use of {use.user_id} changed {RACES} times while it was being written")

    async def of(self, user_id: str, since: date) -> list[Use]:
        return await self._find({"user_id": user_id, "day": {"$gte": since.isoformat()}})

    async def all(self, since: date) -> list[Use]:
        return await self._find({"day": {"$gte": since.isoformat()}})

    async def _find(self, where: Where) -> list[Use]:
        found = await self._documents.find(
            self.collection, where, sort=[("day", 1)], fields=list(Use.model_fields)
        )
        return [Use.model_validate({name: document[name] for name in Use.model_fields}) for document in found]


def _row_id(use: Use) -> str:
    about = "\n".join((use.user_id, use.day.isoformat(), use.purpose, use.model))
    return sha256(about.encode()).hexdigest()[:32]


def _sums(stored: Document, use: Use) -> dict[str, int]:
    return {name: stored[name] + getattr(use, name) for name in Figures.model_fields}
