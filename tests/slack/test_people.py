"""Several students, buttons of others and of the past, and the shortcut that scores a message."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.slack.who import actor_of
from domain.requests import Request
from tests.cli.process import started
from tests.slack.dialogue import (
    begun,
    code,
    labels,
    on_stage,
    prose,
    question_in,
    said,
    score,
    seen_texts,
    stands_at,
    strong,
)
from tests.slack.double import Double, buttons_of, text_of
from tests.world import open_world

pytestmark = pytest.mark.asyncio(loop_scope="module")

MENU = "score_answer"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start)) as opened:
        yield opened


async def test_two_students_answer_at_once_and_each_gets_their_own_grade(double: Double) -> None:
    ana, ben = double.person("ana"), double.person("ben")
    questions = [await begun(double, student, "rounds:technical_qa,behavioral") for student in (ana, ben)]
    answers = (strong(questions[0]), "I have no idea what that is about, sorry.")
    asked = await asyncio.gather(
        *(double.command(p, "/answer", a) for p, a in zip((ana, ben), answers, strict=True))
    )
    good, bad = [await said(one, "Question 1:") for one in asked]
    assert score(good, 1) >= 70
    assert score(bad, 1) <= 30
    assert not any(f"Question 1: {score(bad, 1)}/" in text for text in seen_texts(double, ana))


async def test_the_same_id_in_two_workspaces_is_two_people(world_folder: Path) -> None:
    async with open_world(world_folder) as world:
        replies = [
            await world.dispatcher.handle(Request(actor_of(team, "U1"), "interview start"), world.note)
            for team in ("T1", "T2")
        ]
    first, second = [reply.data["session_id"] for reply in replies if reply is not None]
    assert first != second


async def test_buttons_of_somebody_else_do_nothing(double: Double) -> None:
    """A button's event names whoever pressed it, so it is forged on a message that the other sees."""
    owner, other, channel = double.person("owner"), double.person("other"), double.new_channel("forged")
    question = await begun(double, owner, "", where=channel)
    root = double.say(other, "Is this yours?", where=channel)
    for button in buttons_of(question):
        asked = await double.press_value(other, root, "press0", button.value)
        assert (await said(asked, "Not found")).private_to == other.id
        assert asked.view is None
    await stands_at(double, owner, "0 answered, 3 to go")


async def test_a_button_that_is_none_of_ours(double: Double) -> None:
    gus = double.person("gus")
    root = double.say(gus, "hello", where=double.channel)
    for value in ("", "no such token \u2603", "x" * 200):
        await said(await double.press_value(gus, root, "press0", value), "not one of mine")
    await said(await double.press_value(gus, root, "press0", "no+such+action"), "no longer exists")


async def test_pressing_twice_skips_once(double: Double) -> None:
    cem = double.person("cem")
    question = await begun(double, cem)
    for press in await asyncio.gather(*(double.press(cem, question, "Skip") for _ in range(2))):
        await said(press, "Question 2 of 3")
    await stands_at(double, cem, "0 answered, 2 to go")
    await said(await double.press(cem, question, "Skip"), "Already past that question")


@pytest.mark.acceptance
async def test_buttons_of_an_ended_interview_say_so(double: Double) -> None:
    eva = double.person("eva")
    question = await begun(double, eva, "rounds:technical_qa")
    await said(await double.command(eva, "/answer", strong(question)), "Interview completed")
    for label in ("Answer", "Hint", "Skip", "Pause"):
        refused = await said(await double.press(eva, question, label), "No interview is open")
        assert labels(refused) == ["Start", "History"]
    await begun(double, eva, "rounds:behavioral")
    await said(await double.press(eva, question, "Hint"), "Already over")


async def test_scoring_ones_own_message_of_a_channel_answers_in_private(double: Double) -> None:
    flo, ben = double.person("flo"), double.person("ben")
    question = await begun(double, flo, "rounds:technical_qa,behavioral", where=double.channel)
    message = double.say(flo, prose(question), where=double.channel, mention_bot=True)
    graded = await said(await double.shortcut(flo, MENU, message), "Question 1:")
    assert graded.private_to == flo.id
    assert score(graded, 1) >= 70
    assert not any("/100" in text for text in seen_texts(double, ben, double.channel))


async def test_scoring_a_message_with_a_file(double: Double) -> None:
    kai = double.person("kai")
    question = await begun(double, kai, "rounds:dsa,behavioral")
    assert question_in(question).runs_code
    files = [("banner.py", code(question).encode())]
    message = double.say(kai, prose(question), where=double.channel, files=files)
    graded = await said(await double.shortcut(kai, MENU, message), "Question 1:")
    assert "tests passed" in text_of(graded)


async def test_only_ones_own_messages_are_scored(double: Double) -> None:
    hal, ina = double.person("hal"), double.person("ina")
    question = await begun(double, hal)
    theirs = double.say(ina, "A stack of rising heights.", where=double.channel)
    for message in (theirs, question):
        refused = await said(await double.shortcut(hal, MENU, message), "Not your message")
        assert refused.ephemeral == (message is theirs)
    await stands_at(double, hal, "0 answered, 3 to go")
