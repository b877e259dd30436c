"""A group's board: what each member did in the rounds of a channel, by effort and by score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Any, Literal

from domain.grouping import closeness
from domain.grouping.finding import room_of
from domain.grouping.people import called, told_apart
from domain.model.given import Given
from domain.model.group import GroupRound
from domain.model.panel import PanelScore
from domain.model.user import User
from domain.requests import Request
from domain.scoring import NOT_COUNTED
from domain.services import Services

Term = Literal["week", "month", "term", "all"]
FEWEST = 3
"""Answers that a mean takes: with fewer, one of them would be known by it."""
MOST_ROUNDS = 300
AT_ONCE = 4
"""Rounds whose answers are read together, so that others are answered in between."""
EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """What one member did. `score` is the mean of their `graded` answers, None where these are too few.

    `scored` are the answers that they scored as panelists, and `closeness` is how many points of 100 a row
    they were from the panel's median in the `compared` of these which others scored too; None without any.
    """

    user_id: str
    name: str
    rounds: int
    answers: int
    scored: int
    graded: int = 0
    score: int | None = None
    closeness: int | None = None
    compared: int = 0

    @property
    def effort(self) -> int:
        return self.answers + self.scored


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody who did something and is on it, by effort, in these rounds, the newest first."""

    rows: tuple[BoardRow, ...]
    held: tuple[GroupRound, ...]

    @property
    def by_score(self) -> tuple[BoardRow, ...]:
        """Those with a mean, then those whom the fewest answers part from one."""
        return tuple(
            sorted(self.rows, key=lambda row: (row.score is None, -(row.score or 0), -row.graded, row.name))
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of some rounds, their hidden answers and scores left out."""

    rounds: Sequence[GroupRound] = ()
    answers: Sequence[Given] = ()
    scores: Sequence[PanelScore] = ()


@dataclass(slots=True)
class _Tally:
    rounds: set[str] = field(default_factory=set)
    answers: int = 0
    scored: int = 0
    marks: list[int] = field(default_factory=list)
    distances: list[int] = field(default_factory=list)


async def standings(do: Services, home: str, term: Term, now: datetime) -> Board:
    """The board of a channel's rounds that were begun in the term, as it may be shown to its members."""
    found = await facts(do, await do.groups.at_home(home, since(do, term, now), MOST_ROUNDS))
    held = tuple(one for one in found.rounds if _revealed(one))
    return Board(await _rows(do, found, FEWEST), held)


async def round_rows(do: Services, group: GroupRound) -> list[BoardRow]:
    """What came of one round's revealed questions, by effort, for those who are on the board.

    A mean is of any number of answers: their scores were shown one by one.
    """
    return list(await _rows(do, await facts(do, [group]), 1))


def row_data(row: BoardRow) -> dict[str, Any]:
    """A row for programs; `to_mean` is how many graded answers are missing to a mean."""
    return {
        "name": row.name,
        "rounds": row.rounds,
        "answers": row.answers,
        "scored": row.scored,
        "score": row.score,
        "to_mean": max(0, FEWEST - row.graded) if row.score is None else 0,
        "closeness": row.closeness,
        "compared": row.compared,
    }


async def home_of(do: Services, user: User, request: Request, round_id: str | None) -> str:
    """The channel whose board is meant: of the named round, else where it was asked for, else of their last.

    Empty where they took part in no round there, which is the same as there being none.
    """
    if round_id is not None:
        named = await do.groups.get(round_id)
        return named.home if named is not None and user.id in named.participants else ""
    room = room_of(request.actor, request.place)
    if room:
        there = await do.groups.last_at(room, user.id)
        return there.home if there is not None else ""
    last = await do.groups.with_member(user.id, 1)
    return last[0].home if last else ""


def since(do: Services, term: Term, now: datetime) -> datetime:
    """When a term began that ends now."""
    lengths = {"week": timedelta(days=7), "month": timedelta(days=30), "term": do.grouping.term}
    return now - lengths[term] if term in lengths else EVER


async def facts(do: Services, rounds: Sequence[GroupRound]) -> Facts:
    """What was revealed in those rounds."""
    panels = [one.id for one in rounds if one.mode == "panel"]
    scores = [one for ids in _some(panels) for one in await do.panel_scores.of_rounds(ids)]
    shown = _shown(rounds)
    whole = [one for one in scores if one.whole and (one.session_id, one.question_id) in shown]
    return Facts(rounds, await answers(do, rounds), whole)


async def answers(do: Services, rounds: Sequence[GroupRound], *, met: bool = False) -> list[Given]:
    """The answers that were revealed in those rounds; with `met` also how much each met."""
    found: list[Given] = []
    for ids in _some([one.id for one in rounds]):
        found += await do.groups.all_answers(ids, met=met)
    shown = _shown(rounds)
    return [one for one in found if (one.session_id, one.question_id) in shown]


def _some(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _shown(rounds: Sequence[GroupRound]) -> set[tuple[str, str]]:
    return {(one.id, question) for one in rounds for question in _revealed(one)}


def _revealed(group: GroupRound) -> frozenset[str]:
    return frozenset(asked.question_id for asked in group.questions if asked.revealed_at is not None)


async def _rows(do: Services, found: Facts, fewest: int) -> tuple[BoardRow, ...]:
    """Accounts that are no more, or want to be on no board, are left out."""
    joined = [one for group in reversed(found.rounds) for one in group.participants]
    acted = {*(one.student_id for one in found.answers), *(one.student_id for one in found.scores)}
    ids = tuple(dict.fromkeys((*joined, *acted)))
    people = await do.groups.people(ids)
    names = told_apart({people[one].id: called(people[one].name) for one in ids if one in people})
    shown = {one: user for one, user in people.items() if one in acted and not user.off_board}
    tallies: dict[str, _Tally] = {user.id: _Tally() for user in shown.values()}
    _count(found, {one: tallies[user.id] for one, user in shown.items()})
    rows = [_row(user_id, names[user_id], tally, fewest) for user_id, tally in tallies.items()]
    return tuple(
        sorted(rows, key=lambda row: (-row.effort, -row.answers, -(row.score or 0), row.name, row.user_id))
    )


def _count(found: Facts, tallies: Mapping[str, _Tally]) -> None:
    """Adds what was done to the tallies of those who did it, as far as they have one."""
    for answer in found.answers:
        if (tally := tallies.get(answer.student_id)) is not None:
            tally.rounds.add(answer.session_id)
            tally.answers += 1
            if answer.score is not None and NOT_COUNTED not in answer.flags:
                tally.marks.append(answer.score)
    for score in found.scores:
        if (tally := tallies.get(score.student_id)) is not None:
            tally.rounds.add(score.session_id)
            tally.scored += score.about == "answer"
    for user_id, apart in distances(found.scores):
        if (tally := tallies.get(user_id)) is not None:
            tally.distances.append(apart)


def distances(scores: Iterable[PanelScore]) -> Iterable[tuple[str, int]]:
    """How far each panelist was from the median of their panel, for each answer that several scored."""
    panels: dict[tuple[str, str], list[PanelScore]] = {}
    for score in scores:
        if score.about == "answer":
            panels.setdefault((score.session_id, score.question_id), []).append(score)
    for panel in panels.values():
        given = [score.met for score in panel]
        middle = closeness.medians(given)
        for score, rows in zip(panel, given, strict=True):
            apart = closeness.distance(rows, middle) if len(panel) > 1 else None
            if apart is not None:
                yield score.student_id, apart


def _row(user_id: str, name: str, tally: _Tally, fewest: int) -> BoardRow:
    return BoardRow(
        user_id=user_id,
        name=name,
        rounds=len(tally.rounds),
        answers=tally.answers,
        scored=tally.scored,
        graded=len(tally.marks),
        score=round(fmean(tally.marks)) if len(tally.marks) >= fewest else None,
        closeness=round(fmean(tally.distances)) if tally.distances else None,
        compared=len(tally.distances),
    )
