"""Sweeps over a million open stages: an idle one, what a due nudge takes, and three replicas at once.

Each student is a copy of one who made a roadmap, with one resource a stage. The same is measured on a
MongoDB-compatible test server with as few students as it bears.
"""

import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.table import Figure, percentile
from domain import sweeps
from domain.nudging.rounds import nudge_all
from storage.codec import encode
from tests.fakes import ManualClock
from tests.storage.wire import wire_server
from tests.world import World, open_world

STAGES, SMALL_STAGES = 1_000_000, 10_000
DUE, SMALL_DUE = 10_000, 1_600
REPLICAS, REPLICA_DUE = 3, 600
WIRE_STAGES, WIRE_DUE = 1_200, 20
IDLE_RUNS = 40


@dataclass(frozen=True)
class Pattern:
    """Rows of one student, as texts with their ids to be replaced, and how many stages are open."""

    user_id: str
    user: str
    path_id: str
    path: str
    due_path: str
    stages: int


async def measure() -> list[Figure]:
    """Milliseconds; a nudge is looked for, claimed, sent and marked."""
    small, _ = await _round(SMALL_STAGES, SMALL_DUE)
    large, idle = await _round(STAGES, DUE)
    doubled, sent = await _replicas()
    wired, wired_idle = await _on_the_wire()
    return [
        Figure(f"idle sweep over {STAGES:,} open stages", idle, "ms", 5),
        Figure(f"a due nudge of {SMALL_DUE:,} among {SMALL_STAGES:,}", small, "ms"),
        Figure(f"a due nudge of {DUE:,} among {STAGES:,}", large, "ms", 1.2 * small, small),
        Figure(f"test server: idle sweep over {WIRE_STAGES:,} open stages", wired_idle, "ms"),
        Figure(f"test server: a due nudge of {WIRE_DUE:,} among {WIRE_STAGES:,}", wired, "ms"),
        Figure(f"{REPLICAS} replicas, {sent:,} nudges: sent twice or not", doubled, "", 1),
    ]


