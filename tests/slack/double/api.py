"""Slack's Web API: every call is recorded, judged, refused or answered, and wakes those who wait."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.discord.double.waiting import Pulse
from tests.slack.double.accounts import basic_credentials
from tests.slack.double.judge import Judge
from tests.slack.double.plans import Plan, Plans
from tests.slack.double.wire import JSON, Call, Handler, Refusal, Routes
from tests.slack.double.world import World

STRUCTURED = ("blocks", "attachments", "view", "files", "prompts", "metadata", "chunks", "loading_messages")
WITHOUT_TOKEN = ("oauth.v2.access",)
SCOPES = {"X-OAuth-Scopes": "chat:write,commands,im:history,files:read,files:write,users:read"}


@dataclass(frozen=True, slots=True)
class Answered:
    """A call of the bot; `when` in seconds of the monotonic clock, `error` empty where it was done."""

    method: str
    args: Mapping[str, Any]
    when: float
    status: int
    error: str
    answer: JSON

    def __str__(self) -> str:
        args = json.dumps(dict(self.args), ensure_ascii=False, default=str)[:300]
        return f"{self.method} {args} -> {self.status} {self.error or 'ok'}"


class Api:
    """`requests` are all calls that came, in the order they were answered."""

    def __init__(self, world: World, judge: Judge, plans: Plans, pulse: Pulse) -> None:
        self.requests: list[Answered] = []
        self._world = world
        self._judge = judge
        self._plans = plans
        self._pulse = pulse
        self._routes: dict[str, Handler] = {}

    def mount(self, app: web.Application, routes: Iterable[Routes]) -> None:
        """Adds the methods, and one route that catches every address the double has not."""
        for some in routes:
            self._routes |= some
        app.router.add_route("*", "/api/{method}", self.serve)
        app.router.add_route("*", "/{path:.*}", self._unknown)

    async def serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        args: JSON = {}
        status, headers = 200, SCOPES
        try:
            args = await _arguments(request)
            answer = await self._answer(request, method, args)
        except Refusal as refusal:
            answer = refusal.answer()
            if refusal.illegal:
                self._judge.blame(method, str(refusal))
        except Planned as planned:
            status, answer, headers = planned.answer()
        error = "" if answer.get("ok") else str(answer.get("error"))
        self.requests.append(Answered(method, args, time.monotonic(), status, error, answer))
        self._pulse.beat()
        return web.Response(
            status=status, body=json.dumps(answer).encode(), headers=headers, content_type="application/json"
        )

    async def _answer(self, request: web.Request, method: str, args: JSON) -> JSON:
        handler = self._routes.get(method)
        if handler is None:
            raise Refusal("unknown_method", illegal=True)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.pop("token", ""))
        call = self._call(method, args, token)
        self._judge.call(call)
        if plan := await self._plans.happen(method):
            raise Planned(plan)
        answer = handler(call)
        transport = request.transport
        assert transport is not None
        self._pulse.beat()
        await self._plans.unanswered(method, transport.abort)
        return answer

    def _call(self, method: str, args: JSON, token: str) -> Call:
        if method in WITHOUT_TOKEN:
            return Call(method, args, token, None)
        if not token:
            raise Refusal("not_authed", illegal=True)
        app_level = token == self._world.settings.app_token
        return Call(method, args, token, None if app_level else self._world.team_of(token))

    async def _unknown(self, request: web.Request) -> web.Response:
        self._judge.blame(request.method, f"the double has no {request.path}")
        return web.Response(status=404)


@dataclass(eq=False)
class Planned(Exception):
    """The failure that a test planned for a call."""

    plan: Plan

    def answer(self) -> tuple[int, JSON, dict[str, str]]:
        plan = self.plan
        headers = {} if plan.retry_after is None else {"Retry-After": f"{plan.retry_after:g}"}
        return plan.status, {"ok": False, "error": plan.error}, headers


async def _arguments(request: web.Request) -> JSON:
    """What was asked, whether as query, form, multipart or JSON. Raises Refusal."""
    args: JSON = dict(request.query) | basic_credentials(request.headers.get("Authorization", ""))
    if request.content_type == "application/json":
        raw = await request.read()
        sent = _decoded(raw.decode(), "body") if raw else {}
        if not isinstance(sent, dict):
            raise Refusal("json_not_object", illegal=True)
        args |= sent
    elif request.body_exists:
        args |= dict(await request.post())
    return {name: _structured(name, value) for name, value in args.items() if value is not None}


def _structured(name: str, value: Any) -> Any:
    if name in STRUCTURED and isinstance(value, str) and value:
        return _decoded(value, name)
    return value


def _decoded(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refusal("invalid_json", [f"[ERROR] {name} is no JSON"], illegal=True) from None
