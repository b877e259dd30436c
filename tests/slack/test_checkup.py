"""The doctor's look at Slack, over real sockets: whatever is wrong is named, and how to mend it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web
from cryptography.fernet import Fernet

from adapters.slack import checkup
from adapters.slack.advice import WRONG_APP_TOKEN, WRONG_TOKEN, unreachable
from adapters.slack.checkup import (
    NO_BOT,
    ODD_CLIENT,
    ODD_SECRET,
    UNTOLD,
    Remark,
    examine,
)
from adapters.slack.crypto import MISSING
from adapters.slack.manifest import NEEDED, SCOPES, Scope
from adapters.slack.secrets import NO_BOT_TOKEN, NO_CLIENT, NO_WAY_IN, Secrets
from adapters.slack.site import NO_SECRET

SOCKET = Secrets(bot_token="xoxb-1-2-a-secret-of-the-test", app_token="xapp-1-A1-2-a-secret-of-the-test")
ONE = Secrets(bot_token=SOCKET.bot_token, signing_secret="0123456789abcdef" * 2)
MANY = Secrets(
    signing_secret=ONE.signing_secret,
    client_id="123.456",
    client_secret="a-client-secret-of-the-test",
    encryption_key=Fernet.generate_key().decode(),
)
WHO = {"ok": True, "team": "Study hall", "user": "mockingbird", "bot_id": "B1"}


@dataclass
class Slack:
    """What the stand-in answers with."""

    url: str = ""
    scopes: str | None = ", ".join(SCOPES)
    answers: dict[str, Any] = field(
        default_factory=lambda: {
            "auth.test": WHO,
            "apps.connections.open": {"ok": True, "url": "wss://127.0.0.1/link"},
            "api.test": {"ok": True},
        }
    )
    failing: dict[str, tuple[int, str]] = field(default_factory=dict)
    hanging: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    called: list[tuple[str, str]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        method, token = request.match_info["method"], request.headers.get("Authorization", "")
        self.called.append((method, token))
        if method == self.hanging:
            await self.closing.wait()
        if method in self.failing:
            status, body = self.failing[method]
            return web.Response(status=status, text=body)
        headers = {} if self.scopes is None else {"X-OAuth-Scopes": self.scopes}
        return web.json_response(self.answers[method], headers=headers)


@pytest.fixture
async def there() -> AsyncIterator[Slack]:
    stand_in = Slack()
    app = web.Application()
    app.router.add_post("/api/{method}", stand_in.answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand_in.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield stand_in
    stand_in.closing.set()
    await runner.cleanup()


async def faults(there: Slack, secrets: Secrets = SOCKET) -> list[Remark]:
    return [remark for remark in await examine(secrets, there.url) if not remark.good]


async def test_socket_mode_that_is_set_up_gets_good_remarks_only(there: Slack) -> None:
    assert [(remark.good, remark.says) for remark in await examine(SOCKET, there.url)] == [
        (True, "The bot token is good; the bot is mockingbird in the workspace “Study hall”."),
        (True, "It has every scope that it needs."),
        (True, "Socket Mode can connect; Slack needs no address of this machine."),
    ]
    assert there.called == [
        ("auth.test", f"Bearer {SOCKET.bot_token}"),
        ("apps.connections.open", f"Bearer {SOCKET.app_token}"),
    ]


async def test_http_for_one_workspace_opens_no_socket(there: Slack) -> None:
    says = [remark.says for remark in await examine(ONE, there.url) if remark.good]
    assert says[0] == "The signing secret is set."
    assert len(says) == 3
    assert [method for method, _ in there.called] == ["auth.test"]


async def test_http_for_many_workspaces_needs_no_token(there: Slack) -> None:
    remarks = await examine(MANY, there.url)
    assert [remark.good for remark in remarks] == [True, True]
    assert there.called == [("api.test", "")]


@pytest.mark.parametrize("scope", NEEDED, ids=lambda scope: scope.name)
async def test_a_missing_scope_is_named_with_its_cost(there: Slack, scope: Scope) -> None:
    there.scopes = ",".join(["channels:read", *(SCOPES.keys() - {scope.name})])
    (fault,) = await faults(there)
    assert f"The bot lacks {scope.name} ({scope.without})." in fault.says
    assert "install again" in fault.says
    assert fault.required == scope.vital


async def test_scopes_that_slack_does_not_tell_are_not_guessed(there: Slack) -> None:
    there.scopes = None
    assert await faults(there) == [Remark(False, UNTOLD)]


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive", "not_authed"])
async def test_a_refused_bot_token_is_a_required_fault(there: Slack, error: str) -> None:
    there.answers["auth.test"] = {"ok": False, "error": error}
    (fault,) = await faults(there)
    assert fault == Remark(False, f"{WRONG_TOKEN} Slack calls it {error}.", required=True)


async def test_another_refusal_is_told_by_slacks_word(there: Slack) -> None:
    there.answers["auth.test"] = {"ok": False, "error": "org_login_required\x1b[2J"}
    (fault,) = await faults(there)
    assert "org_login_required?[2J" in fault.says


async def test_a_persons_token_is_not_taken_for_the_bots(there: Slack) -> None:
    there.answers["auth.test"] = {"ok": True, "team": "Study hall", "user": "ana"}
    assert await faults(there) == [Remark(False, NO_BOT, required=True)]


@pytest.mark.parametrize("error", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
async def test_a_refused_app_token_is_a_required_fault(there: Slack, error: str) -> None:
    there.answers["apps.connections.open"] = {"ok": False, "error": error}
    (fault,) = await faults(there)
    assert fault == Remark(False, f"{WRONG_APP_TOKEN} Slack calls it {error}.", required=True)


@pytest.mark.parametrize(
    ("secrets", "says"),
    [
        (Secrets(app_token=SOCKET.app_token), [NO_BOT_TOKEN]),
        (Secrets(bot_token=SOCKET.bot_token), [NO_WAY_IN]),
        (replace(MANY, signing_secret=""), [NO_SECRET]),
        (replace(ONE, signing_secret="xoxb-not-that"), [ODD_SECRET]),
        (replace(ONE, signing_secret=f"{ONE.signing_secret} "), [ODD_SECRET]),
        (Secrets(signing_secret=ONE.signing_secret), [NO_CLIENT, MISSING]),
        (replace(MANY, client_secret=""), [NO_CLIENT]),
        (replace(MANY, client_id="A0123"), [ODD_CLIENT]),
        (replace(MANY, encryption_key=""), [MISSING]),
    ],
)  # fmt: skip
async def test_what_is_not_set_or_not_of_its_shape(there: Slack, secrets: Secrets, says: list[str]) -> None:
    assert await faults(there, secrets) == [Remark(False, text, required=True) for text in says]


async def test_a_key_that_is_none_is_not_quoted(there: Slack) -> None:
    (fault,) = await faults(there, replace(MANY, encryption_key="not-a-key-of-44-characters"))
    assert "Key 1 of SLACK_ENCRYPTION_KEY is not a key" in fault.says


@pytest.mark.parametrize("token", ["xoxb-ünïcode", "xoxb-1\r\nX: y", "xoxb-1\n"])
async def test_a_token_that_no_header_can_hold_is_not_sent(there: Slack, token: str) -> None:
    assert await faults(there, replace(SOCKET, bot_token=token)) == [
        Remark(False, WRONG_TOKEN, required=True)
    ]
    assert there.called == []


async def test_no_secret_is_in_any_remark(there: Slack) -> None:
    bad = {"ok": False, "error": "invalid_auth"}
    for answers in (there.answers, {"auth.test": bad, "apps.connections.open": bad, "api.test": bad}):
        there.answers = answers
        for secrets in (SOCKET, ONE, MANY, replace(MANY, encryption_key="short", client_id="odd-client")):
            says = "".join(remark.says for remark in await examine(secrets, there.url))
            assert not [value for value in asdict(secrets).values() if value and value in says]


async def test_nobody_at_the_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        assert await examine(SOCKET, url) == (Remark(False, unreachable(url), required=True),)


@pytest.mark.parametrize("url", ["", "no address", "ftp://127.0.0.1/", "http://127.0.0.1:99999/api/"])
async def test_an_address_that_is_none(url: str) -> None:
    assert await examine(SOCKET, url) == (Remark(False, unreachable(url), required=True),)


async def test_what_was_found_before_slack_fell_silent_is_kept(
    there: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "SECONDS", 0.5)
    there.hanging = "apps.connections.open"
    *before, last = await examine(SOCKET, there.url)
    assert [remark.good for remark in before] == [True, True]
    assert last == Remark(False, unreachable(there.url), required=True)


@pytest.mark.parametrize("status", [302, 403, 429, 500])
async def test_another_status_is_told(there: Slack, status: int) -> None:
    there.failing["auth.test"] = (status, "<html>")
    (fault,) = await faults(there)
    assert fault.required
    assert fault.says.startswith(f"Slack answered {status} where its auth.test was called.")


@pytest.mark.parametrize("body", ["", "<html>", "[]", "null", '{"ok": "perhaps"}', '{"team": 5}'])
async def test_what_is_not_slack_is_told_so(there: Slack, body: str) -> None:
    there.failing["auth.test"] = (200, body)
    (fault,) = await faults(there)
    assert fault.says.startswith(f"What answers at {there.url} is not Slack's API")
