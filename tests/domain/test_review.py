"""/review as a dialogue, and the rules by which cards come back and are forecast."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import memory, reviewing
from domain.model.card import KEPT_REVIEWS, Rating, ReviewCard
from domain.replies import Reply
from domain.rules import LearningRules
from tests.domain.cards import DAY, a_card, cards_of, student
from tests.domain.known import ended_with, known_world
from tests.fakes import NOON
from tests.world import World, data, text_of

SILENT = "I don't know"
UTC = ZoneInfo("UTC")
RATINGS: tuple[Rating, ...] = ("again", "hard", "good", "easy")
HISTORIES = st.lists(st.tuples(st.sampled_from(RATINGS), st.integers(0, 40)), max_size=8)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Three cards are due, none of them seen."""
    async with known_world(tmp_path) as opened:
        await ended_with(opened, SILENT)
        yield opened


async def rated(world: World, label: str, reply: Reply | None = None) -> Reply:
    """The reply to a rating of the card that is shown, or of the next one."""
    return await world.press(await world.press(reply or await world.say("/review"), "Show"), label)


async def test_somebody_new_is_told_where_cards_come_from(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        reply = await world.say("/review")
        assert (data(reply)["card_id"], data(reply)["due_count"]) == (None, 0)
        assert "becomes a card here" in text_of(reply)
        forecast = data(await world.say("/review interview:2026-12-24"))["forecast"]
        assert forecast == {"day": "2026-12-24", "cards": 0, "unseen": 0, "as_it_is": None, "kept_up": None}


async def test_a_session_from_the_first_card_to_the_last(world: World) -> None:
    reply = await world.say("/review")
    assert "Review: 3 due, about 2 minutes" in text_of(reply)
    assert "The change is logged first" not in text_of(reply)
    shown = await world.press(reply, "Show")
    assert "The change is logged first" in text_of(shown)
    assert [b.label for b in shown.buttons] == ["Again", "Hard", "Good", "Easy"]
    assert data(shown)["card_id"] == data(reply)["card_id"]
    reply = await world.press(shown, "Good")
    assert "Good: comes back in 2 days, on 24 Nov 2026" in text_of(reply)
    assert data(reply)["due_count"] == 2
    reply = await rated(world, "Hard", reply)
    assert "Hard: comes back tomorrow" in text_of(reply)
    reply = await rated(world, "Easy", reply)
    assert (data(reply)["card_id"], data(reply)["due_count"]) == (None, 0)
    assert "The next card comes tomorrow" in text_of(reply)
    assert data(reply)["next_due"] == "2026-11-23T04:00:00+00:00"
    assert data(reply)["forecast"]["day"] == "2026-11-29"
    assert (await student(world)).streak.days == 1


async def test_what_was_forgotten_comes_once_more_today_and_then_tomorrow(world: World) -> None:
    first = data(await world.say("/review"))["card_id"]
    reply = await rated(world, "Again")
    assert "Again: comes once more today" in text_of(reply)
    assert data(reply)["card_id"] != first
    assert data(reply)["due_count"] == 3
    for _ in range(2):
        world.clock.forward(minutes=1)
        reply = await rated(world, "Good", reply)
    assert data(reply)["card_id"] == first
    reply = await rated(world, "Again", reply)
    assert "Again: comes back tomorrow" in text_of(reply)
    assert data(reply)["due_count"] == 0
    world.clock.forward(days=1)
    assert data(await world.say("/review"))["card_id"] == first


async def test_a_stale_and_a_double_tap_rate_nothing(world: World) -> None:
    front = await world.say("/review")
    shown = await world.press(front, "Show")
    await world.press(shown, "Good")
    once = await cards_of(world)
    for again in (await world.press(shown, "Easy"), await world.press(shown, "Good")):
        assert "You rated it “good”; it comes back in 2 days" in text_of(again)
        assert data(again)["counted"] is False
        assert data(again)["due_count"] == 2
    late = await world.press(front, "Show")
    assert "Done before" in text_of(late)
    assert data(late)["card_id"] not in (None, data(front)["card_id"])
    assert await cards_of(world) == once


async def test_of_two_ratings_at_once_one_counts(world: World) -> None:
    shown = await world.press(await world.say("/review"), "Show")
    replies = await asyncio.gather(*(world.press(shown, label) for label in ("Again", "Good", "Easy")))
    assert sorted(data(reply)["counted"] for reply in replies) == [False, False, True]
    card = await world.do.cards.get(data(shown)["card_id"])
    assert card is not None
    assert (card.reviewed, len(card.reviews)) == (1, 1)


async def test_nobody_sees_or_rates_somebody_elses_cards(world: World) -> None:
    front = await world.say("/review")
    shown = await world.press(front, "Show")
    before = await cards_of(world)
    assert data(await world.say("/review", "bob"))["card_id"] is None
    for reply, label in ((front, "Show"), (shown, "Good")):
        refused = await world.press(reply, label, "bob")
        assert refused.failed
        assert "The change is logged first" not in text_of(refused)
    assert await cards_of(world) == before


async def test_the_day_of_the_interview_is_kept_and_forecast(world: World) -> None:
    reply = await world.say("/review interview:2026-12-24")
    assert "Forecast for 24 Dec 2026" in text_of(reply)
    assert "3 never reviewed, which count as not remembered" in text_of(reply)
    found = data(reply)["forecast"]
    assert (found["cards"], found["unseen"], found["as_it_is"]) == (3, 3, 0)
    assert 0.85 < found["kept_up"] <= 1
    assert data(reply)["due_count"] == 3
    assert (await student(world)).interview_on == date(2026, 12, 24)
    for _ in range(3):
        reply = await rated(world, "Good")
    assert data(reply)["forecast"]["day"] == "2026-12-24"
    assert 0 < data(reply)["forecast"]["as_it_is"] < data(reply)["forecast"]["kept_up"]
    world.clock.forward(days=60)
    for _ in range(3):
        reply = await rated(world, "Good")
    assert data(reply)["forecast"]["day"] == "2027-01-28", "a day that is over is no aim any more"


@pytest.mark.parametrize("day", ["2026-11-21", "soon", "24.12.2026", "2026-02-30", "2056-01-01"])
async def test_a_day_that_is_none_is_refused_with_an_example(world: World, day: str) -> None:
    reply = await world.say(f"/review interview:{day}")
    assert reply.failed
    assert "such as `2026-12-22`" in text_of(reply)
    assert (await student(world)).interview_on is None


async def test_days_are_the_students_own(world: World) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    await world.do.users.change(
        (await student(world)).id, lambda u: u.model_copy(update={"timezone": tokyo.key})
    )
    world.clock.moment = datetime(2026, 11, 23, 1, 30, tzinfo=tokyo)  # still the 22nd in UTC
    reply = await rated(world, "Good")
    assert "Good: comes back in 2 days, on 25 Nov 2026" in text_of(reply)
    (card,) = [card for card in (await cards_of(world)).values() if card.reviewed]
    assert card.due_at == datetime(2026, 11, 25, 4, tzinfo=tokyo)


async def test_the_set_retention_is_used(world: World) -> None:
    ana, cards = await student(world), list((await cards_of(world)).values())
    due = []
    for card, retention in zip(cards, (0.8, 0.95), strict=False):
        do = replace(world.do, learning=LearningRules(retention=retention))
        due.append((await reviewing.rate(do, ana, card.id, 1, "easy")).card.due_at)
    assert due[0] > due[1]


def after(history: list[tuple[Rating, int]], card: ReviewCard | None = None) -> tuple[ReviewCard, datetime]:
    """A card after those ratings, each so many days after the one before, and the moment of the last."""
    card, now = card or a_card(), NOON
    for rating, gap in history:
        now += timedelta(days=gap)
        card = reviewing.reviewed(card, rating, now, UTC, 0.9)
    return card, now


@settings(max_examples=60)
@given(HISTORIES, st.integers(0, 60))
def test_who_knew_it_better_is_asked_no_sooner(history: list[tuple[Rating, int]], gap: int) -> None:
    card, now = after(history)
    at = now + timedelta(days=gap)
    dues = [reviewing.reviewed(card, rating, at, UTC, 0.9).due_at for rating in RATINGS]
    assert all(sooner <= later for sooner, later in pairwise(dues))
    assert dues[0] >= at
    assert all(due > at for due in dues[1:])


@settings(max_examples=60)
@given(HISTORIES, st.sampled_from(RATINGS), st.lists(st.floats(0.7, 0.97), min_size=2, max_size=2))
def test_who_wants_to_keep_more_is_asked_no_later(
    history: list[tuple[Rating, int]], rating: Rating, retentions: list[float]
) -> None:
    card, now = after(history)
    less, more = sorted(retentions)
    at = now + timedelta(days=1)
    due = {kept: reviewing.reviewed(card, rating, at, UTC, kept).due_at for kept in retentions}
    assert due[more] <= due[less]


@settings(max_examples=40)
@given(st.lists(HISTORIES, min_size=1, max_size=4), st.integers(0, 200), st.integers(0, 200))
def test_a_forecast_is_a_share_that_falls_with_time_and_rises_with_reviews(
    histories: list[list[tuple[Rating, int]]], days: int, more: int
) -> None:
    cards = [after(history)[0] for history in histories]
    now = max(after(history)[1] for history in histories)
    found = [
        reviewing.forecast(cards, now.date() + timedelta(days=ahead), now, UTC, 0.9)
        for ahead in (days, days + more)
    ]
    sooner, later = found
    assert sooner is not None
    assert later is not None
    assert 0 <= later.as_it_is <= sooner.as_it_is <= 1
    for forecast in (sooner, later):
        assert forecast.as_it_is - 1e-9 <= forecast.kept_up <= 1


def test_a_card_that_was_never_reviewed_counts_as_not_remembered() -> None:
    known, _ = after([("easy", 0)])
    found = reviewing.forecast([known, a_card("new"), a_card("old", buried=True)], DAY, NOON, UTC, 0.9)
    assert found is not None
    assert (found.cards, found.unseen, found.as_it_is) == (2, 1, 0.5)
    assert reviewing.forecast([a_card(buried=True)], DAY, NOON, UTC, 0.9) is None


def test_a_card_keeps_its_last_reviews_and_counts_them_all() -> None:
    card, _ = after([("good", 3)] * (KEPT_REVIEWS + 5))
    assert (card.reviewed, len(card.reviews)) == (KEPT_REVIEWS + 5, KEPT_REVIEWS)
    assert card.due_at - card.reviews[-1].at <= timedelta(days=memory.LONGEST_DAYS)


async def test_the_day_of_an_interview_can_be_forgotten(world: World) -> None:
    await world.say("/review interview:2026-12-24")
    reply = await world.say("/review interview:none")
    assert "Its day is forgotten" in text_of(reply)
    assert (await student(world)).interview_on is None
