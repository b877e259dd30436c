"""A whole interview on Discord, from the first question to the report: by commands, forms and messages."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.discord.dialogue import begun, code, on_stage, pages_of, prose, reading, score, seen_texts, strong
from tests.discord.double import Asked, Double, Message, Person, buttons_of, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION_BUTTONS = ["Answer", "Hint", "Skip", "Pause", "End"]
PAUSE = 2.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    env = {"MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": str(PAUSE)}
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start), env) as opened:
        yield opened


def labels(message: Message) -> list[str]:
    return [button.label for button in buttons_of(message)]


async def graded(asked: Asked, number: int) -> Message:
    """The reply that grades a question well: its score with the band, and the rows with their evidence."""
    message = await asked.message(lambda text: f"Question {number}:" in text)
    check_grade(message, number)
    return message


def check_grade(message: Message, number: int) -> None:
    text = text_of(message)
    assert score(text, number) >= 70, text
    assert len(re.findall(r"\*\*(?:met|partly|missed)\*\*", text)) >= 3
    assert "“" in text, "no row quotes the answer"


async def check_result(double: Double, ana: Person, last: Message) -> None:
    """The end of an interview: the result with a band, and the PDF that comes by itself."""
    assert re.search(r"\d+/100 \(\d+–\d+\)", text_of(last).rpartition("###")[2])
    assert labels(last) == ["Report", "Why", "Start"]
    report = await double.sees(ana, "Your report")
    assert pages_of(report) >= 2
    assert f"{pages_of(report)} pages" in text_of(report)


async def test_by_command_in_a_server_nobody_else_sees_a_word(double: Double) -> None:
    ana, ben = double.person("ana"), double.person("ben")
    asked = await double.command(
        ana, "interview start", {"company": "Google", "questions": 1}, where=double.channel
    )
    pointer = await asked.message(lambda text: "direct messages" in text)
    question = await double.sees(ana, "Question 1 of 3 · DSA")
    assert str(double.dm(ana).id) in text_of(pointer)
    assert labels(question) == QUESTION_BUTTONS
    for number, name in ((1, "Technical"), (2, "Behavioral")):
        asked = await double.command(ana, "answer", {"text": strong(question)}, where=double.channel)
        question = await graded(asked, number)
        assert f"Question {number + 1} of 3 · {name}" in text_of(question)
        assert labels(question) == [*QUESTION_BUTTONS, "Why"]
    asked = await double.command(
        ana, "answer", {"text": strong(question), "predict": 90}, where=double.channel
    )
    await check_result(double, ana, await graded(asked, 3))
    assert double.history(ben, double.channel) == []
    assert not double.channel.messages
    assert len(double.history(ana, double.dm(ana))) == 2


async def test_by_form_with_files_and_code_of_several_lines(double: Double) -> None:
    cem = double.person("cem")
    question = await begun(double, cem)
    form = await double.press(cem, question, "Answer")
    program = f'"""{prose(question)}"""\n\n{code(question)}'
    asked = await double.submit(cem, form, files={"file": [("banner.py", program.encode())]})
    question = await graded(asked, 1)
    form = await double.command(cem, "answer")
    asked = await double.submit(cem, form, {"text": strong(question), "predict": "85"})
    question = await graded(asked, 2)
    assert "85" in text_of(question)
    form = await double.press(cem, question, "Answer")
    assert form.modal is not None
    assert form.modal["title"] == "Your answer"
    asked = await double.submit(cem, form, {"text": strong(question)})
    await check_result(double, cem, await graded(asked, 3))


async def test_code_of_several_lines_keeps_its_indentation_in_a_form(double: Double) -> None:
    dia = double.person("dia")
    question = await begun(double, dia, rounds="dsa")
    form = await double.press(dia, question, "Answer")
    asked = await double.submit(dia, form, {"text": f"{code(question)}\n\n# {prose(question)}"})
    last = await graded(asked, 1)
    assert re.search(r"\*\*met\*\* Code that passes every test", text_of(last))


async def test_by_messages_several_edited_and_deleted_then_submitted_or_left_alone(double: Double) -> None:
    eva = double.person("eva")
    question = await begun(double, eva)
    broken = code(question).replace("return", "retrun")
    double.say(eva, prose(question))
    notice = await double.sees(eva, "1 message.")
    program = double.say(eva, f"```python\n{broken}\n```")
    await double.sees(eva, "2 messages.")
    stray = double.say(eva, "def largest_banner(): wait, that was the wrong window")
    await double.sees(eva, "3 messages.")
    double.delete(eva, stray)
    await double.sees(eva, "2 messages.")
    double.edit(eva, program, f"```python\n{code(question)}\n```")
    asked = await double.press(eva, notice, "Submit")
    question = await double.sees(eva, "Question 1:")
    assert question is notice
    check_grade(question, 1)
    assert "passes every test" in text_of(question)
    assert asked.acked_after is not None
    await reading()
    double.say(eva, strong(question))
    question = await double.sees(eva, "Question 2:")
    check_grade(question, 2)
    await reading()
    double.say(eva, strong(question))
    await check_result(double, eva, await double.sees(eva, "Question 3:"))
    assert not any("Writing your answer" in text for text in seen_texts(double, eva))
