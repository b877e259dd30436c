"""The gateway breaks in every way that Discord's does, in the middle of an answer, and nobody notices."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.discord.double import Double, text_of
from tests.discord.process import RunningBot
from tests.discord.trouble import ANSWER, Stage, begun, eventually, stage, times_seen

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

RESULT = r"/messages/@original$"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    first_start: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Stage, RunningBot]]:
    """A bot of two shards."""
    async with stage(first_start, tmp_path_factory.mktemp("bot"), shards=2) as there, there.bot() as bot:
        yield there, bot


BREAKS: dict[str, Callable[[Double], Awaitable[None]]] = {
    "op 7": lambda double: double.reconnect(),
    "op 9, resumable": lambda double: double.invalidate(resumable=True),
    "op 9": lambda double: double.invalidate(resumable=False),
    "cut": lambda double: double.cut(),
}


@pytest.mark.parametrize("how", BREAKS)
async def test_a_break_in_the_middle_of_an_answer(running: tuple[Stage, RunningBot], how: str) -> None:
    there, _ = running
    double, ana = there.double, there.double.person(f"ana, {how}")
    await begun(double, ana)
    double.delay("PATCH", RESULT, 1.0)
    answer = await double.command(ana, "answer", {"text": ANSWER})
    await BREAKS[how](double)
    await answer.message(lambda text: "Question 1: " in text and "Question 2 of 3" in text)
    hint = await double.press(ana, answer.messages[0], "Hint")
    await hint.message(lambda text: "Hint 1 of" in text)
    assert times_seen(double, ana, "Question 1: ") == 1
    assert [one.student_answer for one in await there.attempts(ana)] == [ANSWER]


async def test_what_is_said_while_the_line_is_down_comes_with_the_resume(
    running: tuple[Stage, RunningBot],
) -> None:
    there, _ = running
    double, ben = there.double, there.double.person("ben")
    question = await begun(double, ben)
    async with double.away():
        hint = await double.press(ben, question, "Hint", wait=False)
        double.say(ben, ANSWER)
    await hint.message(lambda text: "Hint 1 of" in text)
    notice = await double.sees(ben, "Writing your answer")
    assert "1 message" in text_of(notice)


async def test_each_shard_logs_one_line_and_is_served(running: tuple[Stage, RunningBot]) -> None:
    there, bot = running
    double, cleo = there.double, there.double.person("cleo")
    far = double.new_guild("Another Hall", shard=1)
    for place in (double.channel, far, None):
        asked = await double.command(cleo, "company list", where=place)
        await asked.message(lambda text: "Google" in text)
    line = "discord shard {} of 2 is connected as mockingbird; servers: "

    async def all_logged() -> bool:
        return all(line.format(shard) in bot.log() for shard in range(2))

    await eventually(all_logged)
    assert "Traceback" not in bot.log()
