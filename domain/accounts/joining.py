"""Two accounts become one: nothing is lost, whatever dies on the way or comes late.

One write decides it: the younger account is marked as joined into the older, and from then on whoever comes
as the younger is the older. All after that can be repeated, by several processes at once: a tombstone sends
late documents the same way, the documents are given over, the account itself is folded in, and its identities
are claimed before they are let go. A crash anywhere leaves the marked account, which the sweep finds.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from functools import partial

from domain import conduct, drafts, learning, marking, reporting
from domain.accounts import folding, folding_learning
from domain.errors import Duplicate, UserError
from domain.model.account import Tombstone
from domain.model.card import ReviewCard
from domain.model.interview import Interview
from domain.model.learning import LearningPath
from domain.model.nudge import Nudge
from domain.model.user import User
from domain.nudging import ledger
from domain.services import Services

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)
BATCH = 200
NUDGES = 1_000


async def join(do: Services, one: User, other: User, login: User) -> User:
    """The account that both are from now on; `login` is whose e-mail and password it keeps, if it has them.

    Harmless if repeated. Raises UserError where one of them has ended in another way meanwhile.
    """
    stays, goes = folding.in_order(one, other)
    keeps_login = login.id == goes.id

    def mark(stored: User) -> User:
        if stored.id != goes.id or stored.joined_into is not None:
            return stored
        return stored.model_copy(update={"joined_into": stays.id, "keeps_login": keeps_login, "proof": None})

    try:
        await do.users.change(goes.id, mark)
        await finish(do, goes.id)
        one_now, other_now = await do.users.get(one.id), await do.users.get(other.id)
    except LookupError as error:
        raise _ended() from error
    if one_now is None or other_now is None or one_now.id != other_now.id:
        raise _ended()
    return one_now


def _ended() -> UserError:
    return UserError(
        "One of the two was deleted or joined with another account meanwhile, so these two were not joined."
    )


async def finish(do: Services, user_id: str) -> bool:
    """Takes a joining to its end from wherever it stopped; False where there is none."""
    goes = await do.joins.itself(user_id)
    if goes is None or goes.joined_into is None:
        return False
    heir = await _given(do, goes)
    if heir is None:
        log.warning("what %s was being joined into is gone; it is itself again", user_id)
        await do.joins.undo(user_id)
        return False
    now = do.clock.now()
    await do.users.change(heir, lambda stays: folding.users(stays, goes, now))
    await do.joins.let_go(user_id)
    await do.users.change(heir, folding.taken_over)
    await do.joins.remove(user_id)
    return True


async def _given(do: Services, goes: User) -> str | None:
    """Gives all that it had to the account that is left, whose id it returns; None where that was deleted.

    That account can be joined into an older one at the same time. What came to it behind the back of that
    goes on, too, until the last one has not changed.
    """
    while True:
        *ended, heir = await do.joins.chain(goes.id)
        if await do.joins.itself(heir) is None:
            await _erase_again(do, heir)
            return None
        if not await _buried(do, goes.id, ended[1] if len(ended) > 1 else heir):
            return None
        for owner in ended:
            await _give(do, owner, heir)
        if (await do.joins.chain(goes.id))[-1] == heir and await do.joins.itself(heir) is not None:
            return heir


async def _buried(do: Services, user_id: str, into: str) -> bool:
    """Has what is stored late for the account go on; False where the account was being deleted before."""
    now = do.clock.now()
    try:
        await do.tombstones.add(Tombstone(id=user_id, created_at=now, updated_at=now, into=into))
    except Duplicate:
        known = await do.tombstones.get(user_id)
        return known is not None and known.into is not None
    return True


async def _erase_again(do: Services, user_id: str) -> None:
    """What was given to an account while it was being deleted is deleted with it."""
    now = do.clock.now()
    if await do.tombstones.get(user_id) is not None:
        await do.tombstones.change(user_id, lambda t: t if t.into else t.model_copy(update={"owed_at": now}))


async def _give(do: Services, from_id: str, to_id: str) -> None:
    await _one_interview(do, from_id, to_id)
    await _one_conversation(do, from_id, to_id)
    for nudge in await do.nudges.of_user(from_id, NUDGES):
        await _not_sent(do, nudge)
    for path in await do.paths.of(from_id):
        await _give_path(do, path, to_id)
    for path in await do.paths.of(to_id):
        await learning.settle(do, path)
    await do.joins.forget_progress(from_id)
    while cards := await do.cards.of_student(from_id, BATCH):
        for card in cards:
            await _give_card(do, card, to_id)
    await _forget_copy(do, from_id)
    await do.usage.hand_over(from_id, to_id)
    await do.joins.give(from_id, to_id)


async def _one_interview(do: Services, from_id: str, to_id: str) -> None:
    """Of two open interviews the one that was touched last goes on."""
    both = (await do.interviews.open_of(from_id), await do.interviews.open_of(to_id))
    found = [interview for interview in both if interview is not None]
    if len(found) > 1:
        await _ended_early(do, min(found, key=lambda interview: interview.last_active_at))


async def _ended_early(do: Services, interview: Interview) -> None:
    """As by `/interview end`: what was answered, or is being written, is graded and in the report."""
    asked, draft = interview.open_question, await drafts.take(do, interview, by_hand=True)
    if asked is not None and draft is not None:
        with suppress(Duplicate):
            await do.attempts.add(conduct.new_attempt(do, interview, asked, conduct.Given(draft.text)))
    for attempt in await do.attempts.of_session(interview.id):
        await marking.grade(do, attempt, _quietly)
    ended = await conduct.end(do, interview)
    if ended.report_id is not None:
        await reporting.report_of(do, ended)


async def _quietly(_: str) -> None:
    """Nobody looks on while this is graded."""


async def _one_conversation(do: Services, from_id: str, to_id: str) -> None:
    active, now = await do.chats.active_of(from_id), do.clock.now()
    if active is not None and await do.chats.active_of(to_id) is not None:
        ended = {"is_active": False, "ended_at": now}
        await do.chats.change(active.id, lambda c: c.model_copy(update=ended) if c.is_active else c)


async def _not_sent(do: Services, nudge: Nudge) -> None:
    """A reminder that nobody has begun to send: the other account's next one says what still matters."""
    if nudge.state == "due":
        await ledger.drop(do, nudge, shown=False)


