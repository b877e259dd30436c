"""The budgets of a language model hold, however many ask at once and in however many processes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.errors import ModelFailed, StoreUnavailable
from domain.metering import MeteredModel
from domain.model.completion import Failure
from domain.model.usage import total
from storage.schema import COLLECTIONS
from storage.sqlite import open_sqlite
from storage.usage import UsageRepository
from tests.domain.metered import BOTH, TODAY, FakeModel, KeptUsage, a_prompt, asked, some_rules, spread, usd
from tests.fakes import ManualClock

AI_USAGE = [declared for declared in COLLECTIONS if declared.name in ("ai_usage", "tombstones")]


@pytest.fixture
async def stored(tmp_path: Path) -> AsyncIterator[UsageRepository]:
    async with open_sqlite(tmp_path / "usage.db", collections=AI_USAGE) as documents:
        yield UsageRepository(documents, ManualClock())


async def test_a_call_over_budget_is_not_made_until_utc_midnight() -> None:
    clock, model, usage = ManualClock(), FakeModel(), KeptUsage()
    clock.moment = datetime(2026, 11, 22, 23, 59, 30, tzinfo=UTC)
    meter = MeteredModel(model, usage, clock, some_rules(user_daily_usd=usd(1_099)))
    assert await asked(meter) is None
    assert await asked(meter) == Failure(why="budget", passing=True, retry_after_seconds=30)
    assert (model.begun, len(usage.uses)) == (1, 1)
    assert await asked(meter, "ben") is None, "the budget of another is untouched"
    clock.forward(seconds=30)
    assert await asked(meter) is None
    assert usage.uses[-1].day == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rules", "users"),
    [
        ({"user_daily_usd": usd(10_000)}, ["ana"] * 50),
        ({"all_daily_usd": usd(10_000)}, [f"user {n}" for n in range(50)]),
        ({"user_daily_calls": 10}, ["ana"] * 50),
        ({"all_daily_calls": 10, "prices": {}}, [f"user {n}" for n in range(50)]),
    ],
    ids=["a user's money", "all money", "a user's calls", "all calls"],
)
async def test_fifty_calls_at_once_do_not_overshoot_together(
    stored: UsageRepository, rules: dict[str, Any], users: list[str]
) -> None:
    model = FakeModel()
    model.gate.clear()
    meter = MeteredModel(model, stored, ManualClock(), some_rules(**rules))
    asking = [asyncio.create_task(asked(meter, user)) for user in users]
    async with asyncio.timeout(30):
        while model.begun + sum(call.done() for call in asking) < 50:
            await asyncio.sleep(0.001)
    assert model.begun == 10
    model.gate.set()
    failures = [failure.why for failure in await asyncio.gather(*asking) if failure is not None]
    assert failures == ["budget"] * 40
    assert total(await stored.all(TODAY)).calls == 10


async def test_what_a_call_did_not_need_is_free_again() -> None:
    usage = KeptUsage()
    meter = MeteredModel(FakeModel(), usage, ManualClock(), some_rules(user_daily_usd=usd(3_000)))
    while await asked(meter) is None:
        pass
    assert total(usage.uses).cost_microusd == 2_100, "another call fits as long as the most it can cost does"


async def test_a_model_without_a_price_is_held_by_the_number_of_calls() -> None:
    model, usage = FakeModel(), KeptUsage()
    rules = some_rules(prices={}, user_daily_usd=usd(1), user_daily_calls=3)
    meter = MeteredModel(model, usage, ManualClock(), rules)
    outcomes = [await asked(meter) for _ in range(5)]
    assert [failure and failure.why for failure in outcomes] == [None, None, None, "budget", "budget"]
    assert (total(usage.uses).calls, total(usage.uses).cost_microusd) == (3, 0)


@pytest.mark.parametrize("name", ["user_daily_usd", "all_daily_usd", "user_daily_calls", "all_daily_calls"])
async def test_a_budget_of_nothing_makes_no_calls_even_where_they_cost_nothing(name: str) -> None:
    model = FakeModel()
    meter = MeteredModel(model, KeptUsage(), ManualClock(), some_rules(prices={}, **{name: 0}))
    failure = await asked(meter)
    assert failure is not None
    assert failure.why == "budget"
    assert model.begun == 0


async def test_of_two_processes_each_sees_what_the_other_spent(stored: UsageRepository) -> None:
    clock, rules = ManualClock(), some_rules(user_daily_calls=3, all_daily_calls=5)
    here, there = (MeteredModel(FakeModel(), stored, clock, rules) for _ in range(2))
    assert await asked(there) is None
    assert [await asked(here) for _ in range(2)] == [None, None]
    failure = await asked(there)
    assert failure is not None, "what a user has spent is read anew before each call"
    assert [await asked(there, "ben") for _ in range(3)] == [None] * 3, "the cap in all is soft for 10 s"
    clock.forward(seconds=10)
    failure = await asked(there, "eve")
    assert failure is not None
    assert failure.why == "budget"
    assert total(await stored.all(TODAY)).calls == 6


async def test_a_call_that_ends_while_the_budget_is_read_is_not_forgotten() -> None:
    model, usage = FakeModel(), KeptUsage()
    model.gate.clear()
    meter = MeteredModel(model, usage, ManualClock(), some_rules(user_daily_calls=1))
    first = asyncio.create_task(asked(meter))
    while not model.begun:
        await asyncio.sleep(0)
    usage.read_gate.clear()
    second = asyncio.create_task(asked(meter))
    await asyncio.sleep(0)
    model.gate.set()
    assert await first is None
    usage.read_gate.set()
    failure = await second
    assert failure is not None
    assert (failure.why, model.begun) == ("budget", 1)


@pytest.mark.parametrize(("short_by", "allowed"), [(0, True), (1, False)])
async def test_a_call_reserves_a_token_for_each_byte_and_for_all_it_may_write(
    short_by: int, allowed: bool
) -> None:
    prompt = a_prompt(most_tokens=1_000, material="é" * 100)
    instructions, name, schema, template = len("Grade it."), len("grade"), len('{"type": "object"}'), 200
    needed = instructions + 200 + name + schema + template + 1_000
    rules = some_rules(prices=BOTH, user_daily_usd=usd(needed - short_by))
    meter = MeteredModel(FakeModel(), KeptUsage(), ManualClock(), rules)
    assert (await asked(meter, question=prompt) is None) == allowed


async def test_everybodys_use_is_read_once_in_ten_seconds() -> None:
    clock, usage = ManualClock(), KeptUsage()
    meter = MeteredModel(FakeModel(), usage, clock, some_rules())
    assert await spread(meter, [f"user {n}" for n in range(50)]) == []
    clock.forward(seconds=9.9)
    await asked(meter)
    assert usage.reads_of_all == 1
    clock.forward(seconds=0.1)
    await asked(meter)
    assert usage.reads_of_all == 2


async def test_no_call_is_made_while_the_budgets_cannot_be_read() -> None:
    model, usage = FakeModel(), KeptUsage(reading=StoreUnavailable("The store is locked."))
    meter = MeteredModel(model, usage, ManualClock(), some_rules())
    with pytest.raises(StoreUnavailable):
        await meter.ask("ana", a_prompt())
    usage.reading = None
    assert (await asked(meter), model.begun) == (None, 1)


async def test_calls_that_were_not_made_use_up_no_number_of_calls() -> None:
    """As while the model is left alone: nobody must be told that the day's budget is spent."""
    model = FakeModel(fault=ModelFailed(Failure(why="down", asked=False), "left alone"))
    meter = MeteredModel(model, KeptUsage(), ManualClock(), some_rules(all_daily_calls=3))
    assert {failure.why for failure in await spread(meter, [f"u{n}" for n in range(9)])} == {"down"}
