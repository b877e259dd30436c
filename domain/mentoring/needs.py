"""Which students need a look first, and why, told only from what each of them has granted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from domain import days, scoring, titles
from domain.mentoring import assigning, words
from domain.mentoring.people import Pair
from domain.mentoring.seen import Seen, newest
from domain.mentoring.tasks import what
from domain.model.learning import LearningPath
from domain.services import Services

LOW, RECENT = 50, timedelta(days=14)
SILENT = timedelta(days=14)
LOOKED_AT = 10
"""Interviews of a student, the newest."""


class Kind(IntEnum):
    """In the order in which they want a look."""

    LOW_SCORE = 0
    ASSIGNMENT = 1
    OVERDUE = 2
    SILENCE = 3
    NOTHING = 4


@dataclass(frozen=True, slots=True)
class Need:
    """`since` orders those of one kind: for low scores the newest comes first, else the oldest."""

    kind: Kind
    since: datetime
    words: str

    @property
    def order(self) -> tuple[int, float]:
        moment = self.since.timestamp()
        return (self.kind, -moment if self.kind is Kind.LOW_SCORE else moment)


async def of(do: Services, pair: Pair, zone: ZoneInfo) -> tuple[Need, ...]:
    """Why that student may need a look, the most urgent first; nothing beyond what they granted.

    Times are told in `zone`, the mentor's."""
    now, scopes = do.clock.now(), set(pair.mentorship.scopes)
    held = await newest(do, pair.other.id, LOOKED_AT) if scopes & {"reports", "attempts"} else []
    paths = (
        [p for p in await do.paths.of(pair.other.id) if p.dropped_at is None] if "roadmap" in scopes else []
    )
    found = [
        *(_low_answers(held, now, zone) if "attempts" in scopes else _low_results(held, now, zone)),
        *(await _assignments(do, pair, now)),
        *(await _overdue(do, pair, paths, now)),
        *_silence(pair, held, paths, now),
    ]
    return tuple(sorted(found, key=lambda need: need.order))


def order(needs: tuple[Need, ...]) -> tuple[int, float]:
    """By which a student stands among others."""
    return needs[0].order if needs else (Kind.NOTHING, 0.0)


def _low_answers(held: list[Seen], now: datetime, zone: ZoneInfo) -> list[Need]:
    """The newest low answer of each interview."""
    found = []
    for seen in held:
        low = [a for a in scoring.best(seen.attempts).values() if (a.score or 0) < LOW]
        last = max(low, key=lambda a: (a.answered_at, a.id), default=None)
        if last is not None and now - last.answered_at <= RECENT:
            named = titles.spoken(last.question_id.split("~", 1)[0])
            said = f"{last.score}/100 on “{named}”, {words.day(last.answered_at.astimezone(zone))}"
            more = f", and {len(low) - 1} more below {LOW} there" if len(low) > 1 else ""
            found.append(Need(Kind.LOW_SCORE, last.answered_at, said + more))
    return found


def _low_results(held: list[Seen], now: datetime, zone: ZoneInfo) -> list[Need]:
    found = []
    for seen in held:
        ended = seen.interview.completed_at or seen.interview.last_active_at
        if seen.reportable and now - ended <= RECENT:
            overall, _, _ = scoring.overall(scoring.by_round(seen.without, seen.attempts))
            if overall < LOW:
                said = f"{overall}/100 in the interview of {words.interview(seen.interview, zone)}"
                found.append(Need(Kind.LOW_SCORE, ended, said))
    return found


async def _assignments(do: Services, pair: Pair, now: datetime) -> list[Need]:
    """What they were set and have not done in time."""
    found, today = [], days.today(pair.other, now)
    for one in await assigning.of_pair(do, pair):
        if one.open and one.due_on < today:
            late = words.days((today - one.due_on).days)
            found.append(Need(Kind.ASSIGNMENT, one.due_at, f"{late} overdue: {what(one)}, which you set"))
    return found


async def _overdue(do: Services, pair: Pair, paths: list[LearningPath], now: datetime) -> list[Need]:
    today, found = days.today(pair.other, now), []
    for path in paths:
        stage = path.current
        if stage is not None and stage.due_on < today:
            late = (today - stage.due_on).days
            roadmap = await do.roadmaps.get(path.skill)
            name = roadmap.name if roadmap else path.skill
            said = f"{name}: stage {stage.stage_number}, {stage.stage_name}, is {words.days(late)} overdue"
            found.append(Need(Kind.OVERDUE, stage.due_at, said))
    return found


def _silence(pair: Pair, held: list[Seen], paths: list[LearningPath], now: datetime) -> list[Need]:
    """Nothing new in what is granted; counted from the consent where there was never anything."""
    if not set(pair.mentorship.scopes) - {"chat"}:
        return []
    begun = pair.mentorship.expires_at - timedelta(days=pair.mentorship.days)
    moments = [seen.interview.last_active_at for seen in held if seen.tries]
    if "attempts" in pair.mentorship.scopes:
        moments += [attempt.answered_at for seen in held for attempt in seen.tries]
    last = max([*moments, *(path.touched_at for path in paths)], default=begun)
    if now - last < SILENT:
        return []
    return [Need(Kind.SILENCE, last, f"Nothing new for {words.days((now - last).days)}")]
