"""When something was sent, by our own clock: a platform's goes ahead of it or behind."""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

REMEMBERED = 64


class Clocks:
    """Compares the two by the latest events: the one that came fastest took next to no time.

    So a time is never read as later than now, and seldom as more than a blink later than it was. `now` is
    our clock.
    """

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._ages: deque[float] = deque(maxlen=REMEMBERED)

    def ours(self, stamped: datetime) -> datetime:
        """What our clock showed, to be asked as soon as an event with the platform's stamp is there."""
        now = self._now()
        age = (now - stamped).total_seconds()
        self._ages.append(age)
        return now - timedelta(seconds=age - min(self._ages))
