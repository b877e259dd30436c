"""New cards come a share a day, however many one bad interview has made."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.introducing import NEW_A_DAY, placed
from domain.model.card import ReviewCard
from domain.reviewing import reviewed
from tests.domain.cards import a_card, student
from tests.domain.known import known_world
from tests.fakes import NOON
from tests.world import World, data

UTC = ZoneInfo("UTC")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


NEW = st.builds(
    lambda n, days, weight: a_card(
        f"card{n}", missed_at=NOON - timedelta(days=days), weight=weight, due_at=NOON - timedelta(days=days)
    ),
    st.uuids(),
    st.integers(0, 5),
    st.sampled_from((1.0, 2.0, 3.0)),
)


@settings(max_examples=30)
@given(st.lists(NEW, max_size=70), st.integers(0, 25))
def test_at_most_so_many_cards_are_new_on_a_day(cards: list[ReviewCard], begun: int) -> None:
    seen = [reviewed(a_card(f"seen{n}"), "good", NOON, UTC, 0.9) for n in range(begun)]
    at = list(placed([*seen, *cards], NOON, UTC))
    assert {card.id for card, _ in at} == {card.id for card in cards}
    days = [(due_at - NOON.replace(hour=0)).days for _, due_at in at]
    assert days == sorted(days)
    today = sum(due_at <= NOON for _, due_at in at)
    assert today == min(len(cards), max(0, NEW_A_DAY - begun))
    assert all(days.count(day) <= NEW_A_DAY for day in set(days) - {0})
    order = [(card.missed_at.date(), -card.weight) for card, _ in at]
    assert order == sorted(order)


async def test_a_wall_of_cards_is_spread_and_comes_a_share_a_day(world: World) -> None:
    await world.say("/help")
    ana = await student(world)
    for n in range(25):
        await world.do.cards.add(a_card(f"card{n:02}", student_id=ana.id, weight=1 + n % 2))
    world.clock.forward(days=9)
    for left in (20, 5):
        reply = await world.say("/review")
        assert data(reply)["due_count"] == left
        for _ in range(left):
            reply = await world.press(await world.press(reply, "Show"), "Easy")
        assert data(reply)["due_count"] == 0
        world.clock.forward(days=1)
