"""Messages in a DM: several make one answer, and what is typed like a command is one."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.discord.dialogue import begun, code, on_stage, prose, reading, score, seen_texts, strong
from tests.discord.double import Double, Message, Person, buttons_of, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAUSE = 2.0
WRITING = "Writing your answer"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    env = {"MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": str(PAUSE)}
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start), env) as opened:
        yield opened


def notices(double: Double, person: Person) -> list[Message]:
    return [one for one in double.history(person) if WRITING in text_of(one)]


async def test_a_burst_of_messages_has_one_notice_and_is_one_answer_in_order(double: Double) -> None:
    ana = double.person("ana")
    question = await begun(double, ana)
    program = f"```python\n{code(question)}\n```"
    said = [*re.split(r"(?<=[.:])\s", prose(question)), program]
    for text in said:
        double.say(ana, text)
    notice = await double.sees(ana, f"{len(said)} messages.")
    assert notices(double, ana) == [notice]
    await double.press(ana, notice, "Submit")
    assert re.search(r"All \d+ tests passed", text_of(await double.sees(ana, "Question 1:")))
    assert not notices(double, ana)


async def test_the_only_message_edited_is_the_answer_as_edited(double: Double) -> None:
    ben = double.person("ben")
    question = await begun(double, ben, rounds="technical_qa")
    message = double.say(ben, "It depends.")
    notice = await double.sees(ben, "1 message.")
    double.edit(ben, message, prose(question))
    await double.called("PATCH", rf"/messages/{notice.id}$", 200)
    assert notices(double, ben) == [notice]
    result = await double.sees(ben, "Question 1:")
    assert result is notice
    assert score(text_of(result), 1) >= 70


async def test_a_draft_whose_every_message_is_deleted_is_forgotten(double: Double) -> None:
    cem = double.person("cem")
    question = await begun(double, cem, rounds="technical_qa")
    message = double.say(cem, "No idea.")
    notice = await double.sees(cem, "1 message.")
    double.delete(cem, message)
    await double.called("DELETE", rf"/messages/{notice.id}$", 204)
    double.say(cem, prose(question))
    second = await double.sees(cem, "1 message.")
    await double.press(cem, second, "Submit")
    assert score(text_of(await double.sees(cem, "Question 1:")), 1) >= 70


async def test_a_message_deleted_at_once_is_in_no_answer(double: Double) -> None:
    lea = double.person("lea")
    question = await begun(double, lea, rounds="technical_qa")
    double.delete(lea, double.say(lea, "That was meant for somebody else."))
    await double.called("DELETE", rf"/channels/{double.dm(lea).id}/messages/\d+$", 204)
    assert double.history(lea) == [question]


async def test_who_types_is_waited_for(double: Double) -> None:
    """Dia writes first and goes on typing; Eva writes later, is quiet, and is graded first."""
    dia, eva = double.person("dia"), double.person("eva")
    for student in (dia, eva):
        await begun(double, student, rounds="behavioral")
    double.say(dia, "In my second year")
    notice = await double.sees(dia, "1 message.")
    double.type(dia)
    double.say(eva, "Once I led a team of four.")
    await double.sees(eva, "Question 1:")
    assert notices(double, dia) == [notice]
    double.say(dia, "I was asked to lead four people.")
    await double.sees(dia, "2 messages.")
    await double.press(dia, notice, "Submit")
    await double.sees(dia, "Question 1:")


async def test_an_answer_by_command_takes_the_messages_before_it_along(double: Double) -> None:
    flo = double.person("flo")
    question = await begun(double, flo, rounds="dsa")
    double.say(flo, prose(question))
    notice = await double.sees(flo, "1 message.")
    asked = await double.command(flo, "answer", {"text": code(question)})
    graded = await asked.message(lambda text: "Question 1:" in text)
    assert score(text_of(graded), 1) >= 85
    await double.called("DELETE", rf"/messages/{notice.id}$", 204)


async def test_submit_of_another_message_leaves_no_notice(double: Double) -> None:
    kim = double.person("kim")
    question = await begun(double, kim, rounds="dsa")
    double.say(kim, prose(question))
    notice = await double.sees(kim, "1 message.")
    asked = await double.command(kim, "interview hint")
    hint = await asked.message(lambda text: "Hint 1" in text)
    await double.press(kim, hint, "Submit")
    assert await double.sees(kim, "Question 1:") is hint
    await double.called("DELETE", rf"/messages/{notice.id}$", 204)


async def test_an_edit_after_a_pause_of_the_interview_is_waited_for_like_a_message(double: Double) -> None:
    lou = double.person("lou")
    question = await begun(double, lou, rounds="behavioral")
    message = double.say(lou, "In my second year")
    notice = await double.sees(lou, "1 message.")
    paused = await double.press(lou, question, "Pause")
    there = await paused.message(lambda text: "Paused" in text)
    double.edit(lou, message, "In my third year")
    await double.sees(lou, "press Submit when it is whole.")
    resumed = await double.press(lou, there, "Resume")
    await resumed.message(lambda text: "Welcome back" in text)
    double.edit(lou, message, "In my second year I led four people.")
    assert await double.sees(lou, "Question 1:") is notice


@pytest.mark.parametrize("typed", ["/interview skip", "/answer It depends."])
async def test_a_typed_command_that_ends_the_question_leaves_no_notice(double: Double, typed: str) -> None:
    mia = double.person(f"mia {typed}")
    await begun(double, mia, rounds="behavioral", questions=2)
    double.say(mia, "In my second year")
    notice = await double.sees(mia, "1 message.")
    double.say(mia, typed)
    await double.sees(mia, "Question 2 of 2")
    await double.called("DELETE", rf"/messages/{notice.id}$", 204)


async def test_skip_takes_the_notice_away_and_why_leaves_it(double: Double) -> None:
    noa = double.person("noa")
    first = await begun(double, noa, rounds="behavioral", questions=3)
    double.say(noa, "In my second year")
    notice = await double.sees(noa, "1 message.")
    await double.press(noa, first, "Skip")
    await double.called("DELETE", rf"/messages/{notice.id}$", 204)
    await double.command(noa, "answer", {"text": "It depends."})
    result = await double.sees(noa, "Question 2:")
    await reading()
    double.say(noa, "When I began to study")
    notice = await double.sees(noa, "1 message.")
    why = await double.press(noa, result, "Why")
    await why.message(lambda text: "of the score" in text)
    double.type(noa)
    double.say(noa, "I was asked to lead four people.")
    await double.sees(noa, "2 messages.")
    assert notices(double, noa) == [notice]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/interview hint", "Hint 1 of"),
        ("/interview status", "0 answered, 1 to go"),
        ("/help interview why", "/interview why"),
        ("hint", "If you meant the button, press it"),
        ("Skip!", "If you meant the button, press it"),
        ("/interview", "needs one more word"),
        ("/intervew hint", "Did you mean `/interview hint`"),
        ("/interview start colour:red", "has no option `colour`"),
    ],
)
async def test_what_is_typed_as_text(double: Double, typed: str, said: str) -> None:
    gus = double.person(f"gus {typed}")
    await begun(double, gus, rounds="technical_qa")
    double.say(gus, typed)
    await double.sees(gus, said)
    assert not notices(double, gus)


async def test_a_typed_answer_command(double: Double) -> None:
    hal = double.person("hal")
    question = await begun(double, hal, rounds="technical_qa")
    double.say(hal, "/answer")
    opener = await double.sees(hal, "opens the form")
    form = await double.press(hal, opener, "Open")
    assert form.modal is not None
    double.say(hal, f"/answer {prose(question)}")
    assert score(text_of(await double.sees(hal, "Question 1:")), 1) >= 70


async def test_an_interview_begun_and_ended_by_text_alone(double: Double) -> None:
    ina = double.person("ina")
    double.say(ina, "hello")
    greeted = await double.sees(ina, "Hello! Ask me about")
    assert "What I know of you" in [button.label for button in buttons_of(greeted)]
    double.say(ina, "/interview start company:Google rounds:dsa questions:1")
    question = await double.sees(ina, "Question 1 of 1")
    double.say(ina, strong(question))
    await double.sees(ina, "Your report")
    assert score("\n".join(seen_texts(double, ina)), 1) >= 85


async def test_a_text_that_only_begins_like_a_command_is_an_answer(double: Double) -> None:
    jon = double.person("jon")
    await begun(double, jon, rounds="technical_qa")
    double.say(jon, "/usr/bin holds programs, which is beside the point.")
    await double.sees(jon, "1 message.")
