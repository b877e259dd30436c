"""Discord and Slack in one process over one store: a linked student's interview is one on both."""

import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from domain.actions import TABLE
from domain.model.interview import Interview
from storage.repositories import InterviewRepository
from tests.discord import double as discord
from tests.discord.command_tables import tree_of
from tests.discord.dialogue import reading
from tests.discord.double import Person as DiscordPerson
from tests.discord.double.offers import Value
from tests.discord.double.reading import text_of
from tests.discord.trouble import ANSWER, CLOCK
from tests.slack.double import Double, Person, judged_double
from tests.slack.double import text_of as text_on_slack
from tests.slack.trouble import Stage, begun

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

PASSWORD = "violin+harbour+4"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
OPTIONS: Mapping[str, Value] = {"rounds": "technical_qa", "questions": 3}


@dataclass
class Both:
    """Two doubles, and one bot that is at home on both."""

    discord: discord.Double
    stage: Stage

    @property
    def slack(self) -> Double:
        return self.stage.double

    async def code(self, there: DiscordPerson) -> str:
        """What the person gets on Discord to be typed elsewhere."""
        asked = await self.discord.command(there, "account link")
        overview = await asked.message(lambda text: "Your account" in text)
        shown = await self.discord.press(there, overview, "Get a code")
        code = CODE.search(text_of(await shown.message(lambda text: "works once" in text)))
        assert code is not None
        return code[0]

    async def link(self, there: DiscordPerson, here: Person) -> None:
        """The person types on Slack the code that they got on Discord."""
        code = await self.code(there)
        await self.slack.command(here, "/account", f"link {code.lower()}")
        await self.slack.sees(here, "The two accounts are one")

    async def time_is_over(self, here: Person) -> None:
        """The open question's time ended a minute ago."""
        interview = await self.stage.interview(here)

        def late(stored: Interview) -> Interview:
            over = datetime.now(UTC) - timedelta(minutes=1)
            return stored.model_copy(update={"warn_at": over})

        async with self.stage.store() as documents:
            await InterviewRepository(documents, CLOCK).change(interview.id, late)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Both]:
    folder = tmp_path_factory.mktemp("bot")
    shutil.copy(first_start, folder / "mockingbird.db")
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(discord.judged_double())
        tree = tree_of(list(TABLE.values()))
        there.publish([command.to_dict(tree) for command in tree.get_commands()])
        stage = Stage(await stack.enter_async_context(judged_double()), folder)
        env = {
            "DISCORD_TOKEN": there.settings.token,
            "DISCORD_API_URL": there.url,
            "DISCORD_GATEWAY_URL": there.gateway_url,
            "MOCKINGBIRD__SWEEP__EVERY_SECONDS": "1",
        }
        bot = await stack.enter_async_context(stage.bot(**env))
        await there.connected(there.settings.shards, 60)
        yield Both(there, stage)
        assert "Traceback" not in bot.log(), bot.log()


async def test_begun_on_discord_and_finished_on_slack(both: Both) -> None:
    ana, here = both.discord.person("ana"), both.slack.person("ana")
    asked = await both.discord.command(ana, "interview start", OPTIONS)
    await asked.message(lambda text: "Question 1 of 3" in text)
    answer = await both.discord.command(ana, "answer", {"text": ANSWER})
    await answer.message(lambda text: "Question 2 of 3" in text)
    await both.link(ana, here)
    on_discord = len(both.discord.history(ana))

    await both.slack.command(here, "/interview", "resume")
    await both.slack.sees(here, "Question 2 of 3")
    await both.time_is_over(here)
    await both.slack.sees(here, "Time is up")
    await reading()
    both.slack.say(here, ANSWER)
    await both.slack.press(here, await both.slack.sees(here, "Writing your answer"), "Submit")
    last = await both.slack.sees(here, "Question 3 of 3")
    form = await (await both.slack.press(here, last, "Answer")).shows()
    await both.slack.submit(here, form, {"text": ANSWER})
    await both.slack.settled(lambda: report(both, here))
    assert (report(both, here) or b"").startswith(b"%PDF-")
    assert len(both.discord.history(ana)) == on_discord, "something still went to Discord"
    interview = await both.stage.interview(here)
    assert (interview.status, interview.answered) == ("completed", 3)


