"""Modals and App Homes: opened by a fresh trigger, changed by id, closed by their person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.slack.double.blocks import with_ids
from tests.slack.double.deliveries import Delivery
from tests.slack.double.places import Person, Team
from tests.slack.double.wire import JSON, Call, Refusal, Routes
from tests.slack.double.world import World

DEEPEST = 3


@dataclass(eq=False, slots=True)
class View:
    """A modal or an App Home as it stands now; the same object through every update.

    `errors` are what the bot said against the last submission, by block_id; `above` is the view shown when
    this one closes.
    """

    id: str
    person: Person
    body: JSON
    hash: str
    above: "View | None" = None
    closed: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<View {self.id} of {self.person.name}, {'closed' if self.closed else self.body.get('type')}>"

    @property
    def blocks(self) -> list[JSON]:
        blocks: list[JSON] = self.body["blocks"]
        return blocks

    @property
    def root(self) -> "View":
        return self.above.root if self.above else self


class Views:
    """Every view of every person. `homes` are the App Homes by person, `published` counts theirs."""

    def __init__(self, world: World, triggers: Mapping[str, Delivery]) -> None:
        self.homes: dict[str, View] = {}
        self.published: dict[str, int] = {}
        self._world = world
        self._triggers = triggers
        self._views: dict[str, View] = {}

    def routes(self) -> Routes:
        return {
            "views.open": self._open,
            "views.push": self._push,
            "views.update": self._update,
            "views.publish": self._publish,
        }

    def _open(self, call: Call) -> JSON:
        cause = self._spend(call)
        cause.view = self._made(call.team, cause.person, call.args["view"], None)
        return {"ok": True, "view": self.shown(cause.view)}

    def _push(self, call: Call) -> JSON:
        cause = self._spend(call)
        above = cause.source_view
        if above is None or above.closed:
            raise Refusal("not_found")
        cause.view = self.push(above, call.args["view"])
        return {"ok": True, "view": self.shown(cause.view)}

    def push(self, above: View, body: JSON) -> View:
        """A view over another. Raises Refusal above three of them."""
        depth, one = 1, above
        while one.above is not None:
            depth, one = depth + 1, one.above
        if depth >= DEEPEST:
            raise Refusal("push_limit_reached", illegal=True)
        return self._made(above.person.team, above.person, body, above)

    def _update(self, call: Call) -> JSON:
        view = self._named(call)
        if call.text("hash") and call.text("hash") != view.hash:
            raise Refusal("hash_conflict")
        self.change(view, call.args["view"])
        return {"ok": True, "view": self.shown(view)}

    def _publish(self, call: Call) -> JSON:
        person = self._world.people.get(call.needed("user_id"))
        if person is None or person.team is not call.team:
            raise Refusal("user_not_found")
        old = self.homes.get(person.id)
        if call.text("hash") and old is not None and call.text("hash") != old.hash:
            raise Refusal("hash_conflict")
        if old is None:
            self.homes[person.id] = self._made(call.team, person, call.args["view"], None)
        else:
            self.change(old, call.args["view"])
        self.published[person.id] = self.published.get(person.id, 0) + 1
        return {"ok": True, "view": self.shown(self.homes[person.id])}

    def change(self, view: View, body: JSON) -> None:
        """Replaces what a view shows. Raises Refusal for a change of its kind."""
        if body.get("type") != view.body["type"]:
            raise Refusal("invalid_arguments", ["[ERROR] the type of a view cannot change"], illegal=True)
        self._unique(view.person.team, body, view)
        view.body, view.hash, view.errors = self._stored(body), self._world.ids.new("h"), {}

    def close(self, view: View) -> None:
        """Closes one; the view beneath it is shown again."""
        view.closed = True

    def close_all(self, view: View) -> None:
        for one in self._views.values():
            if one.root is view.root:
                one.closed = True

    def _named(self, call: Call) -> View:
        external = call.text("external_id")
        open_views = (one for one in self._views.values() if one.person.team is call.team and not one.closed)
        for view in open_views:
            if view.id == call.text("view_id") or (external and external == view.body.get("external_id")):
                return view
        raise Refusal("not_found")

    def _spend(self, call: Call) -> Delivery:
        """What a trigger id came with. Raises Refusal: one is good once, and for a few seconds."""
        cause = self._triggers.get(call.needed("trigger_id"))
        if cause is None or cause.team is not call.team:
            raise Refusal("invalid_trigger_id", illegal=True)
        if cause.triggered:
            raise Refusal("exchanged_trigger_id", illegal=True)
        if cause.age() > self._world.settings.trigger_life:
            raise Refusal("expired_trigger_id")
        cause.triggered = True
        return cause

    def _made(self, team: Team, person: Person, body: JSON, above: View | None) -> View:
        self._unique(team, body, None)
        view = View(self._world.ids.new("V"), person, self._stored(body), self._world.ids.new("h"), above)
        self._views[view.id] = view
        return view

    def _unique(self, team: Team, body: JSON, besides: View | None) -> None:
        wanted = body.get("external_id")
        for view in self._views.values():
            rival = view is not besides and not view.closed and view.person.team is team
            if wanted and rival and view.body.get("external_id") == wanted:
                raise Refusal("duplicate_external_id", illegal=True)

    def _stored(self, body: JSON) -> JSON:
        """A copy with the ids that Slack adds."""
        stored: JSON = json.loads(json.dumps(body))
        for block in stored.get("blocks", []):
            with_ids(self._world.ids, block)
        return stored

    def shown(self, view: View, state: Mapping[str, Any] | None = None) -> JSON:
        """The view as payloads carry it, with what is filled in."""
        team = view.person.team
        defaults = {"private_metadata": "", "callback_id": "", "external_id": ""}
        texts = {"title": None, "submit": None, "close": None}
        return {
            **defaults, **texts, "clear_on_close": False, "notify_on_close": False, **view.body,
            "id": view.id, "team_id": team.id, "hash": view.hash,
            "state": {"values": dict(state or {})},
            "root_view_id": view.root.id,
            "previous_view_id": view.above.id if view.above else None,
            "app_id": self._world.settings.app_id, "app_installed_team_id": team.id, "bot_id": team.bot_id,
        }  # fmt: skip
