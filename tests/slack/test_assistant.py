"""The assistant's threads: a greeting, messages that are answers, and replies streamed where they can be."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.slack.dialogue import (
    QUESTION_BUTTONS,
    QUIET,
    check_report,
    code,
    labels,
    notices,
    on_stage,
    prose,
    score,
    sees_whole,
)
from tests.slack.double import Double, Message, Person, Place, judged_double, text_of
from tests.slack.process import running_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAUSE = 2.0
ONE = "/interview google technical 1 question"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    env = {"MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": str(PAUSE)}
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start), env) as opened:
        yield opened


async def begun_here(double: Double, person: Person, words: str = ONE) -> tuple[Place, Message]:
    """A thread of the person's with the assistant, and the first question in it."""
    thread = double.open_assistant(person)
    double.say(person, words, where=thread)
    return thread, await sees_whole(double, person, "Question 1 of", thread)


async def test_a_thread_begins_with_a_greeting_and_suggestions_that_work(double: Double) -> None:
    ana = double.person("ana")
    thread = double.open_assistant(ana)
    await double.sees(ana, "I run mock interviews", where=thread)
    pane = double.assistant(thread)
    await double.settled(lambda: pane.prompts)
    answers = ("Question 1 of 6", "0 answered, 6 to go", "Mock interview", "/interview …")
    for prompt, answer in zip(pane.prompts, answers, strict=True):
        double.say(ana, prompt["message"], where=thread)
        await double.sees(ana, answer, where=thread)


async def test_a_whole_interview_in_the_thread_and_nothing_outside_of_it(double: Double) -> None:
    ben = double.person("ben")
    thread, question = await begun_here(double, ben, "/interview google dsa,technical 1 question")
    assert labels(question) == QUESTION_BUTTONS
    double.say(ben, prose(question), where=thread)
    notice = await double.sees(ben, "1 message.", where=thread)
    draft = double.say(ben, "def wrong(): ...", where=thread)
    stray = double.say(ben, "sorry", where=thread)
    await double.sees(ben, "3 messages.", where=thread)
    double.delete(ben, stray)
    await double.sees(ben, "2 messages.", where=thread)
    changed = notice.edited_at
    double.edit(ben, draft, code(question))
    await double.settled(lambda: notice.edited_at != changed)
    await double.press(ben, notice, "Submit")
    second = await double.sees(ben, "Question 1:", where=thread)
    assert second is notice
    assert re.search(r"All \d+ tests passed", text_of(second))
    skipped = await double.press(ben, second, "Skip")
    assert (await skipped.message(lambda text: "Interview" in text)).thread_ts == thread.thread_ts
    await check_report(double, ben, thread)
    outside = [one for one in double.history(ben) if not one.thread_ts]
    assert not outside, outside


async def test_a_pause_hands_in_what_was_written_and_the_grade_comes_into_the_thread(double: Double) -> None:
    cem = double.person("cem")
    thread, question = await begun_here(double, cem)
    double.say(cem, prose(question), where=thread)
    assert score(await double.sees(cem, "Question 1:", where=thread), 1) >= 70
    assert not notices(double, cem, thread)
    await check_report(double, cem, thread)


async def test_it_shows_that_it_is_at_work_and_when_it_is_not_any_more(double: Double) -> None:
    dia = double.person("dia")
    thread, _ = await begun_here(double, dia)
    pane = double.assistant(thread)
    for count, text in enumerate(("One thing.", "Another thing."), 1):
        double.say(dia, text, where=thread)
        await double.sees(dia, f"{count} message", where=thread)
    await double.settled(lambda: pane.statuses[-1] == "" and len(pane.statuses) >= 6)
    assert pane.statuses[0] == "is reading…"
    assert pane.status == ""
    await check_report(double, dia, thread)


async def test_a_reply_is_streamed_with_its_buttons_below(double: Double) -> None:
    eva = double.person("eva")
    _, question = await begun_here(double, eva)
    assert question.markdown
    assert labels(question) == QUESTION_BUTTONS
    hint = await double.press(eva, question, "Hint")
    shown = await hint.message(lambda text: "Hint 1 of" in text)
    assert shown.thread_ts == question.thread_ts


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
async def test_where_streaming_fails_the_whole_reply_comes_as_a_message(double: Double, method: str) -> None:
    person = double.person(f"without {method}")
    thread = double.open_assistant(person)
    await double.sees(person, "I run mock interviews", where=thread)
    double.fail(method, "method_not_supported_for_channel_type")
    double.say(person, ONE, where=thread)
    await double.called(method, "method_not_supported_for_channel_type")
    await double.settled(lambda: whole_messages(double, person, thread))
    (question,) = whole_messages(double, person, thread)
    assert not question.markdown
    assert labels(question) == QUESTION_BUTTONS
    assert not [one for one in double.history(person, thread) if one.streaming]


def whole_messages(double: Double, person: Person, thread: Place) -> list[Message]:
    every = double.history(person, thread)
    return [one for one in every if "Question 1 of 1" in text_of(one) and labels(one)]


async def test_a_status_that_is_refused_keeps_nothing_back(double: Double) -> None:
    flo = double.person("flo")
    thread = double.open_assistant(flo)
    double.fail("assistant.threads.setStatus", "not_allowed", times=2)
    double.say(flo, "/help interview why", where=thread)
    await double.sees(flo, "/interview why", where=thread)


async def test_a_plain_thread_below_a_message_of_the_bot_is_a_place_to_answer_too(double: Double) -> None:
    gus = double.person("gus")
    await double.command(gus, "/interview", "google technical 1 question")
    question = await double.sees(gus, "Question 1 of 1")
    thread = double.thread(question)
    double.say(gus, prose(question), where=thread)
    await double.press(gus, await double.sees(gus, "1 message.", where=thread), "Submit")
    assert score(await double.sees(gus, "Question 1:", where=thread), 1) >= 70
    await check_report(double, gus, thread)


@pytest.mark.acceptance
async def test_a_restart_in_between_loses_nothing(data_folder: Path) -> None:
    async with judged_double() as double:
        ida = double.person("ida")
        async with running_bot(double, data_folder, mode="socket", **QUIET) as bot:
            thread, question = await begun_here(double, ida, "/interview google technical,hr 1 question")
            double.say(ida, prose(question)[:200], where=thread)
            notice = await double.sees(ida, "1 message.", where=thread)
            await bot.kill()
        async with running_bot(double, data_folder, mode="socket", **QUIET):
            double.say(ida, prose(question)[200:], where=thread)
            await double.sees(ida, "2 messages.", where=thread)
            await double.press(ida, notice, "Submit")
            graded = await double.sees(ida, "Question 1:", where=thread)
            assert score(graded, 1) >= 70
            assert "Question 2 of 2" in text_of(graded)