async def _give_path(do: Services, path: LearningPath, to_id: str) -> None:
    """Theirs alone, or gone into the one that they have for that skill."""
    now = do.clock.now()
    try:
        await do.paths.change(path.id, lambda p: folding_learning.given(p, to_id, now))
    except Duplicate:
        await _into_theirs(do, path, to_id)
    except LookupError:
        log.info("path %s has gone into another meanwhile", path.id)


async def _into_theirs(do: Services, path: LearningPath, to_id: str) -> None:
    kept = next((p for p in await do.paths.of(to_id) if p.skill == path.skill), None)
    heir, now = await do.users.get(to_id), do.clock.now()
    if heir is None or kept is None:
        raise LookupError(f"account {to_id} or its path for {path.skill} is gone")
    before, day = None, learning.clock_of(do, heir).day
    while True:
        rule = partial(folding_learning.paths, other=path, before=before, now=now, day=day)
        await do.paths.change(kept.id, rule)
        await do.joins.give_sittings(path.id, kept.id)
        if await do.paths.remove(path):
            return
        later = await do.paths.get(path.id)
        if later is None:
            return
        before, path = path, later


async def _give_card(do: Services, card: ReviewCard, to_id: str) -> None:
    try:
        await do.cards.change(card.id, lambda c: c.model_copy(update={"student_id": to_id}))
    except Duplicate:
        theirs = await do.cards.of_point(to_id, card.question_id, card.point_id)
        if theirs is not None:
            await do.cards.change(theirs.id, lambda known: folding_learning.cards(known, card))
            await do.cards.remove(card)
    except LookupError:
        log.info("card %s has gone into another meanwhile", card.id)


async def _forget_copy(do: Services, from_id: str) -> None:
    """The files of an export go now: who deletes the other account would not find them within their hour."""
    copy = await do.exports.get(from_id)
    if copy is not None and copy.finished_at is not None:
        await do.archives.drop([part.path for part in copy.parts])
        await do.exports.remove(copy)


async def half_done(do: Services) -> list[User]:
    """Accounts that a crash kept from being joined to the end."""
    return await do.joins.half_done(do.clock.now() - GRACE, BATCH)
