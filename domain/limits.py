"""How many requests one person may send; counted in each process, since it protects the process."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from domain.errors import UserError

MOST_USERS = 50_000


class RateLimit:
    """At most `requests` within `window` for each user; the oldest users are forgotten first."""

    def __init__(self, requests: int, window: timedelta) -> None:
        self._requests = requests
        self._window = window
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def check(self, user_id: str, now: datetime) -> None:
        """Counts one request. Raises UserError, saying when to come back, above the limit."""
        times = self._seen.setdefault(user_id, deque())
        self._seen.move_to_end(user_id)
        if len(self._seen) > MOST_USERS:
            self._seen.popitem(last=False)
        while times and times[0] <= now - self._window:
            times.popleft()
        if len(times) >= self._requests:
            wait = max(1, round((times[0] + self._window - now).total_seconds()))
            raise UserError(
                f"That was faster than I can follow, so it was not taken. Please send it again in {wait} s.",
                title="Slow down",
            )
        times.append(now)
