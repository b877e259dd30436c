"""Jobs that failed too often, by a digest of what they were to do."""

from collections import Counter
from collections.abc import Mapping

from domain.errors import Duplicate
from domain.model.aside import SetAsideJob, job_digest
from storage.repositories import Repository


class AsideRepository(Repository[SetAsideJob]):
    collection = "set_aside_jobs"
    entity = SetAsideJob

    async def put(self, name: str, payload: Mapping[str, str], error: str, tries: int) -> None:
        now = self._clock.now()
        job = SetAsideJob(
            id=job_digest(name, payload),
            created_at=now,
            updated_at=now,
            name=name,
            payload=dict(payload),
            error=error,
            tries=tries,
            failed_at=now,
        )
        try:
            await self.add(job)
        except Duplicate:
            await self.change(
                job.id,
                lambda j: j.model_copy(update={"error": error, "tries": j.tries + tries, "failed_at": now}),
            )

    async def has(self, name: str, payload: Mapping[str, str]) -> bool:
        return await self.get(job_digest(name, payload)) is not None

    async def all(self, limit: int) -> list[SetAsideJob]:
        return await self._find({}, ("failed_at", -1), limit=limit)

    async def count(self) -> Mapping[str, int]:
        return Counter(d["name"] for d in await self._documents.find(self.collection, {}, fields=["name"]))

    async def take(self, job_id: str) -> SetAsideJob | None:
        job = await self.get(job_id)
        if job is None or not await self._documents.delete(self.collection, {"_id": job_id}):
            return None
        return job
