"""What is kept of a person, counted, read for a copy of it, and removed."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from domain.grouping.naming import file_name as summary_name
from domain.mentoring.files import names as mentor_files
from domain.model.account import Export
from domain.model.user import User
from domain.ports import Clock, Document, Documents
from storage.erasing import erase
from storage.grouping import KIND
from storage.held import JOBS, exists, held, jobs_of, subjects, walk, without
from storage.repositories import Repository
from storage.tombs import living

SECRETS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "users": frozenset(("password_hash", "link_code")),
        "slack_installs": frozenset(("bot_token",)),
    }
)
SOMEBODY_ELSE = "somebody else"
JUDGED = frozenset(("interview_attempts", "panel_scores"))
GRADE = frozenset(("score", "low", "high", "rows", "feedback", "flags", "verdict", "grades"))
"""What nobody is told of a group's answer before its reveal."""


class HoldingsRepository:
    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    async def counts(self, user: User) -> Mapping[str, int]:
        """How many documents of each collection are theirs or name them; none where there are none."""
        found = {JOBS: len(await jobs_of(self._documents, user))}
        for collection, wheres in held(user).items():
            found[collection] = sum([await self._documents.count(collection, where) for where in wheres])
        return {name: count for name, count in sorted(found.items()) if count}

    async def pages(self, user: User, collection: str) -> AsyncIterator[Sequence[Document]]:
        if collection == JOBS:
            yield await jobs_of(self._documents, user)
            return
        for where in held(user)[collection]:
            async for page in walk(self._documents, collection, where):
                hidden = await self._hidden(page) if collection in JUDGED else frozenset()
                yield [_shown(user, collection, one, hidden=one["_id"] in hidden) for one in page]

    async def _hidden(self, judged: Sequence[Document]) -> frozenset[str]:
        """The ids of those that are of a group's question which is not revealed yet."""
        rounds = {"_id": {"$in": sorted({one["session_id"] for one in judged})}, **KIND}
        found = await self._documents.find("interview_sessions", rounds, fields=["questions"])
        waits = {
            (r["_id"], q["question_id"]) for r in found for q in r["questions"] if not q.get("revealed_at")
        }
        return frozenset(one["_id"] for one in judged if (one["session_id"], one["question_id"]) in waits)

    async def files(self, user_id: str) -> Sequence[str]:
        names = [f"progress-{one}.pdf" for one in await self._all_of(user_id)]
        for collection, name in (("interview_reports", "{}.pdf"), ("learning_paths", "path-{}.png")):
            async for page in walk(self._documents, collection, {"student_id": user_id}):
                names += [name.format(document["_id"]) for document in page]
        async for page in walk(self._documents, "interview_sessions", {"participants": user_id, **KIND}):
            names += [summary_name(document["_id"]) for document in page]
        names += [name async for name in self._commented(user_id)]
        for side in ("student_id", "mentor_id"):
            async for page in walk(self._documents, "mentorships", {side: user_id}):
                names += [name for document in page for name in mentor_files(document["_id"])]
        return names

    async def _commented(self, user_id: str) -> AsyncIterator[str]:
        """The pages of students on which their words stand, drawn again without them when asked for."""
        async for page in walk(self._documents, "interview_attempts", {"remarks.mentor_id": user_id}):
            sessions = {"session_id": {"$in": sorted({one["session_id"] for one in page})}}
            for report in await self._documents.find("interview_reports", sessions, fields=["session_id"]):
                yield f"{report['_id']}.pdf"

    async def is_of_nobody(self, payload: Mapping[str, str]) -> bool:
        owner = payload.get("owner")
        if owner and await living(self._documents, owner) is None:
            return True
        about = subjects(payload)
        return bool(about) and not any([await exists(self._documents, one) for one in about])

    async def erase(self, user_id: str, salt: str) -> bool:
        """Also what was left of the accounts that were joined with that one."""
        found = [
            await erase(self._documents, self._clock, one, salt)
            for one in reversed(await self._all_of(user_id))
        ]
        return any(found)

    async def scrub(self) -> None:
        await self._documents.scrub()

    async def _all_of(self, user_id: str) -> Sequence[str]:
        """The account, and those that were joined into it or into one of those, joined wholly or not."""
        ids = [user_id]
        for one in ids:
            for collection, field in (("tombstones", "into"), ("users", "joined_into")):
                found = await self._documents.find(collection, {field: one})
                ids += [document["_id"] for document in found if document["_id"] not in ids]
        return ids


def _shown(user: User, collection: str, document: Document, *, hidden: bool) -> Document:
    """Without secrets, without what of it is other people's, and while it is hidden without how it was
    judged."""
    shown = without(document, SECRETS.get(collection, frozenset()))
    if collection == "interview_sessions" and document["kind"] == "group":
        return _round(user, shown)
    if collection == "panel_scores":
        theirs = document["student_id"] != user.id
        seen = without(shown, GRADE if hidden and theirs else frozenset())
        return seen | _masked(user, shown, ("student_id", "subject_id"))
    if collection == "interview_attempts" and document["student_id"] != user.id:
        mine = [one for one in document["remarks"] if one["mentor_id"] == user.id]
        shown = {"_id": document["_id"], "remarks": mine}
    if collection == "interview_attempts" and hidden:
        shown = without(shown, GRADE)
    if collection == "audit_log" and document["admin_id"] != user.id:
        shown = without(shown, frozenset(("admin_key",)))
    return shown


def _round(user: User, document: Document) -> Document:
    """A group's round as one of its members knows it: their own part, and that there were others."""
    own = any(identity.key == document["held_as"] for identity in (*user.identities, *user.claimed))
    roles = ("candidate", "interviewer")
    return without(document, frozenset() if own else frozenset(("held_as",))) | {
        **_masked(user, document, ("student_id",)),
        "participants": [_mask(user, one) for one in document["participants"]],
        "members": [one for one in document["members"] if one["user_id"] == user.id],
        "questions": [one | _masked(user, one, roles) for one in document["questions"]],
    }


def _masked(user: User, document: Document, fields: Sequence[str]) -> Document:
    return {name: _mask(user, document[name]) for name in fields}


def _mask(user: User, user_id: str) -> str:
    return user_id if user_id in ("", user.id) else SOMEBODY_ELSE


class ExportRepository(Repository[Export]):
    collection = "exports"
    entity = Export

    async def before(self, moment: datetime, limit: int) -> list[Export]:
        return await self._find({"begun_at": {"$lt": moment}}, ("begun_at", 1), limit=limit)
