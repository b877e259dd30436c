"""What a group sees of its round: a message for each phase, edited in place while the phase lasts.

A step of the round stores when it is to be shown (`post_due_at`); whoever comes first claims that and shows
it under a key, and the sweep does so again where the first died on the way.
"""

import logging
from datetime import timedelta

from domain.errors import PlaceGone
from domain.grouping import answers, cards, ending, summary
from domain.grouping.finding import room_of
from domain.grouping.hosting import tell_host
from domain.grouping.words import kind
from domain.model.group import GroupRound
from domain.replies import Reply
from domain.requests import Actor, Place
from domain.services import Services

log = logging.getLogger(__name__)

REFRESH_JOB = "refresh_round"
LEASE = timedelta(minutes=1)
# What changes meanwhile is shown by one edit.
TOGETHER = timedelta(seconds=0.5)
# What the card in `shown_in` says once it was found to be deleted.
GONE = ""
# An edit that was overtaken is repeated; a round that changes faster is caught up with by the next job.
RACES = 5


def job(group: GroupRound) -> dict[str, str]:
    """The payload of `refresh_round`; only the process that talks with the group can do it."""
    return {"round_id": group.id, "owner": group.host, "platform": group.held_as.partition(":")[0]}


async def soon(do: Services, group: GroupRound) -> None:
    """Has the group shown where its round stands: a new phase at once, else what changed in a moment, so that
    a burst of answers is shown together."""
    await do.jobs.add(REFRESH_JOB, job(group), timedelta() if group.post_due_at is not None else TOGETHER)


def serves(do: Services, group: GroupRound) -> bool:
    """Whether this process is the one that talks with the group."""
    return bool(group.held_as) and do.messenger.serves(Actor.of(group.held_as))


async def refresh(do: Services, round_id: str) -> None:
    """Shows where the round stands: in a new message where its phase is new, else in the one there."""
    group = await do.groups.get(round_id)
    if group is None or not serves(do, group):
        return
    now = do.clock.now()
    mine: list[bool] = []

    def claim(stored: GroupRound) -> GroupRound:
        free = stored.post_due_at is not None and stored.post_due_at <= now
        mine[:] = [stored.post_tried] if free else []
        return stored.posting(now + LEASE) if free else stored

    group = await do.groups.change(round_id, claim, group)
    if mine:
        await show(do, group, again=mine[0])
    else:
        await _update(do, group)


async def show(do: Services, group: GroupRound, again: bool) -> None:
    """Posts what the phase says; `again` says that an earlier try may have done so."""
    group = await _in_its_thread(do, group, again)
    given = None
    if group.current is not None and group.current.revealed_at is not None:
        given = await answers.revealed(do, group, group.current)
    earlier, reply = group.shown_in, await cards.of(do, group, given)
    try:
        shown_in = await _post(do, group, reply, _key(group), again)
    except PlaceGone as error:
        log.info("round %s has lost its place: %s", group.id, error)
        await _without_place(do, group)
        return
    await answers.have_cards_made(do, given or ())
    showing = cards.digest(reply)
    at = _key(group)

    def posted(stored: GroupRound) -> GroupRound:
        return stored.posted(shown_in, showing) if _key(stored) == at else stored

    shown = await do.groups.change(group.id, posted, group)
    await _close(do, group, earlier)
    if not shown.open:
        await summary.begin(do, shown)
    await _update(do, shown)


def _key(group: GroupRound) -> str:
    """What a message is about: it changes with the phase, and where a turn was passed over and is taken after
    all, since its reveal is another message then. So is a card in the place of one that was deleted."""
    asked = group.current
    passed = group.phase == "revealed" and group.mode == "panel" and asked and asked.outcome == "skipped"
    phase = ("passed" if passed else group.phase) if group.open else "end"
    anew = f":{group.shown_in}" if group.shown_in and group.showing == GONE else ""
    return f"group:{group.id}:{group.number}:{phase}{anew}"


async def _in_its_thread(do: Services, group: GroupRound, again: bool) -> GroupRound:
    """The round in a thread of its own where it was begun in a channel that gives one; the one, if there is,
    that an earlier try has opened."""
    place = Place.of(group.place)
    if place.kind != "channel" or group.number or group.shown_in or not group.open:
        return group
    to = Actor.of(group.held_as)
    thread = await do.messenger.open_thread(to, place, kind(group), f"group:{group.id}:thread", again)
    if thread is None:
        return group
    return await do.groups.change(
        group.id, lambda g: g.moved(str(thread), room_of(to, thread)) if g.open else g
    )


async def _post(do: Services, group: GroupRound, reply: Reply, key: str, again: bool) -> str:
    """Raises PlaceGone. A round without a place is told to its host alone."""
    place = Place.of(group.place)
    if place.kind != "dm":
        return await do.messenger.post(Actor.of(group.held_as), place, reply, key, again)
    await tell_host(do, group, reply, key, again)
    return ""


async def _without_place(do: Services, group: GroupRound) -> None:
    """Ends a round whose thread is gone, with what it came to; its host is told in a direct message."""
    ended = await ending.homeless(do, group)
    if ended.post_due_at is not None:
        await soon(do, ended)


async def _close(do: Services, group: GroupRound, earlier: str) -> None:
    """Takes the buttons off a question that is over; where that fails, pressing them tells so."""
    asked = group.current
    follows = group.phase == ("revealed" if group.mode == "race" else "scoring")
    if earlier and asked is not None and group.open and follows:
        reply = Reply(await cards.question_cards(do, group, asked), private=False)
        await do.messenger.edit(Actor.of(group.held_as), earlier, reply)


async def _update(do: Services, group: GroupRound) -> None:
    """Edits the message until it reads as the round stands, whoever else edits it."""
    for _ in range(RACES):
        if group.post_due_at is not None or not group.shown_in:
            return
        reply = await cards.of(do, group)
        showing, shown_in = cards.digest(reply), group.shown_in
        if showing == group.showing:
            return
        if not await do.messenger.edit(Actor.of(group.held_as), shown_in, reply):
            await _once_more(do, group)
            return

        def edited(stored: GroupRound) -> GroupRound:
            same = stored.shown_in == shown_in and stored.post_due_at is None  # noqa: B023
            return stored.shown(shown_in, showing) if same else stored  # noqa: B023

        group = await do.groups.change(group.id, edited, group)


async def _once_more(do: Services, group: GroupRound) -> None:
    """Posts the card anew where somebody deleted it; it is owed until it stands."""
    now, mine = do.clock.now(), [False]

    def claim(stored: GroupRound) -> GroupRound:
        same = (stored.shown_in, stored.showing) == (group.shown_in, group.showing)
        mine[0] = same and stored.post_due_at is None
        return stored.shown(stored.shown_in, GONE).posting(now + LEASE) if mine[0] else stored

    claimed = await do.groups.change(group.id, claim)
    if mine[0]:
        await show(do, claimed, again=False)
