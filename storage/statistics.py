"""Counts over the collections, for operators."""

from domain.model.totals import Totals
from domain.ports import Clock, Documents
from storage.grouping import OPEN
from storage.repositories import SOLO


class StatisticsRepository:
    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    async def totals(self) -> Totals:
        midnight = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        count, attempts = self._documents.count, "interview_attempts"
        ungraded = await count(attempts, {"score": None})
        return Totals(
            users=await count("users", {}),
            open_interviews=await count("interview_sessions", {"status": "in_progress", **SOLO}),
            open_rounds=await count("interview_sessions", OPEN),
            graded_today=await count(attempts, {"answered_at": {"$gte": midnight}, "score": {"$ne": None}}),
            owed=ungraded + await count(attempts, {"owed_at": {"$ne": None}}),
            undrawn=await count("interview_reports", {"pdf_path": None}),
        )
