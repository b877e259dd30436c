"""A mentor on Slack: asked in a direct message, and a report that stands there and nowhere else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.slack.dialogue import begun, on_stage, pages_of, prose, said, seen_texts
from tests.slack.double import Double, Message, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start)) as opened:
        yield opened


def pages(double: Double, person: Person) -> list[Message]:
    return [one for one in double.history(person) if one.author.is_bot and one.contents]


async def test_by_mention_to_a_report_that_only_the_mentor_gets(double: Double) -> None:
    ana, mia = double.person("ana"), double.person("mia")
    double.say(mia, "hello")
    await double.sees(mia, "Hello!")
    question = await begun(double, ana, "rounds:technical_qa")
    await double.command(ana, "/answer", prose(question))
    await double.sees(ana, "Your report")
    asked = await double.command(ana, "/mentor", f"invite <@{mia.id}> reports", double.channel)
    preview = await said(asked, "Nothing is sent yet")
    await said(await double.press(ana, preview, "Invite"), "finds it in their own list")
    invitation = await double.sees(mia, "Will you be a mentor?")
    await said(await double.press(mia, invitation, "Accept"), "You are a mentor")
    await double.sees(ana, "Your mentor accepted")
    wanted = await double.command(mia, "/report", f"student <@{ana.id}>", double.channel)
    await said(wanted, "The report is in our direct messages")
    await double.sees(mia, "Report on ana")
    await double.settled(lambda: pages(double, mia))
    assert [pages_of(one) for one in pages(double, mia)] == [1]
    await double.sees(ana, "Your mentor looked")
    assert seen_texts(double, double.person("eve"), double.channel) == []
