"""Overrides among appeals, other overrides, deaths and departures: what is said of a grade is what it is."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain import scoring
from domain.errors import NotYours
from domain.mentoring import assigning, remark_news, remarking
from domain.mentoring.people import Pair
from domain.model.account import Tombstone
from domain.model.assignment import Task
from domain.model.attempt import Attempt
from tests.domain.known import HALF, SPLIT, WHOLE, known_world
from tests.domain.mentored import interviewed, mentorship, sent_to, titles
from tests.domain.nudged import known, labels
from tests.fakes import NOON
from tests.world import World, actor, data, text_of

APPEAL = "/interview appeal 1 I said “the engine sometimes has to make page splits”."


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        await opened.say("/help", "mia")
        await interviewed(opened, f"{HALF} {SPLIT}")
        yield opened


async def first(world: World) -> Attempt:
    student = await known(world)
    return (await world.do.attempts.of_student(student.id, 10))[-1]


async def overridden(world: World, row: str, met: int, reason: str = "Because.") -> str:
    """Its remark's id."""
    reply = await world.say(f"/mentor override ana 1 row:{row} met:{met} {reason}", "mia")
    assert not reply.failed, text_of(reply)
    return str(data(reply)["remark_id"])


async def back(world: World, label: str = "Set back") -> None:
    why = await world.say("/interview why 1")
    named = next(one for one in labels(why) if one.startswith(label))
    assert not (await world.press(why, named)).failed


async def sums_hold(world: World) -> None:
    held = await world.session()
    rounds = scoring.by_round(held, await world.do.attempts.of_session(held.id))
    report = await world.do.reports.get(held.report_id or "")
    assert held.result_summary is not None
    assert report is not None
    assert (held.result_summary.overall, report.overall) == (scoring.overall(rounds)[0],) * 2


