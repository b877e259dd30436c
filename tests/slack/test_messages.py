"""Messages in a DM: several make one answer, and what is typed like a command is one."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.slack.dialogue import (
    begun,
    code,
    labels,
    notices,
    on_stage,
    prose,
    said,
    score,
    seen_texts,
    stands_at,
    strong,
)
from tests.slack.double import Double, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAUSE = 2.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    env = {"MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": str(PAUSE)}
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start), env) as opened:
        yield opened


async def test_a_burst_of_messages_has_one_notice_and_is_one_answer_in_order(double: Double) -> None:
    ana = double.person("ana")
    question = await begun(double, ana, "rounds:dsa")
    texts = [*re.split(r"(?<=[.:])\s", prose(question)), f"```\n{code(question)}\n```"]
    for text in texts:
        double.say(ana, text)
    notice = await double.sees(ana, f"{len(texts)} messages.")
    assert notices(double, ana) == [notice]
    await double.press(ana, notice, "Submit")
    assert re.search(r"All \d+ tests passed", text_of(await double.sees(ana, "Question 1:")))
    assert not notices(double, ana)


async def test_the_only_message_edited_is_the_answer_as_edited(double: Double) -> None:
    ben = double.person("ben")
    question = await begun(double, ben, "rounds:technical_qa")
    message = double.say(ben, "It depends.")
    notice = await double.sees(ben, "1 message.")
    double.edit(ben, message, prose(question))
    await double.settled(lambda: notice.edited_at)
    assert notices(double, ben) == [notice]
    result = await double.sees(ben, "Question 1:")
    assert result is notice
    assert score(result, 1) >= 70


async def test_a_draft_whose_every_message_is_deleted_is_forgotten(double: Double) -> None:
    cem = double.person("cem")
    question = await begun(double, cem, "rounds:technical_qa")
    message = double.say(cem, "No idea.")
    notice = await double.sees(cem, "1 message.")
    double.delete(cem, message)
    await double.settled(lambda: notice.deleted)
    double.say(cem, prose(question))
    second = await double.sees(cem, "1 message.")
    await double.press(cem, second, "Submit")
    assert score(await double.sees(cem, "Question 1:"), 1) >= 70
    assert not notices(double, cem)


async def test_an_answer_by_command_takes_the_messages_before_it_along(double: Double) -> None:
    flo = double.person("flo")
    question = await begun(double, flo, "rounds:dsa")
    double.say(flo, prose(question))
    notice = await double.sees(flo, "1 message.")
    asked = await double.command(flo, "/answer", code(question))
    assert score(await said(asked, "Question 1:"), 1) >= 85
    await double.settled(lambda: notice.deleted)


async def test_submit_of_another_message_leaves_no_notice(double: Double) -> None:
    kim = double.person("kim")
    question = await begun(double, kim, "rounds:dsa")
    double.say(kim, prose(question))
    notice = await double.sees(kim, "1 message.")
    hint = await said(await double.command(kim, "/interview", "hint"), "Hint 1 of")
    await double.press(kim, hint, "Submit")
    assert await double.sees(kim, "Question 1:") is hint
    await double.settled(lambda: notice.deleted)


async def test_submitting_twice_grades_once_and_the_result_stays(double: Double) -> None:
    dia = double.person("dia")
    question = await begun(double, dia)
    double.say(dia, code(question))
    notice = await double.sees(dia, "1 message.")
    first, second = await asyncio.gather(*(double.press(dia, notice, "Submit") for _ in range(2)))
    await said(first, "Question 1:")
    refusals = ("being graded already", "dealt with already", "taken a moment ago")
    await second.message(lambda text: any(words in text for words in refusals))
    assert "Question 1:" in text_of(notice)
    await stands_at(double, dia, "1 answered, 2 to go")
    assert sum("Question 1:" in text for text in seen_texts(double, dia)) == 1


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/interview hint", "Hint 1 of"),
        ("/interview status", "0 answered, 1 to go"),
        ("/help interview why", "/interview why"),
        ("hint", "If you meant the button, press it"),
        ("Skip!", "If you meant the button, press it"),
        ("/interview", "One interview at a time"),
        ("/intervew hint", "There is no /intervew"),
        ("/interview start colour:red", "has no option colour"),
        ("where do i stand?", "0 answered, 1 to go"),
    ],
)
async def test_what_is_typed_as_text(double: Double, typed: str, answer: str) -> None:
    person = double.person(f"typed {typed}")
    await begun(double, person, "rounds:technical_qa")
    double.say(person, typed)
    await double.sees(person, answer)
    assert not notices(double, person)


async def test_a_typed_answer_command(double: Double) -> None:
    hal = double.person("hal")
    question = await begun(double, hal, "rounds:technical_qa")
    double.say(hal, "/answer")
    opener = await double.sees(hal, "opens the form")
    await (await double.press(hal, opener, "Open")).shows("Your answer")
    double.say(hal, f"/answer {prose(question)}")
    assert score(await double.sees(hal, "Question 1:"), 1) >= 70


async def test_an_interview_begun_and_ended_by_text_alone(double: Double) -> None:
    ina = double.person("ina")
    double.say(ina, "hello")
    assert "What I know of you" in labels(await double.sees(ina, "Hello! Ask me about"))
    double.say(ina, "/interview google dsa 1 question")
    question = await double.sees(ina, "Question 1 of 1")
    double.say(ina, strong(question))
    assert score(await double.sees(ina, "Question 1:"), 1) >= 85
    await double.sees(ina, "Your report")


async def test_an_answer_may_begin_like_a_path(double: Double) -> None:
    jon = double.person("jon")
    await begun(double, jon, "rounds:technical_qa")
    double.say(jon, "/usr/bin holds programs, which is beside the point.")
    await double.sees(jon, "1 message.")


async def test_signs_that_slack_escapes_arrive_as_they_were_typed(double: Double) -> None:
    kai = double.person("kai")
    question = await begun(double, kai, "rounds:dsa")
    marked = code(question).replace("\n", "  # a < b && c > d & &lt;\n", 1)
    double.say(kai, f"{prose(question)}\n```\n{marked}\n```")
    await double.press(kai, await double.sees(kai, "1 message."), "Submit")
    assert re.search(r"All \d+ tests passed", text_of(await double.sees(kai, "Question 1:")))


async def test_an_edit_after_the_answer_was_taken_changes_nothing(double: Double) -> None:
    leo = double.person("leo")
    question = await begun(double, leo)
    message = double.say(leo, code(question))
    await double.press(leo, await double.sees(leo, "1 message."), "Submit")
    graded = text_of(await double.sees(leo, "Question 1:"))
    double.edit(leo, message, "something else")
    await double.heard(message)
    await stands_at(double, leo, "1 answered, 2 to go")
    assert [text for text in seen_texts(double, leo) if "Question 1:" in text] == [graded]
    assert not notices(double, leo)
