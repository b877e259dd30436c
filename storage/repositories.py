"""Typed questions over Documents, written once for every store."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from domain.anonymous import GONE
from domain.errors import Conflict, Duplicate
from domain.model.attempt import Attempt
from domain.model.base import Entity
from domain.model.interview import Interview
from domain.model.report import Report
from domain.model.user import User
from domain.ports import Clock, Document, Documents, Where
from domain.requests import Actor
from storage.tombs import chain, to_the_living

E = TypeVar("E", bound=Entity)
RACES = 50
SOLO = {"kind": "solo"}
PAGE = 20
AFTER_FOLLOW_UPS = "\x7f"
"""A follow-up's id is `slug~point`; this comes after it, and no slug holds it."""


class Repository(Generic[E]):
    """One collection of one kind of entity."""

    collection: str
    entity: type[E]

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def get(self, entity_id: str) -> E | None:
        document = await self._documents.get(self.collection, entity_id)
        return None if document is None else self.entity.model_validate(document)

    async def add(self, entity: E) -> None:
        """Raises Duplicate where a unique index refuses it, AccountGone where its owner was deleted."""
        document = as_document(entity)
        await self._documents.insert(self.collection, document)
        await to_the_living(self._documents, self.collection, document)

    async def change(self, entity_id: str, rule: Callable[[E], E], known: E | None = None) -> E:
        """Applies a pure rule; reloads and applies it again each time another writer came first.

        `known`, as it was read before, spares a look where it is still so. Those of this process who lost a
        race go on one after another: again all at once, all but one would have worked in vain again.
        """
        try:
            return await self._changed(entity_id, rule, known)
        except Conflict:
            pass
        async with self._turns.setdefault(entity_id, asyncio.Lock()):
            for _ in range(RACES):
                try:
                    return await self._changed(entity_id, rule)
                except Conflict:
                    continue
        raise Conflict(f"{self.collection} {entity_id} changed {RACES} times while it was being written")

    async def _changed(self, entity_id: str, rule: Callable[[E], E], known: E | None = None) -> E:
        """Raises Conflict where another writer came first. That nothing is to be done no old copy can say."""
        if known is not None and (changed := rule(known)) != known:
            return await self._replace(known, changed)
        current = await self.get(entity_id)
        if current is None:
            raise LookupError(f"{self.collection} has no {entity_id}")
        changed = rule(current)
        return current if changed == current else await self._replace(current, changed)

    async def _replace(self, current: E, changed: E) -> E:
        update = {"version": current.version + 1, "updated_at": self._clock.now()}
        changed = changed.model_copy(update=update)
        await self._documents.replace(self.collection, as_document(changed), version=current.version)
        return changed

    async def remove(self, entity: E) -> bool:
        """Whether it was still as it is here, and so was removed."""
        here = {"_id": entity.id, "version": entity.version}
        return await self._documents.delete(self.collection, here) == 1

    async def _find(self, where: Where, *sort: tuple[str, int], limit: int | None = None) -> list[E]:
        found = await self._documents.find(self.collection, where, sort=sort, limit=limit)
        return [self.entity.model_validate(document) for document in found]

    async def _newest_first(self, where: Where, field: str, size: int = PAGE) -> AsyncIterator[list[E]]:
        """A few at a time by a time that never changes. Several of one moment may lie across two pages."""
        known: set[str] = set()
        end: Where = {}
        limit = size
        while found := await self._find({**where, **end}, (field, -1), limit=limit):
            fresh = [entity for entity in found if entity.id not in known]
            if fresh:
                yield fresh
            if len(found) < limit:
                return
            known.update(entity.id for entity in fresh)
            end = {field: {"$lte": getattr(found[-1], field)}}
            limit = size if fresh else 2 * limit


def as_document(entity: Entity) -> Document:
    """An entity as the store keeps it; times stay datetimes."""
    return entity.model_dump(by_alias=True, exclude_none=True)