async def test_what_an_appeal_raised_stays_where_the_override_is_set_back(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        await world.say("/help", "mia")
        await interviewed(world, HALF)
        await mentorship(world)
        await overridden(world, "log", 50)
        await world.say("/interview appeal 1 I add that the engine sometimes has to make page splits.")
        appealed = await first(world)
        assert appealed.rows[1].met > 0
        await back(world)
        left = await first(world)
        assert [row.met for row in left.rows] == [1, appealed.rows[1].met, 0]
        assert "mentor" not in left.feedback
        assert "mentor" not in left.grader
        assert "appeal" in left.grader
        assert "Graded by rubric-1 + appeal-1" in text_of(await world.say("/interview why 1"))


async def test_one_of_two_set_back_is_the_very_grade_between_them_and_said_to_be_that(world: World) -> None:
    await mentorship(world)
    await overridden(world, "update", 50)
    between = (await first(world)).grade()
    await overridden(world, "split", 25)
    await back(world, "Set back: A full page")
    assert (await first(world)).grade() == between
    await overridden(world, "split", 75)
    why = text_of(await world.say("/interview why 1"))
    assert why.count("since a mentor judged it by hand") == 2
    assert why.count("since that was set back") == 1


async def test_the_tests_of_code_are_still_told_of_where_a_mentor_judged_a_row(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        await world.say("/help", "mia")
        code = "def add(a, b):\n    return a + b  # constant time"
        await interviewed(world, code, start="/interview start rounds:dsa questions:1")
        await mentorship(world)
        told = (await first(world)).feedback.split(".")[0]
        assert "tests passed" in told
        await overridden(world, "edge", 100)
        assert (await first(world)).feedback.startswith(told)


async def test_the_words_of_an_override_are_not_changed_by_a_token_for_comments(world: World) -> None:
    await mentorship(world)
    remark = await overridden(world, "split", 0)
    attempt = await first(world)
    forged = {"student": "ana", "answer": attempt.id, "remark": remark}
    nothing = await world.say("/report student console:nobody", "mia")
    assert await world.event("mentor comment", "mia", **forged, text="Other words.") == nothing
    assert (await first(world)).remarks[0].text == "Because."


async def test_a_number_means_the_newest_interview_alone(world: World) -> None:
    await mentorship(world)
    older = await first(world)
    await interviewed(world, HALF, SPLIT)
    await world.say("/mentor withhold 1")
    nothing = await world.say("/report student console:nobody", "mia")
    assert await world.say("/mentor comment ana 1 Not to be found.", "mia") == nothing
    assert await world.say("/mentor comment ana 9 Not to be found.", "mia") == nothing
    assert not (await world.say("/mentor comment ana 2 Found.", "mia")).failed
    named = await world.say(f"/mentor comment ana {older.id} Found too.", "mia")
    assert data(named)["session_id"] == older.session_id


async def test_a_number_of_no_row_is_not_looked_for_in_their_words(world: World) -> None:
    await mentorship(world)
    attempt = await first(world)
    rows = (attempt.rows[0].model_copy(update={"point": "It takes 7 accesses"}), *attempt.rows[1:])
    await world.do.attempts.change(attempt.id, lambda one: one.model_copy(update={"rows": rows}))
    reply = await world.say("/mentor override ana 1 row:7 met:0 Because.", "mia")
    assert "names no row" in text_of(reply)


async def test_who_is_not_told_is_not_said_to_be(world: World) -> None:
    one = await mentorship(world)
    await overridden(world, "split", 0)
    await world.do.mentorships.change(one.id, lambda stored: stored.revoked(world.clock.now()))
    why = await world.say("/interview why 1")
    done = await world.press(why, "Set back")
    assert "Your mentor is told, if they still see that answer" in text_of(done)
    assert titles(world, "mia") == []


async def test_an_appeal_that_was_used_up_is_not_offered(world: World) -> None:
    await mentorship(world)
    await world.say(APPEAL)
    reply = await world.say("/mentor override ana 1 row:split met:0 Because.", "mia")
    assert "set it back" in text_of(reply)
    assert "appeal" not in text_of(reply)


@pytest.mark.parametrize("gone", ["unreachable", "mentor"])
async def test_the_sums_follow_also_where_nobody_is_left_to_tell(
    world: World, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    await mentorship(world)
    remark = await overridden(world, "split", 0)

    async def dies(*_: object) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr(remarking, "follow", dies)
        if gone == "unreachable":
            await world.say("/mentor override ana 1 row:update met:0 Because.", "mia")
        else:
            await world.event("mentor reject", answer=(await first(world)).id, remark=remark)
    if gone == "unreachable":
        ana, now = await known(world), world.clock.now()
        await world.do.users.change(ana.id, lambda user: user.marked(actor("ana"), now))
    else:
        asked = await world.press(await world.say("/account delete", "mia"), "Delete …", "mia")
        await world.press(asked, "Delete everything", "mia")
    for _ in range(2):
        world.clock.forward(minutes=5)
        await world.sweep()
    await sums_hold(world)
    assert (await first(world)).remark_due_at is None


async def test_of_a_mentor_who_is_gone_nothing_waits_to_be_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mentorship(world)

    async def dies(*_: object) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr(remark_news, "tell", dies)
        await world.say("/mentor comment ana 1 Begin with the cost.", "mia")
    asked = await world.press(await world.say("/account delete", "mia"), "Delete …", "mia")
    await world.press(asked, "Delete everything", "mia")
    for _ in range(2):
        world.clock.forward(minutes=5)
        await world.sweep()
    assert (await first(world)).remark_due_at is None
    assert "Your mentor wrote to you" not in titles(world, "ana")


async def test_words_are_known_for_ones_own_after_accounts_were_joined(world: World) -> None:
    await mentorship(world)
    for number in range(remarking.MOST_COMMENTS):
        await world.say(f"/mentor comment ana 1 Comment {number}", "mia")
    mia, moved = await known(world, "mia"), await known(world, "moved")
    stone = Tombstone(id=mia.id, created_at=NOON, updated_at=NOON, into=moved.id, salt="")
    await world.do.tombstones.add(stone)
    await world.do.joins.give(mia.id, moved.id)
    await world.do.joins.remove(mia.id)
    full = await world.say("/mentor comment ana 1 One more", "moved")
    assert "Enough comments" in text_of(full)
    exported = [page async for page in world.do.holdings.pages(moved, "interview_attempts")]
    assert [len(one["remarks"]) for page in exported for one in page] == [remarking.MOST_COMMENTS]


async def test_both_sides_read_which_try_was_judged(world: World) -> None:
    await mentorship(world)
    await world.say("/interview retry 1")
    await world.say(f"/answer {HALF}")
    retry = max(
        await world.do.attempts.tries_of_session((await world.session()).id), key=lambda a: a.attempt_no
    )
    made = await world.say(f"/mentor override ana {retry.id} row:split met:100 Because.", "mia")
    assert made.cards[0].title == "Question 1, try 2: 25 → 50"
    told = sent_to(world, "ana")[-1]
    assert told.cards[0].title == "A mentor judged question 1, try 2, 25 → 50"
    back_again = await world.press(told, "Set back")
    assert back_again.cards[0].title == "Question 1, try 2, set back: 50 → 25"
    assert "in question 1, try 2 of 22 Nov" in text_of(sent_to(world, "mia")[-1])


async def test_days_are_the_readers(world: World) -> None:
    await world.say("/profile timezone America/Los_Angeles")
    await world.say("/profile timezone Asia/Tokyo", "mia")
    await mentorship(world)
    world.clock.forward(hours=15)
    await interviewed(world, HALF)
    await world.say("/mentor comment ana 1 Well said.", "mia")
    assert "your answer to question 1 of 22 Nov 2026" in text_of(sent_to(world, "ana")[-1])
    assert "25/100 on “cache cost”, 23 Nov 2026" in text_of(await world.say("/mentor list", "mia"))
    await world.say("/mentor assign ana mock 2026-11-22", "mia")
    world.clock.forward(minutes=5)
    await interviewed(world, WHOLE, WHOLE)
    listed = text_of(await world.say("/mentor assignments", "mia"))
    assert "done on 22 Nov 2026" in listed
    assert "late" not in listed


async def test_who_deletes_their_account_meanwhile_is_simply_not_there(world: World) -> None:
    pair = Pair(await mentorship(world), await known(world))
    asked = await world.press(await world.say("/account delete"), "Delete …")
    await world.press(asked, "Delete everything")
    with pytest.raises(NotYours):
        await remarking.comment(world.do, "gone", pair.mentorship.mentor_id, "Late.")
    with pytest.raises(NotYours):
        await remarking.override(world.do, "gone", pair.mentorship.mentor_id, "split", 1, "Late.")
    with pytest.raises(NotYours):
        await assigning.assign(world.do, pair, Task(kind="mock"), NOON.date())
