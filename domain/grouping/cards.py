"""The one card in which a group sees where its round stands, for each phase."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from domain.actions import show
from domain.grouping import board, figures, panel, race
from domain.grouping.words import (
    button,
    clock,
    counted,
    end_button,
    kind,
    leave_button,
    listed,
    names_of,
    rules,
    spoken,
)
from domain.model.attempt import Attempt
from domain.model.group import FEWEST_MEMBERS, GroupQuestion, GroupRound
from domain.model.question import ROUND_NAMES
from domain.replies import Block, Bullets, Button, Card, Field, Reply, Text
from domain.services import Services
from domain.tokens import encode

NOBODY_CAME = "Not enough of you came together, so nothing was asked. Start begins another round."
ENDED_BEFORE = "It was over before the first question, so nothing was asked. Start begins another round."

Cards = tuple[Card, ...]
Buttons = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What was read for a card already: names by ids, and all answers to the question that it reveals."""

    names: Mapping[str, str]
    given: Sequence[Attempt] | None


async def of(do: Services, group: GroupRound, given: Sequence[Attempt] | None = None) -> Reply:
    """Where the round stands, as all who read its thread may see it.

    `given` are all answers to a question that is revealed, where they were read already.
    """
    known = Known(await names_of(do, (*group.participants, group.host)), given)
    build = PHASES[group.phase] if group.open else _ended
    cards, buttons = await build(do, group, known)
    return Reply(cards, buttons, data=await figures.whole(do, group, known.names), private=False)


def digest(reply: Reply) -> str:
    """The same for replies that read the same; what programs are told beside it does not count."""
    return hashlib.sha256(repr((reply.cards, reply.buttons)).encode()).hexdigest()[:16]


async def _gathering(do: Services, group: GroupRound, known: Known) -> tuple[Cards, Buttons]:
    names = known.names
    body: list[Block] = []
    if group.for_gap:
        body.append(Text("Chosen because your answers were weakest in this so far."))
    body.append(Bullets(rules(group)))
    if group.place.startswith("channel:"):
        body.append(Text("I could open no thread here, so the round is held in this channel."))
    begins = "with Next"
    if group.closes_at is not None:
        begins = f"with Next, at {await clock(do, group, group.closes_at)} at the latest"
    each = f"{group.minutes} min" if group.minutes else "as each question needs"
    fields = (
        Field("Here", _here(group, names)),
        Field("Led by", names[group.host]),
        Field("Begins", begins),
        Field("Time for an answer", each),
    )
    buttons = (
        button(group, "Join", "join", primary=True),
        button(group, "Next", "next"),
        leave_button(group),
        end_button(group),
    )
    return (Card(kind(group), tuple(body), fields),), buttons


async def question_cards(do: Services, group: GroupRound, asked: GroupQuestion) -> Cards:
    """The question alone, as it reads when nothing can be answered any more."""
    question = await do.questions.get(asked.slug)
    title = f"Question {group.questions.index(asked) + 1} · {ROUND_NAMES[asked.round]}"
    body = show.question_body(asked, question)
    if group.topic and question is not None and group.topic not in question.tags:
        elsewhere = f"I have no more questions about {spoken(group.topic)}, so this is one of the same round."
        body = (Text(elsewhere), *body)
    return (Card(title, body, show.question_fields(asked)),)


async def _asking(do: Services, group: GroupRound, known: Known) -> tuple[Cards, Buttons]:
    asked = _current(group)
    answered = await do.groups.answered(group.id, asked.question_id)
    names = await names_of(do, (*answered, asked.candidate, asked.interviewer), known.names)
    waits = [names[one] for one in group.expected if one not in answered]
    body: list[Block] = []
    if asked.candidate:
        leads = f" {names[asked.interviewer]} interviews." if asked.interviewer else ""
        body.append(
            Text(f"{names[asked.candidate]} answers in the open.{leads} All others score afterwards.")
        )
    body.append(Text(f"Waiting for {listed(waits)}."))
    fields = [Field("Open until", await clock(do, group, asked.deadline)), Field("Led by", names[group.host])]
    if answered and not asked.candidate:
        fields.append(Field("Answered", listed(names[one] for one in group.participants if one in answered)))
    buttons = (
        button(group, "Answer", "answer", primary=True),
        button(group, "Join", "join"),
        button(group, "Reveal", "reveal"),
        leave_button(group),
    )
    question = await question_cards(do, group, asked)
    return (*question, Card("Who is missing", tuple(body), tuple(fields))), buttons


