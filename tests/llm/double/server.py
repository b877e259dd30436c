"""The loopback server: takes what a client sends, judges it, keeps it, and says what it was told to say."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.discord.double.waiting import Pulse
from tests.llm.double.asking import ParsedRequest, parsed
from tests.llm.double.errors import (
    FORMAT_REFUSED,
    ApiError,
    error_object,
    no_such_model,
    unknown_key,
    unsupported_parameter,
)
from tests.llm.double.faults import Fault
from tests.llm.double.recorded import grading_for, in_prose
from tests.llm.double.replies import Asked, Ending, Reply, answered, failed, refused, streamed
from tests.llm.double.script import Received, Says, Script, Settings
from tests.llm.double.streams import Streamed
from tests.llm.double.turns import Turn

LARGEST_BODY = 8 * 1024 * 1024


class Server:
    """What a test holds. `faults` are requests that broke the protocol, and what a test said that raised."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.url = ""
        self.requests: list[Received] = []
        self.elsewhere: list[Received] = []
        self.faults: list[str] = []
        self._script = Script()
        self._pulse = Pulse()
        self._closing = asyncio.Event()
        self._other_url = ""
        self._number = 0

    @property
    def key(self) -> str:
        return self.settings.key

    @property
    def connections(self) -> int:
        """How many connections carried a request."""
        return len({one.connection for one in self.requests})

    def say(self, *says: Says) -> None:
        """Queues what answers the next requests, one each."""
        self._script.queued.extend(says)

    def script(self, says: Iterable[Says]) -> None:
        """Replaces what is queued."""
        self._script.queued = deque(says)

    def always(self, says: Says) -> None:
        """What answers each request that nothing is queued for."""
        self._script.last = says

    async def asked(self, number: int = 1, within: float = 10.0) -> Received:
        """The `number`th request, once it has come. AssertionError after `within` seconds."""

        def found() -> Received | None:
            return self.requests[number - 1] if len(self.requests) >= number else None

        return await self._pulse.until(found, within, lambda: f"only {len(self.requests)} requests came")

    async def left(self, number: int = 1, within: float = 10.0) -> Received:
        """The `number`th request, once its client has gone without an answer."""
        one = await self.asked(number, within)
        return await self._pulse.until(lambda: one if one.left else None, within, lambda: "it has not left")

    async def chat(self, request: web.Request) -> web.StreamResponse:
        received = await self._receive(request, self.requests)
        self._number += 1
        try:
            reply = self._reply(received, self._number)
        except ApiError as error:
            if error.illegal:
                self.faults.append(str(error))
            reply = refused(error)
        except Exception as error:
            self.faults.append(f"what was to be said raised {error!r}")
            raise
        received.status = reply.status
        return await self._send(request, reply, received)

    async def models(self, request: web.Request) -> web.StreamResponse:
        received = await self._receive(request, self.requests)
        if self._key_of(received) != self.key:
            return web.json_response(unknown_key(self._key_of(received)).body, status=401)
        listed = [
            {"id": name, "object": "model", "created": 0, "owned_by": "loopback"} for name in self._names
        ]
        return web.json_response({"object": "list", "data": listed})

    async def other_host(self, request: web.Request) -> web.StreamResponse:
        """Where a redirect points: it answers anybody, as a thief of keys would."""
        received = await self._receive(request, self.elsewhere)
        asked = ParsedRequest(received.body)
        reply = answered(self._asked(asked, received, 1), Turn(json.dumps(grading_for(asked))))
        return await self._send(request, reply, received)

    async def nowhere(self, request: web.Request) -> web.StreamResponse:
        """Any other path; a client that asks for one has joined its base URL wrongly."""
        await self._receive(request, self.requests)
        self.faults.append(f"404: {request.method} {request.path}")
        body = error_object(f"Invalid URL ({request.method} {request.path})", "invalid_request_error")
        return web.json_response(body, status=404)

    @property
    def _names(self) -> list[str]:
        return sorted(self.settings.models) or ["recorded-grader"]

    def _key_of(self, received: Received) -> str:
        scheme, _, key = received.headers.get("authorization", "").partition(" ")
        return key if scheme == "Bearer" else ""

    async def _receive(self, request: web.Request, into: list[Received]) -> Received:
        headers = {name.lower(): value for name, value in request.headers.items()}
        peer = request.transport.get_extra_info("peername") if request.transport else ("", 0)
        raw = await request.read()
        received = Received(request.method, request.path, headers, raw, time.monotonic(), peer[:2])
        into.append(received)
        self._pulse.beat()
        return received

    def _reply(self, received: Received, number: int) -> Reply:
        if self._key_of(received) != self.key:
            raise unknown_key(self._key_of(received))
        request = parsed(received.raw)
        self._check_abilities(request)
        said = self._script.next(request)
        asked = self._asked(request, received, number)
        if isinstance(said, Fault):
            return failed(asked, said, grading_for(request))
        if isinstance(said, Streamed):
            return streamed(asked, said)
        text = said if isinstance(said, str) else json.dumps(said)
        if said is not text and request.format == "text":
            text = in_prose(text)
        return answered(asked, Turn(text))

    def _check_abilities(self, request: ParsedRequest) -> None:
        settings = self.settings
        if settings.models and request.model not in settings.models:
            raise no_such_model(request.model)
        for name in sorted(settings.lacks & request.body.keys()):
            raise unsupported_parameter(name)
        if request.format not in {"text", *settings.formats}:
            raise FORMAT_REFUSED[settings.dialect](request.format, request.body)

    def _asked(self, request: ParsedRequest, received: Received, number: int) -> Asked:
        settings = self.settings
        key = self._key_of(received)
        return Asked(request, number, key, settings.retry_after, settings.drip, self._other_url)

    async def _send(self, request: web.Request, reply: Reply, received: Received) -> web.StreamResponse:
        try:
            return await self._deliver(request, reply, received)
        except (asyncio.CancelledError, ConnectionError):
            received.left = True
            self._pulse.beat()
            raise

    async def _deliver(self, request: web.Request, reply: Reply, received: Received) -> web.StreamResponse:
        response = web.StreamResponse(status=reply.status or 200, headers=reply.headers)
        response.content_length = reply.length
        if reply.status:
            await response.prepare(request)
            for piece in reply.pieces:
                await asyncio.sleep(reply.pause)
                received.written.append(time.perf_counter())
                await response.write(piece)
        if reply.ending is Ending.NEVER:
            await self._closing.wait()
        if reply.ending is not Ending.WHOLE and request.transport is not None:
            request.transport.close()
        elif reply.ending is Ending.WHOLE:
            await response.write_eof()
        return response

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Serves on free loopback ports until the block ends."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_post("/v1/chat/completions", self.chat)
        app.router.add_get("/v1/models", self.models)
        app.router.add_route("*", "/{rest:.*}", self.nowhere)
        other = web.Application(client_max_size=LARGEST_BODY)
        other.router.add_post("/{rest:.*}", self.other_host)
        async with _serving(app) as port, _serving(other) as other_port:
            self.url = f"http://127.0.0.1:{port}/v1"
            self._other_url = f"http://localhost:{other_port}/v1/chat/completions"
            try:
                yield
            finally:
                self._closing.set()


@asynccontextmanager
async def _serving(app: web.Application) -> AsyncIterator[int]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def model_server(*, judged: bool = True, **settings: Any) -> AsyncIterator[Server]:
    """A server set by the fields of `Settings`.

    In the end, unless it is not `judged`, every fault that it has found is an AssertionError.
    """
    server = Server(Settings(**settings))
    async with server.listening():
        yield server
        assert not judged or not server.faults, "\n".join(["the server has found:", *server.faults])
