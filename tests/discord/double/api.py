"""Discord's REST side: every request is recorded, judged, refused or answered, and wakes those who wait."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.discord.double.contract import Contract
from tests.discord.double.limits import problems
from tests.discord.double.places import Attachment
from tests.discord.double.plans import Plan, Plans
from tests.discord.double.waiting import Pulse
from tests.discord.double.wire import NO_SUCH_ROUTE, UNAUTHORIZED, Call, Refusal, Route, Upload, invalid
from tests.discord.double.world import World

BASE = "/api/v10"
DOWNLOAD = "/attachments/{place}/{number}/{name}"
FILE_FIELD = re.compile(r"files\[(\d+)\]")
TOKEN = re.compile(r"[A-Za-z0-9]{60,}")
LIMITS = {
    "X-RateLimit-Limit": "50",
    "X-RateLimit-Remaining": "49",
    "X-RateLimit-Reset-After": "1.000",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A request of the bot: `path` without the version, `when` in seconds of the monotonic clock.

    `template` is the path as Discord's description writes it, to count requests by.
    """

    method: str
    path: str
    template: str
    body: Any
    files: Mapping[str, bytes]
    when: float
    status: int
    answer: Any

    def __str__(self) -> str:
        body = json.dumps(self.body, ensure_ascii=False)[:300] if self.body is not None else ""
        answer = json.dumps(self.answer, ensure_ascii=False)[:200] if self.status >= 400 else ""
        path = TOKEN.sub("<token>", self.path)
        return " ".join(filter(None, [self.method, path, body, "->", str(self.status), answer]))


class Api:
    """`requests` are all that came, in the order they were answered; `faults` what was wrong with them."""

    def __init__(
        self,
        world: World,
        contract: Contract | None,
        plans: Plans,
        pulse: Pulse,
        faults: list[str],
        files: Mapping[int, Attachment],
    ) -> None:
        self.requests: list[Answered] = []
        self._world = world
        self._contract = contract
        self._plans = plans
        self._pulse = pulse
        self._faults = faults
        self._files = files

    def mount(self, app: web.Application, routes: Iterable[Route]) -> None:
        """Adds the routes, and one that catches everything else."""
        for route in routes:
            app.router.add_route(route.method, BASE + route.template, self._serving(route))
        app.router.add_route("*", "/{path:.*}", self._unknown)

    def _serving(self, route: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            return await self._serve(request, route)

        return serve

    async def _serve(self, request: web.Request, route: Route) -> web.Response:
        call = await _call(request, route)
        path = request.path.removeprefix(BASE)
        status, answer, headers = await self._answer(request, route, call, path)
        files = {upload.name: upload.data for upload in call.uploads.values()}
        now = time.monotonic()
        self.requests.append(
            Answered(call.method, path, call.template, call.body, files, now, status, answer)
        )
        self._pulse.beat()
        if answer is None:
            return web.Response(status=status, headers=headers)
        data = json.dumps(answer).encode()
        return web.Response(status=status, body=data, headers=headers, content_type="application/json")

    async def _answer(
        self, request: web.Request, route: Route, call: Call, path: str
    ) -> tuple[int, Any, Mapping[str, str]]:
        try:
            self._judge(request, call, path)
            if planned := await self._planned(call.method, path):
                return planned.status, planned.body, planned.headers
            if (
                not route.public
                and request.headers.get("Authorization") != f"Bot {self._world.settings.token}"
            ):
                raise Refusal(*UNAUTHORIZED)
            answer = route.answer(call)
            if self._plans.withholds(call.method, path):
                self._pulse.beat()
                await asyncio.Event().wait()
        except Refusal as refusal:
            if refusal.illegal:
                self._faults.append(f"{call.method} {path}: {refusal.message}")
            return refusal.status, {"message": refusal.message, "code": refusal.code}, {}
        headers = LIMITS if route.public else {**LIMITS, "X-RateLimit-Bucket": route.template}
        return (204 if answer is None else route.status), answer, headers

    async def _planned(self, method: str, path: str) -> Plan | None:
        """The failure that a test planned for a request, after the delay that it planned."""
        for plan in self._plans.spend(method, path):
            await asyncio.sleep(plan.delay)
            if plan.status:
                return plan
        return None

    async def download(self, request: web.Request) -> web.Response:
        """A file from the address in its attachment; no token is asked for."""
        planned = await self._planned("GET", request.path)
        file = self._files.get(int(request.match_info["number"]))
        status = planned.status if planned else 200 if file else 404
        self.requests.append(
            Answered("GET", request.path, DOWNLOAD, None, {}, time.monotonic(), status, None)
        )
        self._pulse.beat()
        if status != 200 or file is None:
            return web.Response(status=status)
        return web.Response(body=file.data, content_type=file.media or "application/octet-stream")

    def _judge(self, request: web.Request, call: Call, path: str) -> None:
        """Raises Refusal for what Discord would not take; what it would ignore is a fault alone."""
        if not self._world.settings.judge:
            return
        kind = request.content_type if request.can_read_body else "application/json"
        if kind not in ("application/json", "multipart/form-data"):
            self._faults.append(f"{call.method} {path}: the body is {kind}")
        found = self._contract.findings(call) if self._contract is not None else []
        self._faults += [f"{call.method} {path}: {one.said}" for one in found]
        if any(one.malformed for one in found):
            raise Refusal(400, 50035, "Invalid Form Body")
        if wrong := problems(call):
            raise invalid("; ".join(wrong))

    async def _unknown(self, request: web.Request) -> web.Response:
        self._faults.append(f"{request.method} {request.path}: the double has no such route")
        status, code, message = NO_SUCH_ROUTE
        return web.json_response({"message": message, "code": code}, status=status)


async def _call(request: web.Request, route: Route) -> Call:
    """The request, whether it came as JSON or as a form with files."""
    body: Any = None
    uploads: dict[int, Upload] = {}
    if request.content_type == "multipart/form-data":
        form = await request.post()
        body = json.loads(str(form.get("payload_json", "null")))
        for name, value in form.items():
            if isinstance(value, web.FileField) and (number := FILE_FIELD.fullmatch(name)):
                uploads[int(number[1])] = Upload(value.filename, value.file.read())
    elif raw := await request.read():
        body = json.loads(raw)
    return Call(route.method, route.template, request.match_info, request.query, body, uploads)
