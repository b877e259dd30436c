"""response_url: a way to answer one command or interaction, five times in half an hour, without a token."""

import json
from typing import Any

from aiohttp import web

from tests.discord.double.waiting import Pulse
from tests.slack.double.board import Board
from tests.slack.double.chat import content_of
from tests.slack.double.deliveries import Delivery
from tests.slack.double.judge import Judge
from tests.slack.double.places import Place
from tests.slack.double.plans import Plans
from tests.slack.double.wire import JSON, Refusal
from tests.slack.double.world import World

PATH = "/actions/{team}/{number}"
KNOWN = frozenset(
    (
        *("text", "blocks", "attachments", "metadata", "mrkdwn", "unfurl_links", "unfurl_media"),
        *("response_type", "replace_original", "delete_original", "thread_ts"),
    )
)


class Responses:
    """The URLs given out, by the number in them."""

    def __init__(self, world: World, board: Board, judge: Judge, plans: Plans, pulse: Pulse) -> None:
        self._world = world
        self._board = board
        self._judge = judge
        self._plans = plans
        self._pulse = pulse
        self._given: dict[str, Delivery] = {}

    def give(self, delivery: Delivery) -> None:
        """Sets the delivery's response_url."""
        number = self._world.ids.new("R")
        self._given[number] = delivery
        delivery.response_url = f"{self._world.address}/actions/{delivery.team.id}/{number}"

    def mount(self, app: web.Application) -> None:
        app.router.add_post(PATH, self.serve)

    async def serve(self, request: web.Request) -> web.Response:
        """One use of a URL."""
        body = await request.json()
        if plan := await self._plans.happen("response_url"):
            return web.Response(status=plan.status, text=plan.error)
        try:
            self._use(self._spend(request.match_info["number"]), body)
        except Refusal as refusal:
            if refusal.illegal:
                self._judge.blame("response_url", str(refusal))
            status = 404 if refusal.error in ("used_url", "expired_url") else 400
            return web.json_response(refusal.answer(), status=status)
        finally:
            self._pulse.beat()
        return web.Response(text="ok")

    def _spend(self, number: str) -> Delivery:
        settings, cause = self._world.settings, self._given.get(number)
        if cause is None or cause.expired or cause.age() > settings.response_life:
            raise Refusal("expired_url")
        if cause.uses >= settings.response_uses:
            raise Refusal("used_url", illegal=True)
        cause.uses += 1
        return cause

    def _use(self, cause: Delivery, body: JSON) -> None:
        if unknown := set(body) - KNOWN:
            raise Refusal("invalid_payload", [f"[ERROR] {sorted(unknown)} unknown"], illegal=True)
        if body.get("delete_original"):
            if cause.source is not None and not cause.source.deleted:
                self._board.remove(cause.source)
            return
        self._judge.message("response_url", body)
        self.write(cause, body)

    def write(self, cause: Delivery, body: JSON) -> None:
        """Shows an answer that came by this way, or as the body of an acknowledgement."""
        content: dict[str, Any] = content_of(body)
        if body.get("replace_original") and cause.source is not None:
            if not cause.source.deleted:
                self._board.rewrite(cause.source, {"blocks": [], **json.loads(json.dumps(content))})
            return
        assert cause.place is not None
        place = Place(cause.place.channel, str(body.get("thread_ts") or ""))
        private = "" if body.get("response_type") == "in_channel" else cause.person.id
        self._board.post(place, cause.team.bot, content, private_to=private)
