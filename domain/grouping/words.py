"""Sentences about a group's round that several of its cards and replies use."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from domain import days
from domain.grouping import finding
from domain.model.group import GroupRound
from domain.model.question import ROUND_NAMES
from domain.replies import Button
from domain.services import Services
from domain.tokens import encode

RACE = (
    "Everyone answers the same question, each for themselves.",
    "Nobody sees an answer or a score before the reveal: when all have answered, or time is up.",
    "Then come the scores, the best lines of those who let them be quoted, and a model answer.",
)
PANEL = (
    "One of you answers in the open, another interviews, and all but the first score the same rubric rows.",
    "The scores stay hidden until the reveal: when all have scored, or time is up.",
    "Then the roles go round, so that everybody is candidate as often as the others.",
)
NOBODY: Mapping[str, str] = MappingProxyType({})


async def names_of(do: Services, ids: Iterable[str], known: Mapping[str, str] = NOBODY) -> Mapping[str, str]:
    """Members' names by their ids, with those that are known; an empty id is nobody's."""
    wanted = tuple(dict.fromkeys(one for one in ids if one and one not in known))
    return {**known, **await finding.names_of(do, wanted)} if wanted else known


def listed(names: Iterable[str]) -> str:
    """`ana, ben and cid`; `nobody` where there are none."""
    known = list(names)
    if not known:
        return "nobody"
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} and {known[-1]}"


def counted(number: int, noun: str) -> str:
    """`1 answer`, `2 answers`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def kind(group: GroupRound) -> str:
    """`Race: Technical, trees`."""
    topic = f", {spoken(group.topic)}" if group.topic else ""
    return f"{group.mode.capitalize()}: {ROUND_NAMES[group.rounds[0]]}{topic}"


def spoken(topic: str) -> str:
    """A tag of the question bank as people write it."""
    return topic.replace("-", " ")


def rules(group: GroupRound) -> tuple[str, ...]:
    """How it goes, in three lines."""
    return RACE if group.mode == "race" else PANEL


async def clock(do: Services, group: GroupRound, moment: datetime) -> str:
    """`17:40 IST`: a moment as the clocks of the host show it."""
    host = await do.users.get(group.host)
    local = moment if host is None else moment.astimezone(days.zone(host))
    return f"{local:%H:%M %Z}"


def button(group: GroupRound, label: str, action: str, *, primary: bool = False) -> Button:
    """A button of this round under its current question; a later one is told by the number.

    Reveal ends one phase: pressed twice, it must not end the scoring that follows.
    """
    args = {"group": group.id}
    if action in ("next", "answer", "reveal", "mine"):
        args["n"] = str(group.number)
    if action == "reveal":
        args["phase"] = group.phase
    return Button(label, encode(f"group {action}", args), "primary" if primary else "secondary")


def leave_button(group: GroupRound) -> Button:
    return button(group, "Leave", "leave")


def end_button(group: GroupRound) -> Button:
    return Button("End", encode("group end", {"group": group.id}), "danger")
