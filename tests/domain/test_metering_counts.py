"""Every call of a language model is counted once, however it ends, and its cost is exact."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import AccountGone, ModelFailed, StoreUnavailable
from domain.metering import MeteredModel
from domain.model.completion import Completion, Failure, Prompt, Spoken, Talk, Tokens
from domain.model.usage import Figures, Use, total
from domain.ports import Heard
from domain.rules import ModelRules
from storage.schema import COLLECTIONS
from storage.sqlite import open_sqlite
from storage.usage import UsageRepository
from tests.domain.metered import (
    BOTH,
    TODAY,
    FakeModel,
    KeptUsage,
    a_prompt,
    a_talk,
    asked,
    some_rules,
    spread,
    usd,
)
from tests.examples import tried
from tests.fakes import ManualClock

AI_USAGE = [declared for declared in COLLECTIONS if declared.name in ("ai_usage", "tombstones")]


@pytest.fixture
async def stored(tmp_path: Path) -> AsyncIterator[UsageRepository]:
    async with open_sqlite(tmp_path / "usage.db", collections=AI_USAGE) as documents:
        yield UsageRepository(documents, ManualClock())


@pytest.mark.parametrize(
    ("model", "read", "written", "microusd"),
    [
        ("gpt-4o-mini", 0, 0, 0),
        ("gpt-4o-mini", 1, 0, 1),
        ("gpt-4o-mini", 60, 0, 9),
        ("gpt-4o-mini", 60, 1, 10),
        ("gpt-4o-mini", 1_000_000, 1_000_000, 750_000),
        ("gpt-4o", 1_000_000, 1_000_000, 12_500_000),
        ("home-made", 1_000_000, 1_000_000, 0),
    ],
)
def test_a_cost_is_exact_and_rounded_up(model: str, read: int, written: int, microusd: int) -> None:
    assert ModelRules().cost(model, Tokens(read=read, written=written)) == microusd


async def test_a_call_is_counted_with_its_tokens_and_cost(stored: UsageRepository) -> None:
    meter = MeteredModel(FakeModel(), stored, ManualClock(), some_rules(prices=BOTH))
    completion = await meter.ask("ana", a_prompt())
    assert completion.tokens == Tokens(read=10, written=100)
    await meter.ask("ana", a_prompt())
    (use,) = await stored.of("ana", TODAY)
    assert (use.day, use.purpose, use.model) == (TODAY, "grade", "m")
    assert (use.calls, use.failures, use.input_tokens, use.output_tokens) == (2, 0, 20, 200)
    assert use.cost_microusd == 220


async def test_a_failed_call_is_counted_with_what_it_used(stored: UsageRepository) -> None:
    model = FakeModel(fault=ModelFailed(Failure(why="cut"), "cut", Tokens(read=10, written=1_000)))
    meter = MeteredModel(model, stored, ManualClock(), some_rules())
    assert await asked(meter) == Failure(why="cut")
    model.fault = ModelFailed(Failure(why="down"), "no server")
    assert await asked(meter) == Failure(why="down")
    (use,) = await stored.all(TODAY)
    assert (use.calls, use.failures, use.output_tokens, use.cost_microusd) == (2, 2, 1_000, 1_000)


async def test_what_was_never_sent_is_no_call() -> None:
    usage = KeptUsage()
    model = FakeModel(fault=ModelFailed(Failure(why="absent", passing=False, asked=False), "no key"))
    meter = MeteredModel(model, usage, ManualClock(), some_rules(user_daily_calls=1))
    for _ in range(3):
        assert await asked(meter) == Failure(why="absent", passing=False, asked=False)
    assert usage.uses == []


async def test_a_call_belongs_to_the_day_on_which_it_began() -> None:
    clock, model, usage = ManualClock(), FakeModel(), KeptUsage()
    model.gate.clear()
    meter = MeteredModel(model, usage, clock, some_rules(user_daily_calls=1))
    late = asyncio.create_task(asked(meter))
    while not model.begun:
        await asyncio.sleep(0)
    clock.forward(days=1)
    early = asyncio.create_task(asked(meter))
    while model.begun < 2:
        await asyncio.sleep(0)
    model.gate.set()
    assert (await late, await early) == (None, None)
    assert [use.day for use in usage.uses] == [TODAY, TODAY + timedelta(days=1)]


async def test_two_processes_lose_no_call_to_each_other(stored: UsageRepository) -> None:
    meters = [MeteredModel(FakeModel(), stored, ManualClock(), some_rules()) for _ in range(2)]
    failures = await asyncio.gather(*(spread(meter, ["ana"] * 25) for meter in meters))
    assert failures == [[], []]
    (use,) = await stored.of("ana", TODAY)
    assert (use.calls, use.output_tokens) == (50, 5_000)


async def test_a_cancelled_call_is_counted_once() -> None:
    model, usage = FakeModel(), KeptUsage()
    model.gate.clear()
    meter = MeteredModel(model, usage, ManualClock(), some_rules(user_daily_usd=usd(1_000)))
    call = asyncio.create_task(meter.ask("ana", a_prompt()))
    while not model.begun:
        await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert total(usage.uses) == Figures(calls=1, failures=1)
    model.gate.set()
    assert await asked(meter) is None, "it reserves nothing any more"


async def test_a_call_whose_caller_leaves_while_it_is_written_down_is_counted() -> None:
    usage = KeptUsage()
    usage.write_gate.clear()
    meter = MeteredModel(FakeModel(), usage, ManualClock(), some_rules())
    call = asyncio.create_task(meter.ask("ana", a_prompt()))
    for _ in range(20):
        await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    usage.write_gate.set()
    for _ in range(20):
        await asyncio.sleep(0)
    assert total(usage.uses).output_tokens == 100


async def test_a_store_that_cannot_be_written_does_not_lose_the_completion(
    caplog: pytest.LogCaptureFixture,
) -> None:
    usage = KeptUsage(writing=StoreUnavailable("The disk is full."))
    meter = MeteredModel(FakeModel(), usage, ManualClock(), some_rules(user_daily_usd=usd(1_100)))
    completion = await meter.ask("ana", a_prompt())
    assert completion.tokens.written == 100
    assert "a call of m for user ana could not be counted" in caplog.text
    assert await asked(meter) is None
    failure = await asked(meter)
    assert failure is not None, "what could not be written is not forgotten"
    assert failure.why == "budget"


async def test_a_call_for_an_account_that_was_deleted_meanwhile_leaves_no_trace_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    usage = KeptUsage(writing=AccountGone())
    meter = MeteredModel(FakeModel(), usage, ManualClock(), some_rules(all_daily_calls=1))
    assert await asked(meter, "user-4711") is None
    assert usage.uses == []
    assert "4711" not in caplog.text
    assert await asked(meter, "ben") is not None, "what it cost counts for all"


CALLS = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben", "eve"]),
        st.sampled_from(["fine", "failed", "down"]),
        st.text(max_size=40),
        st.integers(0, 600),
        st.integers(0, 4),
    ),
    max_size=20,
)


@tried(25)
@given(CALLS, st.integers(300, 9_000), st.integers(300, 9_000))
def test_sums_are_what_was_called_and_no_budget_is_exceeded(
    calls: list[tuple[str, str, str, int, int]], of_user: int, of_all: int
) -> None:
    """The model uses a token for each byte that it reads, the most that any does, and writes to the end."""
    made: list[tuple[str, Tokens, bool]] = []

    class Greedy(FakeModel):
        async def complete(self, prompt: Prompt) -> Completion:
            tokens = await self._used(prompt.instructions, prompt.material, prompt.most_tokens)
            return Completion(content={}, model="m", tokens=tokens)

        async def talk(self, talk: Talk, heard: Heard) -> Spoken:
            tokens = await self._used(talk.instructions, talk.turns[0].content, talk.most_tokens)
            return Spoken(text="So.", model="m", tokens=tokens)

        async def _used(self, instructions: str, material: str, most: int) -> Tokens:
            outcome, user = instructions.split()
            tokens = Tokens(read=len(material.encode()), written=most)
            made.append((user, Tokens() if outcome == "down" else tokens, outcome != "fine"))
            await asyncio.sleep(0)
            if outcome != "fine":
                raise ModelFailed(Failure(why="wrong"), "", None if outcome == "down" else tokens)
            return tokens

    async def run() -> list[Use]:
        usage = KeptUsage()
        rules = some_rules(prices=BOTH, user_daily_usd=usd(of_user), all_daily_usd=usd(of_all))
        meter = MeteredModel(Greedy(), usage, ManualClock(), rules)

        async def one(user: str, outcome: str, material: str, most: int, wait: int) -> None:
            for _ in range(wait * 3):
                await asyncio.sleep(0)
            question: Prompt | Talk = a_prompt(most, material) if wait % 2 else a_talk(most, material)
            await asked(meter, user, question.model_copy(update={"instructions": f"{outcome} {user}"}))

        await asyncio.gather(*(one(*call) for call in calls))
        return usage.uses

    uses = asyncio.run(run())
    for user in ("ana", "ben", "eve"):
        sums = total(use for use in uses if use.user_id == user)
        mine = [(tokens, failed) for who, tokens, failed in made if who == user]
        assert sums == Figures(
            calls=len(mine),
            failures=sum(failed for _, failed in mine),
            input_tokens=sum(tokens.read for tokens, _ in mine),
            output_tokens=sum(tokens.written for tokens, _ in mine),
            cost_microusd=sum(tokens.read + tokens.written for tokens, _ in mine),
        )
        assert sums.cost_microusd <= of_user
    assert total(uses).cost_microusd <= of_all
