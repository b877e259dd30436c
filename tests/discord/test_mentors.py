"""A mentor on Discord: asked in a direct message, and a report that stands there and nowhere else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.discord.dialogue import begun, on_stage, pages_of, prose, seen_texts
from tests.discord.double import Asked, Double, Message, Person, buttons_of, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start)) as opened:
        yield opened


async def known(double: Double, name: str) -> Person:
    """Somebody who has written to the bot once."""
    person = double.person(name)
    double.say(person, "hello")
    await double.sees(person, "Hello!")
    return person


async def said(asked: Asked, words: str) -> Message:
    return await asked.message(lambda text: words in text)


async def interviewed(double: Double, person: Person) -> None:
    question = await begun(double, person, rounds="technical_qa")
    await double.command(person, "answer", {"text": prose(question)})
    await double.sees(person, "Your report")


async def test_by_mention_to_a_report_that_only_the_mentor_gets(double: Double) -> None:
    ana, mia, eve = double.person("ana"), await known(double, "mia"), await known(double, "eve")
    await interviewed(double, ana)
    asked = await double.command(ana, "mentor invite", {"mentor": f"<@{mia.id}>"}, where=double.channel)
    preview = await said(asked, "Nothing is sent yet")
    fewer = await said(await double.press(ana, preview, "Without attempts"), "Attempts: not shown")
    await said(await double.press(ana, fewer, "Invite"), "finds it in their own list")
    invitation = await double.sees(mia, "Will you be a mentor?")
    await said(await double.press(mia, invitation, "Accept"), "You are a mentor")
    await double.sees(ana, "Your mentor accepted")
    wanted = await double.command(mia, "report student", {"student": "ana"}, where=double.channel)
    await said(wanted, "The report is in our direct messages")
    report = await double.sees(mia, "Report on Ana")
    assert pages_of(report) == 1, "without the answers"
    await double.sees(ana, "Your mentor looked")
    assert not double.channel.messages
    refused = await double.command(eve, "report student", {"student": f"<@{ana.id}>"})
    await said(refused, "Not found")
    assert not any("Ana" in text for text in seen_texts(double, eve))


async def test_by_address_and_a_mentor_who_takes_no_messages_is_told(double: Double) -> None:
    ben, cem = double.person("ben"), await known(double, "cem")
    await interviewed(double, ben)
    asked = await double.command(ben, "mentor invite", {"mentor": f"discord:{cem.id}", "scope": "reports"})
    await double.press(ben, await said(asked, "Nothing is sent yet"), "Invite")
    invitation = await double.sees(cem, "Will you be a mentor?")
    await said(await double.press(cem, invitation, "Accept"), "You are a mentor")
    double.close_dms(cem)
    wanted = await double.command(cem, "report student", {"student": "ben"}, where=double.channel)
    refused = await said(wanted, "You take no direct messages from me")
    assert [button.label for button in buttons_of(refused)] == ["Ask again"]
    assert not refused.files
    assert "Report on Ben" not in text_of(refused)
    assert not double.channel.messages
    double.open_dms(cem)
    await said(await double.press(cem, refused, "Ask again"), "I could not send it")
    double.say(cem, "hello")
    await double.sees(cem, "Hello!")
    await said(await double.press(cem, refused, "Ask again"), "The report is in our direct messages")
