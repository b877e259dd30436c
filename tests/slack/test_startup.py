"""How the bot starts on Slack, is refused, and stops before it began: where it needs somebody, in words."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store import Bot

from adapters.slack.crypto import Cipher
from adapters.slack.installs import InstallationStore
from adapters.slack.secrets import Secrets
from adapters.slack.service import Options, Parts, SlackService
from adapters.slack.site import Options as Site
from domain.actions import TABLE
from domain.errors import PlatformRefused
from domain.ports import Progress
from domain.replies import Reply
from domain.requests import Actor, Request
from domain.suggest import Suggestion
from storage.installs import InstallationRepository, InstallStateRepository
from storage.sqlite import open_sqlite
from tests.cli.process import command
from tests.discord.line import Line
from tests.discord.trouble import CLOCK
from tests.slack.double import Double
from tests.slack.process import running_bot
from tests.slack.trouble import begun, stage

pytestmark = pytest.mark.acceptance

WRONG = "xoxb-this-token-is-wrong"
KEY = Fernet.generate_key().decode()


class Unasked:
    """A dispatcher that nobody comes to."""

    async def handle(self, request: Request, progress: Progress) -> Reply | None:
        raise AssertionError(f"asked for {request.action}")

    async def shown(self, attempt_id: str, shown_in: str) -> None:
        raise AssertionError(f"told of {attempt_id}")


async def nothing(actor: Actor, source: str) -> tuple[Suggestion, ...]:
    return ()


@asynccontextmanager
async def service(folder: Path, url: str, secrets: Secrets) -> AsyncIterator[SlackService]:
    """The Slack side alone, over the installations of that folder."""
    async with open_sqlite(folder / "store.db") as documents:
        installations = InstallationRepository(documents, CLOCK)
        states = InstallStateRepository(documents, CLOCK)
        parts = Parts(Unasked(), TABLE, nothing, installations, states, lambda messenger: None)
        made = SlackService(secrets, Options(url, Site(port=0, stop_within=1)), parts)
        try:
            yield made
        finally:
            await made.close()


def secrets_of(double: Double, **more: str) -> Secrets:
    return Secrets(**{"bot_token": double.team.token, "app_token": double.settings.app_token, **more})


async def refused(folder: Path, double: Double, secrets: Secrets) -> str:
    """The sentence that the operator reads."""
    async with service(folder, double.url, secrets) as made:
        with pytest.raises(PlatformRefused) as refusal:
            await asyncio.wait_for(made.serve(), 10)
    assert "\n" not in refusal.value.message
    assert not any(secret in refusal.value.message for secret in (WRONG, KEY, "two\nlines"))
    return refusal.value.message


@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        (Secrets(app_token="xapp-1"), "SLACK_BOT_TOKEN"),
        (Secrets(bot_token="xoxb-1"), "SLACK_APP_TOKEN"),
        (Secrets(client_id="1.2", client_secret="s"), "SLACK_SIGNING_SECRET"),
        (Secrets(signing_secret="s"), "SLACK_CLIENT_ID"),
        (Secrets(signing_secret="s", client_id="1.2"), "SLACK_CLIENT_SECRET"),
        (Secrets(signing_secret="s", client_id="1.2", client_secret="s"), "SLACK_ENCRYPTION_KEY is not set"),
        (Secrets("", "", "s", "1.2", "s", "no-key"), "SLACK_ENCRYPTION_KEY is not a key"),
    ],
    ids=["no bot token", "no way in", "no signing secret", "no client", "half a client", "no key", "bad key"],
)
async def test_what_is_missing_is_named(double: Double, tmp_path: Path, secrets: Secrets, said: str) -> None:
    assert said in await refused(tmp_path, double, secrets)
    assert double.requests == []


@pytest.mark.parametrize("token", [WRONG, "two\nlines"])
async def test_a_wrong_token_is_told_from_the_other(double: Double, tmp_path: Path, token: str) -> None:
    assert "xoxb-" in await refused(tmp_path, double, secrets_of(double, bot_token=token))
    assert "xapp-" in await refused(tmp_path, double, secrets_of(double, app_token=token))
    http = secrets_of(double, bot_token=token, app_token="", signing_secret="s")
    assert "xoxb-" in await refused(tmp_path, double, http)


async def test_a_key_that_opens_no_stored_token_is_one_sentence(double: Double, tmp_path: Path) -> None:
    async with open_sqlite(tmp_path / "store.db") as documents:
        cipher = Cipher.from_environment(Fernet.generate_key().decode())
        store = InstallationStore(InstallationRepository(documents, CLOCK), cipher)
        bot = Bot(bot_token="xoxb-1", team_id="T1", bot_id="B1", bot_user_id="U1", installed_at=1.0)
        await store.async_save_bot(bot)
    secrets = Secrets("", "", "s", "1.2", "s", KEY)
    assert "SLACK_ENCRYPTION_KEY" in await refused(tmp_path, double, secrets)


async def test_a_refusal_ends_the_process_with_one_sentence(double: Double, data_folder: Path) -> None:
    app_token = double.settings.app_token
    code, out, err = await command(
        data_folder, SLACK_API_URL=double.url, SLACK_BOT_TOKEN=WRONG, SLACK_APP_TOKEN=app_token
    )
    assert (code, out) == (2, "")
    assert "SLACK_BOT_TOKEN" in err
    assert len(err.splitlines()) == 1
    assert WRONG not in err
    assert app_token not in err


async def test_without_a_token_slack_is_named_too(data_folder: Path) -> None:
    code, out, err = await command(data_folder, "run")
    assert (code, out) == (2, "")
    assert "SLACK_BOT_TOKEN" in err


@asynccontextmanager
async def over_a_line(double: Double) -> AsyncIterator[Line]:
    """From now on, bots that are started reach the Web API of the double over this line."""
    direct = double.url
    line = Line(urlsplit(direct).port or 0)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    double.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"
    try:
        async with server:
            yield line
    finally:
        double.url = direct


async def test_slack_is_tried_again_until_it_is_there(first_start: Path, tmp_path: Path) -> None:
    """First it cannot be reached, then it has a trouble of its own; even a full log holds no token."""
    async with stage(first_start, tmp_path) as there, over_a_line(there.double) as line:
        double = there.double
        line.refusing = 3
        double.fail("apps.connections.open", "internal_error")
        async with there.bot(MOCKINGBIRD__LOG__LEVEL="debug") as bot:
            await begun(double, double.person("ana"))
        log = bot.log()
    assert "Slack cannot be reached" in log
    assert "connected by Socket Mode" in log
    assert re.search(r"slack speaks for \w+ in Study Hall", log)
    assert "Traceback" not in log
    assert double.team.token not in log
    assert double.settings.app_token not in log


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_stop_while_slack_is_not_there_is_at_once(double: Double, tmp_path: Path, mode: str) -> None:
    secrets = secrets_of(double, **({} if mode == "socket" else {"app_token": "", "signing_secret": "s"}))
    async with over_a_line(double) as line:
        line.refusing = 99
        async with service(tmp_path, double.url, secrets) as made:
            serving = asyncio.create_task(made.serve())
            await asyncio.wait_for(line.refused.wait(), 5)
            await asyncio.wait_for(made.quiet(0.5), 2)
            serving.cancel()
            await made.close()
            with pytest.raises(asyncio.CancelledError):
                await asyncio.wait_for(serving, 2)


async def test_a_token_taken_back_in_the_middle_is_said(first_start: Path, tmp_path: Path) -> None:
    """Over HTTP nothing else would tell the operator why the bot has fallen silent."""
    async with stage(first_start, tmp_path, "http") as there:
        double, ana = there.double, there.double.person("ana")
        async with running_bot(double, tmp_path, mode="http") as bot:
            await begun(double, ana)
            double.team.token_error = "token_revoked"
            await double.command(ana, "/interview", "hint")
            await double.settled(lambda: "Slack refused the bot token" in bot.log())
            assert "Traceback" not in bot.log(), bot.log()
