"""When a student may be reminded: their hour, their quiet hours, and the days in between."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain import days
from domain.model.user import User
from domain.rules import NudgeRules

DAY = timedelta(days=1)
GAPS = (1, 2, 4)
"""Days from a nudge to the next one after 1, 2 and 3 of them in a row that nobody answered."""
LAST = len(GAPS) + 1
AHEAD = 2 * DAY


@dataclass(frozen=True, slots=True)
class Hours:
    """A student's own times, `HH:MM` in their zone; quiet hours may go over midnight."""

    at: str
    quiet_from: str
    quiet_to: str
    zone: ZoneInfo

    @property
    def told_at(self) -> str:
        """`at`, or the end of the quiet hours that it lies in."""
        return self.quiet_to if self._in_quiet(self.at) else self.at

    def quiet(self, now: datetime) -> bool:
        return self._in_quiet(f"{now.astimezone(self.zone):%H:%M}")

    def _in_quiet(self, clock: str) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    def allowed(self, now: datetime) -> datetime:
        """The moment itself, or the first after the quiet hours that it lies in."""
        if not self.quiet(now):
            return now
        today = now.astimezone(self.zone).date()
        ends = (days.at(today + n * DAY, self.quiet_to, self.zone, second=s) for n in (0, 1) for s in (0, 1))
        return next(end for end in ends if end > now and not self.quiet(end))

    def slot(self, day: date) -> datetime:
        """When they are reminded on that day."""
        return days.at(day, self.told_at, self.zone)

    def next_slot(self, now: datetime, on: date | None = None) -> datetime:
        """The first one after now, on that day at the earliest."""
        today = now.astimezone(self.zone).date()
        day = max(today, on or today)
        slot = self.slot(day)
        return slot if slot > now else self.slot(day + DAY)


def hours_of(user: User, rules: NudgeRules) -> Hours:
    """The user's own times, or the operator's where they have set none."""
    own = user.nudge_settings
    return Hours(
        own.at or rules.at,
        own.quiet_from or rules.quiet_from,
        own.quiet_to or rules.quiet_to,
        days.zone(user),
    )


def next_look(user: User, rules: NudgeRules, now: datetime, on: date | None = None) -> datetime | None:
    """The user's next slot, on that day at the earliest and not while they snooze; None where it is off."""
    settings = user.nudge_settings
    if not settings.on:
        return None
    earliest = [day for day in (on, settings.snoozed_until) if day is not None]
    return hours_of(user, rules).next_slot(now, max(earliest, default=None))


def noted(user: User, rules: NudgeRules, now: datetime) -> User:
    """The user after a sign of life: nothing is unanswered, and they are looked at by their next slot."""
    following = next_look(user, rules, now)
    look_at = min(user.look_at, following) if user.look_at and following else following
    return user.model_copy(update={"seen_on": days.today(user, now), "unanswered": 0, "look_at": look_at})


def by(user: User, rules: NudgeRules, now: datetime, day: date) -> User:
    """The user looked at by that day at the latest; who was left in peace is, until they come back."""
    if user.unanswered >= LAST:
        return user
    following = next_look(user, rules, now, day)
    look_at = min(user.look_at, following) if user.look_at and following else user.look_at or following
    return user.model_copy(update={"look_at": look_at})


def covers(known: date | None, day: date) -> bool:
    """Whether what was done on the day `known` is what was to be done on `day`.

    It is also where a clock that was ahead took `day` for a later one, as far as that is likely.
    """
    return known is not None and timedelta(0) <= known - day <= AHEAD


def after(user: User, rules: NudgeRules, day: date, now: datetime, *, last: bool) -> User:
    """The user after the nudge of that day was sent; the same where it is counted already."""
    if covers(user.nudged_on, day):
        return user
    counted = user.model_copy(update={"unanswered": user.unanswered + 1, "nudged_on": day})
    look_at = None if last else next_look(user, rules, now, rests_until(counted, day))
    return counted.model_copy(update={"look_at": look_at})


def rests_until(user: User, day: date) -> date:
    """The first day for a nudge after the one of that day, which is counted among the unanswered ones."""
    return day + GAPS[min(max(user.unanswered, 1), len(GAPS)) - 1] * DAY
