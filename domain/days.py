"""Days as a student lives them: which one it is for them, and when a time of a day comes."""

import logging
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.model.user import User

log = logging.getLogger(__name__)


def zone(user: User) -> ZoneInfo:
    """The user's time zone; UTC where this machine does not know it."""
    try:
        return ZoneInfo(user.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        log.warning("the time zone %r of %s is not known here; UTC stands in", user.timezone, user.id)
        return ZoneInfo("UTC")


def today(user: User, now: datetime) -> date:
    """The day that it is for the user."""
    return now.astimezone(zone(user)).date()


def at(day: date, clock: str, zone: ZoneInfo, *, second: int = 0) -> datetime:
    """When the clocks of that zone show `HH:MM` on that day, in UTC.

    A time that comes twice that night is the first of the two, with `second` 1 the other. One that the clocks
    leap over comes as much later as they leap: 02:30 is then what they show as 03:30.
    """
    return datetime.combine(day, time.fromisoformat(clock), zone).replace(fold=second).astimezone(UTC)