async def _scoring(do: Services, group: GroupRound, known: Known) -> tuple[Cards, Buttons]:
    buttons = (
        panel.score_button(group),
        button(group, "Join", "join"),
        button(group, "Reveal", "reveal"),
        leave_button(group),
    )
    return await panel.scoring_cards(do, group, _current(group)), buttons


async def _revealed(do: Services, group: GroupRound, known: Known) -> tuple[Cards, Buttons]:
    asked = _current(group)
    buttons = (
        button(group, "Next", "next", primary=True),
        button(group, "Mine", "mine"),
        button(group, "Join", "join"),
        leave_button(group),
        end_button(group),
    )
    return (*await _reveal(do, group, asked, known), await _onward(do, group, known.names)), buttons


async def _onward(do: Services, group: GroupRound, names: Mapping[str, str]) -> Card:
    """Who goes on, and until when."""
    fields = [Field("Here", _here(group, names)), Field("Led by", names[group.host])]
    if group.closes_at is not None:
        fields.append(Field("Ends by itself", await clock(do, group, group.closes_at)))
    return Card("Next", (Text("Next puts the next question; any of you can press it."),), tuple(fields))


def _here(group: GroupRound, names: Mapping[str, str]) -> str:
    return f"{listed(names[one] for one in group.present)} ({len(group.present)})"


async def _reveal(do: Services, group: GroupRound, asked: GroupQuestion, known: Known) -> Cards:
    if group.mode == "race":
        return await race.reveal_cards(do, group, asked, known.names, known.given)
    if asked.outcome == "skipped":
        return (await _passed(do, group, asked),)
    return await panel.reveal_cards(do, group, asked)


async def _passed(do: Services, group: GroupRound, asked: GroupQuestion) -> Card:
    """A candidate who did not answer is not blamed: lines drop and buses come."""
    name = (await names_of(do, group.participants))[asked.candidate]
    words = f"No answer came from {name} this time, so nothing is scored; another turn will come."
    return Card(f"Question {group.questions.index(asked) + 1}: passed over", (Text(words),))


async def _ended(do: Services, group: GroupRound, known: Known) -> tuple[Cards, Buttons]:
    asked = group.current
    again = Button("Start", encode("group start"), "primary")
    if asked is None:
        why = NOBODY_CAME if len(group.present) < FEWEST_MEMBERS else ENDED_BEFORE
        return (Card("The round did not begin", (Text(why),)),), (again,)
    cards: Cards = ()
    if asked.revealed_at == group.completed_at and asked.outcome == "answered":
        cards = await _reveal(do, group, asked, known)
    standing = await _standing(do, group)
    buttons = (button(group, "Mine", "mine"), Button("Board", encode("group board")), again)
    return (*cards, standing), buttons


async def _standing(do: Services, group: GroupRound) -> Card:
    rows = await board.round_rows(do, group)
    lines = tuple(
        f"{row.name}: {_mean(row)}{counted(row.answers, 'answer')}"
        f"{f', scored {row.scored}' if row.scored else ''}"
        for row in rows
    )
    body: tuple[Block, ...] = (Bullets(lines),) if lines else ()
    said = [Text("All of it is kept: it counts in each member's own profile.")]
    if group.place == "dm":
        said.insert(0, Text("Its thread takes no messages from me any more, so the round has ended here."))
    return Card(f"The round is over: {show.counted(group.number)}", (*body, *said))


def _mean(row: board.BoardRow) -> str:
    return f"{row.score}/100 on average, " if row.score is not None else ""


def _current(group: GroupRound) -> GroupQuestion:
    if group.current is None:
        raise LookupError(f"group round {group.id} has no question yet")
    return group.current


Build = Callable[[Services, GroupRound, Known], Awaitable[tuple[Cards, Buttons]]]
PHASES: Mapping[str, Build] = MappingProxyType(
    {"gathering": _gathering, "asking": _asking, "scoring": _scoring, "revealed": _revealed}
)
