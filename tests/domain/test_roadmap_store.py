"""A path and `learning_progress` beside it: one truth after crashes, races and repeats."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain import learning, steps
from domain.errors import Duplicate
from domain.model.learning import LearningPath, Owed
from domain.ports import Clock, Documents
from storage.learning import PathRepository
from tests.domain.roadmaps import CASCADE, JUGGLING, a_material, learning_world, republish, student
from tests.world import World, data

RESOURCES = ("juggling-throws", "juggling-rhythm")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        await opened.say("/roadmap create juggling")
        yield opened


async def the_path(world: World, user: str = "ana") -> LearningPath:
    (path,) = await world.do.paths.of((await student(world, user)).id)
    return path


async def entries(documents: Documents, student_id: str | None = None) -> dict[str, int]:
    """Minutes by resource, as `learning_progress` has them of one student, or of all."""
    where = {} if student_id is None else {"student_id": student_id}
    found = await documents.find("learning_progress", where)
    return {entry["resource_id"]: entry["minutes"] for entry in found}


async def test_what_is_done_is_told_and_what_is_taken_back_is_gone(world: World) -> None:
    await world.say("/roadmap done 1")
    done = await world.say("/roadmap done 2 minutes:45")
    assert await entries(world.documents) == {"juggling-throws": 120, "juggling-rhythm": 45}
    (told,) = await world.documents.find("learning_progress", {"resource_id": "juggling-rhythm"})
    path = await the_path(world)
    assert (told["path_id"], told["student_id"], told["stage_number"]) == (path.id, path.student_id, 1)
    assert (path.owed, path.owed_at) == ((), None)
    await world.press(done, "Undo")
    assert await entries(world.documents) == {"juggling-throws": 120}


async def test_what_a_crash_left_untold_is_told_by_the_sweep(world: World) -> None:
    path, user = await the_path(world), await student(world)
    on, now = learning.clock_of(world.do, user), world.clock.now()
    await world.do.paths.change(path.id, lambda p: steps.done(p, "juggling-throws", None, now, on))
    assert await entries(world.documents) == {}
    assert list(await learning.owing(world.do)) == []
    world.clock.forward(minutes=2)
    (owing,) = await learning.owing(world.do)
    assert await learning.carry_out(world.do, owing.id)
    assert await entries(world.documents) == {"juggling-throws": 120}
    assert not await learning.carry_out(world.do, owing.id)
    assert list(await learning.owing(world.do)) == []


async def test_it_is_also_told_at_the_next_sign_of_life(world: World) -> None:
    path, user = await the_path(world), await student(world)
    on, now = learning.clock_of(world.do, user), world.clock.now()
    await world.do.paths.change(path.id, lambda p: steps.done(p, "juggling-throws", None, now, on))
    await world.say("/roadmap show")
    assert await entries(world.documents) == {"juggling-throws": 120}


async def test_two_at_once_are_both_done_and_one_twice_is_done_once(world: World) -> None:
    replies = await asyncio.gather(*(world.say(f"/roadmap done {n}") for n in (1, 2, 1)))
    assert sorted(reply.cards[0].title for reply in replies) == [
        "Done already: Throws and catches", "Done: Keeping a rhythm", "Done: Throws and catches"
    ]  # fmt: skip
    assert (await entries(world.documents)).keys() == set(RESOURCES)
    assert data(await world.say("/roadmap show"))["percent"] == int(100 * 10 * 0.7 * 0.75 / 40)


async def test_what_is_done_while_the_path_is_replanned_stays_done(world: World) -> None:
    await asyncio.gather(
        world.say("/roadmap replan 2027-06-01"),
        world.say("/roadmap done 1"),
        world.say("/roadmap log 30"),
        world.say("/roadmap create juggling level:10 hours:3"),
    )
    path = await the_path(world)
    resource = path.resource("juggling-throws")
    assert resource is not None
    assert resource.completed
    assert (path.current_level, path.hours, path.stages[0].minutes_logged) == (10, 3, 30)
    assert str(path.stages[-1].due_on) == str(path.deadline) == "2027-06-01"


async def test_two_that_make_a_path_at_once_make_one(tmp_path: Path) -> None:
    async with learning_world(tmp_path) as world:
        await world.say("/help")
        replies = await asyncio.gather(
            world.say("/roadmap create juggling level:10"), world.say("/roadmap create juggling hours:3")
        )
        assert not any(reply.failed for reply in replies)
        path = await the_path(world)
        assert (path.current_level, path.hours) == (10, 3)
        with pytest.raises(Duplicate):
            await world.do.paths.add(path.model_copy(update={"id": "another"}))


async def test_minutes_that_come_twice_by_one_event_count_once(tmp_path: Path) -> None:
    async with learning_world(tmp_path, owner="first") as world:
        await world.say("/roadmap create juggling")
        await world.say("/roadmap log 30", event="e1")
        await world.dispatcher._inbox.release("console::ana:e1")
    async with learning_world(tmp_path, owner="second") as world:
        again = await world.say("/roadmap log 30", event="e1")
        assert (await the_path(world)).progress.time_spent_minutes == 30
        await world.press(again, "Undo")
        assert (await the_path(world)).progress.time_spent_minutes == 0


async def test_passing_is_harmless_if_repeated(world: World) -> None:
    path = await the_path(world)
    first = await learning.pass_stage(world.do, path.id, "cascade", 67, world.clock.now())
    world.clock.forward(days=90)
    again = await learning.pass_stage(world.do, path.id, "cascade", 67, world.clock.now())
    assert again == first
    assert (again.stages[0].best_score, again.stages[0].late, again.progress.current_stage) == (67, False, 2)
    worse = await learning.quiz_result(world.do, path.id, "cascade", 33)
    assert worse.stages[0].best_score == 67
    assert (await learning.pass_stage(world.do, path.id, "gone", 67, world.clock.now())) == worse
    with pytest.raises(LookupError):
        await learning.pass_stage(world.do, "no-path", "cascade", 67, world.clock.now())


async def test_a_new_release_is_merged_when_the_path_is_read_next(world: World) -> None:
    await world.say("/roadmap done 1")
    longer = CASCADE.model_copy(
        update={"resources": (*CASCADE.resources[1:], a_material("juggling-tips", "Tips", 60))}
    )
    await republish(world, JUGGLING.model_copy(update={"stages": (longer, *JUGGLING.stages[1:])}))
    shown = data(await world.say("/roadmap show"))["stages"][0]["resources"]
    assert [(r["id"], r["completed"]) for r in shown] == [
        ("juggling-rhythm", False), ("juggling-first-drill", False), ("juggling-tips", False),
        ("juggling-throws", True),
    ]  # fmt: skip
    version = (await the_path(world)).version
    await world.say("/roadmap show")
    assert (await the_path(world)).version == version


async def test_the_last_day_ends_at_the_midnight_of_the_zone_moved_to(world: World) -> None:
    before = await the_path(world)
    await world.do.users.change(before.student_id, lambda u: u.model_copy(update={"timezone": "Asia/Tokyo"}))
    await world.say("/roadmap show")
    after = await the_path(world)
    assert [stage.due_on for stage in after.stages] == [stage.due_on for stage in before.stages]
    assert (before.stages[0].due_at - after.stages[0].due_at).total_seconds() == 9 * 3600


class Killed(BaseException):
    """A process dies here."""


class Mortal(PathRepository):
    """Dies before or after its write number `left`, counted down."""

    def __init__(self, documents: Documents, clock: Clock, left: int, *, after: bool) -> None:
        super().__init__(documents, clock)
        self.left = left
        self.after = after

    async def change(self, *args: Any) -> LearningPath:
        self._die(before=True)
        changed = await super().change(*args)
        self._die(before=False)
        return changed

    async def record(self, *args: Any) -> None:
        self._die(before=True)
        await super().record(*args)
        self._die(before=False)

    def _die(self, *, before: bool) -> None:
        self.left -= before
        if self.left == 0 and before is not self.after:
            raise Killed


ACTS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(RESOURCES), st.integers(0, 4), st.booleans()), max_size=6
)


@given(ACTS)
@example([(True, "juggling-throws", 0, False), (False, "juggling-throws", 2, True)])
@example([(True, "juggling-throws", 2, False), (False, "juggling-throws", 1, True)])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_wherever_a_process_dies_the_progress_comes_to_say_what_the_path_says(
    world: World, acts: list[tuple[bool, str, int, bool]]
) -> None:
    name = f"student {world.do.random.new_id()}"
    await world.say("/roadmap create juggling", name)
    path, user = await the_path(world, name), await student(world, name)
    acknowledged: dict[str, bool] = {}
    for done, resource, left, after in acts:
        do = replace(world.do, paths=Mortal(world.documents, world.clock, left, after=after))
        step = learning.complete if done else learning.reopen
        try:
            await step(do, user, path.id, resource)
            acknowledged[resource] = done
        except Killed:
            acknowledged.pop(resource, None)
        world.clock.forward(minutes=2)
    for owing in await learning.owing(world.do):
        await learning.carry_out(world.do, owing.id)
    path = await the_path(world, name)
    completed = {r.resource_id for r in path.stages[0].resources if r.completed}
    assert (await entries(world.documents, user.id)).keys() == completed
    assert all((resource in completed) is done for resource, done in acknowledged.items())
    assert (path.owed, path.owed_at) == ((), None)


async def test_a_slow_teller_does_not_outlast_newer_news(world: World) -> None:
    """The first is told last: after its undoing was told by another process."""
    path, user = await the_path(world), await student(world)
    written, going_on = world.do.paths.record, asyncio.Event()

    async def late(path: LearningPath, owed: Owed) -> None:
        world.do.paths.record = written  # type: ignore[method-assign]
        await going_on.wait()
        await written(path, owed)

    world.do.paths.record = late  # type: ignore[method-assign]
    slow = asyncio.create_task(learning.complete(world.do, user, path.id, "juggling-throws"))
    while not (await the_path(world)).owed:
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.01)
    await learning.reopen(world.do, user, path.id, "juggling-throws")
    assert await entries(world.documents) == {}
    going_on.set()
    await slow
    assert await entries(world.documents) == {}
    assert (await the_path(world)).owed == ()
