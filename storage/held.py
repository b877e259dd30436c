"""Where the store keeps what is one person's: every collection is said to hold something of them or not."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from domain.model.user import User
from domain.ports import Document, Documents, Where
from domain.requests import Actor
from storage.schema import OWNERS

PAGE, LONG_PAGE = 25, 3
LONG = frozenset(("users", "chat_sessions", "interview_sessions"))
"""Collections with documents of up to some hundred kilobytes, of which few are read at a time."""

DIGESTS = frozenset(("inbox", "lockouts"))
"""Collections that hold digests only, which lead to nobody and are gone within a week."""
CONTENT = frozenset(("interview_questions", "company_interview_knowledge", "roadmaps", "withdrawn"))
NOBODYS = DIGESTS | CONTENT | {"company_research_queue", "slack_states", "meta"}
"""Collections that hold nothing by which a person could be told."""

JOBS = "set_aside_jobs"
PLATFORMS = frozenset(("user_id", "workspace_id", "place_id"))
"""Ids in a job's payload that a platform gave, where it names one."""


def held(user: User) -> Mapping[str, Sequence[Where]]:
    """By collection, what finds the documents that are the person's or name them; not set-aside jobs."""
    found: dict[str, list[Where]] = {name: [{field: user.id}] for name, field in OWNERS.items()}
    others = {"$ne": user.id}
    found["users"] = [{"_id": user.id}]
    found["interview_sessions"].append({"participants": user.id, "student_id": others})
    found["mentorships"].append({"mentor_id": user.id, "student_id": others})
    found["assignments"].append({"mentor_id": user.id, "student_id": others})
    found["interview_attempts"].append({"remarks.mentor_id": user.id, "student_id": others})
    found["panel_scores"].append({"subject_id": user.id, "student_id": others})
    found["audit_log"] = [{"admin_id": user.id}, {"subject": user.id, "admin_id": others}]
    found["tombstones"] = [{"into": user.id}]
    found["slack_installs"] = [
        {"installed_by": i.user_id, "team_id": i.workspace_id}
        for i in (*user.identities, *user.claimed)
        if i.platform == "slack"
    ]
    return found


async def walk(documents: Documents, collection: str, where: Where) -> AsyncIterator[list[Document]]:
    """A few at a time by their ids, so that what is written meanwhile lets none come twice or be missed."""
    size = LONG_PAGE if collection in LONG else PAGE
    following = where
    while page := await documents.find(collection, following, sort=[("_id", 1)], limit=size):
        yield page
        if "_id" in where:
            return
        following = {**where, "_id": {"$gt": page[-1]["_id"]}}


async def jobs_of(documents: Documents, user: User) -> list[Document]:
    """The jobs set aside that are for that person or about something of theirs."""
    found: list[Document] = []
    async for page in walk(documents, JOBS, {}):
        theirs = await _theirs(documents, user, page)
        found += [
            job
            for job in page
            if _is_for(user, job["payload"]) or not theirs.isdisjoint(subjects(job["payload"]))
        ]
    return found


async def _theirs(documents: Documents, user: User, jobs: Sequence[Document]) -> set[str]:
    """The ids among the subjects of some jobs that are of documents of that person's."""
    about = sorted({subject for job in jobs for subject in subjects(job["payload"])})
    theirs: set[str] = set()
    for collection, field in OWNERS.items() if about else ():
        found = await documents.find(collection, {"_id": {"$in": about}, field: user.id}, fields=[field])
        theirs.update(document["_id"] for document in found)
    return theirs


def _is_for(user: User, payload: Mapping[str, str]) -> bool:
    """Whether a job names the person, by their account or as a platform knows them."""
    if user.id in (payload.get("owner"), payload.get("user_id")):
        return True
    named = Actor(payload.get("platform", ""), payload.get("user_id", ""), payload.get("workspace_id", ""))
    return any(identity.is_of(named) for identity in (*user.identities, *user.claimed))


def subjects(payload: Mapping[str, str]) -> list[str]:
    """The ids of ours that a job is about: of an attempt, a report, an account."""
    foreign = PLATFORMS if "platform" in payload else frozenset()
    return [value for name, value in payload.items() if name.endswith("_id") and name not in foreign]


async def exists(documents: Documents, entity_id: str) -> bool:
    """Whether a document of that id is somebody's."""
    for collection in ("users", *OWNERS):
        if await documents.count(collection, {"_id": entity_id}):
            return True
    return False


def without(document: Document, fields: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in fields}