def report(both: Both, here: Person) -> bytes | None:
    """The PDF in the DM."""
    files = [file for one in both.slack.history(here) for file in one.contents.items()]
    return next((content for name, content in files if name.endswith(".pdf")), None)


async def test_begun_on_slack_and_taken_up_on_discord(both: Both) -> None:
    """A message is enough to take it along; the warning and the report come after it."""
    ben, here = both.discord.person("ben"), both.slack.person("ben")
    await (await both.discord.command(ben, "interview status")).acknowledged(3)
    await both.discord.sees(ben, "interview")
    await both.link(ben, here)
    await begun(both.slack, here)
    on_slack = len(both.slack.history(here))
    await reading()
    both.discord.say(ben, ANSWER)
    notice = await both.discord.sees(ben, "Writing your answer")
    await both.time_is_over(here)
    await both.discord.sees(ben, "Time is up")
    await both.discord.press(ben, notice, "Submit")
    await both.discord.sees(ben, "Question 2 of 3")
    assert len(both.slack.history(here)) == on_slack
    assert [one.student_answer for one in await both.stage.attempts(here)] == [ANSWER]


async def test_what_is_on_both_sides_is_asked_about_and_joined(both: Both) -> None:
    """The interview begun on one goes on on the other, and the roadmap is one."""
    fay, here = both.discord.person("fay"), both.slack.person("fay")
    asked = await both.discord.command(fay, "interview start", OPTIONS)
    await asked.message(lambda text: "Question 1 of 3" in text)
    told = await both.discord.command(fay, "roadmap create", {"skill": "sql"})
    await told.message(lambda text: "Your path to SQL" in text)
    await both.slack.command(here, "/roadmap", "create sql")
    await both.slack.sees(here, "Your path to SQL")
    await both.slack.command(here, "/account", f"link {await both.code(fay)}")
    question = await both.slack.sees(here, "Join the two accounts?")
    assert "Both have a roadmap for SQL" in text_on_slack(question)
    await both.slack.press(here, question, "Join")
    await both.slack.sees(here, "The two accounts are one")
    await both.slack.command(here, "/answer", ANSWER)
    await both.slack.sees(here, "Question 2 of 3")
    status = await both.discord.command(fay, "interview status")
    await status.message(lambda text: "1 answered" in text)


async def test_one_platform_that_falls_away_does_not_hold_up_the_other(both: Both) -> None:
    cleo, here = both.discord.person("cleo"), both.slack.person("cleo")
    await begun(both.slack, here)
    async with both.discord.away():
        await both.slack.command(here, "/answer", ANSWER)
        await both.slack.sees(here, "Question 1: ")
    asked = await both.discord.command(cleo, "interview start", OPTIONS)
    await asked.message(lambda text: "Question 1 of 3" in text)


async def test_registered_on_discord_and_logged_in_to_on_slack(both: Both) -> None:
    """Both by forms; what is typed into them is nowhere to be read after it."""
    dora, here = both.discord.person("dora"), both.slack.person("dora")
    login = {"E-mail address": "dora@example.org", "Password": PASSWORD}
    form = await both.discord.command(dora, "account register", {"email": login["E-mail address"]})
    typed = {"Password, 8 to 72 characters": PASSWORD, "The same password again": PASSWORD}
    sent = await both.discord.submit(dora, form, typed)
    await sent.message(lambda text: "You are registered" in text)
    await both.slack.command(here, "/account", "link")
    overview = await both.slack.sees(here, "Your account")
    await both.slack.submit(here, await (await both.slack.press(here, overview, "Log in")).shows(), login)
    joined = await both.slack.sees(here, "The two accounts are one")
    assert login["E-mail address"] in joined.text
    said = [one.text for one in both.slack.history(here)]
    said += [text_of(one) for one in both.discord.history(dora)]
    assert PASSWORD not in "\n".join(said)