async def _round(stages: int, due: int) -> tuple[float, float]:
    """Milliseconds that each due nudge takes, and that a sweep with nothing to do takes after it."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(Path(folder)) as world:
            await _filled(world, Path(folder), stages, due)
            began = time.perf_counter()
            await _until_quiet(world)
            took = time.perf_counter() - began
            if len(world.outbox.sent) != due:
                raise RuntimeError(f"{len(world.outbox.sent)} nudges were sent, and {due} were due")
            return 1000 * took / due, await _idle(world)


async def _until_quiet(world: World) -> None:
    """Rounds, each of which ends after a while, until nobody is to be looked at or told anything."""
    now = world.clock.now()
    while await world.do.users.to_look_at(now, 1) or await world.do.nudges.due(now, 1):
        await nudge_all(world.do)


async def _idle(world: World) -> float:
    times = []
    for _ in range(IDLE_RUNS):
        began = time.perf_counter()
        done = await sweeps.sweep(world.do)
        times.append(1000 * (time.perf_counter() - began))
        if done:
            raise RuntimeError(f"an idle sweep did {done[0]}")
    return percentile(times, 0.5)


async def _replicas() -> tuple[float, int]:
    """How many nudges were lost or sent more than once, and how many there were."""
    clock = ManualClock()
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            worlds = [
                await stack.enter_async_context(open_world(Path(folder), owner=f"replica {n}", clock=clock))
                for n in range(REPLICAS)
            ]
            await _filled(worlds[0], Path(folder), REPLICA_DUE * 6, REPLICA_DUE)
            # Each has an outbox of its own, so that a key known to one hides nothing sent by another.
            await asyncio.gather(*(_until_quiet(world) for world in worlds))
    sent = [to.user_id for world in worlds for to, _, _ in world.outbox.sent]
    return float(len(sent) - len(set(sent)) + REPLICA_DUE - len(set(sent))), len(sent)


async def _on_the_wire() -> tuple[float, float]:
    """As `_round`, over the protocol of MongoDB."""
    with tempfile.TemporaryDirectory() as folder, wire_server(Path(folder)) as url:
        async with open_world(Path(folder), url=f"{url}/bench") as world:
            await world.say("/roadmap create sql hours:2", user="pattern")
            await _copied(world)
            began = time.perf_counter()
            await _until_quiet(world)
            took = time.perf_counter() - began
            if len(world.outbox.sent) != WIRE_DUE:
                raise RuntimeError(f"{len(world.outbox.sent)} nudges were sent, and {WIRE_DUE} were due")
            return 1000 * took / WIRE_DUE, await _idle(world)


async def _copied(world: World) -> None:
    """The pattern again and again, by the store's own port."""
    (user,), (path,) = [await world.documents.find(name, {}) for name in ("users", "learning_paths")]
    await world.documents.delete("users", {})
    await world.documents.delete("learning_paths", {})
    tomorrow = world.clock.now() + timedelta(days=1)
    (identity,), (first, *later) = user["identities"], path["stages"]
    due = {**first, "due_on": tomorrow.date().isoformat(), "due_at": tomorrow}
    for number in range(WIRE_STAGES // len(path["stages"])):
        is_due = number < WIRE_DUE
        look_at = world.clock.now() + timedelta(days=0 if is_due else 200)
        own = {**identity, "user_id": f"student-{number}"}
        copy = {**user, "_id": _id("u", number), "identities": [own], "look_at": look_at}
        await world.documents.insert("users", copy)
        stages = [due if is_due else first, *later]
        ids = {"_id": _id("p", number), "student_id": _id("u", number)}
        await world.documents.insert("learning_paths", {**path, **ids, "stages": stages})


async def _filled(world: World, folder: Path, stages: int, due: int) -> None:
    """Puts copies of one student into the store; so many of them have a stage that is due tomorrow."""
    await world.say("/roadmap create sql hours:2", user="pattern")
    with closing(sqlite3.connect(folder / "world.db")) as database:
        pattern = _pattern(database, world.clock)
        database.execute("PRAGMA synchronous=OFF")
        students = -(-stages // pattern.stages)
        with database:
            database.execute("DELETE FROM users")
            database.execute("DELETE FROM learning_paths")
            database.executemany(
                "INSERT INTO users VALUES (?, 1, ?)", _users(pattern, students, due, world.clock)
            )
            database.executemany(
                "INSERT INTO learning_paths VALUES (?, 1, ?)", _paths(pattern, students, due)
            )
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _pattern(database: sqlite3.Connection, clock: ManualClock) -> Pattern:
    ((user_id, user),) = database.execute("SELECT _id, doc FROM users").fetchall()
    ((path_id, path),) = database.execute("SELECT _id, doc FROM learning_paths").fetchall()
    document, tomorrow = json.loads(path), clock.now() + timedelta(days=1)
    for stage in document["stages"]:
        stage["resources"] = stage["resources"][:1]
    plain = json.dumps(document)
    document["stages"][0] |= {"due_on": tomorrow.date().isoformat(), "due_at": encode(tomorrow)}
    return Pattern(user_id, user, path_id, plain, json.dumps(document), len(document["stages"]))


def _users(pattern: Pattern, students: int, due: int, clock: ManualClock) -> Iterator[tuple[str, str]]:
    document = json.loads(pattern.user)
    for number in range(students):
        moment = clock.now() + timedelta(days=200 if number >= due else 0, seconds=number % 100)
        document["look_at"] = encode(moment if number >= due else clock.now())
        document["identities"][0]["user_id"] = f"student-{number}"
        yield _id("u", number), json.dumps(document)


def _paths(pattern: Pattern, students: int, due: int) -> Iterator[tuple[str, str]]:
    for number in range(students):
        text = pattern.due_path if number < due else pattern.path
        yield _id("p", number), text.replace(pattern.user_id, _id("u", number))


def _id(kind: str, number: int) -> str:
    return f"{kind}{number:015d}"
