"""HTTP mode: signed requests to the bot's own site, sent again when they fail, and forged ones on demand."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.discord.double.waiting import Pulse
from tests.slack.double.deliveries import Delivery
from tests.slack.double.wire import JSON
from tests.slack.double.world import World

EVENTS = "/slack/events"
FORM = "application/x-www-form-urlencoded"
TOO_LATE = 6 * 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot's site said; `after` in seconds. `status` 0 where nothing came in time."""

    status: int
    body: str
    headers: Mapping[str, str]
    after: float

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def content(self) -> Any:
        """The body as JSON where it is that, else as text; None where it is empty."""
        if "json" in self.headers.get("Content-Type", ""):
            return json.loads(self.body)
        return self.body or None


@dataclass(frozen=True, slots=True)
class Signed:
    """A request as it goes over the wire."""

    body: bytes
    headers: Mapping[str, str]


class Site:
    """`url` is the address of the bot's site, empty while it is in Socket Mode."""

    def __init__(self, world: World, pulse: Pulse) -> None:
        self.url = ""
        self._world = world
        self._pulse = pulse
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._last: dict[Delivery, Signed] = {}

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            jar = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=jar)
        return self._session

    def send(self, delivery: Delivery, *, again: bool = False) -> None:
        """Sends it in a task of its own, and again where an event fails."""
        task = asyncio.get_running_loop().create_task(self._deliver(delivery, again))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery: Delivery, again: bool) -> None:
        settings = self._world.settings
        waits = settings.resend if delivery.kind == "events_api" and not again else ()
        headers: JSON = {}
        for number, wait in enumerate((None, *waits)):
            if wait is not None:
                await asyncio.sleep(wait)
            answer = await self._attempt(delivery, headers)
            if answer.ok or answer.headers.get("X-Slack-No-Retry") == "1":
                return
            reason = "http_error" if answer.status else "http_timeout"
            headers = {"X-Slack-Retry-Num": str(number + 1), "X-Slack-Retry-Reason": reason}

    async def _attempt(self, delivery: Delivery, headers: Mapping[str, str]) -> Answer:
        delivery.begin()
        self._last[delivery] = signed = self._signed(delivery, headers)
        answer = await self._post(signed)
        delivery.statuses.append(answer.status)
        if answer.ok:
            delivery.acknowledge(answer.content)
        self._pulse.beat()
        return answer

    def _signed(
        self, delivery: Delivery, headers: Mapping[str, str] | None = None, secret: str = "", age: float = 0.0
    ) -> Signed:
        return self.signed(*_encoded(delivery), headers, secret, age)

    def signed(
        self,
        body: bytes,
        media: str,
        headers: Mapping[str, str] | None = None,
        secret: str = "",
        age: float = 0.0,
    ) -> Signed:
        """The request with its signature, made `age` seconds ago, by the right secret unless one is given."""
        stamp = str(int(time.time() - age))
        key = (secret or self._world.settings.signing_secret).encode()
        digest = hmac.new(key, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        signature = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
        return Signed(body, {"Content-Type": media, **signature, **(headers or {})})

    async def _post(self, request: Signed) -> Answer:
        began = time.monotonic()
        limit = aiohttp.ClientTimeout(total=self._world.settings.patience)
        try:
            url = self.url + EVENTS
            async with self.session.post(
                url, data=request.body, headers=request.headers, timeout=limit
            ) as came:
                body = await came.text()
                return Answer(came.status, body, came.headers, time.monotonic() - began)
        except (TimeoutError, aiohttp.ClientError):
            return Answer(0, "", {}, time.monotonic() - began)

    async def forge(self, delivery: Delivery) -> Answer:
        """The request signed with a secret that is not the app's."""
        return await self._post(self._signed(delivery, secret="somebody else's"))

    async def tamper(self, delivery: Delivery) -> Answer:
        """The right signature over another body."""
        request = self._signed(delivery)
        return await self._post(Signed(request.body + b"&x=1", request.headers))

    async def unsigned(self, delivery: Delivery) -> Answer:
        """The request without a signature."""
        body, media = _encoded(delivery)
        return await self._post(Signed(body, {"Content-Type": media}))

    async def stale(self, delivery: Delivery) -> Answer:
        """The request rightly signed, more than five minutes ago."""
        return await self._post(self._signed(delivery, age=TOO_LATE))

    async def replay(self, delivery: Delivery) -> Answer:
        """The very bytes and headers of its last attempt."""
        return await self._post(self._last[delivery])

    async def challenge(self) -> Answer:
        """Slack's question whether the address is the app's."""
        body = json.dumps({"token": "t", "challenge": "3eZbrw1a", "type": "url_verification"}).encode()
        return await self._post(self.signed(body, "application/json"))

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    """The body as Slack encodes it, and its media type."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), "application/json"
    if delivery.kind == "slash_commands":
        return urlencode(delivery.payload).encode(), FORM
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), FORM
