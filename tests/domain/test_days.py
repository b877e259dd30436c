"""The nights on which a day has 23 or 25 hours, the days that a zone never had, and 29 February."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import days
from domain.model.user import User
from tests.fakes import NOON

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe")


def a_user(timezone: str) -> User:
    return User(id="ana", created_at=NOON, updated_at=NOON, registered_at=NOON, name="Ana", timezone=timezone)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        ((2026, 3, 28), "09:00", BERLIN, "2026-03-28T08:00"),
        ((2026, 3, 29), "09:00", BERLIN, "2026-03-29T07:00"),
        ((2026, 10, 24), "09:00", BERLIN, "2026-10-24T07:00"),
        ((2026, 10, 25), "09:00", BERLIN, "2026-10-25T08:00"),
        ((2026, 3, 8), "02:30", NEW_YORK, "2026-03-08T07:30"),
        ((2026, 11, 1), "01:30", NEW_YORK, "2026-11-01T05:30"),
        ((2028, 2, 29), "00:00", BERLIN, "2028-02-28T23:00"),
        ((2027, 1, 1), "09:00", ZoneInfo("Pacific/Apia"), "2026-12-31T20:00"),
    ],
)
def test_a_time_of_a_day_comes_when_that_zones_clocks_show_it(
    day: tuple[int, int, int], clock: str, zone: ZoneInfo, expected: str
) -> None:
    assert days.at(date(*day), clock, zone) == moment(expected)


def test_a_time_that_the_clocks_leap_over_comes_just_after_the_leap() -> None:
    night = days.at(date(2026, 3, 29), "02:30", BERLIN)
    assert night == moment("2026-03-29T01:30")
    assert night.astimezone(BERLIN).strftime("%H:%M") == "03:30"


@pytest.mark.parametrize(
    ("timezone", "now", "expected"),
    [
        ("Pacific/Apia", "2027-01-01T11:30", date(2027, 1, 2)),
        ("Pacific/Pago_Pago", "2027-01-01T10:30", date(2026, 12, 31)),
        ("Europe/Berlin", "2028-02-28T23:30", date(2028, 2, 29)),
        ("America/New_York", "2026-12-31T23:30", date(2026, 12, 31)),
    ],
)
def test_today_is_the_users_own(timezone: str, now: str, expected: date) -> None:
    assert days.today(a_user(timezone), moment(now)) == expected


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../etc/passwd", "Europe"])
def test_a_zone_that_is_not_known_here_is_taken_for_utc(name: str) -> None:
    assert days.zone(a_user(name)) == ZoneInfo("UTC")


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2034, 1, 1)),
    st.times().map(lambda t: t.strftime("%H:%M")),
    st.sampled_from(ZONES),
)
def test_a_time_lies_on_its_day_and_a_days_time_comes_once_a_day(day: date, clock: str, name: str) -> None:
    zone = ZoneInfo(name)
    first, second = days.at(day, clock, zone), days.at(day + timedelta(days=1), clock, zone)
    assert days.today(a_user(name), first) == day
    assert timedelta(hours=22) <= second - first <= timedelta(hours=26)
