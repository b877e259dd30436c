"""/usage: what one's own use came to, and for an admin everybody's."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.actions import TABLE
from domain.actions.usage import _money
from domain.dispatch import Dispatcher
from domain.limits import RateLimit
from domain.metering import MeteredModel
from domain.model.usage import Use
from domain.model.user import User
from domain.rules import ModelRules
from storage.inbox import InboxRepository
from tests.domain.metered import TODAY, FakeModel, a_prompt
from tests.world import World, actor, data, open_world, text_of

ADMIN = "root"


def with_model(world: World, name: str = "gpt-4o-mini", **rules: Any) -> MeteredModel:
    """Gives that world a language model."""
    changed = ModelRules(name=name, **rules)
    meter = MeteredModel(FakeModel(name=name), world.do.usage, world.clock, changed)
    world.do = replace(world.do, model=meter, model_rules=changed)
    inbox = InboxRepository(world.documents, world.clock, "this", is_gone=lambda name: False)
    world.dispatcher = Dispatcher(world.do, TABLE, inbox, RateLimit(10_000, timedelta(minutes=1)))
    return meter


async def user_of(world: World, name: str) -> User:
    """That person, who has written to the bot at least once."""
    await world.say("/help", user=name)
    found = await world.do.users.of(actor(name))
    assert found is not None
    return found


def used(user_id: str, days_ago: int = 0, **change: Any) -> Use:
    given: dict[str, Any] = {
        "user_id": user_id,
        "day": TODAY - timedelta(days=days_ago),
        "purpose": "grade",
        "model": "gpt-4o-mini",
        "calls": 2,
        "failures": 1,
        "input_tokens": 3_000,
        "output_tokens": 400,
        "cost_microusd": 690,
    }
    return Use(**{**given, **change})


@pytest.mark.parametrize(
    ("microusd", "text"),
    [(0, "$0.00"), (1, "$0.000001"), (250_000, "$0.25"), (230_500, "$0.2305"), (1_234_500_000, "$1,234.50")],
)
def test_money_is_exact(microusd: int, text: str) -> None:
    assert _money(microusd) == text


async def test_without_a_model_it_says_so_and_how_to_have_one(world: World) -> None:
    reply = await world.say("/usage")
    assert "No language model is set up" in text_of(reply)
    assert "OPENAI_API_KEY" in text_of(reply)
    assert "OPENAI_BASE_URL" in text_of(reply)
    told = data(reply)
    assert (told["days"], told["calls"], told["cost_usd"], told["by_day"]) == (7, 0, 0, [])


async def test_a_call_that_was_made_is_shown_with_what_is_left(world: World) -> None:
    meter, ana = with_model(world), await user_of(world, "ana")
    assert data(await world.say("/usage"))["left_today_usd"] == 0.25
    await meter.ask(ana.id, a_prompt())
    reply = await world.say("/usage")
    told = data(reply)
    figures = {"calls": 1, "input_tokens": 10, "output_tokens": 100, "cost_usd": 0.000062, "failures": 0}
    assert told.items() >= figures.items()
    assert told["by_day"] == [{"day": "2026-11-22", **figures}]
    assert told["by_model"] == [{"model": "gpt-4o-mini", **figures}]
    assert told["by_purpose"] == [{"purpose": "grade", **figures}]
    assert (told["left_today_usd"], told["left_today_calls"]) == (0.249938, 199)
    assert "$0.249938 and 199 calls" in text_of(reply)
    assert "Grading by gpt-4o-mini: 1 call, 110 tokens, $0.000062" in text_of(reply)


async def test_it_counts_the_days_that_were_asked_for(world: World) -> None:
    with_model(world)
    ana = await user_of(world, "ana")
    for days_ago in (0, 6, 7, 89, 90):
        await world.do.usage.add(used(ana.id, days_ago))
    assert data(await world.say("/usage"))["calls"] == 4
    assert data(await world.say("/usage days:1"))["calls"] == 2
    told = data(await world.say("/usage days:90"))
    assert (told["days"], told["calls"]) == (90, 8)
    assert [part["day"] for part in told["by_day"]] == [
        "2026-08-25",
        "2026-11-15",
        "2026-11-16",
        "2026-11-22",
    ]
    assert told["left_today_usd"] == 0.24931, "only today's use is taken off"
    for days in ("0", "91", "x"):
        reply = await world.say(f"/usage days:{days}")
        assert reply.failed
        assert "from 1 to 90" in text_of(reply)


async def test_a_long_time_is_summed_up_beyond_two_weeks(world: World) -> None:
    ana = await user_of(world, "ana")
    for days_ago in range(30):
        await world.do.usage.add(used(ana.id, days_ago))
    reply = await world.say("/usage days:90")
    assert "22 Nov 2026: 2 calls (1 failed), 3,400 tokens, $0.00069" in text_of(reply)
    assert "Before that: 32 calls (16 failed), 54,400 tokens, $0.01104" in text_of(reply)
    assert len(data(reply)["by_day"]) == 30


async def test_a_cost_that_nobody_knows_is_not_passed_off_as_nothing(world: World) -> None:
    meter, ana = with_model(world, "home-made"), await user_of(world, "ana")
    await meter.ask(ana.id, a_prompt())
    reply = await world.say("/usage")
    assert "no price for `home-made`" in text_of(reply)
    assert "Grading by home-made: 1 call, 110 tokens, cost unknown" in text_of(reply)
    assert (data(reply)["unpriced"], data(reply)["cost_usd"]) == (["home-made"], 0)


async def test_calls_that_are_turned_off_are_said_to_be(world: World) -> None:
    with_model(world, all_daily_usd=0)
    assert "Calls are turned off" in text_of(await world.say("/usage"))


async def test_only_an_admin_sees_anybody_elses(world: World) -> None:
    ana = await user_of(world, "ana")
    await world.do.usage.add(used(ana.id))
    for who in ("all", "ana", ana.id, "nobody"):
        reply = await world.say(f"/usage who:{who}", user="ben")
        assert reply.failed
        assert "There is nothing of that kind here for you" in text_of(reply)
    for who in ("ana", "ANA", ana.id):
        told = await world.say(f"/usage who:{who}", user=ADMIN)
        assert (data(told)["calls"], told.cards[0].title) == (2, "AI use of ana in the last 7 days")
    assert (await world.say("/usage who:nobody", user=ADMIN)).failed
    ben = await user_of(world, "ben")
    await world.do.users.change(ben.id, lambda user: user.model_copy(update={"role": "admin"}))
    assert data(await world.say("/usage who:ana", user="ben"))["calls"] == 2


async def test_of_two_with_one_name_an_admin_chooses_by_id(world: World) -> None:
    people = [await user_of(world, name) for name in ("ana", "ben")]
    for person in people:
        await world.do.users.change(person.id, lambda user: user.model_copy(update={"name": "Sam"}))
    await world.do.usage.add(used(people[0].id))
    assert data(await world.say("/usage who:sam", user=ADMIN))["calls"] == 2, "the other has used nothing"
    await world.do.usage.add(used(people[1].id, calls=5))
    reply = await world.say("/usage who:sam", user=ADMIN)
    assert reply.failed
    assert all(person.id in text_of(reply) for person in people)
    for by_id in (people[1].id, "ben"):
        told = await world.say(f"/usage who:{by_id}", user=ADMIN)
        assert (data(told)["calls"], told.cards[0].title) == (5, "AI use of Sam in the last 7 days")


async def test_an_admin_sees_totals_and_who_used_most(world: World) -> None:
    with_model(world)
    people = [await user_of(world, f"user{number:02}") for number in range(11)]
    for number, person in enumerate(people):
        await world.do.usage.add(used(person.id, cost_microusd=1_000 * number))
    await world.do.usage.add(used("0000", days_ago=3, cost_microusd=999_999))
    reply = await world.say("/usage who:all", user=ADMIN)
    told = data(reply)
    assert (told["calls"], told["failures"], told["cost_usd"]) == (24, 12, 1.054999)
    assert (told["left_today_usd"], told["left_today_calls"]) == (19.945, 19_978)
    assert [user["name"] for user in told["users"][:3]] == ["an account that is gone", "user10", "user09"]
    assert told["users"][1]["user_id"] == people[10].id
    assert told["users"][1]["cost_usd"] == 0.01
    assert len(told["users"]) == 10
    assert "Who used most, of 12" in text_of(reply)


async def test_a_restart_forgets_nothing(world_folder: Path) -> None:
    async with open_world(world_folder) as world:
        await world.do.usage.add(used((await user_of(world, "ana")).id))
    async with open_world(world_folder, owner="other") as world:
        assert data(await world.say("/usage"))["calls"] == 2


async def test_a_lone_number_is_the_days(world: World) -> None:
    assert data(await world.say("/usage 30"))["days"] == 30
