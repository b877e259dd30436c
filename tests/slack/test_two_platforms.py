"""Discord and Slack in one process over one store: a linked student's interview is one on both."""

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
from domain.model.user import Identity
from domain.requests import Actor
from storage.repositories import InterviewRepository, UserRepository
from tests.discord import double as discord
from tests.discord.command_tables import tree_of
from tests.discord.dialogue import reading
from tests.discord.double import Person as DiscordPerson
from tests.discord.double.offers import Value
from tests.discord.trouble import ANSWER, CLOCK
from tests.slack.double import Double, Person, judged_double
from tests.slack.trouble import Stage, begun

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPTIONS: Mapping[str, Value] = {"rounds": "technical_qa", "questions": 3}


@dataclass
class Both:
    """Two doubles, and one bot that is at home on both."""

    discord: discord.Double
    stage: Stage

    @property
    def slack(self) -> Double:
        return self.stage.double

    async def link(self, there: DiscordPerson, here: Person) -> None:
        """Makes the person on Slack the one on Discord, as joining accounts will."""
        identity = Identity(platform="slack", workspace_id=here.team.id, user_id=here.id)
        async with self.stage.store() as documents:
            users = UserRepository(documents, CLOCK)
            user = await users.of(Actor("discord", str(there.id)))
            assert user is not None
            await users.change(
                user.id, lambda u: u.model_copy(update={"identities": (*u.identities, identity)})
            )

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


async def test_one_platform_that_falls_away_does_not_hold_up_the_other(both: Both) -> None:
    cleo, here = both.discord.person("cleo"), both.slack.person("cleo")
    await begun(both.slack, here)
    async with both.discord.away():
        await both.slack.command(here, "/answer", ANSWER)
        await both.slack.sees(here, "Question 1: ")
    asked = await both.discord.command(cleo, "interview start", OPTIONS)
    await asked.message(lambda text: "Question 1 of 3" in text)
