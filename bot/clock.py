"""The one place that reads the machine's clock and its randomness."""

import secrets
import time
from datetime import UTC, datetime, timedelta

from domain.times import as_utc


class SystemClock:
    """The machine's time, which the console's `at` can move forward but never back."""

    def __init__(self, start: datetime | None = None) -> None:
        """Starts at the machine's own time, or at `start`, and ticks on from there."""
        self._ahead = start - datetime.now(UTC) if start else timedelta(0)

    def now(self) -> datetime:
        return as_utc(datetime.now(UTC) + self._ahead)

    def steady(self) -> float:
        """Seconds from no moment in particular; never back, and forward as `at` moves the time."""
        return time.monotonic() + self._ahead.total_seconds()

    def forward_to(self, moment: datetime) -> None:
        """From now on it is at least that moment; an earlier one changes nothing."""
        self._ahead += max(timedelta(0), moment - self.now())


class SystemRandomness:
    def new_id(self) -> str:
        return secrets.token_hex(8)

    def seed(self) -> int:
        return secrets.randbits(32)

    def secret(self, alphabet: str, length: int) -> str:
        return "".join(secrets.choice(alphabet) for _ in range(length))
