"""A whole interview on Slack, from the first question to the report: by commands, forms and messages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.slack.dialogue import (
    QUESTION_BUTTONS,
    begun,
    check_grade,
    check_report,
    code,
    labels,
    notices,
    on_stage,
    program,
    prose,
    reading,
    said,
    score,
    stands_at,
    strong,
)
from tests.slack.double import Asked, Double, Message, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAUSE = 2.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    env = {"MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": str(PAUSE)}
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start), env) as opened:
        yield opened


async def graded(asked: Asked, number: int) -> Message:
    message = await said(asked, f"Question {number}:")
    check_grade(message, number)
    return message


async def check_result(asked: Asked) -> None:
    last = await said(asked, "Interview completed")
    assert labels(last) == ["Report", "Why", "Start"]


async def test_by_command_in_a_channel_nobody_else_sees_a_word(double: Double) -> None:
    ana, ben = double.person("ana"), double.person("ben")
    asked = await double.command(ana, "/interview", "start company:Google questions:1", where=double.channel)
    pointer = await said(asked, "in our direct messages")
    assert pointer.ephemeral
    assert pointer.channel is double.channel.channel
    question = await double.sees(ana, "Question 1 of 3 · DSA")
    assert labels(question) == QUESTION_BUTTONS
    for number, name in ((1, "Technical"), (2, "Behavioral")):
        asked = await double.command(ana, "/answer", strong(question), where=double.channel)
        question = await graded(asked, number)
        assert f"Question {number + 1} of 3 · {name}" in text_of(question)
        assert labels(question) == [*QUESTION_BUTTONS, "Why"]
    asked = await double.command(ana, "/answer", f"predict:90 {strong(question)}", where=double.channel)
    assert "90" in text_of(await graded(asked, 3))
    await check_result(asked)
    await check_report(double, ana)
    assert double.history(ben, double.channel) == []


async def test_by_form_with_files_and_code_of_several_lines(double: Double) -> None:
    cem = double.person("cem")
    question = await begun(double, cem)
    opened = await double.press(cem, question, "Answer")
    form = await opened.shows("Your answer")
    asked = await double.submit(cem, form, files={"file": [("banner.py", program(question))]})
    question = await graded(asked, 1)
    opened = await double.command(cem, "/answer")
    asked = await double.submit(
        cem, await opened.shows("Your answer"), {"text": strong(question), "predict": "85"}
    )
    question = await graded(asked, 2)
    assert "85" in text_of(question)
    opened = await double.press(cem, question, "Answer")
    asked = await double.submit(cem, await opened.shows("Your answer"), {"text": strong(question)})
    await graded(asked, 3)
    await check_result(asked)
    await check_report(double, cem)


async def test_code_keeps_its_indentation_and_its_signs_in_a_form(double: Double) -> None:
    dia = double.person("dia")
    question = await begun(double, dia, "rounds:dsa")
    form = await (await double.press(dia, question, "Answer")).shows()
    asked = await double.submit(
        dia, form, {"text": f"{code(question)}\n\n# 1 < 2 && {prose(question)}"[:3000]}
    )
    assert "met Code that passes every test" in text_of(await graded(asked, 1))


@pytest.mark.acceptance
async def test_by_messages_several_edited_and_deleted_then_submitted_or_left_alone(double: Double) -> None:
    eva = double.person("eva")
    question = await begun(double, eva)
    double.say(eva, prose(question))
    notice = await double.sees(eva, "1 message.")
    draft = double.say(eva, f"```\n{code(question).replace('return', 'retrun')}\n```")
    await double.sees(eva, "2 messages.")
    stray = double.say(eva, "def largest_banner(): wait, that was the wrong window")
    await double.sees(eva, "3 messages.")
    double.delete(eva, stray)
    await double.sees(eva, "2 messages.")
    changed = notice.edited_at
    double.edit(eva, draft, f"```\n{code(question)}\n```")
    await double.settled(lambda: notice.edited_at != changed)
    await double.press(eva, notice, "Submit")
    question = await double.sees(eva, "Question 1:")
    assert question is notice
    check_grade(question, 1)
    assert "met Code that passes every test" in text_of(question)
    for number in (2, 3):
        await reading()
        double.say(eva, strong(question))
        question = await double.sees(eva, f"Question {number}:")
        check_grade(question, number)
    await double.sees(eva, "Interview completed")
    await check_report(double, eva)
    assert not notices(double, eva)


async def test_a_bare_command_asks_what_to_practise(double: Double) -> None:
    flo = double.person("flo")
    opened = await double.command(flo, "/interview", where=double.channel)
    form = await opened.shows("Company")
    values = {"company": "Google", "rounds": ["technical_qa", "behavioral"], "questions": "1"}
    await double.submit(flo, form, values)
    question = await double.sees(flo, "Question 1 of 2 · Technical")
    assert "Google" in text_of(question)
    assert (await double.sees(flo, "in our direct messages", where=double.channel)).ephemeral


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("google sde intern 1 question", ("Google · sde intern", "3 questions: DSA")),
        ("start amazon behavioral 1 question", ("Amazon", "1 question: Behavioral")),
        (
            "start company:Google rounds:dsa,behavioral questions:2",
            ("Google", "4 questions: DSA, Behavioral"),
        ),
    ],
)
async def test_an_interview_in_a_few_words(double: Double, typed: str, shown: tuple[str, ...]) -> None:
    person = double.person(f"words {typed}")
    await double.command(person, "/interview", typed)
    text = text_of(await double.sees(person, "Question 1 of"))
    assert all(words in text for words in shown), text


@pytest.mark.parametrize(
    ("command", "typed", "answer"),
    [
        ("/interview", "histroy", "/interview history"),
        ("/interview", "start colour:red", "has no option `colour`"),
        ("/interview", "hint", "No interview is open"),
        ("/answer", "It depends.", "No interview is open"),
        ("/help", "interview why", "/interview why"),
        ("/company", "google", "Google"),
        ("/report", "session nonsense", "Not found"),
    ],
)
async def test_what_a_command_answers_where_no_interview_is_open(
    double: Double, command: str, typed: str, answer: str
) -> None:
    person = double.person(f"none {command} {typed}")
    asked = await double.command(person, command, typed, where=double.channel)
    assert (await said(asked, answer.replace("`", ""))).ephemeral


@pytest.mark.acceptance
async def test_hints_pause_resume_skip_and_end(double: Double) -> None:
    gus = double.person("gus")
    question = await begun(double, gus)
    hint = await said(await double.press(gus, question, "Hint"), "Hint 1 of")
    assert "Hint 1 of" in text_of(hint)
    paused = await said(await double.press(gus, question, "Pause"), "Paused")
    await stands_at(double, gus, "0 answered, 3 to go")
    resumed = await said(await double.press(gus, paused, "Resume"), "Question 1 of 3")
    second = await said(await double.press(gus, resumed, "Skip"), "Question 2 of 3")
    why = await said(await double.command(gus, "/answer", prose(second)), "Question 2:")
    rows = await said(await double.press(gus, why, "Why"), "% of the score")
    assert f"Question 2: {score(why, 2)}/100" in text_of(rows)
    sure = await double.press(gus, why, "End")
    asked = await double.press(gus, await asked_to_end(sure), "End")
    await said(asked, "Interview")
    await check_report(double, gus)


async def asked_to_end(pressed: Asked) -> Message:
    """The question whether it is to end, below which the button stands that ends it."""
    return await pressed.message(lambda text: "end" in text.casefold())