class UserRepository(Repository[User]):
    """An account that was joined into another is that other one, whatever it is asked for by."""

    collection = "users"
    entity = User

    async def get(self, entity_id: str) -> User | None:
        found = await super().get(entity_id)
        if found is not None and found.joined_into is None:
            return found
        end = (await chain(self._documents, entity_id))[-1]
        return found if end == entity_id else await super().get(end) or found

    async def names(self, user_ids: Sequence[str]) -> dict[str, str]:
        where, fields = {"_id": {"$in": list(user_ids)}}, ["name", "joined_into"]
        known = await self._documents.find(self.collection, where, fields=fields)
        names = {one["_id"]: one["name"] for one in known if one.get("joined_into") is None}
        for user_id in user_ids:
            known_gone = user_id in names or user_id.startswith(GONE)
            elsewhere = None if known_gone else await self.get(user_id)
            if elsewhere is not None:
                names[user_id] = elsewhere.name
        return names

    async def of(self, actor: Actor) -> User | None:
        """Identities that change accounts are claimed before they are let go, so they are always found."""
        found = await self._known_as("identities", actor) or await self._known_as("claimed", actor)
        return found if found is None or found.joined_into is None else await self.get(found.id)

    async def _known_as(self, field: str, actor: Actor) -> User | None:
        where = {f"{field}.user_id": actor.user_id, f"{field}.platform": actor.platform}
        found = await self._find(where, limit=100)
        return next((user for user in found if any(i.is_of(actor) for i in getattr(user, field))), None)

    async def by_email(self, address: str) -> User | None:
        found = await self._find({"email": address}, limit=1)
        return await self.get(found[0].id) if found else None

    async def to_look_at(self, now: datetime, limit: int) -> list[User]:
        return await self._find({"look_at": {"$lte": now}}, ("look_at", 1), limit=limit)

    async def to_digest(self, now: datetime, limit: int) -> list[User]:
        return await self._find({"digest_at": {"$lte": now}}, ("digest_at", 1), limit=limit)

    async def unanalysed(self, now: datetime, limit: int) -> list[User]:
        where = {"analysis_due_at": {"$lte": now}}
        return await self._find(where, ("analysis_due_at", 1), limit=limit)


class InterviewRepository(Repository[Interview]):
    collection = "interview_sessions"
    entity = Interview

    async def get(self, entity_id: str) -> Interview | None:
        return next(iter(await self._find({"_id": entity_id, **SOLO}, limit=1)), None)

    async def open_of(self, student_id: str) -> Interview | None:
        where = {"student_id": student_id, **SOLO, "status": "in_progress"}
        return next(iter(await self._find(where, limit=1)), None)

    async def of(self, student_id: str, limit: int) -> list[Interview]:
        return await self._find({"student_id": student_id, **SOLO}, ("started_at", -1), limit=limit)

    def each_of(self, student_id: str) -> AsyncIterator[list[Interview]]:
        return self._newest_first({"student_id": student_id, **SOLO}, "started_at")

    async def quiet_since(self, moment: datetime, limit: int) -> list[Interview]:
        where = {"status": "in_progress", **SOLO, "last_active_at": {"$lt": moment}}
        return await self._find(where, ("last_active_at", 1), limit=limit)

    async def over_time(self, now: datetime, limit: int) -> list[Interview]:
        where = {"status": "in_progress", "warn_at": {"$lte": now}}
        return await self._find(where, ("warn_at", 1), limit=limit)

    async def drafts_due(self, before: datetime, limit: int) -> list[Interview]:
        where = {"status": "in_progress", "draft_due_at": {"$lte": before}}
        return await self._find(where, ("draft_due_at", 1), limit=limit)

    async def seen(self, student_id: str) -> dict[str, datetime]:
        held = [
            await self._put(where) for where in ({"student_id": student_id}, {"participants": student_id})
        ]
        seen: dict[str, datetime] = {}
        for question in (q for found in held for document in found for q in document["questions"]):
            slug = question["question_id"].split("~", 1)[0]
            seen[slug] = max(seen.get(slug, question["asked_at"]), question["asked_at"])
        return seen

    async def _put(self, where: Where) -> list[Document]:
        """The questions of the last sessions, of one person or of a group."""
        newest = [("started_at", -1)]
        return await self._documents.find(
            self.collection, where, sort=newest, limit=100, fields=["questions"]
        )


