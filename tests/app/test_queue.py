"""Jobs in the process: done before it stops, tried again when they fail, fair to every student."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.queue import InProcessQueue, Options
from domain.retries import Retries
from tests.app.queueing import Payload, Sleeper, Work, a_queue, settled


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()


async def test_every_job_taken_is_done_before_the_end(work: Work) -> None:
    queue = InProcessQueue()
    async with queue.working(work.run, work.set_aside):
        for n in range(10):
            await queue.add("job", {"n": str(n)})
    assert work.done == [str(n) for n in range(10)]
    await queue.add("job", {"n": "too late"})
    assert await queue.depth() == 0


async def test_drained_waits_for_jobs_that_jobs_add(work: Work) -> None:
    queue = InProcessQueue()

    async def run(name: str, payload: Payload) -> None:
        await asyncio.sleep(0.01)
        if name == "first":
            await queue.add("second", {})
        work.done.append(name)

    async with queue.working(run, work.set_aside):
        await queue.add("first", {})
        await queue.drained()
        assert work.done == ["first", "second"]


async def test_a_job_that_fails_is_tried_again_later_and_later_and_then_set_aside(
    work: Work, sleeper: Sleeper, caplog: pytest.LogCaptureFixture
) -> None:
    queue = a_queue(sleeper, tries=4)
    async with queue.working(work.run, work.set_aside):
        await queue.add("bad", {"n": "1"})
        await queue.add("good", {})
        await queue.drained()
        assert work.done == ["good"]
        assert work.asides == []
        for pause in (2, 4, 8):
            assert sleeper.asked[-1] == pause
            await sleeper.pass_by()
        await queue.drained()
    assert work.asides == [("bad", {"n": "1"}, "ValueError: broken", 4)]
    assert sleeper.asked == [2, 4, 8]
    assert "set aside" in caplog.text


async def test_a_job_that_recovers_is_not_set_aside(sleeper: Sleeper, work: Work) -> None:
    tries: list[str] = []

    async def run(name: str, payload: Payload) -> None:
        tries.append(name)
        if len(tries) < 3:
            raise OSError("not yet")

    queue = a_queue(sleeper, tries=3)
    async with queue.working(run, work.set_aside):
        await queue.add("job", {})
        for _ in range(2):
            await queue.drained()
            await sleeper.pass_by()
        await queue.drained()
    assert (len(tries), work.asides) == (3, [])


async def test_a_store_that_is_away_loses_no_worker(work: Work, sleeper: Sleeper) -> None:
    async def broken(name: str, payload: Payload, error: str, tries: int) -> None:
        raise OSError("the store is away")

    queue = a_queue(sleeper, tries=1, workers=1)
    async with queue.working(work.run, broken):
        await queue.add("bad", {})
        await queue.add("good", {})
        await queue.drained()
    assert work.done == ["good"]


async def test_a_pause_is_not_waited_for_at_the_end(work: Work, sleeper: Sleeper) -> None:
    queue = a_queue(sleeper)
    async with asyncio.timeout(5), queue.working(work.run, work.set_aside):
        await queue.add("bad", {})
        await queue.add("late", {}, timedelta(seconds=8))
        await queue.drained()
        assert await queue.depth() == 2
    await sleeper.pass_by()
    assert work.done == []


async def test_a_job_for_later_is_begun_later(work: Work, sleeper: Sleeper) -> None:
    queue = a_queue(sleeper)
    async with queue.working(work.run, work.set_aside):
        await queue.add("late", {}, timedelta(seconds=8))
        await settled()
        assert (work.done, sleeper.asked) == ([], [8])
        await sleeper.pass_by()
        await queue.drained()
        assert work.done == ["late"]


async def test_a_job_that_waits_is_not_taken_twice(work: Work, sleeper: Sleeper) -> None:
    queue = a_queue(sleeper)
    for _ in range(3):
        await queue.add("job", {"a": "1", "n": "2"})
        await queue.add("job", {"n": "2", "a": "1"})
        await queue.add("late", {}, timedelta(seconds=8))
    assert await queue.depth() == 2
    async with queue.working(work.run, work.set_aside):
        await queue.drained()
    assert work.done == ["2"]


async def test_one_that_waits_for_another_try_is_brought_forward_and_its_tries_count(
    work: Work, sleeper: Sleeper
) -> None:
    queue = a_queue(sleeper, tries=3)
    async with queue.working(work.run, work.set_aside):
        for _ in range(3):
            assert work.asides == []
            await queue.add("bad", {})
            await queue.drained()
        assert await queue.depth() == 0
    assert [tries for *_, tries in work.asides] == [3]


async def test_a_job_does_not_run_beside_itself_but_once_more_after(work: Work, sleeper: Sleeper) -> None:
    queue = a_queue(sleeper)
    async with queue.working(work.run, work.set_aside):
        for _ in range(3):
            await queue.add("long", {"n": "1"})
            await settled()
        assert (work.most, await queue.depth()) == (1, 2)
        work.go.set()
    assert work.done == ["1", "1"]


async def test_one_student_does_not_hold_all_workers(work: Work, sleeper: Sleeper) -> None:
    queue = a_queue(sleeper, workers=3)
    async with queue.working(work.run, work.set_aside):
        for n in range(20):
            await queue.add("long", {"n": str(n), "user_id": "ana"})
        await queue.add("job", {"n": "bob's", "user_id": "bob"})
        await queue.add("job", {"n": "nobody's"})
        await settled()
        assert work.done == ["bob's", "nobody's"]
        assert work.running == ["ana", "ana"]
        work.go.set()
    assert len(work.done) == 22


async def test_a_full_queue_leaves_the_job_to_the_sweep(
    work: Work, sleeper: Sleeper, caplog: pytest.LogCaptureFixture
) -> None:
    queue = a_queue(sleeper, size=2)
    await queue.add("one", {})
    await queue.add("late", {}, timedelta(seconds=8))
    await queue.add("one", {})
    assert caplog.text == "", "that one waits already"
    await queue.add("two", {})
    await queue.add("later", {}, timedelta(seconds=8))
    assert "two waits for the next sweep" in caplog.text
    assert "later waits for the next sweep" in caplog.text
    assert await queue.depth() == 2


async def test_a_job_that_hangs_does_not_keep_the_process_for_ever(
    work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    queue = InProcessQueue()
    async with queue.working(work.run, work.set_aside, patience=0.05):
        await queue.add("long", {})
    assert "left for the next start: 1" in caplog.text
    assert work.running == []


OWNERS = st.sampled_from(["ana", "bob", ""])


@given(jobs=st.lists(st.tuples(OWNERS, st.integers(0, 6), st.booleans()), max_size=30))
async def test_whatever_is_added_every_job_ends_and_nobody_has_too_many_at_once(
    jobs: list[tuple[str, int, bool]],
) -> None:
    """A job fails as often as its number says, at most twice; it may be added several times."""
    ended: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    running: list[str] = []

    async def run(name: str, payload: Payload) -> None:
        job = payload["user_id"], payload["n"]
        running.append(job[0])
        assert len(running) <= 3
        assert all(running.count(owner) <= 2 for owner in running if owner)
        await asyncio.sleep(0)
        running.remove(job[0])
        tried[job] += 1
        if tried[job] <= min(int(job[1]), 2):
            raise OSError("not yet")
        ended[job] += 1

    work, sleeper = Work(), Sleeper()
    queue = a_queue(sleeper, workers=3)
    async with queue.working(run, work.set_aside):
        for owner, number, at_once in jobs:
            await queue.add("job", {"user_id": owner, "n": str(number)})
            if at_once:
                await settled()
        for _ in range(3):
            await queue.drained()
            await sleeper.pass_by()
        await queue.drained()
        assert await queue.depth() == 0
    assert set(ended) == {(owner, str(number)) for owner, number, _ in jobs}
    assert work.asides == []


@given(failed=st.integers(1, 40), chance=st.floats(0, 1))
def test_pauses_grow_up_to_the_longest_and_are_spread(failed: int, chance: float) -> None:
    retries = Retries(tries=50, first=2, longest=300)
    pause = retries.pause(failed, chance)
    whole = min(300, 2 * 2 ** (failed - 1))
    assert whole / 2 <= pause <= whole
    assert retries.pause(failed + 1, chance) >= pause


async def test_jobs_that_wait_for_another_server_leave_places_to_the_others(work: Work) -> None:
    queue = InProcessQueue(Options(workers=3, slow=frozenset(("long",))))
    async with queue.working(work.run, work.set_aside):
        for n in range(5):
            await queue.add("long", {"n": f"slow {n}"})
        await queue.add("job", {"n": "quick"})
        await settled()
        assert work.done == ["quick"]
        work.go.set()
    assert sorted(work.done)[1:] == [f"slow {n}" for n in range(5)]
