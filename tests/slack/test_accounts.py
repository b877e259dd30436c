"""Accounts on Slack: registered by a form, locked, copied and deleted; what is typed is kept nowhere."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chat.accounts import AGAIN, ENV, NO_LOGIN, PASSWORD, TRIES, WRONG, check_log, exported, login
from tests.cli.process import started
from tests.slack.dialogue import begun, on_stage, said
from tests.slack.double import Double, Message, Person, text_of

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]
EMAIL = "ana.lopez@example.org"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    folder = started(tmp_path_factory.mktemp("bot"), first_start)
    async with on_stage(folder, ENV) as opened:
        yield opened
        sent = "".join(str(one.args) for one in opened.requests)
        assert [one for one in (PASSWORD, WRONG) if one in sent] == []
    check_log(folder, EMAIL)


async def pressed(double: Double, person: Person, message: Message, label: str, words: str) -> Message:
    """The message with those words that comes of a button."""
    return await said(await double.press(person, message, label), words)


async def logged_in(
    double: Double, person: Person, message: Message, label: str, password: str, words: str
) -> Message:
    """The message with those words that comes of a login by the form that a button opens."""
    form = await (await double.press(person, message, label)).shows("Password")
    return await said(await double.submit(person, form, login(EMAIL, password)), words)


async def test_registered_by_a_form_and_locked_for_whoever_guesses(double: Double) -> None:
    ana, eve = double.person("ana"), double.person("eve")
    form = await (await double.command(ana, "/account", f"register {EMAIL}")).shows("Password")
    await said(await double.submit(ana, form, AGAIN), "You are registered")
    last = await said(await double.command(eve, "/account", "link"), "Your account")
    for number in range(TRIES):
        last = await logged_in(double, eve, last, "Try again" if number else "Log in", WRONG, NO_LOGIN)
    await logged_in(double, eve, last, "Try again", PASSWORD, "The next one can be made in 15 minutes")


async def test_a_command_typed_as_a_message_offers_the_form(double: Double) -> None:
    """And by one button, in words that ask for no answer in the chat."""
    ben = double.person("ben")
    double.say(ben, "/account register ben@example.org")
    opener = await double.sees(ben, "The button opens the form")
    assert "message" not in text_of(opener)
    form = await (await double.press(ben, opener, "Open")).shows("Password")
    await said(await double.submit(ben, form, AGAIN), "ben@example.org")


async def test_a_copy_comes_as_a_file_and_a_deleted_account_begins_anew(double: Double) -> None:
    cem = double.person("cem")
    await begun(double, cem, "rounds:technical_qa")
    copied = await said(await double.command(cem, "/account", "export"), "All that I hold of you")
    await double.settled(lambda: copies(double, cem))
    assert exported(copies(double, cem)[0])["name"].casefold() == cem.name
    first = await pressed(double, cem, copied, "Delete my account", "Delete your account?")
    assert "1 interview" in text_of(first)
    second = await pressed(double, cem, first, "Delete …", "the last question")
    await pressed(double, cem, second, "Delete everything", "Your account is deleted")
    await pressed(double, cem, second, "Delete everything", "nothing is kept of you")
    double.say(cem, "hello")
    await double.sees(cem, "Hello! Ask me about")
    await said(await double.command(cem, "/interview", "history"), "No interview")


def copies(double: Double, person: Person) -> list[bytes]:
    """The archives in the DM."""
    files = [file for one in double.history(person) for file in one.contents.items()]
    return [content for name, content in files if name.endswith(".zip")]
