"""Processes that send at once, platforms that refuse or hang, and what a sweep costs."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from domain import sweeps
from domain.errors import Unreachable
from domain.model.user import Identity
from domain.nudging import rounds
from domain.ports import Documents
from domain.replies import Reply
from domain.requests import Actor, Place
from domain.rules import NudgeRules
from domain.services import Services
from storage.learning import NudgeRepository
from storage.repositories import UserRepository
from tests.domain.dying import Fleet, fleet
from tests.domain.nudged import MONDAY, at, cards_due, known, nudges, path_due, set_user
from tests.fakes import Outbox
from tests.world import World, open_world


@dataclass
class OnlyOn(Outbox):
    """A process that is connected to one platform; `slow` is how long a message takes."""

    platform: str = "console"
    slow: float = 0
    at_once: int = 0
    most_at_once: int = 0
    closed: set[str] = field(default_factory=set)

    def serves(self, to: Actor) -> bool:
        return to.platform == self.platform

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.slow)
        finally:
            self.at_once -= 1
        if to.platform in self.closed:
            raise Unreachable("no direct messages")
        await super().send(to, place, reply, key, again)


def process(world: World, platform: str) -> tuple[Services, OnlyOn]:
    outbox = OnlyOn(platform=platform)
    return replace(world.do, messenger=outbox), outbox


async def known_twice(world: World, told_as: str = "") -> None:
    """Ana is on Discord too, and has a card to review."""
    await cards_due(world, 1)
    student = await known(world)
    chosen = student.nudge_settings.model_copy(update={"told_as": told_as})
    identities = (*student.identities, Identity(platform="discord", user_id="7"))
    await set_user(world, identities=identities, nudge_settings=chosen)
    at(world, MONDAY)


async def test_two_processes_with_a_platform_each_send_one_message_where_it_is_wanted(world: World) -> None:
    await known_twice(world, "discord::7")
    console, on_console = process(world, "console")
    discord, on_discord = process(world, "discord")
    for do in (console, discord, console, discord):
        await rounds.nudge_all(do)
    assert (len(on_console.sent), len(on_discord.sent)) == (0, 1)


async def test_another_platform_takes_over_where_the_wanted_one_is_not_there(world: World) -> None:
    await known_twice(world, "discord::7")
    console, on_console = process(world, "console")
    await rounds.nudge_all(console)
    assert on_console.sent == []
    world.clock.forward(minutes=11)
    await rounds.nudge_all(console)
    assert len(on_console.sent) == 1


async def test_what_one_platform_does_not_take_goes_to_the_other_at_once(world: World) -> None:
    await known_twice(world, "discord::7")
    console, on_console = process(world, "console")
    discord, on_discord = process(world, "discord")
    on_discord.closed.add("discord")
    await rounds.nudge_all(discord)
    await rounds.nudge_all(console)
    assert (len(on_console.sent), len(on_discord.sent)) == (1, 0)
    assert [i.unreachable_since is None for i in (await known(world)).identities] == [True, False]


async def test_somebody_who_takes_no_messages_is_left_alone_until_they_write(world: World) -> None:
    await cards_due(world, 1)
    world.outbox.fault = Unreachable("closed")
    at(world, MONDAY)
    await world.sweep()
    student = await known(world)
    assert [n.state for n in await world.do.nudges.of_user(student.id, 5)] == ["dead"]
    world.clock.forward(days=1)
    await world.sweep()
    assert (await known(world)).look_at is None
    world.outbox.fault = None
    await world.say("/help")
    world.clock.forward(days=1)
    await world.sweep()
    assert len(nudges(world)) == 1


async def test_refusals_are_tried_again_later_and_later_and_then_given_up(world_folder: Path) -> None:
    async with open_world(world_folder, nudging=NudgeRules(tries=3)) as world:
        await cards_due(world, 1)
        at(world, MONDAY)
        world.outbox.fault = RuntimeError("503")
        student, waits = await known(world), []
        for _ in range(3):
            await world.sweep()
            (nudge,) = await world.do.nudges.of_user(student.id, 5)
            waits.append((nudge.due_at - world.clock.now()).total_seconds() / 60)
            world.clock.moment = max(nudge.due_at, world.clock.now())
        assert waits[:2] == [5, 20]
        assert (nudge.state, nudge.attempts, nudge.error) == ("dead", 3, "RuntimeError('503')")
        assert (await known(world)).identities[0].unreachable_since is not None


async def silent_on_monday(ships: Fleet) -> None:
    """A stage is due in a week; the nudge of it is shown, and nobody learns that it was."""
    await path_due(ships.world, 8)
    at(ships.world, MONDAY)
    ships.platform.mood = "silent"
    await rounds.nudge_all(ships.processes[0][0])
    assert len(ships.platform.shown) == 1


async def test_what_may_have_been_shown_is_not_told_anew_after_refusals_and_a_night(tmp_path: Path) -> None:
    async with fleet(tmp_path) as ships:
        await silent_on_monday(ships)
        ships.platform.mood = "refuses"
        ships.world.clock.forward(minutes=5)
        await rounds.nudge_all(ships.processes[0][0])
        ships.platform.mood = "well"
        for _ in range(3):
            ships.world.clock.forward(days=1)
            await rounds.nudge_all(ships.processes[1][0])
        assert len(ships.platform.shown) == 1


async def test_what_may_have_been_shown_before_reminders_were_turned_off_is_not_told_anew(
    tmp_path: Path,
) -> None:
    async with fleet(tmp_path) as ships:
        await silent_on_monday(ships)
        ships.platform.mood = "well"
        await ships.world.say("/nudges off")
        ships.world.clock.forward(minutes=5)
        await rounds.nudge_all(ships.processes[0][0])
        await ships.world.say("/nudges on")
        ships.world.clock.forward(days=1)
        await rounds.nudge_all(ships.processes[0][0])
        assert len(ships.platform.shown) == 1


async def test_two_sweeps_at_once_send_once(tmp_path: Path) -> None:
    async with fleet(tmp_path) as ships:
        await path_due(ships.world, 1)
        at(ships.world, MONDAY)
        said = await asyncio.gather(*(rounds.nudge_all(do) for do, _ in ships.processes))
        assert len(ships.platform.shown) == 1
        assert sum(map(len, said)) == 1


async def test_one_that_hangs_is_given_up_within_its_lease_and_sent_again_under_its_key(
    world_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.nudging.sending.OF_LEASE", 0.01)
    async with open_world(world_folder, nudging=NudgeRules(lease_seconds=5)) as world:
        await cards_due(world, 1)
        at(world, MONDAY)
        do, outbox = process(world, "console")
        outbox.slow = 60
        assert await rounds.nudge_all(do) == []
        student, outbox.slow = await known(world), 0
        (nudge,) = await world.do.nudges.of_user(student.id, 5)
        assert nudge.state == "claimed"
        world.clock.forward(minutes=5)
        assert [said.key for said in await rounds.nudge_all(do)] == [nudge.key]


async def test_a_slow_platform_gets_eight_at_a_time(world: World) -> None:
    for number in range(10):
        await cards_due(world, 1, f"student-{number}")
    at(world, MONDAY)
    do, outbox = process(world, "console")
    outbox.slow = 0.3
    assert len(await rounds.nudge_all(do)) == 10
    assert outbox.most_at_once == 8


async def test_a_round_that_lasts_too_long_leaves_the_rest_to_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        await cards_due(world, 1, f"student-{number}")
    at(world, MONDAY)
    monkeypatch.setattr(rounds, "LASTS", 0.0)
    assert await rounds.nudge_all(world.do) == []
    monkeypatch.undo()
    assert len(await rounds.nudge_all(world.do)) == 3


class Counting:
    """Keeps the names of the calls of a store."""

    def __init__(self, inner: Documents) -> None:
        self._inner = inner
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        return getattr(self._inner, name)


async def test_an_idle_round_is_three_look_ups(world: World) -> None:
    await path_due(world, 5)
    counted: Any = Counting(world.documents)
    users, ledger = UserRepository(counted, world.clock), NudgeRepository(counted, world.clock)
    assert await rounds.nudge_all(replace(world.do, users=users, nudges=ledger)) == []
    assert counted.calls == ["find", "find", "find"]


async def test_a_dry_run_says_what_a_sweep_would_and_changes_nothing(world: World) -> None:
    path = await path_due(world, 2)
    at(world, MONDAY)
    before = await known(world)
    (item,) = [item async for item in sweeps.due(world.do)]
    assert (item.kind, item.subject) == ("nudge", f"{before.id}:2026-11-23")
    assert item.detail.startswith("Due tomorrow: SQL, Joins and sets. 2 resources are left")
    assert await known(world) == before
    assert await world.do.nudges.of_user(before.id, 5) == []
    assert await world.sweep() == [item]
    assert f"stage:{path.id}" in nudges(world)[0].data["reasons"][0]
    assert [item async for item in sweeps.due(world.do)] == []
