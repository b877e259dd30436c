"""Typed questions over Documents, written once for every store."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from domain.errors import Conflict, Duplicate
from domain.model.attempt import Attempt
from domain.model.base import Entity
from domain.model.company import Company
from domain.model.interview import Interview
from domain.model.question import Candidate, Question, Round
from domain.model.report import Report
from domain.model.user import User
from domain.ports import Clock, Document, Documents, Randomness, Where
from domain.requests import Actor

E = TypeVar("E", bound=Entity)
RACES = 50
BANK_KEPT = timedelta(minutes=1)
BOOKKEEPING = ("_id", "version", "created_at", "updated_at", "origin", "retired", "names")


class Repository(Generic[E]):
    """One collection of one kind of entity."""

    collection: str
    entity: type[E]

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    async def get(self, entity_id: str) -> E | None:
        document = await self._documents.get(self.collection, entity_id)
        return None if document is None else self.entity.model_validate(document)

    async def add(self, entity: E) -> None:
        """Raises Duplicate where a unique index refuses it."""
        await self._documents.insert(self.collection, as_document(entity))

    async def change(self, entity_id: str, rule: Callable[[E], E]) -> E:
        """Applies a pure rule; reloads and applies it again each time another writer came first."""
        for _ in range(RACES):
            current = await self.get(entity_id)
            if current is None:
                raise LookupError(f"{self.collection} has no {entity_id}")
            changed = rule(current)
            if changed == current:
                return current
            changed = changed.model_copy(
                update={"version": current.version + 1, "updated_at": self._clock.now()}
            )
            try:
                await self._documents.replace(self.collection, as_document(changed), version=current.version)
            except Conflict:
                continue
            return changed
        raise Conflict(f"{self.collection} {entity_id} changed {RACES} times while it was being written")

    async def _find(self, where: Where, *sort: tuple[str, int], limit: int | None = None) -> list[E]:
        found = await self._documents.find(self.collection, where, sort=sort, limit=limit)
        return [self.entity.model_validate(document) for document in found]


def as_document(entity: Entity) -> Document:
    """An entity as the store keeps it; times stay datetimes."""
    return entity.model_dump(by_alias=True, exclude_none=True)


class UserRepository(Repository[User]):
    collection = "users"
    entity = User

    async def of(self, actor: Actor) -> User | None:
        found = await self._find(
            {"identities.user_id": actor.user_id, "identities.platform": actor.platform}, limit=100
        )
        return next((user for user in found if user.seen_as(actor)), None)

    async def to_look_at(self, now: datetime, limit: int) -> list[User]:
        return await self._find({"look_at": {"$lte": now}}, ("look_at", 1), limit=limit)

    async def unanalysed(self, now: datetime, limit: int) -> list[User]:
        where = {"analysis_due_at": {"$lte": now}}
        return await self._find(where, ("analysis_due_at", 1), limit=limit)


class InterviewRepository(Repository[Interview]):
    collection = "interview_sessions"
    entity = Interview

    async def open_of(self, student_id: str) -> Interview | None:
        where = {"student_id": student_id, "kind": "solo", "status": "in_progress"}
        return next(iter(await self._find(where, limit=1)), None)

    async def of(self, student_id: str, limit: int) -> list[Interview]:
        return await self._find({"student_id": student_id}, ("started_at", -1), limit=limit)

    async def quiet_since(self, moment: datetime, limit: int) -> list[Interview]:
        where = {"status": "in_progress", "kind": "solo", "last_active_at": {"$lt": moment}}
        return await self._find(where, ("last_active_at", 1), limit=limit)

    async def over_time(self, now: datetime, limit: int) -> list[Interview]:
        where = {"status": "in_progress", "warn_at": {"$lte": now}}
        return await self._find(where, ("warn_at", 1), limit=limit)

    async def drafts_due(self, before: datetime, limit: int) -> list[Interview]:
        where = {"status": "in_progress", "draft_due_at": {"$lte": before}}
        return await self._find(where, ("draft_due_at", 1), limit=limit)

    async def seen(self, student_id: str) -> dict[str, datetime]:
        found = await self._documents.find(
            self.collection,
            {"student_id": student_id},
            sort=[("started_at", -1)],
            limit=100,
            fields=["questions"],
        )
        seen: dict[str, datetime] = {}
        for question in (q for document in found for q in document["questions"]):
            slug = question["question_id"].split("~", 1)[0]
            seen[slug] = max(seen.get(slug, question["asked_at"]), question["asked_at"])
        return seen


class AttemptRepository(Repository[Attempt]):
    collection = "interview_attempts"
    entity = Attempt

    async def of_session(self, session_id: str) -> list[Attempt]:
        return await self._find({"session_id": session_id, "try": 1}, ("answered_at", 1))

    async def tries_of_session(self, session_id: str) -> list[Attempt]:
        return await self._find({"session_id": session_id}, ("answered_at", 1))

    async def of_student(self, student_id: str, limit: int) -> list[Attempt]:
        return await self._find({"student_id": student_id}, ("created_at", -1), limit=limit)

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


class QuestionRepository:
    """The bank, as it was last published from the content files; read anew after `BANK_KEPT`."""

    collection = "interview_questions"

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock
        self._read_at = clock.now()
        self._questions: dict[str, Question | None] = {}
        self._rounds: dict[Round, Sequence[Candidate]] = {}

    async def get(self, slug: str) -> Question | None:
        self._forget_what_is_old()
        if slug not in self._questions:
            document = await self._documents.get(self.collection, slug)
            self._questions[slug] = None if document is None else _question(document)
        return self._questions[slug]

    async def candidates(self, round_: Round) -> Sequence[Candidate]:
        self._forget_what_is_old()
        if round_ not in self._rounds:
            self._rounds[round_] = await self._candidates(round_)
        return self._rounds[round_]

    async def _candidates(self, round_: Round) -> Sequence[Candidate]:
        found = await self._documents.find(
            self.collection,
            {"round": round_, "retired": None},
            sort=[("_id", 1)],
            fields=["round", "stream", "tags", "companies", "difficulty"],
        )
        return [Candidate.model_validate({**_content(d), "slug": d["_id"]}) for d in found]

    def _forget_what_is_old(self) -> None:
        """Another process may have published other content meanwhile."""
        if self._clock.now() - self._read_at >= BANK_KEPT:
            self._questions.clear()
            self._rounds.clear()
            self._read_at = self._clock.now()


class CompanyRepository:
    collection = "company_interview_knowledge"
    queue = "company_research_queue"

    def __init__(self, documents: Documents, clock: Clock, random: Randomness) -> None:
        self._documents = documents
        self._clock = clock
        self._random = random

    async def find(self, name: str) -> Company | None:
        found = await self._documents.find(self.collection, {"names": name.strip().casefold()}, limit=1)
        return _company(found[0]) if found else None

    async def all(self) -> list[Company]:
        return [
            _company(d)
            for d in await self._documents.find(self.collection, {"retired": None}, sort=[("company", 1)])
        ]

    async def request_research(self, company: str, role: str) -> int:
        name, now = company.strip().casefold(), self._clock.now()
        for _ in range(RACES):
            found = await self._documents.find(self.queue, {"company": name}, limit=1)
            try:
                if not found:
                    await self._documents.insert(
                        self.queue,
                        {
                            "_id": self._random.new_id(), "version": 1, "created_at": now, "updated_at": now,
                            "company": name, "role": role, "request_count": 1, "status": "queued",
                        },
                    )  # fmt: skip
                    return 1
                count: int = found[0]["request_count"] + 1
                changed = {
                    **found[0],
                    "request_count": count,
                    "updated_at": now,
                    "version": found[0]["version"] + 1,
                }
                await self._documents.replace(self.queue, changed, version=found[0]["version"])
            except (Conflict, Duplicate):
                continue
            return count
        raise Conflict(f"the research queue entry of {name} kept changing")


def _question(document: dict[str, Any]) -> Question:
    return Question.model_validate({**_content(document), "slug": document["_id"]})


def _company(document: dict[str, Any]) -> Company:
    return Company.model_validate({**_content(document), "slug": document["_id"]})


def _content(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in BOOKKEEPING}
