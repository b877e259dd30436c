"""A model's grade on Discord: it takes the place of the first one in the message that showed it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from pypdf import PdfReader

from domain.model.attempt import Attempt
from storage.repositories import AttemptRepository
from tests.cli.process import started
from tests.discord.dialogue import begun, on_stage, prose, score
from tests.discord.double import Double, Message, Person, Place, buttons_of, text_of
from tests.discord.double.offers import Value
from tests.discord.trouble import CLOCK, Stage, eventually, stage, times_seen
from tests.llm.double import Fault
from tests.llm.held import HeldServer, held_server, told_of

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

QUESTION_BUTTONS = ["Answer", "Hint", "Skip", "Pause", "End"]
NO_MESSAGE = {"message": "Unknown Message", "code": 10008}
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


def labels(message: Message) -> list[str]:
    return [button.label for button in buttons_of(message)]


def half(question: Message) -> str:
    """The beginning of a good answer."""
    return prose(question).partition(". ")[0] + "."


async def asked(double: Double, person: Person, questions: int = 2, where: Place | None = None) -> Message:
    """The first of some technical questions."""
    return await begun(double, person, where=where, rounds="technical_qa", questions=questions)


async def answered(double: Double, person: Person, question: Message, number: int) -> Message:
    """The message that shows the first grade of that question, answered by form."""
    form = await double.press(person, question, "Answer")
    submitted = await double.submit(person, form, {"text": half(question)})
    shown = await submitted.message(lambda text: f"Question {number}:" in text)
    check_provisional(shown, number)
    return shown


def check_provisional(shown: Message, number: int) -> None:
    assert score(text_of(shown), number) < 100
    assert "provisional" in text_of(shown)
    assert "a closer reading follows" in text_of(shown)


async def test_after_submit_the_message_is_edited_and_its_buttons_go_on_working(room: Room) -> None:
    double, ana = room.double, room.double.person("ana")
    question = await asked(double, ana)
    double.say(ana, half(question))
    notice = await double.sees(ana, "Writing your answer")
    await double.press(ana, notice, "Submit")
    shown = await double.sees(ana, "Question 1:")
    check_provisional(shown, 1)
    room.model.release()
    assert await double.sees(ana, BETTER.format(1)) is shown
    assert "provisional" not in text_of(shown)
    assert "Question 2 of 2" in text_of(shown)
    assert labels(shown) == [*QUESTION_BUTTONS, "Why"]
    why = await double.press(ana, shown, "Why")
    await why.message(lambda text: "100/100" in text)
    await answered(double, ana, shown, 2)
    assert times_seen(double, ana, "Graded again") == 0


async def test_a_model_slower_than_the_student(room: Room) -> None:
    double, ben = room.double, room.double.person("ben")
    first = await answered(double, ben, await asked(double, ben, 3), 1)
    second = await answered(double, ben, first, 2)
    room.model.release()
    assert await double.sees(ben, BETTER.format(1)) is first
    assert await double.sees(ben, BETTER.format(2)) is second
    assert "Question 2 of 3" in text_of(first)
    assert labels(first) == ["Why"]
    assert labels(second) == [*QUESTION_BUTTONS, "Why"]
    assert times_seen(double, ben, "Graded again") == 0


async def test_after_the_end_one_message_names_every_change_and_one_report_holds_them(room: Room) -> None:
    double, cem = room.double, room.double.person("cem")
    first = await answered(double, cem, await asked(double, cem), 1)
    last = await answered(double, cem, first, 2)
    before = [score(text_of(first), 1), score(text_of(last), 2)]
    assert "Interview completed" in text_of(last)
    assert times_seen(double, cem, "Your report") == 0, "it was drawn before the better grades"
    room.model.release()
    report = await double.sees(cem, "Your report")
    news = await double.sees(cem, "Graded again")
    for number, points in enumerate(before, 1):
        assert f"question {number}, {points} → 100" in text_of(news)
        assert BETTER.format(number) in text_of((first, last)[number - 1])
    assert "The interview is now 100/100" in text_of(news)
    assert "Interview completed: 100/100" in text_of(last)
    assert labels(news) == labels(last) == ["Report", "Why", "Start"]
    assert "100" in words_of(report)
    why = await double.press(cem, news, "Why")
    await why.message(lambda text: "100/100" in text)
    assert times_seen(double, cem, "provisional") == 0
    assert [times_seen(double, cem, words) for words in ("Graded again", "Your report")] == [1, 1]


def words_of(report: Message) -> str:
    """What stands on the first page of the one file of a message."""
    (content,) = report.files.values()
    return PdfReader(BytesIO(content)).pages[0].extract_text()


async def test_a_command_in_a_server_is_told_of_by_direct_message(room: Room) -> None:
    double, dia = room.double, room.double.person("dia")
    question = await asked(double, dia, where=double.channel)
    answer = await double.command(dia, "answer", {"text": half(question)}, where=double.channel)
    shown = await answer.message(lambda text: "Question 1:" in text)
    check_provisional(shown, 1)
    assert shown.ephemeral
    room.model.release()
    news = await double.sees(dia, "Graded again")
    assert news.place is double.dm(dia)
    assert f"question 1, {score(text_of(shown), 1)} → 100" in text_of(news)
    assert not double.channel.messages


async def test_a_provider_that_is_down_is_spoken_of_under_the_grade(room: Room) -> None:
    double, eva = room.double, room.double.person("eva")
    shown = await answered(double, eva, await asked(double, eva), 1)
    before = score(text_of(shown), 1)
    room.model.say(Fault.INTERNAL_ERROR)
    room.model.release()
    assert await double.sees(eva, "could not be reached; this grade by rules stands") is shown
    assert score(text_of(shown), 1) == before
    assert labels(shown) == [*QUESTION_BUTTONS, "Why"]
    assert len(double.history(eva)) == 2


async def test_of_a_message_that_is_gone_a_new_one_tells(room: Room) -> None:
    double, flo = room.double, room.double.person("flo")
    shown = await answered(double, flo, await asked(double, flo), 1)
    double.fail("PATCH", rf"/messages/{shown.id}$", 404, body=NO_MESSAGE)
    room.model.release()
    news = await double.sees(flo, "Graded again")
    assert f"question 1, {score(text_of(shown), 1)} → 100" in text_of(news)
    assert labels(news) == ["Why"]


async def test_in_a_private_thread(room: Room) -> None:
    double, gus, channel = room.double, room.double.person("gus"), room.double.new_guild("Gus's")
    double.close_dms(gus)
    options: dict[str, Value] = {"rounds": "technical_qa", "questions": 2}
    pointer = await double.command(gus, "interview start", options, where=channel)
    await pointer.message(lambda text: "private thread" in text)
    (thread,) = double.threads(gus)
    question = await double.sees(gus, "Question 1 of 2", where=thread)
    double.say(gus, half(question), where=thread, mention_bot=True)
    await double.press(gus, await double.sees(gus, "1 message.", where=thread), "Submit")
    shown = await double.sees(gus, "Question 1:", where=thread)
    check_provisional(shown, 1)
    room.model.release()
    assert await double.sees(gus, BETTER.format(1), where=thread) is shown
    assert labels(shown) == [*QUESTION_BUTTONS, "Why"]
    assert not channel.messages


async def test_a_kill_while_one_is_told_and_the_model_is_asked_for_another(
    first_start: Path, tmp_path: Path
) -> None:
    async with held_server() as model, stage(first_start, tmp_path) as there:
        double = there.double
        ana, ben = double.person("ana"), double.person("ben")
        async with there.bot(**told_of(model)) as bot:
            double.delay("PATCH", r"/channels/\d+/messages/\d+$", 60)
            told = await answered(double, ana, await asked(double, ana), 1)
            await model.asked(1)
            question = await asked(double, ben)
            model.hold()
            being_graded = await answered(double, ben, question, 1)
            await model.coming(2)
            await eventually(partial(known_where_it_stands, there, ben))
            await bot.kill()
        model.release()
        await leases_run_out(there, ana, ben)
        async with there.bot(**told_of(model)):
            assert await double.sees(ana, BETTER.format(1)) is told
            assert await double.sees(ben, BETTER.format(1)) is being_graded
        assert len(model.requests) == 2, "an answer was graded by the model more than once"
        for person in (ana, ben):
            await check_graded_once(there, person)
            assert times_seen(double, person, "Graded again") == 0


async def known_where_it_stands(there: Stage, person: Person) -> bool:
    (attempt,) = await there.attempts(person)
    return bool(attempt.shown_in)


async def leases_run_out(there: Stage, *people: Person) -> None:
    """What the dead process had claimed is free again, as it is some minutes later."""
    for person in people:
        (attempt,) = await there.attempts(person)
        async with there.store() as documents:
            await AttemptRepository(documents, CLOCK).change(attempt.id, due_long_ago)


def due_long_ago(attempt: Attempt) -> Attempt:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    overdue = {name: long_ago for name in ("owed_at", "tell_due_at") if getattr(attempt, name)}
    return attempt.model_copy(update=overdue)


async def check_graded_once(there: Stage, person: Person) -> None:
    (attempt,) = await there.attempts(person)
    assert attempt.grader.startswith("model:")
    assert not attempt.provisional
    assert [grade.grader for grade in attempt.grades] == ["rubric-1"]
    assert (attempt.tell_due_at, attempt.owed_at) == (None, None)
