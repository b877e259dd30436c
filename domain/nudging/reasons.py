"""What there is to say to a student today, and on which day there may be something next."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain import days, streak
from domain.mentoring import assigning
from domain.model.assignment import Assignment
from domain.model.interview import Interview
from domain.model.learning import LearningPath, PathStage
from domain.model.user import User
from domain.nudging.week import Week, monday_of, week_of
from domain.services import Services
from domain.streak import Standing

DAY = timedelta(days=1)
AHEAD = 7
FIRST_WAIT, LAST_WAIT = 1, 5
WEEK_TOLD_UNTIL = 2
WORTH_KEEPING = 3
FREEZE_RECALLED = timedelta(days=7)
CARDS_AHEAD = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class StageDue:
    """The open stage of a path; `left` is how many days until its last one, below 0 where that is over."""

    path: LearningPath
    skill: str
    stage: PathStage
    left: int


@dataclass(frozen=True, slots=True)
class CardsDue:
    count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An interview that was paused or left alone that many days ago."""

    interview: Interview
    days: int


@dataclass(frozen=True, slots=True)
class StreakNews:
    """`frozen` are days that a freeze stood in for and that were not told of yet."""

    standing: Standing
    frozen: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a mentor of that name set; `left` is how many days until its last one, below 0 once it is over."""

    assignment: Assignment
    mentor: str
    left: int


Fact = Assigned | StageDue | CardsDue | Waiting | Week | StreakNews


@dataclass(frozen=True, slots=True)
class Reason:
    """`key` says what is told, once; `alone` whether it is worth a message of its own."""

    key: str
    fact: Fact
    alone: bool = True

    @property
    def about(self) -> str:
        return about(self.key)


@dataclass(frozen=True, slots=True)
class Told:
    """The keys told of so far; of what was before the day `since` nothing is known."""

    keys: frozenset[str] = frozenset()
    since: date = date.min


@dataclass(frozen=True, slots=True)
class Outlook:
    """`reasons` are untold, the most urgent first. `next_on` is the next day on which there may be some.

    It is None where nothing is tracked: nothing will be due before the student does something.
    """

    reasons: tuple[Reason, ...]
    next_on: date | None

    @property
    def worth_telling(self) -> bool:
        return any(reason.alone for reason in self.reasons)


def about(key: str) -> str:
    """What stays the same of a key as time goes on: the stage and its date, the interview, or the kind."""
    kind, *rest = key.split(":")
    shared = {"assigned": 1, "stage": 3, "paused": 1, "week": 1}.get(kind, 0)
    return ":".join((kind, *rest[:shared]))


async def reckon(do: Services, user: User, now: datetime, told: Told) -> Outlook:
    """All that there is to say to the user at that moment and was not said before."""
    today = days.today(user, now)
    parts = (
        await _assigned(do, user, today, told),
        await _stages(do, user, today, told),
        await _cards(do, user, now),
        await _interview(do, user, now),
        await _week(do, user, today, told),
        _streak(user, now, told),
    )
    reasons = [reason for part in parts for reason in part.reasons if reason.key not in told.keys]
    following = [part.next_on for part in parts if part.next_on is not None]
    return Outlook(tuple(reasons), min(following, default=None))


def only(outlook: Outlook, keys: tuple[str, ...]) -> Outlook:
    """What still matters of reasons found earlier: worded as they stand now, under their own keys."""
    standing = {reason.about: reason for reason in outlook.reasons}
    found = [replace(standing[about(key)], key=key) for key in keys if about(key) in standing]
    return replace(outlook, reasons=tuple(found))


async def _assigned(do: Services, user: User, today: date, told: Told) -> Outlook:
    """The day before, or on the day where that was missed; and once when it is over."""
    found: list[tuple[int, Reason]] = []
    following: list[date] = []
    for one in await assigning.of_student(do, user.id):
        if not one.open:
            continue
        following += [on for on in (one.due_on - DAY, one.due_on, one.due_on + DAY) if on > today]
        left = (one.due_on - today).days
        if left <= 1 and (left >= 0 or one.due_on >= told.since):
            mentor = await do.users.get(one.mentor_id)
            key = f"assigned:{one.id}:{one.due_on}:{'day' if left >= 0 else 'after'}"
            fact = Assigned(one, mentor.name if mentor else "Your mentor", left)
            found.append((left, Reason(key, fact)))
    found.sort(key=lambda pair: pair[0])
    return Outlook(tuple(reason for _, reason in found), min(following, default=None))


async def _stages(do: Services, user: User, today: date, told: Told) -> Outlook:
    found: list[tuple[int, Reason]] = []
    following: list[date] = []
    for path in await do.paths.of(user.id):
        stage = path.current
        if path.dropped_at is not None or stage is None:
            continue
        left = (stage.due_on - today).days
        following += [day for day in _days_told(stage.due_on) if day > today]
        if left <= AHEAD and (left >= 0 or stage.due_on >= told.since):
            roadmap = await do.roadmaps.get(path.skill)
            key = f"stage:{path.id}:{stage.slug}:{stage.due_on}:{_phase(left)}"
            due = StageDue(path, roadmap.name if roadmap else path.skill, stage, left)
            found.append((left, Reason(key, due)))
    found.sort(key=lambda pair: pair[0])
    return Outlook(tuple(reason for _, reason in found), min(following, default=None))


def _days_told(due_on: date) -> tuple[date, ...]:
    return (due_on - AHEAD * DAY, due_on - DAY, due_on, due_on + DAY)


def _phase(left: int) -> str:
    if left < 0:
        return "after"
    return {0: "today", 1: "day"}.get(left, "week")


async def _cards(do: Services, user: User, now: datetime) -> Outlook:
    today = days.today(user, now)
    first = await do.cards.due(user.id, now + CARDS_AHEAD, 1)
    if not first:
        return Outlook((), None)
    if first[0].due_at > now:
        return Outlook((), max(days.today(user, first[0].due_at), today + DAY))
    due = CardsDue(await do.cards.count_due(user.id, now))
    return Outlook((Reason(f"review:{today}", due),), today + DAY)


async def _interview(do: Services, user: User, now: datetime) -> Outlook:
    """One that the sweep is about to close is nothing to come back to."""
    interview = await do.interviews.open_of(user.id)
    if interview is None or interview.last_active_at + do.rules.abandon_after <= now:
        return Outlook((), None)
    today = days.today(user, now)
    since = days.today(user, interview.paused_at or interview.last_active_at)
    waited = (today - since).days
    following = [since + n * DAY for n in (FIRST_WAIT, LAST_WAIT) if n > waited]
    next_on = min(following, default=today + DAY)
    if waited < FIRST_WAIT:
        return Outlook((), next_on)
    step = FIRST_WAIT if waited < LAST_WAIT else LAST_WAIT
    return Outlook((Reason(f"paused:{interview.id}:{step}", Waiting(interview, waited)),), next_on)


async def _week(do: Services, user: User, today: date, told: Told) -> Outlook:
    """The week before, on its Monday or soon after; there is a next one where this week has begun."""
    monday, last_on = monday_of(today), user.streak.last_on
    if last_on is None or last_on < monday - 7 * DAY:
        return Outlook((), None)
    next_on = monday + 7 * DAY if last_on >= monday else None
    year, number, _ = (monday - 7 * DAY).isocalendar()
    key = f"week:{year}-W{number:02}"
    if today.weekday() > WEEK_TOLD_UNTIL or key in told.keys:
        return Outlook((), next_on)
    week = await week_of(do, user, monday - 7 * DAY)
    return Outlook((Reason(key, week),) if week else (), next_on)


def _streak(user: User, now: datetime, told: Told) -> Outlook:
    """A missed day that a freeze stood in for, a streak that ends tonight, or one that has ended."""
    today, zone = days.today(user, now), days.zone(user)
    standing = streak.standing(user.streak, zone, now)
    next_on = today + DAY if standing.days >= WORTH_KEEPING else None
    frozen = tuple(
        day
        for day in standing.frozen
        if day >= today - FREEZE_RECALLED and f"streak:{day}:safe" not in told.keys
    )
    news, missed = StreakNews(standing, frozen), not standing.today
    if frozen:
        return Outlook((Reason(f"streak:{frozen[-1]}:safe", news, alone=missed),), next_on)
    if standing.lost_on is not None and standing.lost >= WORTH_KEEPING:
        recent = standing.lost_on >= today - FREEZE_RECALLED
        lost = Reason(f"streak:{standing.lost_on}:lost", news, alone=False)
        return Outlook((lost,) if recent else (), next_on)
    if missed and standing.days >= WORTH_KEEPING and not standing.freezes:
        return Outlook((Reason(f"streak:{today}:today", news),), next_on)
    return Outlook((), next_on)
