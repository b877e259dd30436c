"""A model's grade on Slack: it takes the place of the first one in the message that showed it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.llm.double import Fault
from tests.llm.held import HeldServer, held_server, told_of
from tests.slack.dialogue import (
    QUESTION_BUTTONS,
    check_report,
    labels,
    on_stage,
    prose,
    said,
    score,
    sees_whole,
)
from tests.slack.double import Double, Message, Person, Place, text_of
from tests.slack.trouble import times_seen

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

BETTER = "Question {}: 100/100"


@dataclass(frozen=True)
class Room:
    """A double with a bot that asks a model."""

    double: Double
    model: HeldServer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Room]:
    folder = started(tmp_path_factory.mktemp("bot"), first_start)
    async with held_server() as model, on_stage(folder, told_of(model)) as double:
        yield Room(double, model)


@pytest.fixture
def room(opened: Room) -> Room:
    """The room, its model held."""
    opened.model.hold()
    return opened


def half(question: Message) -> str:
    """The beginning of a good answer."""
    return prose(question).partition(". ")[0] + "."


async def asked(double: Double, person: Person, questions: int = 2, where: Place | None = None) -> Message:
    """The first of some technical questions, in the DM."""
    words = f"start company:Google rounds:technical_qa questions:{questions}"
    await double.command(person, "/interview", words, where=where)
    return await double.sees(person, f"Question 1 of {questions}")


async def answered(double: Double, person: Person, question: Message, number: int) -> Message:
    """The message that shows the first grade of that question, answered by form."""
    form = await (await double.press(person, question, "Answer")).shows("Your answer")
    shown = await said(await double.submit(person, form, {"text": half(question)}), f"Question {number}:")
    check_provisional(shown, number)
    return shown


def check_provisional(shown: Message, number: int) -> None:
    assert score(shown, number) < 100
    assert "provisional" in text_of(shown)
    assert "a closer reading follows" in text_of(shown)


async def test_after_submit_the_message_is_edited_and_its_buttons_go_on_working(room: Room) -> None:
    double, ana = room.double, room.double.person("ana")
    question = await asked(double, ana)
    double.say(ana, half(question))
    await double.press(ana, await double.sees(ana, "1 message."), "Submit")
    shown = await double.sees(ana, "Question 1:")
    check_provisional(shown, 1)
    room.model.release()
    assert await double.sees(ana, BETTER.format(1)) is shown
    assert "provisional" not in text_of(shown)
    assert "Question 2 of 2" in text_of(shown)
    assert labels(shown) == [*QUESTION_BUTTONS, "Why"]
    await said(await double.press(ana, shown, "Why"), "100/100")
    await answered(double, ana, shown, 2)
    assert times_seen(double, ana, "Graded again") == 0


async def test_a_model_slower_than_the_student_who_ends_before_it_has_said_a_word(room: Room) -> None:
    double, ben = room.double, room.double.person("ben")
    first = await answered(double, ben, await asked(double, ben), 1)
    last = await answered(double, ben, first, 2)
    before = [score(first, 1), score(last, 2)]
    await double.sees(ben, "Interview completed")
    assert times_seen(double, ben, "Your report") == 0, "it was drawn before the better grades"
    room.model.release()
    await check_report(double, ben)
    news = await double.sees(ben, "Graded again")
    for number, points in enumerate(before, 1):
        assert f"question {number}, {points} → 100" in text_of(news)
        assert BETTER.format(number) in text_of((first, last)[number - 1])
    assert "Question 2 of 2" in text_of(first)
    assert labels(first) == ["Why"]
    assert "The interview is now 100/100" in text_of(news)
    assert times_seen(double, ben, "Interview completed: 100/100") == 1
    assert times_seen(double, ben, "provisional") == 0
    assert [times_seen(double, ben, words) for words in ("Graded again", "Your report")] == [1, 1]


async def test_in_the_assistants_thread_what_was_streamed_is_replaced(room: Room) -> None:
    double, cem = room.double, room.double.person("cem")
    thread = double.open_assistant(cem)
    double.say(cem, "/interview data technical 2 questions", where=thread)
    question = await sees_whole(double, cem, "Question 1 of 2", thread)
    form = await (await double.press(cem, question, "Answer")).shows("Your answer")
    await double.submit(cem, form, {"text": half(question)})
    shown = await sees_whole(double, cem, "Question 1:", thread)
    check_provisional(shown, 1)
    assert shown.markdown, "it was not streamed"
    room.model.release()
    assert await double.sees(cem, BETTER.format(1), where=thread) is shown
    # What was streamed is blocks to Slack, all of which an update replaces; the double keeps it beside them.
    left = replace(shown, markdown="")
    assert BETTER.format(1) in text_of(left)
    assert "Question 2 of 2" in text_of(left)
    assert labels(left) == [*QUESTION_BUTTONS, "Why"]
    assert not [one for one in double.history(cem) if not one.thread_ts]


async def test_a_command_in_a_channel_is_told_of_by_direct_message(room: Room) -> None:
    double, dia = room.double, room.double.person("dia")
    question = await asked(double, dia, where=double.channel)
    answer = await double.command(dia, "/answer", half(question), where=double.channel)
    shown = await said(answer, "Question 1:")
    check_provisional(shown, 1)
    assert shown.ephemeral
    room.model.release()
    news = await double.sees(dia, "Graded again")
    assert f"question 1, {score(shown, 1)} → 100" in text_of(news)
    assert not [one for one in double.channel.channel.messages.values() if one.author.is_bot]


async def test_a_provider_that_is_down_is_spoken_of_under_the_grade(room: Room) -> None:
    double, eva = room.double, room.double.person("eva")
    shown = await answered(double, eva, await asked(double, eva), 1)
    before = score(shown, 1)
    room.model.say(Fault.INTERNAL_ERROR)
    room.model.release()
    assert await double.sees(eva, "could not be reached; this grade by rules stands") is shown
    assert score(shown, 1) == before
    assert labels(shown) == [*QUESTION_BUTTONS, "Why"]


async def test_of_a_message_that_is_gone_a_new_one_tells(room: Room) -> None:
    double, flo = room.double, room.double.person("flo")
    shown = await answered(double, flo, await asked(double, flo), 1)
    double.fail("chat.update", "message_not_found")
    room.model.release()
    news = await double.sees(flo, "Graded again")
    assert f"question 1, {score(shown, 1)} → 100" in text_of(news)
    assert labels(news) == ["Why"]


async def test_an_answer_taken_by_the_shortcut_of_a_message(room: Room) -> None:
    double, hal = room.double, room.double.person("hal")
    question = await asked(double, hal)
    written = double.say(hal, half(question))
    await double.sees(hal, "1 message.")
    shown = await said(await double.shortcut(hal, "score_answer", written), "Question 1:")
    check_provisional(shown, 1)
    room.model.release()
    assert await double.sees(hal, BETTER.format(1)) is shown
    assert labels(shown) == [*QUESTION_BUTTONS, "Why"]


async def test_an_appeal_and_a_retry_are_read_by_the_model_too(room: Room) -> None:
    double, gus = room.double, room.double.person("gus")
    question = await asked(double, gus, 1)
    room.model.script(["nothing usable"])
    room.model.release()
    shown = await answered(double, gus, question, 1)
    await double.sees(gus, "returned nothing that could be used")
    room.model.hold()
    evidence = f"1 “{half(question)}” is what the first point asks for."
    appealed = await said(await double.command(gus, "/interview", f"appeal {evidence}"), "On appeal")
    retried = await said(
        await double.command(gus, "/interview", f"retry 1 {half(question)}"), "Question 1, try 2:"
    )
    room.model.release()
    await double.sees(gus, "Question 1, try 2: 100/100")
    assert "Against try 1" in text_of(retried)
    await double.settled(lambda: BETTER.format(1) in text_of(appealed))
    assert "On appeal: " in text_of(appealed)
    news = await double.sees(gus, "Graded again")
    assert f"question 1, {score(shown, 1)} → 100" in text_of(news)
    await check_report(double, gus)
    usage = await said(await double.command(gus, "/usage"), "Your AI use")
    assert "Grading by gpt-4o-mini: 3 calls" in text_of(usage)
    assert times_seen(double, gus, "Graded again") == 1
