"""How the bot starts, is refused, and stops: one sentence where the operator is needed, and nothing lost."""

import asyncio
import io
import re
from collections.abc import Awaitable
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.doctor import examine
from tests.cli.forked import Forked
from tests.cli.process import command, environment
from tests.discord.double import Asked, Double, Permission, Person, text_of
from tests.discord.line import over_a_line
from tests.discord.trouble import ANSWER, begun, stage, times_seen

pytestmark = pytest.mark.acceptance

WRONG = "MTIz.GabcDE.this-token-is-wrong"
JUDGED = {"MOCKINGBIRD__JUDGE__SECONDS_PER_TEST": "1", "MOCKINGBIRD__JUDGE__SECONDS_IN_ALL": "2"}
ENDLESS = "```python\ndef {}(*args):\n    while True:\n        pass\n```"


def at(double: Double, token: str = "") -> dict[str, Any]:
    return {
        "DISCORD_TOKEN": token or double.settings.token,
        "DISCORD_API_URL": double.url,
        "DISCORD_GATEWAY_URL": double.gateway_url,
    }


async def test_without_a_token_there_is_one_sentence(data_folder: Path) -> None:
    code, out, err = await command(data_folder, "run")
    assert (code, out) == (2, "")
    assert "DISCORD_TOKEN" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("token", [WRONG, "two\nlines"])
async def test_a_wrong_token_is_one_sentence_that_does_not_show_it(
    first_start: Path, tmp_path: Path, token: str
) -> None:
    async with stage(first_start, tmp_path) as there:
        code, out, err = await command(tmp_path, **at(there.double, token))
    assert (code, out) == (2, "")
    assert "Reset Token" in err
    assert len(err.splitlines()) == 1
    assert not any(part in err for part in token.split())


