"""What is kept of a person, counted, read for a copy of it, and removed."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from domain.mentoring.files import names as mentor_files
from domain.model.account import Export
from domain.model.user import User
from domain.ports import Clock, Document, Documents
from storage.erasing import erase
from storage.held import JOBS, exists, held, jobs_of, subjects, walk, without
from storage.repositories import Repository
from storage.tombs import living

SECRETS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "users": frozenset(("password_hash", "link_code")),
        "slack_installs": frozenset(("bot_token",)),
    }
)
OF_THE_HOST = frozenset(
    {"student_id", "resume_text", "jd_text", "place", "held_as", "draft", "draft_due_at", "events", "focus"}
    | {"topics", "project", "result_summary", "report_id", "pdf_path"}
)
"""What of a group's round belongs to the person who began it, and not to all who took part."""
SOMEBODY_ELSE = "somebody else"


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
                yield [_shown(user, collection, document) for document in page]

    async def files(self, user_id: str) -> Sequence[str]:
        names = [f"progress-{one}.pdf" for one in await self._all_of(user_id)]
        for collection, name in (("interview_reports", "{}.pdf"), ("learning_paths", "path-{}.png")):
            async for page in walk(self._documents, collection, {"student_id": user_id}):
                names += [name.format(document["_id"]) for document in page]
        for side in ("student_id", "mentor_id"):
            async for page in walk(self._documents, "mentorships", {side: user_id}):
                names += [name for document in page for name in mentor_files(document["_id"])]
        return names

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


def _shown(user: User, collection: str, document: Document) -> Document:
    """Without secrets, and without what of it is other people's."""
    shown = without(document, SECRETS.get(collection, frozenset()))
    if collection == "interview_sessions":
        if document["student_id"] != user.id:
            shown = without(shown, OF_THE_HOST)
        shown["participants"] = [p if p == user.id else SOMEBODY_ELSE for p in shown.get("participants", ())]
    if collection == "audit_log" and document["admin_id"] != user.id:
        shown = without(shown, frozenset(("admin_key",)))
    return shown


class ExportRepository(Repository[Export]):
    collection = "exports"
    entity = Export

    async def before(self, moment: datetime, limit: int) -> list[Export]:
        return await self._find({"begun_at": {"$lt": moment}}, ("begun_at", 1), limit=limit)
