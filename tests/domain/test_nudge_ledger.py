"""Whatever dies, races or tells the wrong time: what matters is shown once, at most once a day."""

import asyncio
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.nudging import rounds, schedule
from domain.nudging.seen import seen
from tests.domain.dying import Crash, Fleet, Mood, Shown, fleet
from tests.domain.nudged import DAY, a_card, a_path, a_stage, known

MOODS: tuple[Mood, ...] = ("well", "refuses", "silent")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Pacific/Pago_Pago")
DUE = (1, 3, 9)


async def tracked(ships: Fleet) -> list[str]:
    """Gives the student three paths and a card; the reasons that must be told in the end."""
    world, student = ships.world, await known(ships.world)
    today = world.clock.now().date()
    for number, left in enumerate(DUE):
        skill = f"skill-{number}"
        path = a_path(student.id, [a_stage(today + left * DAY)], f"path-{number}", skill=skill)
        await world.do.paths.add(path)
    await world.do.cards.add(a_card(student.id, 1, world.clock.now() + 2 * DAY))
    return [f"stage:path-{n}:stage-1:{today + left * DAY}:after" for n, left in enumerate(DUE)]


async def sweep(ships: Fleet, number: int, dies_after: int | None = None) -> bool:
    """One process looks and sends; whether it died on the way."""
    do, fate = ships.processes[number]
    fate.steps = dies_after
    with suppress(Crash):
        try:
            await rounds.nudge_all(do)
        except* Crash:
            pass
    died, fate.steps = fate.steps == 0, None
    return died


async def lives(ships: Fleet) -> None:
    await seen(ships.world.do, await known(ships.world))


async def moves(ships: Fleet, zone: str) -> None:
    student, do = await known(ships.world), ships.world.do
    moved = student.model_copy(update={"timezone": zone})
    look_at = schedule.next_look(moved, do.nudging, do.clock.now())
    await do.users.change(student.id, lambda u: u.model_copy(update={"timezone": zone, "look_at": look_at}))
    ships.platform.zone = ZoneInfo(zone)


PAUSES = (0, 2, 60, 8 * 60, 15 * 60, 24 * 60, 30 * 60)
"""Minutes, among them none, more than a lease, and more than a day."""


@dataclass(frozen=True)
class Event:
    """After a pause something happens, and then a process sweeps, or all do at once; one of them may die."""

    pause: int
    what: Literal["nothing", "lives", "moves", "skew", "mood"]
    which: int
    sweeps: Literal["one", "all"]
    dies_after: int | None


EVENTS = st.builds(
    Event,
    st.sampled_from(PAUSES),
    st.sampled_from(["nothing", "lives", "moves", "skew", "mood", "mood"]),
    st.integers(0, len(ZONES) - 1),
    st.sampled_from(["one", "one", "all"]),
    st.none() | st.integers(0, 70),
)


async def happens(ships: Fleet, event: Event, skew: int) -> int:
    """What happens to the fleet; the days by which its clock is wrong after it."""
    ships.world.clock.forward(minutes=event.pause)
    match event.what:
        case "lives":
            await lives(ships)
        case "moves":
            await moves(ships, ZONES[event.which])
        case "mood":
            ships.platform.mood = MOODS[event.which % len(MOODS)]
        case "skew":
            ships.world.clock.forward(days=event.which % 3 - 1 - skew)
            skew = event.which % 3 - 1
    others = (1, 2) if event.sweeps == "all" else ()
    await asyncio.gather(sweep(ships, 0, event.dies_after), *(sweep(ships, other) for other in others))
    return skew


async def ends_well(ships: Fleet, skew: int) -> None:
    """The clock is right, the platform answers, and the student looks in each day for a fortnight."""
    ships.platform.mood = "well"
    ships.world.clock.forward(days=-skew)
    for tick in range(3 * (max(DUE) + 5)):
        if tick % 3 == 0:
            await lives(ships)
        ships.world.clock.forward(hours=8)
        await sweep(ships, tick % 2)


def told_by(message: Shown) -> list[str]:
    return list(message.reply.data["reasons"])


def check(ships: Fleet, wanted: list[str]) -> None:
    shown = ships.platform.shown
    told = Counter(key for message in shown for key in told_by(message))
    assert [key for key, times in told.items() if times > 1] == []
    assert [key for key in wanted if key not in told] == []
    days = Counter(message.local.date() for message in shown)
    assert [day for day, times in days.items() if times > 1] == []
    assert all("08:00" <= f"{message.local:%H:%M}" < "22:00" for message in shown)


async def story(folder: Path, events: list[Event]) -> None:
    async with fleet(folder) as ships:
        wanted = await tracked(ships)
        skew = 0
        for event in events:
            skew = await happens(ships, event, skew)
        await ends_well(ships, skew)
        check(ships, wanted)
        assert any(key.startswith("review:") for message in ships.platform.shown for key in told_by(message))


@settings(max_examples=10, deadline=None)
@given(st.lists(EVENTS, max_size=16))
def test_what_matters_is_told_once_and_at_most_once_a_day(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(story(Path(folder), events))


@pytest.mark.parametrize(
    "found", ["soon", pytest.param("the next day", marks=pytest.mark.soak), "the next day, after a refusal"]
)
async def test_a_crash_at_any_step_neither_loses_nor_doubles(tmp_path: Path, found: str) -> None:
    """On each day a stage is due and a process dies one step later than on the day before."""
    async with fleet(tmp_path) as ships:
        student, clock = await known(ships.world), ships.world.clock
        wanted, midnight = [], clock.moment.replace(hour=0)
        for died_after in count():
            midnight += 2 * DAY
            clock.moment = midnight + timedelta(hours=8, minutes=30)
            await lives(ships)
            clock.forward(minutes=30)
            path = a_path(student.id, [a_stage(midnight.date())], f"path-{died_after}", skill=f"{died_after}")
            await ships.world.do.paths.add(path)
            wanted.append(f"stage:path-{died_after}:stage-1:{midnight.date()}:after")
            died = await sweep(ships, 0, died_after)
            await is_found(ships, found)
            await ships.world.documents.delete("learning_paths", {"_id": f"path-{died_after - 2}"})
            if not died:
                break
        await ends_well(ships, 0)
        check(ships, wanted)
        assert died_after > 40


async def is_found(ships: Fleet, found: str) -> None:
    """Another process comes, when the lease is over or only on the next day, and from then on regularly."""
    clock, refused = ships.world.clock, found.endswith("refusal")
    if found == "soon":
        clock.forward(minutes=2)
        await sweep(ships, 1)
    clock.moment = clock.moment.replace(hour=8, minute=10) + DAY
    ships.platform.mood = "refuses" if refused else "well"
    await sweep(ships, 1)
    ships.platform.mood = "well"
    for minutes in (50, 5):
        clock.forward(minutes=minutes)
        await sweep(ships, 1)
