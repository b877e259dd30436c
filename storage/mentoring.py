"""Typed questions over Documents about mentorships and what mentors set their students."""

from datetime import datetime

from domain.errors import AccountGone, Duplicate
from domain.model.assignment import Assignment
from domain.model.mentorship import STATES, Mentorship
from domain.ports import Documents, Where
from storage.repositories import Repository
from storage.tombs import living


async def _to_the_living_mentor(
    documents: Documents, collection: str, entity: Mentorship | Assignment
) -> None:
    """As storage.tombs does for the student: what ends the mentor's account meanwhile is seen."""
    heir = await living(documents, entity.mentor_id)
    if heir == entity.mentor_id:
        return
    here = {"_id": entity.id}
    if heir is None:
        await documents.delete(collection, here)
        raise AccountGone
    try:
        await documents.claim(collection, here, {"mentor_id": heir})
    except Duplicate:
        await documents.delete(collection, here)
        raise


class MentorshipRepository(Repository[Mentorship]):
    collection = "mentorships"
    entity = Mentorship

    async def add(self, entity: Mentorship) -> None:
        await super().add(entity)
        await _to_the_living_mentor(self._documents, self.collection, entity)

    async def between(self, mentor_id: str, student_id: str) -> Mentorship | None:
        where = {"mentor_id": mentor_id, "student_id": student_id}
        return next(iter(await self._find(where, limit=1)), None)

    async def of_student(self, student_id: str) -> list[Mentorship]:
        return await self._with_another({"student_id": student_id})

    async def of_mentor(self, mentor_id: str) -> list[Mentorship]:
        return await self._with_another({"mentor_id": mentor_id})

    async def _with_another(self, where: Where) -> list[Mentorship]:
        """Two accounts that were joined may have been each other's; nobody is their own mentor."""
        found = await self._find({**where, "state": {"$in": list(STATES)}}, ("updated_at", -1))
        return [one for one in found if one.mentor_id != one.student_id]


class AssignmentRepository(Repository[Assignment]):
    collection = "assignments"
    entity = Assignment

    async def add(self, entity: Assignment) -> None:
        await super().add(entity)
        await _to_the_living_mentor(self._documents, self.collection, entity)

    async def of_key(self, key: str) -> Assignment | None:
        return next(iter(await self._find({"key": key, "state": "open"}, limit=1)), None)

    async def of_student(self, student_id: str, limit: int) -> list[Assignment]:
        return await self._find({"student_id": student_id}, ("created_at", -1), limit=limit)

    async def of_mentor(self, mentor_id: str, limit: int) -> list[Assignment]:
        return await self._find({"mentor_id": mentor_id}, ("created_at", -1), limit=limit)

    async def untold(self, now: datetime, limit: int) -> list[Assignment]:
        return await self._find({"tell_due_at": {"$lte": now}}, ("tell_due_at", 1), limit=limit)
