"""What time does to a group's round: one reminder, the end of a phase, and what a crash left unshown."""

import logging
from datetime import datetime

from domain.errors import PlaceGone, UserError
from domain.grouping import ending, live, summary, turns
from domain.grouping.words import button, clock, listed, names_of
from domain.model.group import FEWEST_MEMBERS, GroupRound
from domain.replies import Reply, Text, say
from domain.requests import Actor, Place
from domain.services import Services

log = logging.getLogger(__name__)


async def tend(do: Services, round_id: str) -> bool:
    """Does what is due of a round by now; whether there was anything. Harmless if repeated."""
    group = await do.groups.get(round_id)
    now = do.clock.now()
    if group is None or group.due_at is None or group.due_at > now or not live.serves(do, group):
        return False
    if _is_due(group.remind_at, now):
        await _remind(do, group)
    if _is_due(group.closes_at, now):
        await _close(do, group)
    if _is_due(group.post_due_at, now):
        await live.refresh(do, group.id)
    if _is_due(group.summary_due_at, now):
        await summary.begin(do, group)
    return True


def _is_due(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


async def _close(do: Services, group: GroupRound) -> None:
    """Ends the phase; a round that gathered too few, or that nobody goes on with, is over."""
    if group.phase in ("asking", "scoring"):
        await turns.close_phase(do, group, by_hand=False)
    elif group.phase == "gathering" and len(group.present) >= FEWEST_MEMBERS and not _overslept(do, group):
        try:
            await turns.ask_next(do, group)
        except UserError as error:
            log.info("round %s cannot begin: %s", group.id, error)
            await turns.end_quiet(do, group)
    else:
        await turns.end_quiet(do, group)


def _overslept(do: Services, group: GroupRound) -> bool:
    """Whether it should have begun so long ago that those who joined are hardly there any more."""
    return group.closes_at is not None and do.clock.now() > group.closes_at + do.grouping.quiet


async def _remind(do: Services, group: GroupRound) -> None:
    """Reminds those who are missing, once; a reminder that died on the way is tried again under its key."""
    now, mine = do.clock.now(), [False]
    due = group.remind_at

    def claim(stored: GroupRound) -> GroupRound:
        mine[0] = stored.remind_at == due and stored.number == group.number
        return stored.reminding(now + live.LEASE) if mine[0] else stored

    claimed = await do.groups.change(group.id, claim)
    asked = claimed.open_question
    if not mine[0] or asked is None:
        return
    again = due != turns.remind_at(asked)
    reply = await _reminder(do, claimed)
    if reply is not None and asked.deadline > now:
        to, place, key = (
            Actor.of(group.held_as),
            Place.of(group.place),
            f"group:{group.id}:{group.number}:time",
        )
        try:
            await do.messenger.post(to, place, reply, key, again)
        except PlaceGone as error:
            log.info("round %s has lost its place: %s", group.id, error)
            await live.soon(do, await ending.homeless(do, group))
            return
    await do.groups.change(group.id, lambda g: g.reminding(None) if g.number == group.number else g)


async def _reminder(do: Services, group: GroupRound) -> Reply | None:
    """Whom the question still waits for; None where nobody is missing."""
    asked = group.open_question
    if asked is None:
        return None
    answered = await do.groups.answered(group.id, asked.question_id)
    known = await names_of(do, group.participants)
    names = [known[one] for one in group.expected if one not in answered]
    if not names:
        return None
    until = await clock(do, group, asked.deadline)
    words = Text(f"Question {group.number} is open until {until}. Still missing: {listed(names)}.")
    data = {"session_id": group.id, "number": group.number, "waiting_for": names}
    buttons = (button(group, "Answer", "answer", primary=True),)
    return say("Time is nearly up", words, buttons=buttons, data=data, private=False)
