"""Typed questions over Documents about mentorships."""

from domain.errors import AccountGone, Duplicate
from domain.model.mentorship import STATES, Mentorship
from domain.ports import Where
from storage.repositories import Repository
from storage.tombs import living


class MentorshipRepository(Repository[Mentorship]):
    collection = "mentorships"
    entity = Mentorship

    async def add(self, entity: Mentorship) -> None:
        await super().add(entity)
        await self._to_the_living_mentor(entity)

    async def _to_the_living_mentor(self, entity: Mentorship) -> None:
        """As storage.tombs does for the student: what ends the mentor's account meanwhile is seen."""
        heir = await living(self._documents, entity.mentor_id)
        if heir == entity.mentor_id:
            return
        here = {"_id": entity.id}
        if heir is None:
            await self._documents.delete(self.collection, here)
            raise AccountGone
        try:
            await self._documents.claim(self.collection, here, {"mentor_id": heir})
        except Duplicate:
            await self._documents.delete(self.collection, here)
            raise

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
