"""/group start: what a round is about, and where it is held."""

import logging
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from typing import cast

from domain import opening
from domain.actions.kinds import Call
from domain.errors import Duplicate, UserError
from domain.grouping import figures, gaps, live, turns
from domain.grouping.finding import join_button, room_of
from domain.grouping.words import button, end_button, kind, leave_button
from domain.model.group import GroupRound, Member, Mode
from domain.model.question import ROUND_NAMES, ROUNDS, Round
from domain.replies import Button, Reply, Text, say

log = logging.getLogger(__name__)

DEFAULT: Round = "technical_qa"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a round asks about; `for_gap` says that the group was weakest in it."""

    round: Round
    topic: str = ""
    for_gap: bool = False


async def start(call: Call) -> Reply:
    """Begins a round: it is stored first, then shown to the group in a thread of its own."""
    if call.request.place.kind == "dm":
        words = "A round needs others to answer with. Start it in a channel or a thread of your group."
        raise UserError(words, title="Not in a direct message", data={"needs": "channel"})
    about = await _subject(call)
    # Last of all: of two starts at once the other may be in a thread of its own by now.
    open_one = await _own_open(call)
    if open_one is not None and not call.again:
        raise await _one_at_a_time(call, open_one)
    group = open_one or await _stored(call, about)
    await turns.watch(call.do, group)
    try:
        await live.refresh(call.do, group.id)
    except Exception:
        log.exception("round %s could not be shown; the next sweep shows it", group.id)
    return await _begun(call, group)


async def _own_open(call: Call) -> GroupRound | None:
    """The open round that the caller leads here or in a thread of this channel."""
    room = room_of(call.request.actor, call.request.place)
    there = await call.do.groups.open_in(room)
    found = await call.do.groups.open_at_home(room)
    return next((one for one in (there, *found) if one is not None and one.host == call.user.id), None)


async def _one_at_a_time(call: Call, group: GroupRound) -> UserError:
    return UserError(
        "You lead an open round here already. Go on with it in its thread, or end it first.",
        title="One round at a time",
        buttons=(button(group, "Status", "status", primary=True), end_button(group)),
        data=await figures.data(call.do, group),
    )


async def _stored(call: Call, about: Subject) -> GroupRound:
    """Raises UserError where a round is open in this very place, by whomever."""
    group = _new(call, about)
    try:
        await call.do.groups.add(group)
    except Duplicate as error:
        there = await call.do.groups.open_in(group.room)
        raise UserError(
            "A round is open here already. Join it, or start another when it is over.",
            title="A round is open here",
            buttons=() if there is None else (_way_in(call, there),),
            data={} if there is None else await figures.data(call.do, there),
        ) from error
    return group


def _way_in(call: Call, group: GroupRound) -> Button:
    return button(group, "Status", "status") if call.user.id in group.present else join_button(group)


def _new(call: Call, about: Subject) -> GroupRound:
    now, random, request = call.do.clock.now(), call.do.random, call.request
    room = room_of(request.actor, request.place)
    closes_at = now + call.do.grouping.gather
    return GroupRound(
        id=random.new_id(),
        created_at=now,
        updated_at=now,
        student_id=call.user.id,
        mode=cast(Mode, call.text("mode") or "race"),
        topic=about.topic,
        for_gap=about.for_gap,
        minutes=call.number("minutes"),
        rounds=(about.round,),
        place=str(request.place),
        held_as=request.actor.key,
        room=room,
        open_room=room,
        home=room,
        members=(Member(user_id=call.user.id, joined_at=now),),
        participants=(call.user.id,),
        seed=random.seed(),
        started_at=now,
        last_active_at=now,
        closes_at=closes_at,
        post_due_at=now,
        due_at=now,
    )


async def _begun(call: Call, group: GroupRound) -> Reply:
    """To the host alone; the group has its card."""
    stored = await call.do.groups.get(group.id)
    if stored is None or not stored.open:
        raise UserError(
            "I may not write here, so the round was closed again. Let me read and write in this channel, and "
            "open threads in it; then start it anew.",
            title="I cannot write here",
        )
    where = "in this thread" if stored.place.startswith("thread:") else "in this channel"
    if stored.place != group.place:
        where = "in a thread of its own"
    words = f"The round is open {where}. Others come in with Join; Next puts the first question."
    buttons = (button(stored, "Next", "next", primary=True), leave_button(stored), end_button(stored))
    data = await figures.data(call.do, stored)
    return say(kind(stored), Text(words), buttons=buttons, data=data)


async def _subject(call: Call) -> Subject:
    """What was asked for, else what the group is weakest in. Raises UserError for an unknown topic."""
    wanted, typed = call.text("round"), call.text("topic")
    if wanted is not None:
        await _has_questions(call, cast(Round, wanted))
    if typed is not None:
        return await _on_topic(call, typed, cast(Round | None, wanted))
    if wanted is not None:
        return Subject(cast(Round, wanted))
    gap = await gaps.weakest(call.do, room_of(call.request.actor, call.request.place))
    return Subject(DEFAULT) if gap is None else Subject(gap.round, gap.topic, for_gap=True)


async def _has_questions(call: Call, wanted: Round) -> None:
    """Raises UserError for a round that the bank has nothing for, before anybody is gathered."""
    if all(one.about_project for one in await call.do.questions.candidates(wanted)):
        raise UserError(await opening.nothing_to_ask(call.do, (wanted,)), title="No questions")


async def _on_topic(call: Call, typed: str, wanted: Round | None) -> Subject:
    """The topic as the bank names it, in the round wanted or the one that asks most about it."""
    known = {one: await _topics(call, one) for one in ((wanted,) if wanted else ROUNDS)}
    word = "-".join(typed.casefold().replace("_", " ").split())
    asking = [one for one in known if known[one][word]]
    if asking:
        return Subject(max(asking, key=lambda one: known[one][word]), word)
    near = get_close_matches(
        word, sorted({topic for one in known.values() for topic in one}), n=3, cutoff=0.5
    )
    kind_of = f" in the {ROUND_NAMES[wanted]} round" if wanted else ""
    plain = typed.replace("`", "'")
    hint = f" Near it: {', '.join(f'`{one}`' for one in near)}." if near else ""
    raise UserError(
        f"I have no question about “{plain}”{kind_of}.{hint} Without a topic the round is about anything.",
        title="Unknown topic",
    )


async def _topics(call: Call, round_: Round) -> Counter[str]:
    """How many questions of a round there are about each topic."""
    bank = await call.do.questions.candidates(round_)
    return Counter(tag.casefold() for one in bank if not one.about_project for tag in one.tags)