async def test_an_intent_that_is_not_allowed_is_done_without(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there:
        double, ana = there.double, there.double.person("ana")
        async with there.bot(MOCKINGBIRD__DISCORD__MESSAGE_CONTENT="true") as bot:
            await begun(double, ana)
            double.say(ana, ANSWER)
            await double.sees(ana, "Writing your answer")
        warnings = [line for line in bot.log().splitlines() if "level=warning" in line]
        assert len(warnings) == 1, warnings
        assert "message-content intent" in warnings[0]


async def test_discord_is_tried_again_until_it_is_there(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there, over_a_line(there.double) as line:
        line.refusing = 3
        async with there.bot() as bot:
            await begun(there.double, there.double.person("ana"))
        assert "Discord cannot be reached" in bot.log()
        assert "Traceback" not in bot.log()


async def stopped(folder: Path, double: Double, when: Awaitable[object]) -> str:
    """The log of a bot that is told to stop at that moment of its start, and does so."""
    path = folder / "bot.log"
    with path.open("wb") as log:
        bot = await Forked.writing_to(log, environment=environment(folder, **at(double)))
    try:
        await asyncio.wait_for(when, 30)
        bot.terminate()
        await asyncio.wait_for(bot.wait(), 10)
    finally:
        bot.kill()
        await bot.wait()
    assert bot.returncode == 0, path.read_text()
    return path.read_text()


async def test_a_stop_while_discord_is_not_there_is_at_once(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there, over_a_line(there.double) as line:
        line.refusing = 99
        assert "Traceback" not in await stopped(tmp_path, there.double, line.refused.wait())


async def test_a_stop_while_the_gateway_is_silent_is_at_once(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there, there.double.away():
        asked = there.double.called("GET", "^/gateway/bot$", 200, within=30)
        assert "Traceback" not in await stopped(tmp_path, there.double, asked)


async def test_a_token_reset_in_the_middle_ends_the_bot_with_a_sentence(
    first_start: Path, tmp_path: Path
) -> None:
    async with stage(first_start, tmp_path) as there, there.bot() as bot:
        world = there.double._server.world
        world.settings = replace(world.settings, token="another")
        for socket in there.double.gateway._live().values():
            await socket.raw.close(code=4004, message=b"Authentication failed.")
        assert await asyncio.wait_for(bot.process.wait(), 60) == 2
        assert "Reset Token" in bot.log().splitlines()[-1]
        assert "Traceback" not in bot.log()


async def findings(monkeypatch: pytest.MonkeyPatch, **env: str) -> tuple[int, str]:
    """The doctor's exit code, and what it prints of Discord."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    printed = io.StringIO()
    with redirect_stdout(printed):
        code = await examine()
    return code, "\n".join(line for line in printed.getvalue().splitlines() if line.startswith("discord"))


async def test_the_doctor_looks_at_discord(
    first_start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCKINGBIRD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MOCKINGBIRD__GRADING__SEMANTIC", "false")
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    async with stage(first_start, tmp_path) as there:
        double = there.double
        code, said = await findings(monkeypatch)
        assert (code, "DISCORD_TOKEN is not set" in said) == (0, True)
        code, said = await findings(monkeypatch, **at(double, WRONG))
        assert (code, "Reset Token" in said, WRONG in said) == (1, True, False)
        double.publish([])
        double.guild.allowed = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES
        asks = {"MOCKINGBIRD__DISCORD__MESSAGE_CONTENT": "true"}
        code, said = await findings(monkeypatch, **at(double), **asks)
        assert code == 1
        for missing in ("discord-sync", "Create Private Threads", "Message Content Intent"):
            assert missing in said


async def test_discord_sync_says_in_a_sentence_why_it_cannot(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there:
        double = there.double
        none = await command(tmp_path, "discord-sync")
        wrong = await command(tmp_path, "discord-sync", **at(double, WRONG))
        access = {"message": "Missing Access", "code": 50001}
        double.fail("GET", r"/guilds/4711/commands", 403, body=access)
        unknown = await command(tmp_path, "discord-sync", "--guild", "4711", **at(double))
    for (code, out, err), said in ((none, "DISCORD_TOKEN"), (wrong, "token"), (unknown, "4711")):
        assert (code, out) == (2, "")
        assert said in err
        assert len(err.splitlines()) == 1
        assert WRONG not in err


async def in_the_judge(double: Double, ana: Person, ben: Person) -> Asked:
    """One answers by command and one by message, with code that never ends."""
    options: dict[str, Any] = {"rounds": "dsa", "questions": 1}
    first = await double.command(ana, "interview start", options)
    question = text_of(await first.message(lambda text: "Question 1 of 1" in text))
    name = re.search(r"def (\w+)\(", question)
    assert name
    await double.command(ben, "interview start", options)
    await double.sees(ben, "Question 1 of 1")
    double.say(ben, ENDLESS.format(name[1]))
    notice = await double.sees(ben, "Writing your answer")
    await double.press(ben, notice, "Submit")
    answer = await double.command(ana, "answer", {"text": ENDLESS.format(name[1])})
    await answer.message(lambda text: "ests" in text)
    return answer


async def test_a_stop_ends_what_is_in_the_judge_first(
    first_start: Path, tmp_path: Path, judge_cache: Path
) -> None:
    async with stage(first_start, tmp_path) as there:
        double, ana, ben = there.double, there.double.person("ana"), there.double.person("ben")
        async with there.bot(**JUDGED) as bot:
            await in_the_judge(double, ana, ben)
            assert await bot.stop(20) == 0
        for person in (ana, ben):
            (attempt,) = await there.attempts(person)
            assert attempt.graded
            assert times_seen(double, person, "Question 1: ") == 1
        assert "Traceback" not in bot.log(), bot.log()


async def test_a_second_signal_ends_it_at_once(first_start: Path, tmp_path: Path, judge_cache: Path) -> None:
    async with stage(first_start, tmp_path) as there:
        double, ana, ben = there.double, there.double.person("ana"), there.double.person("ben")
        async with there.bot(MOCKINGBIRD__JUDGE__SECONDS_PER_TEST="9") as bot:
            await in_the_judge(double, ana, ben)
            bot.process.terminate()
            await there.double._server.pulse.until(lambda: not double.gateway._live() or None, 5, bot.log)
            bot.process.terminate()
            assert await asyncio.wait_for(bot.process.wait(), 2) < 0
        async with there.bot(**JUDGED):
            status = await double.command(ana, "interview status")
            await status.message(lambda text: "Interview completed" in text, within=20)
        (attempt,) = await there.attempts(ana)
        assert attempt.graded
