"""The network swallows a request or its answer: the reply still arrives, and only once."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.discord.line import Line, over_a_line
from tests.discord.trouble import ANSWER, Stage, begun, stage, times_seen

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

CALLBACK, RESULT, SENT = r"POST .*/callback", r"PATCH .*/messages/", r"POST .*/channels/\d+/messages"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    first_start: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Stage, Line]]:
    folder = tmp_path_factory.mktemp("bot")
    async with stage(first_start, folder) as there, over_a_line(there.double) as line, there.bot() as bot:
        yield there, line
        assert "Traceback" not in bot.log(), bot.log()


def break_at(line: Line, when: str, what: str) -> None:
    setattr(line, when, re.compile(what))


@pytest.mark.parametrize("when", ["heard", "unheard"])
async def test_each_kind_of_reply_outlasts_a_broken_line(running: tuple[Stage, Line], when: str) -> None:
    there, line = running
    double, ana = there.double, there.double.person(f"ana {when}")
    question = await begun(double, ana)

    break_at(line, when, CALLBACK)
    await double.press(ana, question, "Hint")
    await double.sees(ana, "Hint 1 of")
    break_at(line, when, SENT)
    double.say(ana, ANSWER)
    notice = await double.sees(ana, "Writing your answer")
    break_at(line, when, CALLBACK)
    submit = await double.press(ana, notice, "Submit")
    await submit.message(lambda text: "Question 1: " in text)
    break_at(line, when, RESULT)
    answer = await double.command(ana, "answer", {"text": ANSWER})
    await answer.message(lambda text: "Question 2: " in text)

    for text in ("Hint 1 of", "Question 1: ", "Question 2: "):
        assert times_seen(double, ana, text) == 1, text
    assert times_seen(double, ana, "Something went wrong") == 0
    assert len(await there.attempts(ana)) == 2
