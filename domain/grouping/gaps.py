"""What a group is weakest in, by the answers of its own rounds alone: that is what it practises next."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from domain.anonymous import GONE
from domain.grouping.board import MOST_ROUNDS, answers, since
from domain.model.given import Given
from domain.model.question import Round
from domain.scoring import NOT_COUNTED
from domain.services import Services

FEWEST, FEWEST_PEOPLE = 3, 2
"""Answers and people that it takes to speak of the group, and of nobody in it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic of one round: the mean share of rubric weight met, 0 to 1, over the answers of so many people.

    `topic` is a question's tag; empty where all questions of that round are meant.
    """

    round: Round
    topic: str
    met: float
    answers: int
    people: int


@dataclass(frozen=True, slots=True)
class Seen:
    """How much of what was asked for one answer met, 0 to 1, for one topic of its question."""

    round: Round
    topic: str
    met: float
    who: str


async def of_home(do: Services, home: str) -> tuple[Gap, ...]:
    """Every topic and round that enough is known of from the last term, the weakest first."""
    rounds = await do.groups.at_home(home, since(do, "term", do.clock.now()), MOST_ROUNDS)
    return gaps(await _seen(do, await answers(do, rounds, met=True)))


async def weakest(do: Services, home: str) -> Gap | None:
    """Where the group of that channel should go on: a topic that is still asked about, else a round.

    None where too little is known.
    """
    return await next_of(do, await of_home(do, home))


async def next_of(do: Services, found: Sequence[Gap]) -> Gap | None:
    """As `weakest`, for whoever knows the gaps."""
    for gap in (one for one in found if one.topic):
        if any(gap.topic in candidate.tags for candidate in await do.questions.candidates(gap.round)):
            return gap
    return next((one for one in found if not one.topic), None)


async def _seen(do: Services, given: Sequence[Given]) -> list[Seen]:
    """What each answer says of its round and of each topic of its question; by its score without rows."""
    counted = [one for one in given if one.score is not None and NOT_COUNTED not in one.flags]
    tags: dict[str, tuple[str, ...]] = {}
    for slug in {one.question_id for one in counted}:
        question = await do.questions.get(slug)
        tags[slug] = question.tags if question is not None else ()
    return [
        Seen(one.round, topic, (one.score or 0) / 100 if one.met is None else one.met, one.student_id)
        for one in counted
        for topic in ("", *dict.fromkeys(tags[one.question_id]))
    ]


def gaps(seen: Sequence[Seen]) -> tuple[Gap, ...]:
    """The weakest first. Those whose accounts are no more count as one person: nobody can tell them apart."""
    by_topic: dict[tuple[Round, str], list[Seen]] = {}
    for one in seen:
        by_topic.setdefault((one.round, one.topic), []).append(one)
    found = []
    for (round_, topic), group in by_topic.items():
        people = {GONE if one.who.startswith(GONE) else one.who for one in group}
        if len(group) >= FEWEST and len(people) >= FEWEST_PEOPLE:
            found.append(Gap(round_, topic, fmean(one.met for one in group), len(group), len(people)))
    return tuple(sorted(found, key=lambda gap: (gap.met, -gap.answers, gap.round, gap.topic)))
