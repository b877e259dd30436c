"""How the estimate of each round came about: answer by answer, with its band, and what that says in words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from domain import days, readiness
from domain.model.attempt import Attempt
from domain.model.progress_sheet import Dot, Mark, RoundProgress
from domain.model.question import ROUND_NAMES
from domain.readiness import Readiness
from domain.scoring import NOT_COUNTED
from domain.story_grid import Today

LOOKED_AT = 200
"""The newest answers that an estimate is made of, as everywhere else."""
MOST_DOTS = 300
MOST_MARKS = 40
LONG_ENOUGH = timedelta(days=7)
"""Before that long nothing is said of a change."""


def by_round(attempts: Sequence[Attempt], today: Today, now: datetime) -> tuple[RoundProgress, ...]:
    """Each round with an answer that counts, from a student's first tries in any order."""
    counted = sorted(
        (a for a in attempts if a.graded and NOT_COUNTED not in a.flags), key=lambda a: (a.answered_at, a.id)
    )
    marks = _marks(counted, today, now)
    return tuple(
        _round(found, [a for a in counted if a.round == found.round], marks.get(found.round, []), today)
        for found in readiness.by_round(counted[-LOOKED_AT:], now)
    )


def _round(
    found: Readiness, answers: Sequence[Attempt], marks: Sequence[Mark], today: Today
) -> RoundProgress:
    return RoundProgress(
        round=found.round,
        verdict=found.verdict,
        sentence=found.sentence,
        answers=found.answers,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        dots=tuple(_dots(answers, today))[-MOST_DOTS:],
        marks=tuple(marks),
    )


def _dots(answers: Iterable[Attempt], today: Today) -> Iterable[Dot]:
    whole = [a for a in answers if "~" not in a.question_id]
    for day, group in groupby(whole, key=lambda a: _day(a, today)):
        same = list(group)
        for number, attempt in enumerate(same):
            yield Dot(day=day, place=round((number + 0.5) / len(same), 4), score=attempt.score or 0)


def _marks(counted: Sequence[Attempt], today: Today, now: datetime) -> dict[str, list[Mark]]:
    """The estimates at the end of some days with answers, and as of now, by round."""
    found: dict[str, list[Mark]] = {}
    with_answers = list(dict.fromkeys(_day(a, today) for a in counted))
    for day in _some(with_answers):
        _add(found, counted, day, min(now, days.at(day + timedelta(days=1), "00:00", today.zone)))
    if with_answers and with_answers[-1] < today.day:
        _add(found, counted, today.day, now)
    return found


def _add(found: dict[str, list[Mark]], counted: Sequence[Attempt], day: date, end: datetime) -> None:
    until = [a for a in counted if a.answered_at <= end][-LOOKED_AT:]
    for one in readiness.by_round(until, end):
        if one.estimate is not None and one.low is not None and one.high is not None:
            mark = Mark(day=day, estimate=one.estimate, low=one.low, high=one.high)
            found.setdefault(one.round, []).append(mark)


def _some(all_days: Sequence[date]) -> list[date]:
    """At most so many of them, evenly chosen, the first and the last among them."""
    if len(all_days) <= MOST_MARKS:
        return list(all_days)
    last = len(all_days) - 1
    return [all_days[round(n * last / (MOST_MARKS - 1))] for n in range(MOST_MARKS)]


def _day(attempt: Attempt, today: Today) -> date:
    return attempt.answered_at.astimezone(today.zone).date()


def standing(rounds: Sequence[RoundProgress]) -> str:
    """Where the student stands, in a sentence or two: no more than the bands allow."""
    if not rounds:
        return "There is nothing to judge yet: no answer has been graded so far."
    early = [found for found in rounds if found.verdict == "too early"]
    if len(early) == len(rounds):
        return (
            f"Too early to judge: that takes {readiness.FEWEST} answers in a round, and none has so many yet."
        )
    words = (("Ready in", "ready"), ("Close in", "close"), ("Not yet ready in", "not yet"))
    judged = [f"{begin} {_names(found)}" for begin, verdict in words if (found := _with(rounds, verdict))]
    told = "; ".join((judged[0], *(part[0].lower() + part[1:] for part in judged[1:]))) + "."
    unknown = f" Too early to say for {_names(early)}." if early else ""
    return f"{told}{unknown}{_change(rounds)}"


def _with(rounds: Sequence[RoundProgress], verdict: str) -> list[RoundProgress]:
    return [found for found in rounds if found.verdict == verdict]


def _names(rounds: Sequence[RoundProgress]) -> str:
    names = [ROUND_NAMES[found.round] for found in rounds]
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _change(rounds: Sequence[RoundProgress]) -> str:
    """The change that is the largest beyond the bands; that there is none, where there was time for one."""
    long = [r for r in rounds if r.marks and r.marks[-1].day - r.marks[0].day >= LONG_ENOUGH]
    moved = [r for r in long if r.marks[-1].low > r.marks[0].high or r.marks[-1].high < r.marks[0].low]
    if not moved:
        return " No round has moved by more than its band so far." if long else ""
    most = max(moved, key=lambda r: abs(r.marks[-1].estimate - r.marks[0].estimate))
    first, last = most.marks[0], most.marks[-1]
    way = "risen" if last.estimate > first.estimate else "fallen"
    since = f"{first.day:%-d %B %Y}"
    return f" {ROUND_NAMES[most.round]} has {way} from {first.estimate} to {last.estimate} since {since}."
