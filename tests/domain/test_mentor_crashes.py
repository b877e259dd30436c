"""Whatever dies between a mentor's word and what follows of it: all of it comes about once, or none of it."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain import scoring
from domain.mentoring import assigning, assignment_news, remark_news, remarking
from domain.mentoring.people import Pair
from domain.model.account import Tombstone
from domain.model.assignment import Task
from domain.model.attempt import Attempt
from domain.model.mentorship import Mentorship
from domain.services import Services
from storage.mentoring import AssignmentRepository, MentorshipRepository
from storage.repositories import AttemptRepository, InterviewRepository, ReportRepository, UserRepository
from tests.domain.dying import Crash, Fate, Mortal
from tests.domain.known import HALF, known_world
from tests.domain.mentored import interviewed, mentorship, sent_to
from tests.domain.nudged import known
from tests.examples import tried
from tests.fakes import NOON
from tests.world import World, data

STEPS = st.integers(0, 60)
"""Awaits that are left to a process; each call of the store or the queue takes two."""


@dataclass
class Doomed:
    """A process over the world's store that dies at a step of its own."""

    world: World
    attempt: Attempt
    mentorship: Mentorship

    async def does(self, what: Callable[[Services], Awaitable[Any]], steps: int) -> None:
        world, fate = self.world, Fate(steps)
        store: Any = Mortal(world.documents, fate)
        clock = world.clock
        do = replace(
            world.do,
            attempts=AttemptRepository(store, clock),
            interviews=InterviewRepository(store, clock),
            reports=ReportRepository(store, clock),
            users=UserRepository(store, clock),
            mentorships=MentorshipRepository(store, clock),
            assignments=AssignmentRepository(store, clock),
            jobs=Mortal(world.queue, fate),
        )
        with suppress(Crash):
            await what(do)
        await world.queue.drained()
        for _ in range(2):
            world.clock.forward(minutes=5)
            await world.sweep()

    async def now(self) -> Attempt:
        found = await self.world.do.attempts.get(self.attempt.id)
        assert found is not None
        return found

    def told(self, word: str) -> int:
        return sum(word in reply.cards[0].title for reply in sent_to(self.world, "ana"))


async def doomed(world: World) -> Doomed:
    await world.say("/help", "mia")
    await interviewed(world, HALF)
    world.clock.forward(minutes=1)
    (attempt, *_) = await world.do.attempts.of_session((await world.session()).id)
    return Doomed(world, attempt, await mentorship(world))


async def sums_hold(process: Doomed) -> None:
    """The interview's and its report's are of the grades there are."""
    held = await process.world.session()
    rounds = scoring.by_round(held, await process.world.do.attempts.of_session(held.id))
    assert held.result_summary is not None
    assert held.result_summary.overall == scoring.overall(rounds)[0]
    report = await process.world.do.reports.get(held.report_id or "")
    assert report is not None
    assert report.overall == held.result_summary.overall


async def override_story(folder: Path, first: int, second: int) -> None:
    async with known_world(folder) as world:
        process = await doomed(world)
        before, mentor = await process.now(), process.mentorship.mentor_id

        async def judge(do: Services) -> None:
            done = await remarking.override(do, before.id, mentor, "split", 1, "Because.")
            await remark_news.tell(do, done.attempt)

        await process.does(judge, first)
        judged = await process.now()
        assert (len(judged.remarks), len(judged.grades), process.told("A mentor judged")) in {
            (0, 0, 0), (1, 1, 1),
        }  # fmt: skip
        await sums_hold(process)
        for remark in judged.remarks:

            async def undo(do: Services, remark: Any = remark) -> None:
                done = await remarking.take_back(do, judged, remark, "mentor")
                await remark_news.tell(do, done.attempt)

            await process.does(undo, second)
            after = await process.now()
            assert process.told("As it was") == int(bool(after.remarks[0].ended))
            assert not after.remarks[0].ended or after.grade() == before.grade()
            assert after.remark_due_at is None
            await sums_hold(process)


@tried(8)
@given(STEPS, STEPS)
def test_an_override_and_its_undoing_come_about_whole_or_not_at_all(first: int, second: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(override_story(Path(folder), first, second))


async def assignment_story(folder: Path, first: int, second: int) -> None:
    async with known_world(folder) as world:
        process = await doomed(world)
        pair = Pair(process.mentorship, await known(world))

        async def assign(do: Services) -> None:
            made = await assigning.assign(do, pair, Task(kind="mock"), NOON.date())
            await assignment_news.tell(do, made)

        await process.does(assign, first)
        found = await world.do.assignments.of_student(pair.other.id, 9)
        assert process.told("Something to do") == len(found) <= 1
        for one in found:

            async def drop(do: Services, one: Any = one) -> None:
                await assignment_news.tell(do, await assigning.drop(do, one, "mentor"))

            await process.does(drop, second)
            (left,) = await world.do.assignments.of_student(pair.other.id, 9)
            assert process.told("dropped") == int(left.state == "dropped")
            assert left.untold == ""


@tried(6)
@given(STEPS, STEPS)
def test_an_assignment_and_its_end_are_told_once_each(first: int, second: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(assignment_story(Path(folder), first, second))


async def test_what_a_mentor_said_and_set_goes_along_into_another_account(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        process = await doomed(world)
        made = await world.say("/mentor comment ana 1 Begin with the cost.", "mia")
        await world.say("/mentor assign ana mock 2026-12-01", "mia")
        mia, moved = await known(world, "mia"), await known(world, "moved")
        stone = Tombstone(id=mia.id, created_at=NOON, updated_at=NOON, into=moved.id, salt="")
        await world.do.tombstones.add(stone)
        await world.do.joins.give(mia.id, moved.id)
        await world.do.joins.remove(mia.id)
        assert (await process.now()).remarks[0].mentor_id == moved.id
        form = await world.press(made, "Change", "moved")
        assert not (await world.submit(form, "moved", text="Begin with the price.")).failed
        listed = data(await world.say("/mentor assignments", "moved"))
        assert [one["state"] for one in listed["students"]] == ["open"]
        assert "From moved (console:moved)" in str((await world.say("/interview why 1")).cards)
