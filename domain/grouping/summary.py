"""The summary of a group's round: drawn when it has ended, and shown once where it was held.

The store says until when it is owed (`GroupRound.summary_due_at`), so that one which a crash left undone is
drawn at the next look.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import PlaceGone
from domain.grouping import figures
from domain.grouping.hosting import tell_host
from domain.grouping.naming import file_name, report_id
from domain.grouping.summary_sheet import sheet
from domain.grouping.words import kind
from domain.model.group import GroupRound
from domain.model.group_sheet import GroupSheet
from domain.ports import Progress
from domain.replies import Button, File, Reply, Text, say
from domain.requests import Actor, Place
from domain.services import Services
from domain.tokens import encode

log = logging.getLogger(__name__)

JOB = "render_group"
LEASE = timedelta(minutes=2)
ASIDE = timedelta(hours=1)
REDRAWN = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet with its pages on this machine's disk."""

    sheet: GroupSheet
    path: str
    pages: int


async def begin(do: Services, group: GroupRound) -> None:
    """Has the summary of a round that has ended drawn and shown, where that is due; harmless if repeated."""
    now = do.clock.now()
    aside = await do.aside.has(JOB, job(group))
    mine = [False]

    def claim(stored: GroupRound) -> GroupRound:
        due = stored.summary_due_at
        mine[0] = not stored.open and due is not None and due <= now
        later = now + (ASIDE if aside else LEASE)
        return stored.summarising(later, stored.report_id) if mine[0] else stored

    group = await do.groups.change(group.id, claim)
    if mine[0] and not aside:
        await do.jobs.add(JOB, job(group))


def job(group: GroupRound) -> dict[str, str]:
    """The payload of `render_group`."""
    platform = group.held_as.partition(":")[0]
    return {"round_id": group.id, "owner": group.host, "platform": platform}


async def render(do: Services, round_id: str) -> None:
    """Draws the summary that is owed and shows it to the group; of several runs the messenger shows one."""
    group = await do.groups.get(round_id)
    if group is None or group.open or group.summary_due_at is None:
        return
    if not group.held_as or not do.messenger.serves(Actor.of(group.held_as)):
        return
    drawn, again = await draw(do, group, _quietly), group.report_id is not None
    due, name = group.summary_due_at, report_id(group.id)
    await do.groups.change(round_id, lambda stored: stored.summarising(due, name))
    await _show(do, group, await reply_of(do, group, drawn), again)
    await do.groups.change(round_id, lambda stored: stored.summarising(None, stored.report_id))


async def _show(do: Services, group: GroupRound, reply: Reply, again: bool) -> None:
    """In the place of the round; where that takes no messages any more, to its host alone."""
    key, place = f"group:{group.id}:summary", Place.of(group.place)
    if place.kind != "dm":
        try:
            await do.messenger.post(Actor.of(group.held_as), place, reply, key, again)
        except PlaceGone as error:
            log.info("the summary of round %s goes to its host: %s", group.id, error)
        else:
            return
    await tell_host(do, group, reply, key, again)


async def draw(do: Services, group: GroupRound, progress: Progress) -> Drawn:
    """The summary as a PDF, drawn anew each time, since grades and who is on the board may change.

    Where somebody's account was deleted meanwhile it is drawn once more without them.
    """
    await progress("Drawing the summary…")
    for _ in range(REDRAWN):
        found = await sheet(do, group)
        rendered = await do.renderer.group(found)
        path = await do.files.save(file_name(group.id), rendered.pdf)
        stored = await do.groups.get(group.id)
        if stored is not None and stored.participants == group.participants:
            return Drawn(found, path, rendered.pages)
        await do.files.delete([file_name(group.id)])
        if stored is None:
            break
        group = stored
    raise LookupError(f"round {group.id} is gone, or changes all the time")


async def reply_of(do: Services, group: GroupRound, drawn: Drawn) -> Reply:
    """The file with what it is."""
    counts = (
        (len(drawn.sheet.questions), "question"),
        (sum(len(one.answers) for one in drawn.sheet.questions), "answer"),
        (drawn.pages, "page"),
    )
    told = ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts)
    here = {"group": group.id}
    return say(
        "Summary of the round",
        Text(f"{kind(group)}. {told}. It names nobody who is off the board."),
        files=(File(_name(group.started_at, group.id), drawn.path),),
        buttons=(Button("Board", encode("group board", here)), Button("Gaps", encode("group gaps", here))),
        data={**await figures.data(do, group), "pages": drawn.pages},
        private=False,
    )


def _name(moment: datetime, round_id: str) -> str:
    return f"mockingbird-group-{moment:%Y-%m-%d}-{round_id[:6]}.pdf"


async def _quietly(_: str) -> None:
    """Nobody waits for this work, so nobody is told how far it is."""
