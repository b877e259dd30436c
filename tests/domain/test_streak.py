"""A streak over missed days, freezes, flights across the date line and clocks that were wrong."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import streak
from domain.model.user import Streak
from tests.domain.test_days import BERLIN, moment
from tests.world import World, actor

UTC_ZONE = ZoneInfo("UTC")
PAGO, APIA = ZoneInfo("Pacific/Pago_Pago"), ZoneInfo("Pacific/Apia")
START = date(2026, 11, 1)


def noon(day: int) -> datetime:
    """Noon of the n-th day."""
    return moment("2026-11-01T12:00") + timedelta(days=day)


def practised_on(days: list[int], zone: ZoneInfo = UTC_ZONE, known: Streak | None = None) -> Streak:
    counted = known or Streak()
    for day in days:
        counted = streak.with_today(counted, zone, noon(day))
    return counted


def test_days_in_a_row_count_and_a_day_counts_once() -> None:
    counted = practised_on([0, 0, 1, 2, 2])
    assert (counted.days, counted.best) == (3, 3)
    assert streak.with_today(counted, UTC_ZONE, noon(2)) == counted


def test_a_freeze_is_earned_every_seven_days_and_two_are_kept() -> None:
    assert [practised_on(list(range(n))).freezes for n in (6, 7, 13, 14, 28)] == [0, 1, 1, 2, 2]


def test_a_missed_day_uses_a_freeze_and_the_count_goes_on() -> None:
    week = practised_on(list(range(7)))
    stands = streak.standing(week, UTC_ZONE, noon(8))
    assert (stands.days, stands.freezes, stands.frozen) == (7, 0, (START + timedelta(days=7),))
    counted = streak.with_today(week, UTC_ZONE, noon(8))
    assert (counted.days, counted.freezes, counted.frozen) == (8, 0, (START + timedelta(days=7),))


def test_without_a_freeze_the_count_starts_again_and_the_best_is_kept() -> None:
    six = practised_on(list(range(6)))
    stands = streak.standing(six, UTC_ZONE, noon(7))
    assert (stands.days, stands.best, stands.lost, stands.lost_on) == (0, 6, 6, START + timedelta(days=6))
    assert practised_on([7], known=six).days == 1
    assert practised_on([7], known=six).best == 6


def test_more_days_missed_than_freezes_end_it() -> None:
    fortnight = practised_on(list(range(14)))
    assert streak.standing(fortnight, UTC_ZONE, noon(16)).days == 14
    stands = streak.standing(fortnight, UTC_ZONE, noon(17))
    assert (stands.days, stands.lost_on) == (0, START + timedelta(days=16))


def test_midnight_is_the_students_own() -> None:
    late = streak.with_today(Streak(), BERLIN, moment("2026-11-02T22:30"))
    early = streak.with_today(late, BERLIN, moment("2026-11-02T23:30"))
    assert (late.last_on, early.days) == (date(2026, 11, 2), 2)


def test_a_day_that_a_flight_west_brings_back_is_not_counted_twice_and_one_east_breaks_nothing() -> None:
    in_apia = practised_on([0, 1], APIA)
    back = streak.with_today(in_apia, PAGO, moment("2026-11-02T22:00"))
    assert back.days == 2
    assert streak.standing(back, PAGO, moment("2026-11-03T22:00")).days == 2
    in_pago = streak.with_today(Streak(), PAGO, moment("2026-11-03T07:00"))
    after_the_line = streak.with_today(in_pago, APIA, moment("2026-11-03T20:00"))
    assert (after_the_line.days, after_the_line.frozen) == (2, ())


def test_the_day_that_apia_never_had_is_not_missed_by_who_stayed_there() -> None:
    eve = streak.with_today(Streak(), APIA, moment("2011-12-30T05:00"))
    assert eve.last_on == date(2011, 12, 29)
    assert streak.with_today(eve, APIA, moment("2011-12-30T20:00")).days == 2


def test_29_february_is_a_day_like_any_other() -> None:
    counted = Streak()
    for day in ("2028-02-28", "2028-02-29", "2028-03-01"):
        counted = streak.with_today(counted, BERLIN, moment(f"{day}T12:00"))
    assert counted.days == 3


def test_a_clock_a_day_ahead_neither_breaks_nor_doubles() -> None:
    before = practised_on([0, 1, 2])
    ahead = streak.with_today(before, UTC_ZONE, noon(4))
    assert ahead.days == 1
    assert streak.standing(ahead, UTC_ZONE, noon(3)).days == 3
    right = streak.with_today(ahead, UTC_ZONE, noon(3))
    assert (right.days, right.last_on) == (4, START + timedelta(days=3))
    assert practised_on([4], known=right).days == 5


@pytest.mark.parametrize("back", [1, 30])
def test_a_clock_that_jumped_back_changes_nothing(back: int) -> None:
    week = practised_on(list(range(40, 47)))
    assert streak.with_today(week, UTC_ZONE, noon(46 - back)) == week
    assert streak.standing(week, UTC_ZONE, noon(46 - back)).days == 7


@settings(max_examples=80, deadline=None)
@given(st.sets(st.integers(0, 60), min_size=1))
def test_it_agrees_with_a_walk_over_every_day(practised: set[int]) -> None:
    count = best = freezes = 0
    for day in range(min(practised), max(practised) + 1):
        if day in practised:
            count += 1
            freezes = min(2, freezes + 1) if count % 7 == 0 else freezes
            best = max(best, count)
        elif freezes:
            freezes -= 1
        else:
            count = 0
    found = practised_on(sorted(practised))
    assert (found.days, found.best, found.freezes) == (count, best, freezes)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from([UTC_ZONE, BERLIN, APIA, PAGO])), max_size=25))
def test_whatever_the_clock_and_zone_do_a_day_counts_once_and_no_best_is_lost(
    events: list[tuple[int, ZoneInfo]],
) -> None:
    counted = Streak()
    for hours, zone in events:
        now = noon(hours)
        again = streak.with_today(counted, zone, now)
        assert again.days <= counted.days + 1 or counted.before is not None
        assert again.days <= again.best
        assert streak.with_today(again, zone, now) == again
        assert streak.standing(again, zone, now).today
        counted = again


async def test_an_answer_and_a_retry_count_and_write_once_a_day(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:2")
    await world.say("An index is a sorted copy of a column.")
    first = await world.do.users.of(actor("ana"))
    await world.say("Another answer.")
    second = await world.do.users.of(actor("ana"))
    assert first is not None
    assert first.streak.days == 1
    assert second == first
    world.clock.forward(days=1)
    await world.say("/interview retry 1 An index is a tree that is kept beside the table.")
    third = await world.do.users.of(actor("ana"))
    assert third is not None
    assert third.streak.days == 2
