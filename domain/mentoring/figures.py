"""What a student did in a week, as far as they granted it to a mentor: told in one line."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

from domain import scoring
from domain.mentoring.people import Pair
from domain.mentoring.seen import Seen, newest
from domain.services import Services

INTERVIEWS, SITTINGS = 30, 50
BEFORE = timedelta(days=28)
"""How far back that reaches which a week is compared with."""
LEAST = 2
"""Points by which a mean must differ to be called a trend."""


@dataclass(frozen=True, slots=True)
class Span:
    """The seven days from that Monday in a zone."""

    monday: date
    zone: ZoneInfo

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.monday <= self._day(moment) < self.monday + timedelta(days=7)

    def follows(self, moment: datetime | None) -> bool:
        """Whether it was in the weeks just before."""
        return moment is not None and self.monday - BEFORE <= self._day(moment) < self.monday

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


async def line(do: Services, pair: Pair, span: Span) -> str:
    """`3 answers, 62/100 on average, up 8; 1 quiz`; empty where nothing was done, or nothing is granted."""
    scopes = set(pair.mentorship.scopes)
    held = await newest(do, pair.other.id, INTERVIEWS) if scopes & {"attempts", "reports"} else []
    parts = (
        [_answers(held, span), _retries(held, span)] if "attempts" in scopes else [_interviews(held, span)]
    )
    if "roadmap" in scopes:
        parts += [await _quizzes(do, pair, span), *await _studied(do, pair, span)]
    return "; ".join(part for part in parts if part)


def _answers(held: list[Seen], span: Span) -> str:
    graded = [
        (attempt.answered_at, attempt.score)
        for seen in held
        for attempt in scoring.best(seen.attempts).values()
        if attempt.score is not None
    ]
    return _scored([score for at, score in graded if span.holds(at)], "answer") + _trend(graded, span)


def _retries(held: list[Seen], span: Span) -> str:
    again = [a for seen in held for a in seen.tries if a.attempt_no > 1 and span.holds(a.answered_at)]
    scores = [a.score for a in again if a.score is not None and scoring.NOT_COUNTED not in a.flags]
    return _scored(scores, "retry", "retries")


def _interviews(held: list[Seen], span: Span) -> str:
    scored = [
        (seen.interview.completed_at, scoring.overall(scoring.by_round(seen.without, seen.attempts))[0])
        for seen in held
        if seen.reportable and seen.interview.completed_at is not None
    ]
    known = [(at, score) for at, score in scored if at is not None]
    return _scored([score for at, score in known if span.holds(at)], "interview") + _trend(known, span)


def _scored(scores: list[int], noun: str, many: str = "") -> str:
    if not scores:
        return ""
    mean = f"{round(fmean(scores))}/100" + (" on average" if len(scores) > 1 else "")
    return f"{counted(len(scores), noun, many)}, {mean}"


def _trend(known: list[tuple[datetime, int]], span: Span) -> str:
    """Against the four weeks before; nothing where either has no score."""
    now = [score for at, score in known if span.holds(at)]
    before = [score for at, score in known if span.follows(at)]
    if not now or not before:
        return ""
    change = round(fmean(now)) - round(fmean(before))
    if abs(change) < LEAST:
        return ", as in the weeks before"
    return f", {'up' if change > 0 else 'down'} {abs(change)}"


async def _quizzes(do: Services, pair: Pair, span: Span) -> str:
    sittings = await do.quizzes.of_student(pair.other.id, SITTINGS)
    ended = [sitting for sitting in sittings if span.holds(sitting.ended_at)]
    passed = sum(sitting.state == "passed" for sitting in ended)
    return f"{counted(len(ended), 'quiz', 'quizzes')}, {passed} passed" if ended else ""


async def _studied(do: Services, pair: Pair, span: Span) -> list[str]:
    stages = [s for p in await do.paths.of(pair.other.id) if p.dropped_at is None for s in p.stages]
    read = sum(span.holds(resource.completed_at) for stage in stages for resource in stage.resources)
    passed = sum(span.holds(stage.completed_at) for stage in stages)
    return [
        f"{counted(count, noun)} done" for count, noun in ((read, "resource"), (passed, "stage")) if count
    ]


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
