"""Several messages become one answer: gathered, edited, deleted, handed in by Submit, a pause, or a sweep."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain import drafts
from domain.jobs import submit_draft
from domain.replies import Reply
from domain.requests import Actor, Request
from domain.rules import InterviewRules
from domain.tokens import decode
from storage.inbox import InboxRepository
from tests.world import World, actor, button, data, open_world, text_of

GOOD = "An index keeps a column sorted so that a lookup need not read the whole table."
RULES = InterviewRules(seed=7, pause_seconds=8)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path, rules=RULES) as opened:
        await opened.say("/interview start rounds:technical_qa questions:2")
        yield opened


async def write(world: World, text: str, message: str, event: str = "") -> Reply:
    return await world.event("say", text=text, message=message, event=event)


async def quiet(world: World, seconds: float) -> list[Reply]:
    """What the bot says by itself once those seconds and a sweep have passed."""
    before = len(world.outbox.sent)
    world.clock.forward(seconds=seconds)
    await world.sweep()
    return [reply for _, _, reply in world.outbox.sent[before:]]


async def stored(world: World) -> list[str]:
    session = await world.session()
    return [a.student_answer for a in await world.do.attempts.of_session(session.id)]


async def test_messages_in_a_row_are_one_answer_after_a_pause(world: World) -> None:
    first = await write(world, GOOD, "1")
    assert data(first)["draft"] == {"messages": 1, "characters": len(GOOD)}
    world.clock.forward(seconds=6)
    assert data(await write(world, "Writes get slower.", "2"))["draft"]["messages"] == 2
    assert await quiet(world, 7) == []
    assert await stored(world) == []
    (graded,) = await quiet(world, 7)
    assert await stored(world) == [f"{GOOD}\nWrites get slower."]
    assert data(graded)["score"] is not None
    assert graded.data["question"]["number"] == 2
    assert await quiet(world, 60) == []


async def test_submit_takes_them_at_once_and_only_once(world: World) -> None:
    kept = await write(world, GOOD, "1")
    assert data(await world.press(kept, "Submit"))["score"] is not None
    again = await world.press(kept, "Submit")
    assert again.failed
    assert "dealt with already" in text_of(again)
    assert await stored(world) == [GOOD]
    assert await quiet(world, 60) == []


async def test_edits_and_deletions_follow_until_it_is_handed_in(world: World) -> None:
    await write(world, "An index is sorte", "1")
    await write(world, "nonsense", "2")
    assert data(await world.event("amend", text=GOOD, message="1"))["draft"]["messages"] == 2
    assert data(await world.event("withdraw", message="2"))["draft"]["messages"] == 1
    assert len(await quiet(world, 14)) == 1
    assert (await world.event("amend", text="too late", message="1")).data == {"silent": True}
    assert await stored(world) == [GOOD]


async def test_a_draft_whose_messages_are_all_deleted_is_none(world: World) -> None:
    await write(world, GOOD, "1")
    await world.event("withdraw", message="1")
    assert await quiet(world, 60) == []
    assert (await world.session()).draft is None


async def test_somebody_who_types_is_waited_for(world: World) -> None:
    await write(world, GOOD, "1")
    world.clock.forward(seconds=7)
    await world.event("typing")
    assert await quiet(world, 8) == []
    assert len(await quiet(world, 8)) == 1


async def test_a_message_delivered_twice_is_in_it_once(world: World) -> None:
    await write(world, GOOD, "1", event="m1")
    again = Request(actor("ana"), "say", args={"text": GOOD, "message": "1"}, event_id="m1")
    assert await world.dispatcher.handle(again, world.note) is None
    await write(world, GOOD, "1", event="m1 as another process had it")
    await quiet(world, 14)
    assert await stored(world) == [GOOD]


async def test_a_pause_that_ends_while_no_process_runs_is_found_by_the_next(tmp_path: Path) -> None:
    async with open_world(tmp_path, rules=RULES, owner="first") as world:
        await world.say("/interview start rounds:technical_qa questions:2")
        await write(world, GOOD, "1")
    async with open_world(tmp_path, rules=RULES, owner="second", clock=world.clock) as after:
        (graded,) = await quiet(after, 20)
        assert data(graded)["score"] is not None
        assert await stored(after) == [GOOD]


async def test_submit_the_pause_and_a_sweep_at_once_grade_it_once(world: World) -> None:
    kept = await write(world, GOOD, "1")
    session = await world.session()
    asked = session.open_question
    assert asked is not None
    job = drafts.job(session, asked, actor("ana"))
    world.clock.forward(seconds=20)
    await asyncio.gather(
        world.press(kept, "Submit"), submit_draft(world.do, job), submit_draft(world.do, job), world.sweep()
    )
    assert await stored(world) == [GOOD]
    assert (await world.session()).number == 2


async def test_one_that_died_while_handing_in_is_taken_up_later(world: World) -> None:
    await write(world, GOOD, "1")
    assert await drafts.take(world.do, await world.session(), by_hand=True) is not None
    assert await quiet(world, 60) == []
    (graded,) = await quiet(world, 80)
    assert data(graded)["score"] is not None
    assert await stored(world) == [GOOD]


async def test_a_message_behind_the_hand_in_is_not_taken_for_the_next_answer(world: World) -> None:
    await write(world, GOOD, "1")
    await drafts.take(world.do, await world.session(), by_hand=True)
    late = await write(world, "and one more thing", "2")
    assert late.failed
    assert "came after" in text_of(late)
    await quiet(world, 140)
    hasty = await write(world, "meant for the first", "3")
    assert "came after" in text_of(hasty), "nobody reads and answers a question in the same second"
    world.clock.forward(seconds=30)
    assert data(await write(world, "UDP has no handshake.", "4"))["draft"]["messages"] == 1


async def test_nobody_who_writes_or_submits_again_has_the_judge_run_twice(tmp_path: Path) -> None:
    async with open_world(tmp_path, rules=RULES) as world:
        await world.say("/interview start rounds:dsa questions:2")
        kept = await write(world, "def answer(*given): ...", "1")
        impatient: list[Reply] = []

        async def meanwhile(_: str) -> None:
            if not impatient:
                impatient.append(await write(world, "hello?", "2"))
                impatient.append(await world.press(kept, "Submit"))

        _, args = decode(button(kept, "Submit").token)
        request = Request(actor("ana"), "submit", args=args)
        reply = await world.dispatcher.handle(request, meanwhile)
        assert reply is not None
        assert data(reply)["score"] is not None
        assert ["came after" in text_of(r) or "graded already" in text_of(r) for r in impatient] == [True] * 2
        assert len(world.judge.ran) == 1


async def test_a_lone_word_of_a_button_is_no_answer(world: World) -> None:
    refused = await write(world, "Hint", "1")
    assert refused.failed
    assert "Hint" in [b.label for b in refused.buttons]
    assert (await world.session()).draft is None
    assert data(await write(world, "An index.", "2"))["draft"]["messages"] == 1
    assert data(await write(world, "hint", "3"))["draft"]["messages"] == 2


async def test_too_much_is_refused_and_the_rest_kept(tmp_path: Path) -> None:
    rules = InterviewRules(seed=7, longest_answer=1000)
    async with open_world(tmp_path, rules=rules) as world:
        await world.say("/interview start rounds:technical_qa questions:1")
        await write(world, "a" * 600, "1")
        refused = await write(world, "b" * 600, "2")
        assert "1,201 characters" in text_of(refused)
        await quiet(world, 14)
        assert await stored(world) == ["a" * 600]


async def test_a_pause_of_the_interview_keeps_what_was_written(world: World) -> None:
    await write(world, GOOD, "1")
    await world.say("/interview pause")
    assert await quiet(world, 600) == []
    resumed = await world.say("/interview resume")
    assert "Submit" in [b.label for b in resumed.buttons]
    assert data(await world.press(resumed, "Submit"))["score"] is not None
    assert await stored(world) == [GOOD]


async def test_what_is_edited_in_a_pause_of_the_interview_is_not_handed_in(world: World) -> None:
    await write(world, "An index is sorte", "1")
    await world.say("/interview pause")
    edited = await world.event("amend", text=GOOD, message="1")
    assert "of quiet" not in text_of(edited)
    assert await quiet(world, 600) == []
    resumed = await world.say("/interview resume")
    await world.press(resumed, "Submit")
    assert await stored(world) == [GOOD]


async def test_answer_and_end_take_what_was_written_along(world: World) -> None:
    await write(world, "First half.", "1")
    await world.say("/answer Second half.")
    assert await stored(world) == ["First half.\nSecond half."]
    world.clock.forward(seconds=30)
    await write(world, "Begun.", "2")
    ended = await world.say("/interview end")
    assert data(ended)["finished"]
    assert await stored(world) == ["First half.\nSecond half.", "Begun."]


async def test_a_student_of_another_process_is_left_to_it(world: World) -> None:
    elsewhere = Actor("elsewhere", "ben")
    for action, args in (("interview start", {}), ("say", {"text": GOOD, "message": "1"})):
        request = Request(elsewhere, action, args=args)
        reply = await world.dispatcher.handle(request, world.note)
        assert reply is not None
        assert not reply.failed
    world.clock.forward(seconds=60)
    assert await world.sweep() == []


async def test_an_abandoned_interview_keeps_what_was_written(world: World) -> None:
    await write(world, GOOD, "1")
    await world.say("/interview pause")
    closed, *_ = await quiet(world, 8 * 24 * 3600)
    assert "What you answered is kept" in text_of(closed)
    assert await stored(world) == [GOOD]
    assert (await world.session()).status == "abandoned"


async def test_a_message_scored_that_is_in_the_draft_already_counts_once(world: World) -> None:
    await write(world, GOOD, "1")
    await write(world, "Writes get slower.", "2")
    await world.say(f"/answer {GOOD}")
    assert await stored(world) == [f"Writes get slower.\n{GOOD}"]


async def test_what_cannot_be_seen_is_no_answer(world: World) -> None:
    refused = await write(world, "\u200b\u2060 \u00a0", "1")
    assert refused.failed
    assert (await world.session()).draft is None


async def test_a_submit_that_died_is_gone_on_with_when_it_comes_again(world: World) -> None:
    """The process died after it had taken the answer; the platform sends the same press once more."""
    await write(world, GOOD, "1")
    session = await world.session()
    dead = InboxRepository(world.documents, world.clock, "dead", is_gone=lambda name: False)
    await dead.begin("console::ana:press-1")
    assert await drafts.take(world.do, session, by_hand=True) is not None
    graded = await world.event("submit", event="press-1", session=session.id, n="1")
    assert data(graded)["score"] is not None
    assert await stored(world) == [GOOD]
