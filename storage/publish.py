"""Puts the project's content into the store, once for each change of the files."""

from collections.abc import Callable

from domain.content.load import Library
from domain.model.company import Company
from domain.model.question import Question
from domain.model.roadmap import Roadmap
from domain.ports import Clock, Document, Documents

MARK = "content"


async def publish(documents: Documents, clock: Clock, fingerprint: str, load: Callable[[], Library]) -> bool:
    """Writes all content where the store holds another fingerprint; returns whether it did.

    Two processes may publish at once: both write the same. The fingerprint comes last, so a start that
    died on the way is repeated by the next one.
    """
    mark = await documents.get("meta", MARK)
    if mark is not None and mark.get("value") == fingerprint:
        return False
    library = load()
    for collection, names in _names(library).items():
        await _free_names(documents, collection, names)
    for question in library.questions:
        await documents.upsert("interview_questions", _with_times(_question(question), clock))
    for company in library.companies:
        await documents.upsert("company_interview_knowledge", _with_times(_company(company), clock))
    for roadmap in library.roadmaps:
        await documents.upsert("roadmaps", _with_times(_roadmap(roadmap), clock))
    await _retire(documents, library)
    await documents.upsert("meta", _with_times({"_id": MARK, "value": fingerprint}, clock))
    return True


def _names(library: Library) -> dict[str, dict[str, list[str]]]:
    """By collection and id, the names that are to be theirs alone."""
    return {
        "company_interview_knowledge": {c.slug: _company(c)["names"] for c in library.companies},
        "roadmaps": {r.slug: _roadmap(r)["names"] for r in library.roadmaps},
    }


async def _free_names(documents: Documents, collection: str, wanted: dict[str, list[str]]) -> None:
    """Lets go of every name that is about to be another's, since names are unique."""
    for stored in await documents.find(collection, {"origin": "content"}):
        if wanted.get(stored["_id"]) != stored["names"]:
            await documents.upsert(collection, {**stored, "names": []})


async def _retire(documents: Documents, library: Library) -> None:
    """What the files no longer hold is not asked again, but stays readable for the reports that name it."""
    kept = {
        "interview_questions": {q.slug for q in library.questions},
        "company_interview_knowledge": {c.slug for c in library.companies},
        "roadmaps": {r.slug for r in library.roadmaps},
    }
    for collection, slugs in kept.items():
        for stored in await documents.find(collection, {"origin": "content", "retired": None}):
            if stored["_id"] not in slugs:
                await documents.upsert(collection, {**stored, "retired": True})


def _with_times(document: Document, clock: Clock) -> Document:
    now = clock.now()
    return {**document, "origin": "content", "version": 1, "created_at": now, "updated_at": now}


def _question(question: Question) -> Document:
    return {"_id": question.slug, **question.model_dump(exclude={"slug"}, exclude_none=True)}


def _company(company: Company) -> Document:
    names = sorted({name.casefold() for name in (company.company, *company.aliases)})
    return {"_id": company.slug, "names": names, **company.model_dump(exclude={"slug"}, exclude_none=True)}


def _roadmap(roadmap: Roadmap) -> Document:
    """The quiz items stand apart, so that a list of roadmaps can be read without them."""
    fields = roadmap.model_dump(exclude={"slug": True, "stages": {"__all__": {"quiz"}}}, exclude_none=True)
    quizzes = [{"stage": s.slug, "items": [item.model_dump() for item in s.quiz]} for s in roadmap.stages]
    return {"_id": roadmap.slug, "names": sorted(roadmap.names), **fields, "quizzes": quizzes}