class AttemptRepository(Repository[Attempt]):
    collection = "interview_attempts"
    entity = Attempt

    async def of_session(self, session_id: str) -> list[Attempt]:
        return await self._find({"session_id": session_id, "try": 1}, ("answered_at", 1))

    async def tries_of_session(self, session_id: str) -> list[Attempt]:
        return await self._find({"session_id": session_id}, ("answered_at", 1))

    async def first_try(self, session_id: str, question_id: str) -> Attempt | None:
        where = {"session_id": session_id, "question_id": question_id, "try": 1}
        return next(iter(await self._find(where, limit=1)), None)

    async def tries_at(self, session_id: str, student_id: str, slug: str) -> list[Attempt]:
        named = {"$gte": slug, "$lt": f"{slug}{AFTER_FOLLOW_UPS}"}
        where = {"session_id": session_id, "student_id": student_id, "question_id": named}
        found = await self._find(where, ("answered_at", 1))
        return [one for one in found if one.question_id.partition("~")[0] == slug]

    async def of_student(self, student_id: str, limit: int) -> list[Attempt]:
        hidden = await self._hidden(student_id)
        most = limit + len(hidden)
        found = await self._find({"student_id": student_id}, ("created_at", -1), limit=most)
        return [one for one in found if (one.session_id, one.question_id) not in hidden][:limit]

    async def each_of(self, student_id: str) -> AsyncIterator[list[Attempt]]:
        hidden = await self._hidden(student_id)
        async for page in self._newest_first({"student_id": student_id}, "created_at"):
            yield [one for one in page if (one.session_id, one.question_id) not in hidden]

    async def _hidden(self, student_id: str) -> set[tuple[str, str]]:
        """The questions of a group's rounds that they are in whose answers are not revealed yet."""
        where = {"participants": student_id, "kind": "group", "status": "in_progress"}
        found = await self._documents.find("interview_sessions", where, fields=["questions"])
        return {
            (group["_id"], asked["question_id"])
            for group in found
            for asked in group["questions"]
            if asked.get("revealed_at") is None
        }

    async def of_event(self, student_id: str, event_id: str) -> Attempt | None:
        where = {"student_id": student_id, "event_id": event_id}
        return next(iter(await self._find(where, ("created_at", -1), limit=1)), None)

    async def ungraded(self, before: datetime, limit: int) -> list[Attempt]:
        where = {"score": None, "created_at": {"$lt": before}}
        return await self._find(where, ("created_at", 1), limit=limit)

    async def owed(self, now: datetime, limit: int) -> list[Attempt]:
        return await self._find({"owed_at": {"$lte": now}}, ("owed_at", 1), limit=limit)

    async def untold(self, now: datetime, limit: int) -> list[Attempt]:
        return await self._find({"tell_due_at": {"$lte": now}}, ("tell_due_at", 1), limit=limit)

    async def remarked(self, now: datetime, limit: int) -> list[Attempt]:
        return await self._find({"remark_due_at": {"$lte": now}}, ("remark_due_at", 1), limit=limit)

    async def without_cards(self, now: datetime, limit: int) -> list[Attempt]:
        return await self._find({"cards_due_at": {"$lte": now}}, ("cards_due_at", 1), limit=limit)


class ReportRepository(Repository[Report]):
    collection = "interview_reports"
    entity = Report

    async def add(self, entity: Report) -> None:
        """Does nothing where that interview's report is stored already."""
        try:
            await super().add(entity)
        except Duplicate:
            return

    async def undrawn(self, before: datetime, limit: int) -> list[Report]:
        where = {"pdf_path": None, "updated_at": {"$lt": before}}
        return await self._find(where, ("updated_at", 1), limit=limit)
