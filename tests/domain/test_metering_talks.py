"""A conversation is held to the same budgets as any call, and counted however it ends."""

import asyncio
from typing import Any

import pytest

from domain.errors import ModelFailed
from domain.metering import FRAME_TOKENS, TURN_TOKENS, MeteredModel
from domain.model.completion import Failure, Spoken, Tokens
from domain.model.usage import Figures, total
from tests.domain.metered import SAID, FakeModel, KeptUsage, a_talk, asked, some_rules, unheard, usd
from tests.fakes import ManualClock


def meter_of(model: FakeModel, usage: KeptUsage, **rules: Any) -> MeteredModel:
    return MeteredModel(model, usage, ManualClock(), some_rules(**rules))


async def test_a_talk_is_heard_and_counted_under_its_purpose() -> None:
    usage, heard = KeptUsage(), list[str]()

    async def hear(text: str) -> None:
        heard.append(text)

    spoken = await meter_of(FakeModel(), usage).talk("ana", a_talk(), hear)
    assert spoken == Spoken(text=SAID, model="m", tokens=Tokens(read=10, written=100))
    assert heard == [SAID]
    (use,) = usage.uses
    assert (use.user_id, use.purpose, use.model) == ("ana", "chat", "m")
    assert (use.calls, use.failures, use.output_tokens, use.cost_microusd) == (1, 0, 100, 100)


@pytest.mark.parametrize(("short_by", "allowed"), [(0, True), (1, False)])
async def test_a_talk_reserves_a_token_for_each_byte_of_its_turns(short_by: int, allowed: bool) -> None:
    talk = a_talk(1_000, "é" * 100, "\ud83d", "So?")
    needed = len("Coach.") + 200 + len("?") + len("So?") + FRAME_TOKENS + 3 * TURN_TOKENS + 1_000
    model = FakeModel()
    rules = some_rules(user_daily_usd=usd(needed - short_by))
    both = rules.model_copy(
        update={"prices": {"m": rules.prices["m"].model_copy(update={"input_usd_per_million": 1})}}
    )
    meter = MeteredModel(model, KeptUsage(), ManualClock(), both)
    assert (await asked(meter, question=talk) is None) == allowed
    assert model.begun == allowed


async def test_a_talk_and_a_question_share_a_budget() -> None:
    meter = meter_of(FakeModel(), KeptUsage(), user_daily_calls=2)
    outcomes = [await asked(meter), await asked(meter, question=a_talk()), await asked(meter)]
    assert [failure and failure.why for failure in outcomes] == [None, None, "budget"]


async def test_of_a_failed_talk_its_own_count_is_kept_else_what_was_heard() -> None:
    usage = KeptUsage()
    model = FakeModel(fault=ModelFailed(Failure(why="down"), "cut off", Tokens(read=9, written=7)))
    meter = meter_of(model, usage)
    assert await asked(meter, question=a_talk()) == Failure(why="down")
    assert (usage.uses[-1].failures, usage.uses[-1].output_tokens) == (1, 7)
    model.fault = ModelFailed(Failure(why="down"), "cut off")
    await asked(meter, question=a_talk())
    assert usage.uses[-1].output_tokens == -(-len(SAID) // 4)


async def test_a_talk_that_never_reached_a_provider_is_no_call() -> None:
    usage = KeptUsage()
    model = FakeModel(fault=ModelFailed(Failure(why="down", asked=False), "resting"))
    await asked(meter_of(model, usage), question=a_talk())
    assert usage.uses == []


async def test_a_cancelled_talk_counts_what_had_been_heard_and_reserves_nothing_more() -> None:
    model, usage = FakeModel(), KeptUsage()
    model.gate.clear()
    meter = meter_of(model, usage, user_daily_usd=usd(1_010))
    call = asyncio.create_task(meter.talk("ana", a_talk(), unheard))
    while not model.begun:
        await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    talk, written = a_talk(), -(-len(SAID) // 4)
    assert total(usage.uses) == Figures(
        calls=1,
        failures=1,
        input_tokens=-(-talk.characters // 4),
        output_tokens=written,
        cost_microusd=written,
    )
    model.gate.set()
    assert await asked(meter, question=talk) is None


async def test_a_listener_that_breaks_breaks_the_talk_which_is_counted() -> None:
    usage = KeptUsage()

    async def breaks(_: str) -> None:
        raise OSError("nobody there")

    with pytest.raises(OSError, match="nobody there"):
        await meter_of(FakeModel(), usage).talk("ana", a_talk(), breaks)
    assert (total(usage.uses).calls, total(usage.uses).failures) == (1, 1)
