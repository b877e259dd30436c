"""Days of practice in a row, counted in the student's own zone; a missed day is taken kindly."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from domain import days
from domain.errors import Conflict, StoreUnavailable
from domain.model.user import Streak, StreakBefore
from domain.services import Services

log = logging.getLogger(__name__)

FREEZE_EVERY = 7
MOST_FREEZES = 2
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """A streak as it stands today; `days` is 0 where it was lost.

    `freezes` are those left after the ones that stand in for the missed days since, which are the last of
    `frozen`. `lost_on` is the day for which none was left, and `lost` how many days that ended.
    """

    days: int
    best: int
    freezes: int
    frozen: tuple[date, ...] = ()
    today: bool = False
    lost_on: date | None = None
    lost: int = 0


async def practised(do: Services, user_id: str) -> None:
    """Counts today for the student; called after whatever counts, it writes once a day.

    A day that cannot be counted now must not cost what was practised, so nothing is raised for the store.
    """
    now = do.clock.now()
    try:
        user = await do.users.get(user_id)
        if user is not None and with_today(user.streak, days.zone(user), now) != user.streak:
            await do.users.change(
                user_id,
                lambda u: u.model_copy(update={"streak": with_today(u.streak, days.zone(u), now)}),
            )
    except (StoreUnavailable, Conflict) as error:
        log.warning("a day of practice of %s could not be counted: %s", user_id, error)


def with_today(streak: Streak, zone: ZoneInfo, now: datetime) -> Streak:
    """The streak with the day that it is now in that zone; the same where it is counted already."""
    streak = _by_the_right_clock(streak, now)
    today, last = now.astimezone(zone).date(), _last_day(streak, zone)
    if last is None or streak.last_on is None or streak.last_at is None:
        return Streak(days=1, best=max(streak.best, 1), last_on=today, last_at=now)
    if today <= last:
        return streak
    missed = _between(last, today, zone)
    kept = len(missed) <= streak.freezes
    count = streak.days + 1 if kept else 1
    left = streak.freezes - len(missed) if kept else 0
    return Streak(
        days=count,
        best=max(streak.best, count),
        last_on=today,
        last_at=now,
        freezes=min(MOST_FREEZES, left + 1) if count % FREEZE_EVERY == 0 else left,
        frozen=missed if missed and kept else streak.frozen,
        before=_kept(streak) if missed else None,
    )


def standing(streak: Streak, zone: ZoneInfo, now: datetime) -> Standing:
    """How it stands, before anything is done today."""
    streak = _by_the_right_clock(streak, now)
    today, last = now.astimezone(zone).date(), _last_day(streak, zone)
    if last is None:
        return Standing(0, streak.best, 0)
    missed = _between(last, today, zone)
    if len(missed) > streak.freezes:
        return Standing(0, streak.best, 0, lost_on=missed[streak.freezes], lost=streak.days)
    left = streak.freezes - len(missed)
    return Standing(streak.days, streak.best, left, (*streak.frozen, *missed), today=last >= today)


def _last_day(streak: Streak, zone: ZoneInfo) -> date | None:
    """The last day that counts; somebody who flew east was still there on the later day of the two."""
    if streak.last_on is None or streak.last_at is None:
        return None
    return max(streak.last_on, streak.last_at.astimezone(zone).date())


def _between(last: date, today: date, zone: ZoneInfo) -> tuple[date, ...]:
    """The first days missed between the two, one more than there can be freezes; today is not over yet.

    The date line moved once, and a day that its zone left out was nobody's to miss.
    """
    between = (last + n * DAY for n in range(1, (today - last).days))
    missed = (day for day in between if days.at(day, "12:00", zone).astimezone(zone).date() == day)
    return tuple(islice(missed, MOST_FREEZES + 1))


def _by_the_right_clock(streak: Streak, now: datetime) -> Streak:
    """Days that were missed by a clock which has jumped back since were not missed."""
    before = streak.before
    if before is None or streak.last_at is None or now >= streak.last_at:
        return streak
    return Streak(**before.model_dump())


def _kept(streak: Streak) -> StreakBefore:
    return StreakBefore.model_validate(streak.model_dump(include=set(StreakBefore.model_fields)))
