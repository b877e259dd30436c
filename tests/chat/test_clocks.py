"""Discord's times are read by our own clock, however far the two are apart."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from adapters.chat.clocks import REMEMBERED, Clocks

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
APART = st.integers(-86_400, 86_400).map(lambda seconds: timedelta(seconds=seconds))
DELAY = st.integers(0, 60_000).map(lambda milliseconds: timedelta(milliseconds=milliseconds))


class Events:
    """Events a second apart by our clock, which Discord's is `ahead` of."""

    def __init__(self, ahead: timedelta) -> None:
        self.ahead = ahead
        self.now = START
        self._clocks = Clocks(lambda: self.now)

    def error(self, delay: timedelta) -> timedelta:
        """How much later than it was sent a message seems to be, which took `delay` to come."""
        self.now += timedelta(seconds=1)
        sent = self.now - delay
        return self._clocks.ours(sent + self.ahead) - sent


@given(APART, st.lists(DELAY, min_size=1, max_size=100))
def test_a_time_is_as_late_as_the_fastest_event_took(ahead: timedelta, delays: list[timedelta]) -> None:
    events = Events(ahead)
    for number, delay in enumerate(delays, 1):
        assert events.error(delay) == min(delays[max(0, number - REMEMBERED) : number])


def test_a_clock_that_is_put_right_is_followed() -> None:
    events = Events(timedelta(seconds=10))
    for _ in range(3):
        assert events.error(timedelta()) == timedelta()
    events.ahead = timedelta()
    for _ in range(REMEMBERED):
        wrong = events.error(timedelta())
    assert wrong == timedelta()
