"""Puts the project's content into the store, once for each change of the files."""

from collections.abc import Callable

from domain.content.load import Library
from domain.model.company import Company
from domain.model.question import Question
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
    await _free_names(documents, library)
    for question in library.questions:
        await documents.upsert("interview_questions", _with_times(_question(question), clock))
    for company in library.companies:
        await documents.upsert("company_interview_knowledge", _with_times(_company(company), clock))
    await _retire(documents, library)
    await documents.upsert("meta", _with_times({"_id": MARK, "value": fingerprint}, clock))
    return True


async def _free_names(documents: Documents, library: Library) -> None:
    """Lets go of every name that is about to be another company's, since names are unique."""
    wanted = {company.slug: _company(company)["names"] for company in library.companies}
    for stored in await documents.find("company_interview_knowledge", {"origin": "content"}):
        if wanted.get(stored["_id"]) != stored["names"]:
            await documents.upsert("company_interview_knowledge", {**stored, "names": []})


async def _retire(documents: Documents, library: Library) -> None:
    """What the files no longer hold is not asked again, but stays readable for the reports that name it."""
    kept = {q.slug for q in library.questions} | {c.slug for c in library.companies}
    for collection in ("interview_questions", "company_interview_knowledge"):
        for stored in await documents.find(collection, {"origin": "content", "retired": None}):
            if stored["_id"] not in kept:
                await documents.upsert(collection, {**stored, "retired": True})


def _with_times(document: Document, clock: Clock) -> Document:
    now = clock.now()
    return {**document, "origin": "content", "version": 1, "created_at": now, "updated_at": now}


def _question(question: Question) -> Document:
    return {"_id": question.slug, **question.model_dump(exclude={"slug"}, exclude_none=True)}


def _company(company: Company) -> Document:
    names = sorted({name.casefold() for name in (company.company, *company.aliases)})
    return {"_id": company.slug, "names": names, **company.model_dump(exclude={"slug"}, exclude_none=True)}
