"""The HTTP site over real sockets: what Slack signed is taken, nothing else is, and it ends in order."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from adapters.slack.site import Options, serving
from domain.errors import PlatformRefused
from tests.slack.installing import ANY_PORT, MENTION, SIGNING_SECRET, TOKEN, Bot, open_bot, signed


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as opened:
        yield opened


async def test_only_what_slack_signed_in_the_last_five_minutes_is_taken(bot: Bot) -> None:
    await bot.install()
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event": MENTION}).encode()
    good = signed(body)
    assert await bot.post(body, signed(body, age=290)) == 200
    assert await bot.post(b"payload=" + body, good) == 401, "another body"
    for headers in (
        signed(body, secret="guessed"),
        signed(body, age=310),
        signed(body, age=-310),
        {},
        good | {"X-Slack-Request-Timestamp": "soon"},
        good | {"X-Slack-Signature": "v0=" + "é" * 64},
        good | {"X-Slack-Signature": ""},
    ):
        assert await bot.post(body, headers) == 401
    assert bot.heard == [TOKEN]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b"{" * 9,
        b"payload={",
        b"payload=[]",
        b"payload=" + b"[" * 99_999,
        b'{"authorizations": 7}',
    ],
    ids=lambda body: body[:12],
)
async def test_what_is_not_slacks_is_refused_quietly(
    bot: Bot, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert await bot.post(body) == 400
    assert caplog.records == []


async def test_a_body_of_more_than_a_megabyte_is_refused(bot: Bot) -> None:
    assert await bot.post(b"a=" + b"x" * 1024 * 1024) == 413
    assert await bot.post(b"a=" + b"x" * 1_000_000, {}) == 401


async def test_slack_may_verify_the_address(bot: Bot) -> None:
    body = b'{"type": "url_verification", "challenge": "c3"}'
    headers = signed(body) | {"Content-Type": "application/json"}
    async with bot.browser.post(f"{bot.address}/slack/events", data=body, headers=headers) as response:
        assert (response.status, await response.json()) == (200, {"challenge": "c3"})


@pytest.mark.parametrize(
    "path", ["/", "/slack/install", "/slack/oauth_redirect", "/nothing/here", "/slack/events"]
)
async def test_no_page_may_be_framed_sniffed_scripted_or_kept(bot: Bot, path: str) -> None:
    async with bot.browser.get(bot.address + path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.status == {"/": 200, "/slack/install": 200, "/nothing/here": 404}.get(
            path, response.status
        )
        if response.status != 405:
            text = await response.text()
            assert response.content_type == "text/html"
            assert '<html lang="en">' in text
            assert not re.search(r"<script|<img|https?://(?!slack\.com|www\.w3\.org)", text)


async def test_a_single_workspace_has_no_page_to_install_from() -> None:
    app = AsyncApp(signing_secret=SIGNING_SECRET, token="xoxb-one")
    async with serving(app, ANY_PORT) as address, aiohttp.ClientSession() as browser:
        for path, status in (("/", 200), ("/slack/install", 404), ("/slack/oauth_redirect", 404)):
            async with browser.get(address + path) as response:
                assert response.status == status
                assert "/slack/install" not in await response.text()


async def test_the_site_listens_on_its_address_alone_and_says_which(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    app = AsyncApp(signing_secret=SIGNING_SECRET, token="xoxb-one")
    async with serving(app, ANY_PORT) as address:
        assert f"slack http site on {address}" in caplog.text
        port = urlsplit(address).port
        assert port is not None
        with pytest.raises(OSError, match="Connect call failed"):
            await asyncio.open_connection("127.0.0.2", port)
        with pytest.raises(PlatformRefused, match=f"port {port}.*http_port"):
            async with serving(app, Options(port=port)):
                pass


async def test_an_app_that_takes_anybody_for_slack_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_SIGNING_SECRET", raising=False)
    careless = AsyncApp(signing_secret="x", token="xoxb-one", request_verification_enabled=False)
    for app, says in ((AsyncApp(token="xoxb-one"), "SLACK_SIGNING_SECRET"), (careless, "verification")):
        with pytest.raises(PlatformRefused, match=says):
            async with serving(app, ANY_PORT):
                pass


async def test_what_was_begun_is_ended_before_the_site_closes() -> None:
    app, begun, ended = (
        AsyncApp(signing_secret=SIGNING_SECRET, oauth_flow=None, token="xoxb-one"),
        asyncio.Event(),
        [],
    )

    async def slow(request: object, next: object) -> None:
        begun.set()
        await asyncio.sleep(0.3)
        ended.append(True)

    app.middleware(slow)
    async with aiohttp.ClientSession() as browser:
        async with serving(app, ANY_PORT) as address:
            body = b'{"type": "event_callback", "event": {"type": "app_uninstalled"}}'
            headers = signed(body) | {"Content-Type": "application/json"}
            asked = asyncio.create_task(browser.post(f"{address}/slack/events", data=body, headers=headers))
            await asyncio.wait_for(begun.wait(), 10)
        assert ended == [True]
        assert (await asked).status < 500
        with pytest.raises(aiohttp.ClientConnectionError):
            await browser.get(address)
