"""What a mentor puts to an answer: comments and overrides, told once, kept side by side, and taken back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.errors import ModelFailed
from domain.mentoring import remark_news, remarking
from domain.model.attempt import Attempt
from domain.model.completion import Failure
from domain.replies import Quote, Reply
from tests.domain.known import HALF, SPLIT, known_world
from tests.domain.mentored import interviewed, mentorship, sent_to, stored, titles, whats
from tests.domain.nudged import known, labels
from tests.fakes import ScriptedModel
from tests.world import World, actor, data, text_of

REASON = "You *name* the insert in other words."


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        await opened.say("/help", "mia")
        await interviewed(opened, HALF)
        yield opened


async def first(world: World, user: str = "ana") -> Attempt:
    student = await world.do.users.of(actor(user))
    assert student is not None
    return (await world.do.attempts.of_student(student.id, 10))[-1]


def quotes(reply: Reply) -> list[str]:
    return [block.text for card in reply.cards for block in card.body if isinstance(block, Quote)]


async def overridden(world: World, met: int = 100, row: str = "2", reason: str = REASON) -> Reply:
    return await world.say(f"/mentor override ana 1 row:{row} met:{met} {reason}", "mia")


async def test_a_comment_is_told_once_shown_below_why_changed_and_deleted(world: World) -> None:
    one = await mentorship(world)
    shown = await world.say("/mentor look ana attempts", "mia")
    label = next(label for label in labels(shown) if label.startswith("Comment: question 1"))
    form = await world.press(shown, label, "mia")
    made = await world.submit(form, "mia", text="*Name* the cost first.")
    assert quotes(made) == ["*Name* the cost first."]
    (told,) = [reply for reply in sent_to(world, "ana") if reply.cards[0].title == "Your mentor wrote to you"]
    assert quotes(told) == ["*Name* the cost first."]
    why = await world.press(told, "Why")
    assert "mia (console:mia)" in text_of(why)
    assert "*Name* the cost first." in quotes(why)
    other = await world.press(made, "Change", "mia")
    assert other.form is not None
    assert other.form.inputs[0].value == "*Name* the cost first."
    changed = await world.submit(other, "mia", text="Begin with the cost.")
    assert quotes(changed) == ["Begin with the cost."]
    assert data(await world.say("/interview why 1"))["remarks"][0]["text"] == "Begin with the cost."
    await world.press(changed, "Delete", "mia")
    assert data(await world.say("/interview why 1"))["remarks"] == []
    assert titles(world, "ana").count("Your mentor wrote to you") == 1
    assert "one of your answers, to comment on it" in [what for what, _ in whats(await stored(world, one))]


async def test_words_that_cannot_be_a_comment_change_nothing(world: World) -> None:
    await mentorship(world)
    form = await world.say("/mentor comment ana 1", "mia")
    assert (await world.submit(form, "mia", text="  \u200b ")).failed
    assert (await world.submit(form, "mia", text="x" * (remarking.LONGEST + 1))).failed
    for number in range(remarking.MOST_COMMENTS):
        assert not (await world.submit(form, "mia", text=f"Comment {number}")).failed
    assert not (await world.submit(form, "mia", text="Comment 0")).failed, "the same one is there already"
    assert "Enough comments" in text_of(await world.submit(form, "mia", text="One more"))
    assert len((await first(world)).remarks) == remarking.MOST_COMMENTS


async def test_an_override_keeps_both_grades_and_the_student_is_told_of_each_row(world: World) -> None:
    await mentorship(world)
    before = await world.session()
    assert before.result_summary is not None
    made = await overridden(world)
    assert (data(made)["before"], data(made)["score"]) == (25, 50)
    attempt = await first(world)
    assert [grade.score for grade in attempt.grades] == [25]
    assert attempt.grader.endswith(" + mentor")
    after = await world.session()
    assert after.result_summary is not None
    assert after.result_summary.overall > before.result_summary.overall
    told = sent_to(world, "ana")[-1]
    assert told.cards[0].title == "A mentor judged question 1, 25 → 50"
    assert "A full page is split in two: missed → met" in text_of(told)
    assert quotes(told) == [REASON]
    assert labels(told) == ["Why", "Appeal", "Set back", "New report"]
    why = await world.press(told, "Why")
    assert data(why)["grades"][0]["score"] == 25
    assert "Judged by a mentor; it was 0 %" in text_of(why)
    assert REASON in quotes(why)


async def test_who_sets_an_override_back_has_the_very_grade_of_before(world: World) -> None:
    await mentorship(world)
    before, held = (await first(world)).grade(), await world.session()
    await overridden(world)
    done = await world.press(sent_to(world, "ana")[-1], "Set back")
    assert (data(done)["before"], data(done)["score"]) == (50, 25)
    assert (await first(world)).grade() == before
    assert (await world.session()).result_summary == held.result_summary
    assert titles(world, "mia")[-1] == "Your override was set back, 50 → 25"
    assert "in question 1 of 22 Nov 2026, 12:05, mock interview" in text_of(sent_to(world, "mia")[-1])
    why = await world.say("/interview why 1")
    assert "Set back" not in labels(why)
    assert "since a mentor judged it by hand" in text_of(why)
    again = await world.press(sent_to(world, "ana")[-1], "Set back")
    assert data(again)["score"] == 25
    assert titles(world, "mia").count("Your override was set back, 50 → 25") == 1


async def test_a_mentor_undoes_their_own_and_the_student_is_told(world: World) -> None:
    await mentorship(world)
    made = await overridden(world)
    undone = await world.press(made, "Undo", "mia")
    assert data(undone)["score"] == 25
    assert sent_to(world, "ana")[-1].cards[0].title == "As it was: question 1, 50 → 25"
    yours = await world.press(made, "All of yours there", "mia")
    assert [one["ended"] for one in data(yours)["remarks"]] == ["mentor"]
    assert labels(yours) == []


async def test_an_override_is_filled_into_a_form_with_the_rows_to_pick_from(world: World) -> None:
    one = await mentorship(world)
    form = await world.say("/mentor override ana 1", "mia")
    assert form.form is not None
    row, met, _ = form.form.inputs
    assert [choice.value for choice in row.choices] == ["update", "split", "log"]
    assert row.choices[0].label == "100 % now: Each write updates the index as well"
    made = await world.submit(form, "mia", row="log", met=met.choices[2].value, text="Half of it is there.")
    assert data(made)["rows"][2]["met"] == 0.5
    assert ("the rows of one of your answers", 1) in whats(await stored(world, one))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("row:9 met:50 Because.", "names no row"),
        ("row:index met:100 Because.", "already"),
        ("row:1 Because.", "Name the row"),
        ("row:2 met:300 Because.", "from 0 to 100"),
    ],
)
async def test_what_is_no_override_changes_nothing(world: World, line: str, said: str) -> None:
    await mentorship(world)
    reply = await world.say(f"/mentor override ana 1 {line}", "mia")
    assert reply.failed
    assert said in text_of(reply)
    assert (await first(world)).remarks == ()


async def test_the_same_override_twice_and_two_at_once_are_one(world: World) -> None:
    await mentorship(world)
    await asyncio.gather(overridden(world), overridden(world))
    attempt = await first(world)
    assert (len(attempt.remarks), len(attempt.grades)) == (1, 1)
    assert [title for title in titles(world, "ana") if title.startswith("A mentor")] == [
        "A mentor judged question 1, 25 → 50"
    ]


async def test_a_hint_still_costs_what_it_cost(world: World) -> None:
    await mentorship(world)
    world.clock.forward(minutes=5)
    await world.say("/interview start rounds:technical_qa questions:1")
    await world.say("/interview hint")
    await world.say(f"/answer {HALF}")
    while (await world.session()).open:
        await world.say("/interview skip")
    assert data(await overridden(world))["score"] == 45


async def test_an_appeal_goes_on_from_a_mentors_word_which_no_model_takes_back(tmp_path: Path) -> None:
    async with known_world(tmp_path, model=ScriptedModel()) as world:
        await world.say("/help", "mia")
        await interviewed(world, f"{HALF} {SPLIT}")
        await mentorship(world)
        assert (await first(world)).score == 100, "the model has met every row"
        await overridden(world, 0, "1", "That is not said.")
        world.clock.forward(days=2)
        await world.sweep()
        lowered = await first(world)
        assert (lowered.rows[0].met, lowered.provisional, lowered.owed_at) == (0, False, None)
        await world.say("/interview appeal 1 I said “the engine sometimes has to make page splits”.")
        world.clock.forward(days=2)
        await world.sweep()
        appealed = await first(world)
        assert ("appealed" in appealed.flags, appealed.grader) == (True, "model:scripted + mentor")
        assert [row.met for row in appealed.rows] == [0, 1, 1]


async def test_a_provisional_grade_that_was_set_back_is_owed_a_better_one_again(tmp_path: Path) -> None:
    model = ScriptedModel(fault=ModelFailed(Failure(why="slow"), "slow"))
    async with known_world(tmp_path, model=model) as world:
        await world.say("/help", "mia")
        await interviewed(world, HALF)
        await mentorship(world)
        assert (await first(world)).provisional
        await overridden(world)
        assert not (await first(world)).provisional
        model.fault = None
        await world.press(sent_to(world, "ana")[-1], "Set back")
        world.clock.forward(days=2)
        await world.sweep()
        assert (await first(world)).grader == "model:scripted"


async def test_what_was_lost_before_it_was_told_is_told_by_the_sweep_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mentorship(world)

    async def dies(*_: object) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr(remark_news, "tell", dies)
        assert (await overridden(world)).failed
    assert not [title for title in titles(world, "ana") if title.startswith("A mentor")]
    world.clock.forward(minutes=5)
    for _ in range(3):
        await world.sweep()
        world.clock.forward(minutes=5)
    assert [title for title in titles(world, "ana") if title.startswith("A mentor")] == [
        "A mentor judged question 1, 25 → 50"
    ]
    assert (await first(world)).remark_due_at is None


async def test_what_is_withheld_since_takes_no_words(world: World) -> None:
    await mentorship(world)
    form = await world.say("/mentor comment ana 1", "mia")
    made = await overridden(world)
    await world.say("/mentor withhold 1")
    nothing = await world.say("/report student console:nobody", "mia")
    assert await world.submit(form, "mia", text="Late.") == nothing
    assert await world.press(made, "Undo", "mia") == nothing
    await world.press(await world.say("/interview why 1"), "Set back")
    assert titles(world, "mia") == [], "a mentor is told nothing of what they may not see"


async def test_of_a_mentor_who_is_gone_no_word_is_left_and_the_grade_can_be_set_back(world: World) -> None:
    await mentorship(world)
    await world.say("/mentor comment ana 1 Begin with the cost.", "mia")
    await overridden(world)
    asked = await world.press(await world.say("/account delete", "mia"), "Delete …", "mia")
    await world.press(asked, "Delete everything", "mia")
    why = await world.say("/interview why 1")
    assert quotes(why) == []
    assert "From a mentor whose account is gone" in text_of(why)
    assert data(await world.press(why, "Set back"))["score"] == 25


async def test_a_mentors_export_holds_their_words_and_not_the_answer(world: World) -> None:
    await mentorship(world)
    await world.say("/mentor comment ana 1 Begin with the cost.", "mia")
    mia, attempt = await known(world, "mia"), await first(world)
    assert attempt.remarks[0].mentor_id == mia.id
    exported = [page async for page in world.do.holdings.pages(mia, "interview_attempts")]
    ((left,),) = exported
    assert left == {"_id": attempt.id, "remarks": left["remarks"]}
    assert left["remarks"][0]["text"] == "Begin with the cost."
