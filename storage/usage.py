"""The record of AI use: one row for each user, day, purpose and model, to which calls are added."""

from datetime import date
from hashlib import sha256

from domain.errors import AccountGone, Conflict, Duplicate
from domain.model.usage import Figures, Use
from domain.ports import Clock, Document, Documents, Where
from storage.repositories import RACES
from storage.tombs import living

HANDED_OVER = ">"
"""Behind the user's id in a row that is being added to another's: nothing more is added to it itself."""


class UsageRepository:
    """A row's `_id` is a digest of what it is about, so that two first calls of a day meet in one row."""

    collection = "ai_usage"

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    async def add(self, use: Use) -> None:
        """Raises AccountGone where that account was deleted; one that was joined adds to the other's."""
        owner = await self._owner(use.user_id)
        await self._added(use.model_copy(update={"user_id": owner}))
        heir = await self._owner(owner)
        if heir != owner:
            await self.hand_over(owner, heir)

    async def _owner(self, user_id: str) -> str:
        heir = await living(self._documents, user_id)
        if heir is None:
            await self._documents.delete(self.collection, {"user_id": user_id})
            raise AccountGone
        return heir

    async def _added(self, use: Use, source: str = "") -> None:
        """Adds what stands in the row named `source` only once, however often it is tried."""
        row_id, now = _row_id(use), self._clock.now()
        for _ in range(RACES):
            stored = await self._documents.get(self.collection, row_id)
            known = tuple(stored.get("absorbed", ())) if stored else ()
            if source and source in known:
                return None
            if stored is not None and stored["user_id"] != use.user_id:
                return await self.add(use)
            marked = {"updated_at": now, "absorbed": [*known, source] if source else list(known)}
            try:
                if stored is None:
                    first = {"_id": row_id, "version": 1, "created_at": now, **marked}
                    await self._documents.insert(self.collection, {**first, **use.model_dump()})
                else:
                    changed = {**stored, **marked, **_sums(stored, use), "version": stored["version"] + 1}
                    await self._documents.replace(self.collection, changed, version=stored["version"])
            except (Conflict, Duplicate):
                continue
            return None
        raise Conflict(f"the AI use of {use.user_id} changed {RACES} times while it was being written")

    async def hand_over(self, from_id: str, to_id: str) -> None:
        """Adds all of an ended account's figures to another's, each once, whatever dies on the way."""
        held = from_id + HANDED_OVER
        for row in await self._documents.find(self.collection, {"user_id": {"$in": [from_id, held]}}):
            here = {"_id": row["_id"]}
            frozen = await self._documents.claim(self.collection, here, {"user_id": held})
            if frozen is not None:
                use = _use(frozen).model_copy(update={"user_id": to_id})
                await self._added(use, source=f"{row['_id']} {row['created_at'].isoformat()}")
                await self._documents.delete(self.collection, here)

    async def of(self, user_id: str, since: date) -> list[Use]:
        return await self._find({"user_id": user_id, "day": {"$gte": since.isoformat()}})

    async def all(self, since: date) -> list[Use]:
        return await self._find({"day": {"$gte": since.isoformat()}})

    async def _find(self, where: Where) -> list[Use]:
        found = await self._documents.find(
            self.collection, where, sort=[("day", 1)], fields=list(Use.model_fields)
        )
        return [_use(document) for document in found]


def _use(row: Document) -> Use:
    return Use.model_validate({name: row[name] for name in Use.model_fields})


def _row_id(use: Use) -> str:
    about = "\n".join((use.user_id, use.day.isoformat(), use.purpose, use.model))
    return sha256(about.encode()).hexdigest()[:32]


def _sums(stored: Document, use: Use) -> dict[str, int]:
    return {name: stored[name] + getattr(use, name) for name in Figures.model_fields}
