"""A question answered once more: how it is asked, what takes the answer, and what it changes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.console.request import Line, ask_for
from domain import conduct, retaking
from domain.conduct import Given
from domain.model.attempt import Attempt
from domain.model.interview import Interview
from tests.domain.known import HALF, INDEX, ONE, WHOLE, ended_with, known_world
from tests.domain.test_crashes import _silently
from tests.world import World, actor, data, text_of


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def tries(world: World, session: str) -> list[tuple[int, int | None]]:
    return [(a.attempt_no, a.score) for a in await world.do.attempts.tries_of_session(session)]


async def first_question(world: World) -> tuple[Interview, Attempt]:
    interview = await world.session()
    return interview, (await world.do.attempts.of_session(interview.id))[0]


async def test_the_next_message_answers_and_every_row_is_compared(world: World) -> None:
    session = await ended_with(world, HALF)
    before = await world.session()
    world.clock.forward(days=3)
    asked = await world.say("/interview retry 1")
    assert [b.label for b in asked.buttons] == ["Answer", "Not now"]
    assert data(asked)["question"]["prompt"] in text_of(asked)
    assert INDEX.model_answer not in text_of(asked)
    reply = await world.say(WHOLE)
    after = data(reply)
    assert (after["try"], after["before"], after["score"], after["finished"]) == (2, 25, 100, True)
    assert after["session_id"] == session
    assert "Against try 1: 25 → 100" in text_of(reply)
    assert "A full page is split in two: missed → met" in text_of(reply)
    assert "first tries alone" in text_of(reply)
    assert await tries(world, session) == [(1, 25), (2, 100)]
    assert await world.session() == before, "the interview's own result stays"
    assert data(await world.say("and now?"))["by"] == "library"


async def test_a_text_behind_the_command_answers_at_once(world: World) -> None:
    session = await ended_with(world, HALF)
    assert data(await world.say(f"/interview retry 1 {WHOLE}"))["score"] == 100
    worse = await world.say(f"/interview retry 1 {HALF}")
    assert (data(worse)["try"], data(worse)["before"], data(worse)["score"]) == (3, 100, 25)
    assert "met → missed" in text_of(worse)
    assert await tries(world, session) == [(1, 25), (2, 100), (3, 25)]


async def test_a_question_is_found_by_its_id_in_an_older_interview(world: World) -> None:
    session = await ended_with(world, HALF)
    slug = (await world.session()).questions[0].question_id
    world.clock.forward(days=1)
    await ended_with(world, "It depends.")
    assert data(await world.say(f"/interview retry {slug} {WHOLE}"))["session_id"] == session


async def test_the_buttons_lead_from_the_result_to_a_form(world: World) -> None:
    await world.say(ONE)
    result = await world.say(HALF)
    assert data(result)["finished"]
    assert [b.label for b in result.buttons] == ["Report", "Why", "Retry", "Start"]
    asked = await world.press(result, "Retry")
    form = await world.press(asked, "Answer")
    assert form.form is not None
    assert [i.name for i in form.form.inputs] == ["text", "predict"]
    reply = await world.submit(form, text=WHOLE, predict="80")
    assert data(reply)["try"] == 2
    assert "You predicted 80: 20 too low." in text_of(reply)
    assert [b.label for b in reply.buttons] == ["Why", "Retry", "Start"]
    why = await world.press(reply, "Why")
    assert "try 2: 100/100" in text_of(why)
    assert "Try 1, 22 Nov 2026: 25/100 (25 → 100)" in text_of(why)


async def test_a_form_answers_one_try(world: World) -> None:
    session = await ended_with(world, HALF)
    asked = await world.say("/interview retry 1")
    form = await world.press(asked, "Answer")
    await world.submit(form, text=WHOLE)
    again = await world.submit(form, text=HALF)
    assert again.failed
    assert "has an answer already" in text_of(again)
    assert len(await tries(world, session)) == 2


@pytest.mark.parametrize("letting_go", ["Not now", "/interview end", "/interview start", "a day"])
async def test_a_retry_waits_until_it_is_let_go(world: World, letting_go: str) -> None:
    session = await ended_with(world, HALF)
    asked = await world.say("/interview retry 1")
    if letting_go == "Not now":
        await world.press(asked, "Not now")
    elif letting_go == "a day":
        world.clock.forward(hours=24)
    else:
        world.clock.forward(minutes=1)
        assert not (await world.say(letting_go)).failed
    if letting_go == "/interview start":
        assert (await world.say("/interview end")).data["status"] == "abandoned"
    assert data(await world.say(WHOLE))["by"] == "library"
    assert len(await tries(world, session)) == 1


async def test_a_retry_waits_through_a_restart_and_answer_takes_it_too(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        session = await ended_with(world, HALF)
        await world.say("/interview retry 1")
    async with known_world(tmp_path, owner="second") as world:
        form = await world.say("/answer")
        assert form.form is not None
        assert form.form.token.startswith("interview+retry")
        assert data(await world.say(f"/answer predict:95 {WHOLE}"))["try"] == 2
        predicted = {a.attempt_no: a.predicted for a in await world.do.attempts.tries_of_session(session)}
        assert predicted == {1: None, 2: 95}


@pytest.mark.parametrize("place", ["channel:general", "thread:7"])
async def test_what_is_said_elsewhere_is_no_answer(world: World, place: str) -> None:
    session = await ended_with(world, HALF)
    await world.say("/interview retry 1")
    await world.say("lunch?", place=place)
    assert len(await tries(world, session)) == 1


async def test_in_a_thread_the_answer_may_follow_there(world: World) -> None:
    session = await ended_with(world, HALF)
    await world.say("/interview retry 1", place="thread:7")
    await world.say(WHOLE, place="thread:7")
    assert len(await tries(world, session)) == 2


async def test_beside_an_open_interview_only_the_form_answers(world: World) -> None:
    await ended_with(world, HALF)
    slug = (await world.session()).questions[0].question_id
    world.clock.forward(minutes=1)
    await world.say("/interview start rounds:dsa questions:1")
    opened = await world.session()
    asked = await world.say(f"/interview retry {slug}")
    assert [b.label for b in asked.buttons] == ["Answer"]
    reply = await world.submit(await world.press(asked, "Answer"), text=WHOLE)
    assert data(reply)["try"] == 2
    assert await world.session() == opened


async def test_a_retry_in_an_open_interview_is_not_taken_for_its_own_answer(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:2")
    await world.say(HALF)
    assert data(await world.say(f"/interview retry 1 {WHOLE}"))["finished"] is False
    interview = await world.session()
    asked = interview.open_question
    assert asked is not None
    assert (interview.number, interview.answered) == (2, 1)
    await world.do.attempts.add(conduct.new_attempt(world.do, interview, asked, Given(HALF)))
    world.clock.forward(seconds=1)
    await world.say(f"/interview retry 1 {WHOLE}")
    shown = await world.say("the same again")
    assert shown.failed
    assert shown.data["question_id"] == asked.question_id
    assert shown.data["overall"] == 25


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/interview retry", "needs `question`"),
        ("/interview retry 7", "There is no answer to question “7”"),
        ("/interview retry 2", "it was skipped"),
        ("/interview retry 1 predict:900", "from 0 to 100"),
    ],
)
async def test_a_slip_gets_a_sentence(world: World, line: str, words: str) -> None:
    await ended_with(world, HALF, "/interview start rounds:technical_qa questions:2")
    reply = await world.say(line)
    assert reply.failed
    assert words in text_of(reply)


async def test_the_open_question_is_answered_not_retried(world: World) -> None:
    await world.say(ONE)
    assert "it is open" in text_of(await world.say("/interview retry 1"))


async def test_code_is_run_again(world: World) -> None:
    await ended_with(world, "It takes constant time.", "/interview start rounds:dsa questions:1")
    reply = data(await world.say("/interview retry 1 def add(a, b): return a + b"))
    assert reply["score"] > reply["before"]
    assert len(world.judge.ran) == 2


async def test_two_at_once_become_tries_two_and_three(world: World) -> None:
    session = await ended_with(world, HALF)
    lines = [Line(actor("ana"), text=f"/interview retry 1 {text}") for text in (HALF, WHOLE)]
    replies = await asyncio.gather(*(world.dispatcher.handle(ask_for(li), _silently) for li in lines))
    assert sorted(reply.data["try"] for reply in replies if reply is not None) == [2, 3]
    assert sorted(number for number, _ in await tries(world, session)) == [1, 2, 3]


async def test_two_messages_at_once_are_not_two_tries(world: World) -> None:
    session = await ended_with(world, HALF)
    await world.say("/interview retry 1")
    lines = [Line(actor("ana"), text=text) for text in (HALF, WHOLE)]
    replies = await asyncio.gather(*(world.dispatcher.handle(ask_for(li), _silently) for li in lines))
    assert sorted(reply.failed for reply in replies if reply is not None) == [False, True]
    assert len(await tries(world, session)) == 2


async def stored_only(world: World, event: str = "") -> Attempt:
    """Stores a second answer and dies before it is graded."""
    interview, _ = await first_question(world)
    given = Given(WHOLE, None, event)
    return await retaking.take(world.do, interview, interview.questions[0], given, 2)


async def test_a_retry_left_ungraded_is_graded_by_the_sweep_and_nothing_else_changes(world: World) -> None:
    session = await ended_with(world, HALF)
    before = await world.session()
    await stored_only(world)
    world.clock.forward(minutes=5)
    assert "grade" in [due.kind for due in await world.sweep()]
    assert await tries(world, session) == [(1, 25), (2, 100)]
    assert await world.session() == before


async def test_a_retry_whose_reply_was_lost_is_told_when_its_event_comes_again(tmp_path: Path) -> None:
    async with known_world(tmp_path, owner="first") as world:
        session = await ended_with(world, HALF)
        await world.say("/interview retry 1")
        await world.dispatcher._inbox.begin("console::ana:e1")
        await stored_only(world, "e1")
    async with known_world(tmp_path, owner="second") as world:
        again = data(await world.say(WHOLE, event="e1"))
        assert (again["try"], again["before"], again["score"]) == (2, 25, 100)
        assert await tries(world, session) == [(1, 25), (2, 100)]
        assert "No interview is open" in text_of(await world.say("next"))


async def test_a_message_after_such_a_crash_finds_the_earlier_answer_kept(world: World) -> None:
    session = await ended_with(world, HALF)
    await world.say("/interview retry 1")
    await stored_only(world)
    reply = await world.say("The same answer, sent again.")
    assert reply.failed
    assert "earlier answer was kept" in text_of(reply)
    assert reply.data["score"] == 100
    assert await tries(world, session) == [(1, 25), (2, 100)]


async def test_a_chat_platforms_lone_word_is_no_answer(world: World) -> None:
    session = await ended_with(world, HALF)
    await world.say("/interview retry 1")
    assert (await world.event("say", text="hint", message="m1")).failed
    assert len(await tries(world, session)) == 1
    assert data(await world.event("say", text=WHOLE, message="m2"))["try"] == 2


async def test_history_tells_how_often_a_question_was_tried_again(world: World) -> None:
    await ended_with(world, HALF)
    assert "retr" not in text_of(await world.say("/interview history"))
    await world.say(f"/interview retry 1 {WHOLE}")
    assert "1 retry" in text_of(await world.say("/interview history"))
