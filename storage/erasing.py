"""Removes what is kept of one person. Every step can be repeated; what finds the others goes last."""

import logging
from contextlib import suppress
from functools import partial
from hashlib import sha256

from domain.anonymous import GONE, answer_unremarked, answer_without, round_without, score_without
from domain.model.group import GroupRound
from domain.model.user import User
from domain.ports import Clock, Document, Documents
from storage.grouping import KIND, GroupRoundRepository, PanelScoreRepository
from storage.held import JOBS, jobs_of, walk
from storage.repositories import AttemptRepository, UserRepository
from storage.schema import OWNERS
from storage.usage import UsageRepository

log = logging.getLogger(__name__)

USAGE = "ai_usage"


async def erase(documents: Documents, clock: Clock, user_id: str, salt: str) -> bool:
    """All of that account but its tombstone; the account itself goes last. Whether anything was deleted."""
    await _leave_groups(documents, clock, user_id, salt)
    account = await documents.get("users", user_id)
    if account is not None:
        await _forget_identities(documents, User.model_validate(account))
    await _keep_costs(documents, clock, user_id, salt)
    await _forget_remarks(documents, clock, user_id)
    deleted = 0
    for collection in ("mentorships", "assignments"):
        deleted += await documents.delete(collection, {"mentor_id": user_id})
    for collection, field in OWNERS.items():
        deleted += await documents.delete(collection, {field: user_id})
    named = {"admin_id": user_id, "admin_key": {"$ne": ""}}
    while await documents.claim("audit_log", named, {"admin_key": ""}):
        pass
    return bool(deleted + await documents.delete("users", {"_id": user_id}))


async def _leave_groups(documents: Documents, clock: Clock, user_id: str, salt: str) -> None:
    """Their answers and scores in rounds of a group stay as figures, so that nobody else's results change."""
    rounds = GroupRoundRepository(documents, clock)
    for field in ("participants", "student_id"):
        async for page in walk(documents, rounds.collection, {field: user_id, **KIND}):
            for session in page:
                name, group = pseudonym(salt, session["_id"]), rounds.entity.model_validate(session)
                await _leave_answers(documents, clock, {"session_id": group.id}, user_id, name)
                keys = await _keys_of_others(documents, clock, group, user_id)
                rule = partial(round_without, user_id, name, keys, clock.now())
                await rounds.change(group.id, rule)
    await _leave_scores(documents, clock, user_id, salt)


async def _keys_of_others(
    documents: Documents, clock: Clock, group: GroupRound, user_id: str
) -> dict[str, str]:
    """By account, under which identity each other one of a round is known where that is held."""
    platform, workspace, _ = group.held_as.split(":", 2) if group.held_as else ("", "", "")
    users, keys = UserRepository(documents, clock), {}
    for one in group.participants:
        user = await users.get(one)
        if user is None or user_id in (one, user.id):
            continue
        known = [i.key for i in user.identities if (i.platform, i.workspace_id) == (platform, workspace)]
        if known:
            keys[one] = group.held_as if group.held_as in known else known[0]
    return keys


async def _leave_scores(documents: Documents, clock: Clock, user_id: str, salt: str) -> None:
    """What they gave in panels and were given; what they had not finished goes with the rest."""
    scores = PanelScoreRepository(documents, clock)
    for side in ({"student_id": user_id, "whole": True}, {"subject_id": user_id}):
        async for page in walk(documents, scores.collection, side):
            for score in page:
                with suppress(LookupError):
                    name = pseudonym(salt, score["session_id"])
                    await scores.change(score["_id"], partial(score_without, user_id, name))


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


async def _forget_remarks(documents: Documents, clock: Clock, user_id: str) -> None:
    """What they wrote to others' answers as a mentor; the grades that it led to stay."""
    attempts = AttemptRepository(documents, clock)
    async for page in walk(documents, attempts.collection, {"remarks.mentor_id": user_id}):
        for attempt in page:
            with suppress(LookupError):
                await attempts.change(attempt["_id"], partial(answer_unremarked, user_id))


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
    return GONE + sha256(f"{salt}\n{where}".encode()).hexdigest()[:16]
