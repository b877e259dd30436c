"""Removes what is kept of one person. Every step can be repeated; what finds the others goes last."""

import logging
from functools import partial
from hashlib import sha256

from domain.anonymous import answer_without, round_without
from domain.model.user import User
from domain.ports import Clock, Document, Documents
from storage.held import JOBS, jobs_of, walk
from storage.repositories import AttemptRepository, InterviewRepository
from storage.schema import OWNERS
from storage.usage import UsageRepository

log = logging.getLogger(__name__)

USAGE = "ai_usage"
GONE = "deleted:{}"


async def erase(documents: Documents, clock: Clock, user_id: str, salt: str) -> bool:
    """All of that account but its tombstone; the account itself goes last. Whether anything was deleted."""
    await _leave_groups(documents, clock, user_id, salt)
    account = await documents.get("users", user_id)
    if account is not None:
        await _forget_identities(documents, User.model_validate(account))
    await _keep_costs(documents, clock, user_id, salt)
    deleted = await documents.delete("mentorships", {"mentor_id": user_id})
    for collection, field in OWNERS.items():
        deleted += await documents.delete(collection, {field: user_id})
    named = {"admin_id": user_id, "admin_key": {"$ne": ""}}
    while await documents.claim("audit_log", named, {"admin_key": ""}):
        pass
    return bool(deleted + await documents.delete("users", {"_id": user_id}))


async def _leave_groups(documents: Documents, clock: Clock, user_id: str, salt: str) -> None:
    """Their answers in rounds of a group stay as scores, so that nobody else's results change."""
    rounds = InterviewRepository(documents, clock)
    for where in ({"student_id": user_id, "kind": "group"}, {"participants": user_id}):
        async for page in walk(documents, rounds.collection, where):
            for session in page:
                name = pseudonym(salt, session["_id"])
                await _leave_answers(documents, clock, {"session_id": session["_id"]}, user_id, name)
                await rounds.change(session["_id"], partial(round_without, user_id, name))


async def _leave_answers(
    documents: Documents, clock: Clock, session: Document, user_id: str, name: str
) -> None:
    attempts = AttemptRepository(documents, clock)
    async for page in walk(documents, attempts.collection, {**session, "student_id": user_id}):
        for attempt in page:
            try:
                await attempts.change(attempt["_id"], partial(answer_without, name))
            except LookupError:
                log.info("an answer that came too late is gone already")


async def _forget_identities(documents: Documents, user: User) -> None:
    """What names them as a platform does: jobs set aside, and workspaces where they installed the bot."""
    for job in await jobs_of(documents, user):
        await documents.delete(JOBS, {"_id": job["_id"]})
    for identity in (*user.identities, *user.claimed):
        mine = {"installed_by": identity.user_id, "team_id": identity.workspace_id}
        if identity.platform == "slack":
            await documents.claim("slack_installs", mine, {"installed_by": ""})


async def _keep_costs(documents: Documents, clock: Clock, user_id: str, salt: str) -> None:
    """What calls of a model cost stays, so that sums and the budget of all still hold; for whom does not."""
    await UsageRepository(documents, clock).hand_over(user_id, pseudonym(salt, USAGE))


def pseudonym(salt: str, where: str) -> str:
    """The same for one person in one place, another in each; without the salt it leads to nobody."""
    return GONE.format(sha256(f"{salt}\n{where}".encode()).hexdigest()[:16])
