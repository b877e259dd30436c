"""Several students, buttons of others and of the past, and the menu entry that scores a message."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.discord.dialogue import begun, code, on_stage, prose, question_in, score, seen_texts, strong
from tests.discord.double import Asked, Double, Message, Person, buttons_of, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

MENU = "Score this answer"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start)) as opened:
        yield opened


async def said(asked: Asked, words: str) -> Message:
    return await asked.message(lambda text: words in text)


async def stands_at(double: Double, person: Person, words: str) -> None:
    await said(await double.command(person, "interview status"), words)


async def test_two_students_answer_at_once_and_each_gets_their_own_grade(double: Double) -> None:
    ana, ben = double.person("ana"), double.person("ben")
    questions = [await begun(double, student, rounds="technical_qa,behavioral") for student in (ana, ben)]
    answers = (strong(questions[0]), "I have no idea what that is about, sorry.")
    asked = await asyncio.gather(
        *(double.command(p, "answer", {"text": a}) for p, a in zip((ana, ben), answers, strict=True))
    )
    good, bad = [text_of(await said(one, "Question 1:")) for one in asked]
    assert score(good, 1) >= 70
    assert score(bad, 1) <= 30
    assert not any(f"Question 1: {score(bad, 1)}/" in text for text in seen_texts(double, ana))


async def test_buttons_of_somebody_else_do_nothing(double: Double) -> None:
    """A moderator can read a student's private thread, and press what stands there."""
    owner, moderator = double.person("owner"), double.person("moderator")
    double.close_dms(owner)
    asked = await double.command(owner, "interview start", {"company": "Google"}, where=double.channel)
    await said(asked, "private thread")
    (thread,) = double.threads(owner)
    question = await double.sees(owner, "Question 1 of 6", where=thread)
    question.place.people.add(moderator.id)
    for label in ("Answer", "Hint", "Skip", "Pause", "End"):
        asked = await double.press(moderator, question, label)
        assert asked.modal is None, label
        await said(asked, "Not found")
    await stands_at(double, owner, "### Google\n0 answered, 6 to go")


async def test_pressing_twice_skips_once(double: Double) -> None:
    cem = double.person("cem")
    question = await begun(double, cem)
    presses = [await double.press(cem, question, "Skip", wait=False) for _ in range(2)]
    for press in presses:
        await said(press, "Question 2 of 3")
    await stands_at(double, cem, "0 answered, 2 to go")
    await said(await double.press(cem, question, "Skip"), "Already past that question")


async def test_submitting_twice_grades_once(double: Double) -> None:
    dia = double.person("dia")
    question = await begun(double, dia)
    double.say(dia, code(question))
    notice = await double.sees(dia, "1 message.")
    for press in [await double.press(dia, notice, "Submit", wait=False) for _ in range(2)]:
        await press.acknowledged()
    await double.sees(dia, "Question 1:")
    await stands_at(double, dia, "1 answered, 2 to go")
    assert sum("Question 1:" in text for text in seen_texts(double, dia)) == 1


async def test_buttons_of_an_ended_interview_say_so(double: Double) -> None:
    eva = double.person("eva")
    question = await begun(double, eva, rounds="technical_qa")
    await said(await double.command(eva, "answer", {"text": strong(question)}), "Question 1:")
    for label in ("Answer", "Hint", "Skip", "Pause"):
        refused = await said(await double.press(eva, question, label), "No interview is open")
        assert [button.label for button in buttons_of(refused)] == ["Start", "History"]
    again = await double.command(eva, "interview start", {"rounds": "behavioral", "questions": 1})
    await said(again, "Question 1 of 1")
    await said(await double.press(eva, question, "Hint"), "Already over")


async def test_scoring_ones_own_message_of_a_channel_answers_in_private(double: Double) -> None:
    flo, ben = double.person("flo"), double.person("ben")
    question = await begun(double, flo, rounds="technical_qa,behavioral", where=double.channel)
    message = double.say(flo, prose(question), where=double.channel)
    graded = await said(await double.menu(flo, MENU, message), "Question 1:")
    assert graded.ephemeral
    assert score(text_of(graded), 1) >= 70
    assert not any("/100" in text for text in seen_texts(double, ben, double.channel))


async def test_scoring_a_message_with_a_file(double: Double) -> None:
    gus = double.person("gus")
    question = await begun(double, gus, rounds="dsa", questions=2, where=double.channel)
    assert question_in(question).runs_code
    files = [("banner.py", code(question).encode())]
    message = double.say(gus, prose(question), where=double.channel, files=files)
    graded = await said(await double.menu(gus, MENU, message), "Question 1:")
    assert "tests passed" in text_of(graded)


async def test_only_ones_own_messages_are_scored(double: Double) -> None:
    hal, ina = double.person("hal"), double.person("ina")
    question = await begun(double, hal)
    theirs = double.say(ina, "A stack of rising heights.", where=double.channel)
    for message in (theirs, question):
        refused = await said(await double.menu(hal, MENU, message), "Not your message")
        assert refused.ephemeral == (message is theirs)
    await stands_at(double, hal, "0 answered, 3 to go")


async def test_scoring_with_no_interview_open_offers_one(double: Double) -> None:
    jon = double.person("jon")
    message = double.say(jon, "What would you give me for this?", where=double.channel)
    refused = await said(await double.menu(jon, MENU, message), "No interview is open")
    assert [button.label for button in buttons_of(refused)] == ["Start"]
    assert refused.ephemeral
