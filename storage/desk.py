"""What operators look up over Documents, and what they take out of use."""

from collections.abc import Sequence

from domain.model.company import Company
from domain.model.holdings import Asked, Research, ResearchStatus
from domain.model.user import User
from domain.ports import Document, Where
from storage.content import company_of
from storage.grouping import OPEN
from storage.repositories import Repository

SAMPLE, PAGE = 200, 20
WITHDRAWN = "withdrawn"


class DeskRepository(Repository[User]):
    collection = "users"
    entity = User
    queue = "company_research_queue"

    async def named(self, name: str) -> Sequence[User]:
        return await self._find({"name": name}, limit=2)

    async def admins(self) -> int:
        return await self._documents.count(self.collection, {"role": "admin"})

    async def wanted(self, limit: int) -> Sequence[Research]:
        found = await self._documents.find(
            self.queue, {"status": "queued"}, sort=[("request_count", -1), ("company", 1)], limit=limit
        )
        return [_research(document) for document in found]

    async def settle(self, research_id: str, status: ResearchStatus) -> Research | None:
        change = {"status": status, "updated_at": self._clock.now()}
        found = await self._documents.claim(self.queue, {"_id": research_id}, change)
        return None if found is None else _research(found)

    async def company(self, name: str) -> Company | None:
        collection, where = "company_interview_knowledge", {"names": name.strip().casefold()}
        by_name = await self._documents.find(collection, where, limit=1)
        found = by_name[0] if by_name else await self._documents.get(collection, name)
        return company_of(found) if found else None

    async def question_asked(self, slug: str) -> Asked:
        asked, count = {"questions.question_id": slug}, self._documents.count
        attempts = await self._newest(
            "interview_attempts", {"question_id": slug, "try": 1, "score": {"$ne": None}}, "answered_at"
        )
        hidden = await self._hidden(slug)
        attempts = [attempt for attempt in attempts if attempt["session_id"] not in hidden]
        times = await count("interview_sessions", asked)
        return Asked(
            times=times,
            of=len(attempts),
            scores=tuple(attempt["score"] for attempt in attempts),
            questions=times,
            skipped=await count("interview_sessions", {**asked, "questions.outcome": "skipped"}),
            hinted=await count("interview_sessions", {**asked, "questions.hints_used": {"$gt": 0}}),
        )

    async def _hidden(self, slug: str) -> frozenset[str]:
        """The ids of the rounds in which that question is not revealed: its scores there are nobody's."""
        waits = {**OPEN, "questions.question_id": slug}
        found = await self._documents.find("interview_sessions", waits, fields=["questions"])
        return frozenset(
            one["_id"]
            for one in found
            for put in one["questions"]
            if put["question_id"] == slug and not put.get("revealed_at")
        )

    async def company_asked(self, company: str) -> Asked:
        sessions = await self._newest("interview_sessions", {"company": company}, "started_at")
        questions = [question for session in sessions for question in session["questions"]]
        summaries = [session["result_summary"] for session in sessions if session.get("result_summary")]
        return Asked(
            times=await self._documents.count("interview_sessions", {"company": company}),
            of=len(sessions),
            scores=tuple(summary["overall"] for summary in summaries),
            questions=len(questions),
            skipped=sum(question.get("outcome") == "skipped" for question in questions),
            hinted=sum(question["hints_used"] > 0 for question in questions),
        )

    async def _newest(self, collection: str, where: Where, time: str) -> list[Document]:
        """The newest, read a few at a time: they are large. Of several of one moment some may be left out."""
        found: list[Document] = []
        earlier = where
        while len(found) < SAMPLE:
            page = await self._documents.find(collection, earlier, sort=[(time, -1)], limit=PAGE)
            found += page
            if len(page) < PAGE:
                break
            earlier = {**where, time: {"$lt": page[-1][time]}}
        return found

    async def is_withdrawn(self, kind: str, slug: str) -> bool:
        return await self._documents.get(WITHDRAWN, f"{kind}:{slug}") is not None

    async def withdraw(self, kind: str, slug: str) -> None:
        now = self._clock.now()
        times = {"version": 1, "created_at": now, "updated_at": now}
        entry = {"_id": f"{kind}:{slug}", **times, "kind": kind, "slug": slug}
        await self._documents.upsert(WITHDRAWN, entry)

    async def restore(self, kind: str, slug: str) -> None:
        await self._documents.delete(WITHDRAWN, {"_id": f"{kind}:{slug}"})


def _research(document: Document) -> Research:
    fields = {name: document[name] for name in Research.model_fields if name != "id"}
    return Research(id=document["_id"], **fields)
