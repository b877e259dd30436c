"""Two commands at the same moment, and the same event twice: one of them happens, and both are told."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.console.request import Line
from domain.actions import group_answer
from domain.grouping import clock, turns
from domain.replies import Reply
from domain.requests import Actor, Place
from tests.domain.grouped import HALF, RACE, SPLIT, WHOLE, Table, table
from tests.world import actor, text_of


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened:
        yield opened


def posts_with(group: Table, words: str) -> int:
    return sum(words in text_of(one) for one in group.posts)


async def test_of_two_starts_one_begins_and_the_other_is_offered_to_join(group: Table) -> None:
    replies = await asyncio.gather(group.say("ana", RACE), group.say("ben", RACE))
    assert sorted(one.failed for one in replies) == [False, True]
    refused = next(one for one in replies if one.failed)
    assert [b.label for b in refused.buttons] == ["Join"]
    assert posts_with(group, "Race: Technical") == 1


async def test_of_two_nexts_under_one_card_one_puts_a_question(group: Table) -> None:
    card = await group.begin("ana", "ben")
    replies = await asyncio.gather(group.press("ana", card, "Next"), group.press("ben", card, "Next"))
    assert [one.failed for one in replies] == [False, False]
    assert all("Question 1 is open" in text_of(one) for one in replies)
    assert (await group.round()).number == 1
    assert posts_with(group, "Question 1") == 1


async def test_all_answer_at_the_same_moment(group: Table) -> None:
    people = [f"user{n}" for n in range(25)]
    await group.ask(*people)
    edits = len(group.world.outbox.edited)
    await asyncio.gather(*(group.say(one, f"/answer {WHOLE}") for one in people))
    held = await group.round()
    assert (held.phase, held.questions[0].outcome) == ("revealed", "answered")
    given = await group.world.do.groups.answers(held.id, held.questions[0].question_id)
    assert len(given) == 25
    assert all(one.graded for one in given)
    assert posts_with(group, "Question 1: the reveal") == 1
    assert len(group.world.outbox.edited) - edits < 25, "a burst is shown together"


async def test_one_member_answers_twice_at_the_same_moment(group: Table) -> None:
    await group.ask("ana", "ben")
    replies = await asyncio.gather(group.say("ana", f"/answer {HALF}"), group.say("ana", f"/answer {SPLIT}"))
    assert [one.failed for one in replies] == [False, False]
    held = await group.round()
    (stored,) = await group.world.do.groups.answers(held.id, held.questions[0].question_id)
    assert stored.student_answer in (HALF, SPLIT)
    assert stored.graded
    assert {row.point_id: row.met for row in stored.rows}["update"] == float(stored.student_answer == HALF)


async def test_an_answer_on_its_way_while_all_is_revealed_counts(
    group: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host reveals between the look at the round and the write of the answer."""
    await group.ask("ana", "ben")
    keep = group_answer._keep

    async def late(*given: object) -> object:
        monkeypatch.undo()
        await group.say("ana", "/group reveal")
        assert "Nobody answered" in text_of(group.card)
        return await keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(group_answer, "_keep", late)
    taken = await group.say("ben", f"/answer {WHOLE}")
    assert "is in" in text_of(taken)
    assert (await group.round()).questions[0].outcome == "answered"
    assert "ben: 100/100" in text_of(group.card), "the card that was posted is mended"
    assert posts_with(group, "Question 1: the reveal") == 1


async def test_the_last_who_is_missing_leaves_as_the_host_reveals(group: Table) -> None:
    await group.ask("ana", "ben", "cid")
    await group.say("ana", f"/answer {WHOLE}")
    await group.say("ben", f"/answer {HALF}")
    await asyncio.gather(group.say("cid", "/group leave"), group.say("ana", "/group reveal"))
    assert (await group.round()).phase == "revealed"
    assert posts_with(group, "Question 1: the reveal") == 1


async def test_whoever_joins_as_the_last_one_answers_is_waited_for(group: Table) -> None:
    """The one who closes the question has looked at its members before the newcomer was among them."""
    await group.ask("ana", "ben")
    await group.say("ana", f"/answer {WHOLE}")
    before = await group.round()
    await group.world.do.groups.change(
        before.id, lambda g: g.left(before.present[1], group.world.clock.now())
    )
    looked = await group.round()
    await group.say("ben", "/group join")
    moved = await turns.close_phase(group.world.do, looked, by_hand=False)
    assert moved.phase == "asking"


async def test_an_event_that_comes_twice_is_taken_once(group: Table) -> None:
    await group.ask("ana", "ben")
    line = Line(actor("ana"), Place.of(group.place), text=f"/answer {HALF}", event="e1")
    assert isinstance(await group.world.maybe(line), Reply)
    assert await group.world.maybe(line) is None
    await group.say("ana", f"/answer {WHOLE}")
    held = await group.round()
    (stored,) = await group.world.do.groups.answers(held.id, held.questions[0].question_id)
    assert stored.student_answer == WHOLE


async def test_whoever_comes_late_to_a_step_does_not_do_it_to_the_next_question(group: Table) -> None:
    """A process that looked at question 1 goes on when question 2 is open, or revealed."""
    do = group.world.do
    await group.ask("ana", "ben")
    asking = await group.round()
    await group.say("ana", "/group reveal")
    revealed = await group.round()
    await group.say("ben", "/group next")
    assert (await turns.close_phase(do, asking, by_hand=True)).phase == "asking"
    await group.say("ana", "/group reveal")
    assert (await turns.ask_next(do, revealed)).number == 2
    await turns.end_quiet(do, revealed)
    assert (await group.round()).open


async def test_a_round_that_everybody_leaves_as_somebody_comes_goes_on(group: Table) -> None:
    await group.begin("ana")
    held, now = await group.round(), group.world.clock.now()
    deserted = await group.world.do.groups.change(held.id, lambda g: g.left(held.host, now))
    await group.say("ben", "/group join")
    assert (await turns.end_deserted(group.world.do, deserted)).open
    assert (await group.round()).host == await group.id_of("ben")


async def test_two_clocks_at_once_remind_once(group: Table) -> None:
    await group.ask("ana", "ben", start=f"{RACE} minutes:8")
    group.world.clock.forward(minutes=6)
    held, post = await group.round(), group.world.outbox.post
    posted: list[str] = []

    async def counted(to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        posted.append(key)
        return await post(to, place, reply, key, again)

    group.world.outbox.post = counted  # type: ignore[method-assign]
    await asyncio.gather(*(clock.tend(group.world.do, held.id) for _ in range(3)))
    assert len(posted) == 1
