"""What is stored of two accounts that become one: found, counted, and given from one to the other."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import count

from domain.errors import Duplicate
from domain.model.account import Amounts
from domain.model.user import User
from domain.ports import Clock, Document, Documents
from storage.grouping import GroupRoundRepository
from storage.held import walk
from storage.repositories import PAGE, SOLO, AttemptRepository
from storage.schema import OWNERS
from storage.tombs import chain

PROGRESS = "learning_progress"
ELSEWHERE = frozenset(("ai_usage", "exports", "learning_paths", PROGRESS, "review_cards"))
"""Collections of which two documents may become one; and copies on a disk, removed within the hour."""


class JoiningRepository:
    """Documents of accounts that end; each step can be repeated, by several processes at once."""

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    async def itself(self, user_id: str) -> User | None:
        found = await self._documents.get("users", user_id)
        return None if found is None else User.model_validate(found)

    async def chain(self, user_id: str) -> Sequence[str]:
        return await chain(self._documents, user_id)

    async def half_done(self, before: datetime, limit: int) -> list[User]:
        where = {"joined_into": {"$gt": ""}, "updated_at": {"$lt": before}}
        found = await self._documents.find("users", where, limit=limit)
        return [User.model_validate(document) for document in found]

    async def amounts(self, user_id: str) -> Amounts:
        return Amounts(
            interviews=await self._documents.count("interview_sessions", {"student_id": user_id, **SOLO}),
            answers=await self._count("interview_attempts", user_id),
            roadmaps=await self._count("learning_paths", user_id),
            cards=await self._count("review_cards", user_id),
            conversations=await self._count("chat_sessions", user_id),
        )

    async def _count(self, collection: str, user_id: str) -> int:
        return await self._documents.count(collection, {OWNERS[collection]: user_id})

    async def give(self, from_id: str, to_id: str) -> None:
        for collection, owner in OWNERS.items():
            if collection not in ELSEWHERE:
                await self._give(collection, owner, from_id, to_id)
        for collection in ("mentorships", "assignments"):
            await self._give(collection, "mentor_id", from_id, to_id)
        await self._give_remarks(from_id, to_id)
        await self._take_part(from_id, to_id)

    async def _give(self, collection: str, owner: str, from_id: str, to_id: str) -> None:
        for document in await self._documents.find(collection, {owner: from_id}, fields=[owner, "try"]):
            here = {"_id": document["_id"], owner: from_id}
            try:
                await self._documents.claim(collection, here, {owner: to_id})
            except Duplicate:
                if collection == "interview_attempts":
                    await self._give_as_later_try(document, to_id)
                elif collection in ("mentorships", "panel_scores"):
                    await self._documents.delete(collection, here)
                else:
                    raise

    async def _give_as_later_try(self, document: Document, to_id: str) -> None:
        """Both answered one question of a round that they were in: none of the answers is lost."""
        for number in count(document["try"] + 1):
            try:
                await self._documents.claim(
                    "interview_attempts", {"_id": document["_id"]}, {"student_id": to_id, "try": number}
                )
            except Duplicate:
                continue
            return

    async def _give_remarks(self, from_id: str, to_id: str) -> None:
        attempts = AttemptRepository(self._documents, self._clock)
        async for page in walk(self._documents, attempts.collection, {"remarks.mentor_id": from_id}):
            for attempt in page:
                with suppress(LookupError):
                    await attempts.change(attempt["_id"], lambda one: one.remarked_by(from_id, to_id))

    async def _take_part(self, from_id: str, to_id: str) -> None:
        """Who was in one round under both accounts was in it once, and has not scored themselves."""
        rounds = GroupRoundRepository(self._documents, self._clock)
        while found := await rounds.with_member(from_id, PAGE):
            for group in found:
                await rounds.change(group.id, lambda one: one.renamed({from_id: to_id}))
        await self._give("panel_scores", "subject_id", from_id, to_id)
        await self._documents.delete("panel_scores", {"student_id": to_id, "subject_id": to_id})

    async def give_sittings(self, from_path: str, to_path: str) -> None:
        for document in await self._documents.find("quiz_sittings", {"path_id": from_path}, fields=["state"]):
            try:
                await self._documents.claim("quiz_sittings", {"_id": document["_id"]}, {"path_id": to_path})
            except Duplicate:
                continue

    async def forget_progress(self, user_id: str) -> None:
        await self._documents.delete(PROGRESS, {"student_id": user_id})

    async def let_go(self, user_id: str) -> None:
        await self._documents.claim("users", {"_id": user_id}, {"identities": [], "email": None})

    async def remove(self, user_id: str) -> None:
        await self._documents.delete("users", {"_id": user_id})

    async def undo(self, user_id: str) -> None:
        await self._documents.claim("users", {"_id": user_id}, {"joined_into": None, "keeps_login": False})
        await self._documents.delete("tombstones", {"_id": user_id})
