"""Typed questions about learning over Documents: roadmaps, paths, quizzes, recall cards and nudges."""

from collections.abc import Sequence
from datetime import datetime

from domain.errors import AccountGone
from domain.model.card import ReviewCard
from domain.model.learning import LearningPath, Owed
from domain.model.nudge import Nudge
from domain.model.quiz import Sitting
from domain.model.roadmap import Roadmap
from domain.ports import Clock, Document, Documents
from storage.content import BANK_KEPT, BOOKKEEPING
from storage.repositories import Repository
from storage.tombs import living


class RoadmapRepository:
    """As they were last published from the content files; read anew after `BANK_KEPT`."""

    collection = "roadmaps"

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock
        self._read_at = clock.now()
        self._known: dict[str, Roadmap | None] = {}
        self._open: Sequence[Roadmap] | None = None

    async def get(self, slug: str) -> Roadmap | None:
        self._forget_what_is_old()
        if slug not in self._known:
            document = await self._documents.get(self.collection, slug)
            self._known[slug] = None if document is None else _roadmap(document)
        return self._known[slug]

    async def find(self, name: str) -> Roadmap | None:
        wanted = name.strip().casefold()
        known = next((roadmap for roadmap in await self.all() if wanted in roadmap.names), None)
        return None if known is None else await self.get(known.slug)

    async def all(self) -> Sequence[Roadmap]:
        self._forget_what_is_old()
        if self._open is None:
            where, fields = {"retired": None}, ("name", "aliases", "about", "stages")
            found = await self._documents.find(self.collection, where, sort=[("name", 1)], fields=fields)
            self._open = tuple(_roadmap(document) for document in found)
        return self._open

    def _forget_what_is_old(self) -> None:
        """Another process may have published other content meanwhile."""
        if self._clock.now() - self._read_at >= BANK_KEPT:
            self._known.clear()
            self._open = None
            self._read_at = self._clock.now()


class PathRepository(Repository[LearningPath]):
    collection = "learning_paths"
    entity = LearningPath
    progress = "learning_progress"

    async def of(self, student_id: str) -> list[LearningPath]:
        return await self._find({"student_id": student_id}, ("touched_at", -1))

    async def owing(self, before: datetime, limit: int) -> list[LearningPath]:
        return await self._find({"owed_at": {"$lt": before}}, ("owed_at", 1), limit=limit)

    async def record(self, path: LearningPath, owed: Owed) -> None:
        owner = await living(self._documents, path.student_id)
        if owner is None:
            raise AccountGone
        entry_id = f"{owner}:{owed.resource_id}"
        if owed.undone:
            await self._documents.delete(self.progress, {"_id": entry_id})
            return
        now = self._clock.now()
        entry: Document = {
            "_id": entry_id, "version": 1, "created_at": now, "updated_at": now,
            "student_id": owner, "path_id": path.id, **owed.model_dump(exclude={"undone"}),
        }  # fmt: skip
        await self._documents.upsert(self.progress, entry)
        if await living(self._documents, owner) != owner:
            await self._documents.delete(self.progress, {"_id": entry_id})
            await self.record(path, owed)


class QuizRepository(Repository[Sitting]):
    collection = "quiz_sittings"
    entity = Sitting

    async def of_stage(self, path_id: str, stage: str) -> list[Sitting]:
        return await self._find({"path_id": path_id, "stage": stage}, ("started_at", -1))

    async def of_student(self, student_id: str, limit: int) -> list[Sitting]:
        return await self._find({"student_id": student_id}, ("started_at", -1), limit=limit)

    async def owing(self, before: datetime, limit: int) -> list[Sitting]:
        return await self._find({"owed_at": {"$lt": before}}, ("owed_at", 1), limit=limit)


class CardRepository(Repository[ReviewCard]):
    collection = "review_cards"
    entity = ReviewCard

    async def of_point(self, student_id: str, question_id: str, point_id: str) -> ReviewCard | None:
        where = {"student_id": student_id, "question_id": question_id, "point_id": point_id}
        return next(iter(await self._find(where, limit=1)), None)

    async def of_question(self, student_id: str, question_id: str) -> list[ReviewCard]:
        return await self._find({"student_id": student_id, "question_id": question_id})

    async def due(self, student_id: str, now: datetime, limit: int) -> list[ReviewCard]:
        where = {"student_id": student_id, "due_at": {"$lte": now}, "buried": False}
        return await self._find(where, ("due_at", 1), limit=limit)

    async def count_due(self, student_id: str, now: datetime) -> int:
        where = {"student_id": student_id, "due_at": {"$lte": now}, "buried": False}
        return await self._documents.count(self.collection, where)

    async def of_student(self, student_id: str, limit: int) -> list[ReviewCard]:
        return await self._find({"student_id": student_id}, ("due_at", 1), limit=limit)


class NudgeRepository(Repository[Nudge]):
    collection = "nudges"
    entity = Nudge

    async def due(self, now: datetime, limit: int) -> list[Nudge]:
        where = {"state": {"$in": ["due", "claimed"]}, "due_at": {"$lte": now}}
        return await self._find(where, ("due_at", 1), limit=limit)

    async def of_user(self, user_id: str, limit: int) -> list[Nudge]:
        return await self._find({"user_id": user_id}, ("due_at", -1), limit=limit)


def _roadmap(document: Document) -> Roadmap:
    fields = {key: value for key, value in document.items() if key not in (*BOOKKEEPING, "quizzes")}
    quizzes = {quiz["stage"]: quiz["items"] for quiz in document.get("quizzes", ())}
    stages = [{**stage, "quiz": quizzes.get(stage["slug"], ())} for stage in document["stages"]]
    return Roadmap.model_validate({**fields, "slug": document["_id"], "stages": stages})
