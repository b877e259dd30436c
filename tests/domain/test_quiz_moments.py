"""A quiz at odd moments: its letters typed, its path dropped, its stage gone, its level changed meanwhile."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.replies import Reply
from tests.domain.roadmaps import CASCADE, EDITED, JUGGLING, labels, learning_world, republish
from tests.domain.test_quiz import path_of, press, question, right, sittings, take, wrong
from tests.world import World, data, text_of


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        await opened.say("/roadmap create juggling")
        yield opened


async def chosen(world: World) -> list[int | None]:
    """The places that were picked, sitting by sitting."""
    return [item.chosen for sitting in await sittings(world) for item in sitting.items]


@pytest.mark.parametrize("typed", ["c", "C", " C. ", "c)"])
async def test_a_letter_answers_the_open_question(world: World, typed: str) -> None:
    await world.say("/roadmap quiz")
    after = await world.say(typed)
    assert question(after)["number"] == 2
    assert await chosen(world) == [2, None, None]


async def test_letters_alone_pass_a_quiz(world: World) -> None:
    reply = await world.say("/roadmap quiz")
    for _ in range(3):
        reply = await world.say("abcd"[right(reply)])
    assert data(reply)["passed"] is True
    assert "No interview is open" in text_of(await world.say("a"))


@pytest.mark.parametrize("typed", ["what does that mean?", "E", "AB", "ä", "😀", "Right: cascade-q1"])
async def test_other_text_has_the_question_put_again(world: World, typed: str) -> None:
    begun = await world.say("/roadmap quiz")
    again = await world.say(typed)
    assert "press a letter, or send A, B, C or D" in text_of(again)
    assert question(again) == question(begun)
    assert labels(again) == ["A", "B", "C", "D"]
    assert await chosen(world) == [None, None, None]


async def test_a_quiz_that_was_left_takes_text_only_after_it_was_taken_up(world: World) -> None:
    await world.say("/roadmap quiz")
    world.clock.forward(minutes=61)
    assert "No interview is open" in text_of(await world.say("b"))
    await world.say("/roadmap quiz")
    world.clock.forward(minutes=59)
    assert question(await world.say("b"))["number"] == 2


async def test_in_a_channel_text_is_no_answer_to_a_quiz(world: World) -> None:
    await world.say("/roadmap quiz")
    await world.say("b", place="channel:general")
    assert await chosen(world) == [None, None, None]


async def test_a_second_letter_in_a_blink_is_not_taken(world: World) -> None:
    """On a chat platform, where it is known when a message was sent."""
    await world.say("/roadmap quiz")
    await world.event("say", text="a", event="1", message="1")
    hasty = await world.event("say", text="a", event="2", message="2")
    assert question(hasty)["number"] == 2
    world.clock.forward(seconds=2)
    assert question(await world.event("say", text="a", event="3", message="3"))["number"] == 3


async def test_an_open_interview_takes_the_text(world: World) -> None:
    await world.say("/roadmap quiz")
    assert data(await world.say("/interview start rounds:technical_qa questions:1"))["question"]
    await world.say("b")
    assert await chosen(world) == [None, None, None]


async def test_a_letter_goes_to_the_quiz_that_came_after_an_interviews_question(world: World) -> None:
    """As an answer to the interview it would count 0; all other text is one."""
    await world.say("/interview start rounds:technical_qa questions:1")
    world.clock.forward(seconds=5)
    await world.say("/roadmap quiz")
    assert question(await world.say("b"))["number"] == 2
    assert data(await world.say("It keeps the rows in order."))["finished"] is True
    assert await chosen(world) == [1, None, None]


async def test_a_letter_goes_to_the_quiz_while_an_interview_is_paused(world: World) -> None:
    await world.say("/roadmap quiz")
    await world.say("/interview start rounds:technical_qa questions:1")
    await world.say("/interview pause")
    assert question(await world.say("b"))["number"] == 2
    assert "paused" in text_of(await world.say("It keeps the rows in order."))


async def test_of_a_quiz_and_a_retry_the_one_asked_last_takes_the_text(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    await world.say("It keeps the rows of an index in order.")
    await world.say("/roadmap quiz")
    world.clock.forward(seconds=5)
    await world.say("/interview retry 1")
    await world.say("b")
    assert await chosen(world) == [None, None, None]
    await world.say("/interview retry 1")
    world.clock.forward(seconds=5)
    await world.say("/roadmap quiz")
    assert question(await world.say("b"))["number"] == 2


async def test_a_dropped_path_has_its_quiz_wait(world: World) -> None:
    begun = await world.say("/roadmap quiz")
    dropped = await world.say("/roadmap drop juggling")
    refused = await press(world, begun, right)
    assert refused.failed
    assert labels(refused) == ["Take up Juggling"]
    assert "No interview is open" in text_of(await world.say("b"))
    assert await chosen(world) == [None, None, None]
    await world.press(dropped, "Undo")
    assert question(await press(world, begun, right))["number"] == 2


async def test_all_paths_dropped_are_said_to_be_so(world: World) -> None:
    await world.say("/roadmap drop juggling")
    refused = await world.say("/roadmap quiz")
    assert "You dropped Juggling." in text_of(refused)
    await world.press(refused, "Take up Juggling")
    assert question(await world.say("/roadmap quiz"))["number"] == 1


async def test_a_stage_that_a_new_level_leaves_out_has_its_quiz_over(world: World) -> None:
    begun = await world.say("/roadmap quiz")
    await world.say("/roadmap create juggling level:40")
    await over(world, begun)


async def test_a_stage_that_the_roadmap_lost_has_its_quiz_over(world: World) -> None:
    await take(world, right, right, right)
    begun = await world.say("/roadmap quiz")
    await world.say("/roadmap log 30")
    await republish(world, EDITED)
    await over(world, begun)
    gone = await world.say("/roadmap quiz Columns and showers")
    assert "no part of your path any more" in text_of(gone)
    assert question(await world.press(gone, "Start quiz"))["number"] == 1


@pytest.mark.parametrize(
    "typed", ["The cascade", "casc", "1 skill:juggling", "the cascade skill:toss juggling"]
)
async def test_a_stage_is_named_by_number_or_by_a_part_of_its_name(world: World, typed: str) -> None:
    await take(world, right, right, right)
    assert question(await world.say(f"/roadmap quiz {typed}"))["topic"].startswith("cascade")


async def over(world: World, begun: Reply) -> None:
    """Nothing is counted, text is no answer any more, and the way on is a button."""
    before = await chosen(world)
    refused = await press(world, begun, right)
    assert "its quiz is over" in text_of(refused)
    assert "No interview is open" in text_of(await world.say("b"))
    assert await chosen(world) == before
    assert question(await world.press(refused, "Start quiz"))["number"] == 1


async def test_the_quiz_of_a_path_all_passed_is_the_last_stage_that_the_roadmap_has(world: World) -> None:
    for _ in range(3):
        await take(world, right, right, right)
    kept = JUGGLING.model_copy(update={"stages": (CASCADE, JUGGLING.stages[1])})
    await republish(world, kept)
    assert question(await world.say("/roadmap quiz"))["topic"].startswith("columns")
    assert (await path_of(world)).stages[-1].retired


async def test_a_stage_that_opens_late_says_so(world: World) -> None:
    world.clock.forward(days=80)
    passed, _ = await take(world, right, right, right)
    assert "is open now, was due" in text_of(passed)
    assert "`/roadmap replan` moves the dates." in text_of(passed)


async def test_the_end_of_a_path_names_it_and_says_it_is_the_end(world: World) -> None:
    for _ in range(3):
        last, _ = await take(world, right, right, right)
    assert "the whole Juggling path is done" in text_of(last)


async def test_a_day_after_a_failure_is_over_at_the_minute_that_was_told(world: World) -> None:
    world.clock.forward(seconds=40)
    await take(world, wrong, wrong, wrong)
    world.clock.forward(hours=23, minutes=59, seconds=19)
    assert data(await world.say("/roadmap quiz"))["question"] is None
    world.clock.forward(seconds=1)
    assert question(await world.say("/roadmap quiz"))["number"] == 1
