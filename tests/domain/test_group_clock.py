"""What time does to a group's round: one reminder, then the reveal; a round that nobody goes on with ends."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.grouping import clock
from domain.jobs import run_job
from tests.domain.grouped import HALF, RACE, WHOLE, Table, table
from tests.world import text_of

FIVE = f"{RACE} minutes:8"


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened:
        yield opened


async def test_those_who_are_missing_are_reminded_once(group: Table) -> None:
    await group.ask("ana", "ben", "cid", start=FIVE)
    await group.say("ana", f"/answer {WHOLE}")
    assert [d.kind for d in await group.later(minutes=5)] == []
    reminded = await group.later(minutes=1)
    assert [d.kind for d in reminded] == ["round"]
    said = group.posts[-1]
    assert "Question 1 is open until 12:08 UTC. Still missing: ben and cid." in text_of(said)
    assert [b.label for b in said.buttons] == ["Answer"]
    before = len(group.posts)
    assert [d.kind for d in await group.later(seconds=90)] == []
    assert len(group.posts) == before
    assert (await group.press("ben", said, "Answer")).form is not None


async def test_nobody_is_reminded_where_time_is_short_or_all_but_gone(group: Table) -> None:
    await group.ask("ana", "ben", start=f"{RACE} minutes:1")
    assert (await group.round()).remind_at is None
    before = len(group.posts)
    await group.later(minutes=1)
    assert [text_of(one) for one in group.posts[before:] if "nearly up" in text_of(one)] == []


async def test_when_time_is_over_the_answers_are_revealed(group: Table) -> None:
    await group.ask("ana", "ben", start=FIVE)
    await group.say("ben", f"/answer {WHOLE}")
    await group.later(minutes=8)
    held = await group.round()
    assert (held.phase, held.questions[0].outcome) == ("revealed", "answered")
    assert "Without an answer: ana." in text_of(group.card)
    late = await group.say("ana", f"/answer {HALF}")
    assert "too late" in text_of(late)


async def test_an_answer_after_time_is_up_counts_while_the_question_is_open(group: Table) -> None:
    await group.ask("ana", "ben", start=FIVE)
    await group.say("ben", f"/answer {WHOLE}")
    group.world.clock.forward(minutes=9)
    assert not (await group.say("ana", f"/answer {HALF}")).failed
    stored = await group.answer_of("ana")
    assert stored is not None
    assert stored.over_time
    assert "over time" in text_of(group.card)


async def test_anybody_may_reveal_once_time_is_up(group: Table) -> None:
    await group.ask("ana", "ben", start=FIVE)
    group.world.clock.forward(minutes=9)
    assert (await group.say("ben", "/group reveal")).data["revealed"]
    assert "Nobody answered this one" in text_of(group.card)


async def test_a_round_that_gathered_too_few_ends_and_one_that_gathered_two_begins(group: Table) -> None:
    await group.begin("ana")
    await group.later(minutes=10)
    assert (await group.round()).status == "abandoned"
    assert "did not begin" in text_of(group.card)
    group.world.clock.forward(seconds=1)
    await group.begin("ana", "ben")
    await group.later(minutes=10)
    assert (await group.round()).phase == "asking"


async def test_a_round_that_nobody_goes_on_with_ends_with_its_results(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.say("ana", f"/answer {WHOLE}")
    await group.say("ana", "/group reveal")
    assert [d.kind for d in await group.later(minutes=29)] == []
    await group.later(minutes=1)
    held = await group.round()
    assert (held.status, held.due_at) == ("completed", None)
    assert "The round is over" in text_of(group.card)
    assert (await group.press("ben", group.posts[0], "Join")).failed, "buttons of a round that is over"


async def test_two_processes_at_one_clock_do_each_thing_once(group: Table) -> None:
    await group.ask("ana", "ben", start=FIVE)
    round_id = (await group.round()).id
    for minutes in (6, 2):
        group.world.clock.forward(minutes=minutes)
        before = len(group.posts)
        await clock.tend(group.world.do, round_id)
        await clock.tend(group.world.do, round_id)
        await group.world.queue.drained()
        assert len(group.posts) == before + 1


async def test_a_job_that_comes_too_early_waits_for_the_rest_of_its_time(group: Table) -> None:
    await group.ask("ana", "ben", start=FIVE)
    held = await group.round()
    assert held.remind_at is not None
    payload = {
        "round_id": held.id,
        "owner": held.host,
        "platform": "console",
        "at": held.remind_at.isoformat(),
    }
    before = len(group.posts)
    await run_job(group.world.do, "tend_round", payload)
    assert len(group.posts) == before
    group.world.clock.forward(minutes=6)
    await run_job(group.world.do, "tend_round", payload)
    assert len(group.posts) == before + 1


async def test_a_round_that_nobody_waits_for_any_more_is_not_begun_by_itself(group: Table) -> None:
    await group.begin("ana", "ben")
    await group.later(days=3)
    held = await group.round()
    assert (held.open, held.number) == (False, 0)
    assert "did not begin" in text_of(group.card)
