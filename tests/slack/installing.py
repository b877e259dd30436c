"""A Bolt app behind the site, a stand-in for Slack's side of OAuth, and a browser between them."""

import hashlib
import hmac
import json
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.authorize import Authorize, forget_the_removed
from adapters.slack.crypto import Cipher
from adapters.slack.installs import InstallationStore, StateStore
from adapters.slack.oauth import Credentials, InstallFlow
from adapters.slack.site import Options, serving
from storage.installs import InstallationRepository, InstallStateRepository
from storage.sqlite import open_sqlite
from tests.fakes import ManualClock

SIGNING_SECRET, CLIENT_SECRET = "signs-what-slack-sends", "the-client's-secret"
TOKEN, CODE = "xoxb-granted-to-acme", "a-code-from-slack"
CIPHER = Cipher.from_environment(urlsafe_b64encode(b"k" * 32).decode())
SCOPES = {"chat:write": "to answer", "commands": "to offer <b>/interview</b> & more"}
ANY_PORT = Options(port=0, stop_within=5)
MENTION = {"type": "app_mention", "user": "U1", "channel": "C1", "text": "hi", "ts": "1.2"}
FORM = "application/x-www-form-urlencoded"


@dataclass
class FakeSlack:
    """oauth.v2.access and auth.test, as far as an installation needs them."""

    url: str = ""
    refusal: str | None = None
    rotates: bool = False
    cut_short: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)

    async def access(self, request: web.Request) -> web.Response:
        client = aiohttp.BasicAuth.decode(request.headers["Authorization"])
        assert (client.login, client.password) == ("C1", CLIENT_SECRET)
        self.asked.append({key: str(value) for key, value in (await request.post()).items()})
        if self.cut_short:
            return web.Response(text=f'{{"access_token": "{TOKEN}', content_type="application/json")
        if self.refusal:
            return web.json_response({"ok": False, "error": self.refusal})
        granted = {
            "ok": True, "app_id": "A1", "token_type": "bot", "access_token": TOKEN, "bot_user_id": "U0",
            "scope": "chat:write,commands", "team": {"id": "T1", "name": "Acme <i>&</i> Sons"},
            "enterprise": None, "is_enterprise_install": False,
            "authed_user": {"id": "U1", "access_token": "xoxp-of-a-person"},
        }  # fmt: skip
        return web.json_response(granted | ({"refresh_token": "xoxe-1"} if self.rotates else {}))

    async def test(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        return web.json_response({"ok": True, "team_id": "T1", "user_id": "U0", "bot_id": "B1"})


@dataclass
class Bot:
    """A Bolt app behind the site, and a browser that knows no page of it yet."""

    address: str
    slack: FakeSlack
    store: InstallationStore
    app: AsyncApp
    browser: aiohttp.ClientSession
    heard: list[str | None]
    clock: ManualClock

    async def get(self, path: str, **query: str) -> tuple[int, str]:
        async with self.browser.get(self.address + path, params=query, allow_redirects=False) as response:
            return response.status, await response.text()

    async def begin(self) -> str:
        """Opens the install page; the state that its link carries."""
        status, page = await self.get("/slack/install")
        assert status == 200
        return link(page)["state"]

    async def finish(self, **query: str) -> tuple[int, str]:
        """What Slack sends the browser back with."""
        return await self.get("/slack/oauth_redirect", **query)

    async def install(self) -> tuple[int, str]:
        return await self.finish(code=CODE, state=await self.begin())

    async def event(self, event: dict[str, Any], **more: Any) -> int:
        body = {"type": "event_callback", "team_id": "T1", "event": event, "event_time": int(time.time())}
        return await self.post(json.dumps(body | more))

    async def post(self, body: str | bytes, headers: dict[str, str] | None = None) -> int:
        raw = body if isinstance(body, bytes) else body.encode()
        kind = "application/json" if raw.startswith(b"{") else FORM
        sent = {"Content-Type": kind} | (signed(raw) if headers is None else headers)
        async with self.browser.post(f"{self.address}/slack/events", data=raw, headers=sent) as response:
            return response.status


def signed(body: bytes, age: float = 0, secret: str = SIGNING_SECRET) -> dict[str, str]:
    stamp = str(int(time.time() - age))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def link(page: str) -> dict[str, str]:
    """The query of the button that leads to Slack."""
    found = re.search(r'class="act" href="([^"]+)"', page)
    assert found is not None
    return {key: values[0] for key, values in parse_qs(urlsplit(unescape(found[1])).query).items()}


@asynccontextmanager
async def fake_slack() -> AsyncIterator[FakeSlack]:
    fake, app = FakeSlack(), web.Application()
    app.router.add_post("/api/oauth.v2.access", fake.access)
    app.router.add_post("/api/auth.test", fake.test)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        yield fake
    finally:
        await runner.cleanup()


@asynccontextmanager
async def open_bot(folder: Path) -> AsyncIterator[Bot]:
    """A bot that nobody has installed yet, over the store of that folder."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(fake_slack())
        documents = await stack.enter_async_context(open_sqlite(folder / "store.db"))
        clock = ManualClock()
        store = InstallationStore(InstallationRepository(documents, clock), CIPHER)
        states = StateStore(InstallStateRepository(documents, clock))
        flow = InstallFlow(Credentials("C1", CLIENT_SECRET), SCOPES, store, states, slack.url)
        authorize: Any = Authorize(store)  # which may return None, whatever Bolt's annotation says
        app = AsyncApp(signing_secret=SIGNING_SECRET, oauth_flow=flow, authorize=authorize)
        heard: list[str | None] = []

        async def on_mention(context: AsyncBoltContext) -> None:
            heard.append(context.bot_token)

        app.event("app_mention")(on_mention)
        forget_the_removed(app, store)
        address = await stack.enter_async_context(serving(app, ANY_PORT))
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=address)
        browser = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        yield Bot(address, slack, store, app, browser, heard, clock)
