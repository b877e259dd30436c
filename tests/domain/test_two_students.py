"""Two students at once, one of them on two roadmaps, of which one is edited in the fifth week."""

import asyncio
from pathlib import Path
from typing import Any

from tests.domain.roadmaps import EDITED, UNICYCLE, learning_world, republish, student
from tests.domain.test_quiz import press, right
from tests.world import World, data

ANA, BOB = "ana", "bob"


async def say(world: World, user: str, *lines: str) -> dict[str, Any]:
    """The data of the last of these lines."""
    for line in lines:
        world.clock.forward(seconds=1)
        found = data(await world.say(line, user))
    return found


async def passes(world: World, user: str, skill: str) -> dict[str, Any]:
    reply = await world.say(f"/roadmap quiz skill:{skill}", user)
    while data(reply)["question"] is not None:
        reply = await press(world, reply, right, user)
    assert data(reply)["passed"]
    return data(reply)


async def weeks(world: World, count: int) -> None:
    for _ in range(7 * count):
        world.clock.forward(days=1)
        await world.sweep()


async def test_each_keeps_what_is_theirs(tmp_path: Path) -> None:
    async with learning_world(tmp_path) as world:
        await asyncio.gather(
            say(world, ANA, "/roadmap create juggling hours:5", "/roadmap done 1", "/roadmap log 30"),
            say(world, BOB, "/roadmap create juggling level:40 hours:3", "/roadmap done 1 minutes:20"),
        )
        unicycle = await say(world, ANA, "/roadmap create unicycle hours:2", "/roadmap done 1")
        await passes(world, ANA, "juggling")
        ana, bob = [await say(world, user, "/roadmap show juggling") for user in (ANA, BOB)]
        assert ana["path_id"] != bob["path_id"]
        assert [stage["status"] for stage in ana["stages"]] == ["completed", "in_progress", "not_started"]
        assert [stage["status"] for stage in bob["stages"]] == ["in_progress", "not_started"]
        assert (await say(world, ANA, "/roadmap show unicycle"))["percent"] == unicycle["percent"]
        await weeks(world, 4)
        await republish(world, EDITED, UNICYCLE)
        await after_the_edit(world, ana, bob)
        await each_is_told_of_their_own(world)


async def after_the_edit(world: World, ana: dict[str, Any], bob: dict[str, Any]) -> None:
    """The cascade is passed and stays so; the stage of columns, which Bob began, is kept for what he did."""
    changed = await say(world, ANA, "/roadmap show juggling")
    assert [(s["name"], s["status"]) for s in changed["stages"]] == [
        ("The cascade", "completed"), ("The cascade", "in_progress"), ("Clubs", "not_started"),
    ]  # fmt: skip
    assert changed["percent"] > 0
    theirs = await say(world, BOB, "/roadmap show juggling")
    assert theirs["path_id"] == bob["path_id"]
    done = [r["id"] for stage in theirs["stages"] for r in stage["resources"] if r["completed"]]
    assert done == [r["id"] for stage in bob["stages"] for r in stage["resources"] if r["completed"]]
    for user, found in ((ANA, changed), (BOB, theirs)):
        due = [stage["due"] for stage in found["stages"] if not stage.get("retired")]
        open_ = due[1:] if user == ANA else due
        assert open_ == sorted(open_)
        assert open_[0] >= str(world.clock.now().date())


async def each_is_told_of_their_own(world: World) -> None:
    """At most once a day each; of the roadmap that the other one is not on, only the one that is."""
    await weeks(world, 1)
    paths = {user: await paths_of(world, user) for user in (ANA, BOB)}
    keys = []
    for to, _, reply in world.outbox.sent:
        told = [key.split(":")[1] for key in reply.data["reasons"] if key.startswith("stage:")]
        assert set(told) <= paths[to.user_id]
        keys.append((to.user_id, reply.data["nudge"]))
    assert len(keys) == len(set(keys))
    assert {user for user, _ in keys} == {ANA, BOB}


async def paths_of(world: World, user: str) -> set[str]:
    return {path.id for path in await world.do.paths.of((await student(world, user)).id)}
