"""Hours, quiet hours and gaps: over midnight, over the nights of the clock change, across the date line."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model.user import NudgeSettings, User
from domain.nudging import schedule
from domain.nudging.schedule import Hours
from domain.rules import NudgeRules
from tests.domain.test_days import BERLIN, NEW_YORK, ZONES, a_user, moment
from tests.fakes import NOON

RULES = NudgeRules()


def hours(at: str = "09:00", quiet: str = "22:00-08:00", zone: ZoneInfo = BERLIN) -> Hours:
    begins, ends = quiet.split("-")
    return Hours(at, begins, ends, zone)


@pytest.mark.parametrize(
    ("local", "quiet", "is_quiet"),
    [
        ("21:59", "22:00-08:00", False),
        ("22:00", "22:00-08:00", True),
        ("00:00", "22:00-08:00", True),
        ("07:59", "22:00-08:00", True),
        ("08:00", "22:00-08:00", False),
        ("13:00", "12:00-14:00", True),
        ("14:00", "12:00-14:00", False),
        ("03:00", "00:00-00:00", False),
    ],
)
def test_quiet_hours_hold_their_beginning_and_not_their_end(local: str, quiet: str, is_quiet: bool) -> None:
    utc = hours(quiet=quiet, zone=ZoneInfo("UTC"))
    assert utc.quiet(moment(f"2026-11-22T{local}")) is is_quiet


@pytest.mark.parametrize(
    ("zone", "now", "slot"),
    [
        (BERLIN, "2026-03-28T12:00", "2026-03-29T07:00"),
        (BERLIN, "2026-10-24T12:00", "2026-10-25T08:00"),
        (NEW_YORK, "2026-11-01T00:00", "2026-11-01T14:00"),
        (BERLIN, "2028-02-28T12:00", "2028-02-29T08:00"),
        (BERLIN, "2028-02-29T12:00", "2028-03-01T08:00"),
        (ZoneInfo("Pacific/Apia"), "2026-11-22T19:59", "2026-11-22T20:00"),
        (ZoneInfo("Pacific/Apia"), "2026-11-22T20:00", "2026-11-23T20:00"),
    ],
)
def test_the_next_slot_is_at_their_hour_by_their_own_clocks(zone: ZoneInfo, now: str, slot: str) -> None:
    assert hours(zone=zone).next_slot(moment(now)) == moment(slot)


def test_an_hour_that_does_not_come_that_night_is_told_at_the_end_of_the_leap() -> None:
    early = hours("02:30", "00:00-00:00")
    assert early.next_slot(moment("2026-03-29T00:00")) == moment("2026-03-29T01:30")
    assert early.next_slot(moment("2026-10-24T12:00")) == moment("2026-10-25T00:30")
    assert early.next_slot(moment("2026-10-25T00:30")) == moment("2026-10-26T01:30")


def test_an_hour_in_quiet_hours_waits_for_their_end_on_the_same_day() -> None:
    assert hours("07:00").told_at == "08:00"
    assert hours("23:00").next_slot(moment("2026-11-22T12:00")) == moment("2026-11-23T07:00")


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_twice() -> None:
    night = hours(quiet="22:00-02:30")
    assert night.allowed(moment("2026-10-24T22:00")) == moment("2026-10-25T00:30")
    assert night.allowed(moment("2026-10-25T01:10")) == moment("2026-10-25T01:30")


clocks = st.times().map(lambda t: f"{t:%H:%M}")


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 3 * 366 * 24 * 60),
    clocks,
    clocks,
    clocks,
    st.sampled_from(ZONES),
)
def test_what_is_allowed_is_never_quiet_and_comes_within_a_day(
    minutes: int, at: str, begins: str, ends: str, name: str
) -> None:
    now = moment("2026-01-01T00:00") + timedelta(minutes=minutes)
    theirs = Hours(at, begins, ends, ZoneInfo(name))
    allowed = theirs.allowed(now)
    assert not theirs.quiet(allowed)
    assert timedelta(0) <= allowed - now <= timedelta(hours=25)
    slot = theirs.next_slot(now)
    assert timedelta(0) < slot - now <= timedelta(hours=26)


def nudged(user: User, day: date, *, last: bool = False) -> User:
    return schedule.after(user, RULES, day, moment(f"{day}T10:00"), last=last)


def test_gaps_grow_with_what_is_not_answered_and_end() -> None:
    user, looks = a_user("UTC"), []
    for day in ("2026-11-23", "2026-11-24", "2026-11-26", "2026-11-30"):
        user = nudged(user, date.fromisoformat(day), last=day == "2026-11-30")
        looks.append(user.look_at)
    assert looks == [*map(moment, ("2026-11-24T09:00", "2026-11-26T09:00", "2026-11-30T09:00")), None]


def test_a_nudge_counts_once_also_where_the_clock_was_a_day_ahead() -> None:
    once = nudged(a_user("UTC"), date(2026, 11, 24))
    assert nudged(once, date(2026, 11, 24)) == once
    assert nudged(once, date(2026, 11, 23)) == once
    assert nudged(once, date(2026, 11, 25)).unanswered == 2


def test_a_sign_of_life_brings_the_next_look_forward_and_never_back() -> None:
    silent = nudged(nudged(a_user("UTC"), date(2026, 11, 20)), date(2026, 11, 21))
    assert silent.look_at == moment("2026-11-23T09:00")
    back = schedule.noted(silent, RULES, moment("2026-11-21T12:00"))
    assert (back.look_at, back.unanswered) == (moment("2026-11-22T09:00"), 0)
    overdue = back.model_copy(update={"look_at": moment("2026-11-21T09:00")})
    assert schedule.noted(overdue, RULES, moment("2026-11-22T12:00")).look_at == moment("2026-11-21T09:00")


def test_a_snooze_ends_at_their_hour_of_its_day_wherever_they_are_by_then() -> None:
    chosen = NudgeSettings(snoozed_until=date(2026, 11, 25))
    snoozed = a_user("Europe/Berlin").model_copy(update={"nudge_settings": chosen})
    assert schedule.next_look(snoozed, RULES, NOON) == moment("2026-11-25T08:00")
    moved = snoozed.model_copy(update={"timezone": "America/New_York"})
    assert schedule.next_look(moved, RULES, NOON) == moment("2026-11-25T14:00")
    off = moved.model_copy(update={"nudge_settings": NudgeSettings(on=False)})
    assert schedule.next_look(off, RULES, NOON) is None
