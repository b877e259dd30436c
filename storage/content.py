"""The shipped content over Documents: questions, and companies with those that students asked for in vain."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from domain.errors import Conflict, Duplicate
from domain.model.company import Company
from domain.model.question import Candidate, Question, Round
from domain.ports import Clock, Documents, Randomness
from storage.repositories import RACES

BANK_KEPT = timedelta(minutes=1)
BOOKKEEPING = ("_id", "version", "created_at", "updated_at", "origin", "retired", "names")


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
            fields=["round", "stream", "tags", "companies", "difficulty", "about_project"],
        )
        out_of_use = await withdrawn(self._documents, "question")
        return [
            Candidate.model_validate({**_content(d), "slug": d["_id"]})
            for d in found
            if d["_id"] not in out_of_use
        ]

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
        if not found or found[0]["_id"] in await withdrawn(self._documents, "company"):
            return None
        return company_of(found[0])

    async def all(self) -> list[Company]:
        found = await self._documents.find(self.collection, {"retired": None}, sort=[("company", 1)])
        out_of_use = await withdrawn(self._documents, "company")
        return [company_of(document) for document in found if document["_id"] not in out_of_use]

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


async def withdrawn(documents: Documents, kind: str) -> frozenset[str]:
    """The slugs of that kind which an operator took out of use; a new publication leaves that as it is."""
    found = await documents.find("withdrawn", {"kind": kind}, fields=["slug"])
    return frozenset(document["slug"] for document in found)


def company_of(document: dict[str, Any]) -> Company:
    return Company.model_validate({**_content(document), "slug": document["_id"]})


def _content(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in BOOKKEEPING}
