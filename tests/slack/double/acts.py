"""What a person does that is no message: commands, presses, choices, submissions and shortcuts."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.slack.double import payloads
from tests.slack.double.asked import Asked
from tests.slack.double.blocks import elements_of, escape, pressables
from tests.slack.double.deliveries import Delivery
from tests.slack.double.forms import Form, Upload, option
from tests.slack.double.places import File, Message, Person, Place
from tests.slack.double.reading import Pressable, blocks_of, buttons_of, shown
from tests.slack.double.server import Server
from tests.slack.double.views import View
from tests.slack.double.wire import JSON

CHOICES = ("static_select", "external_select", "overflow", "radio_buttons")


class Acts:
    """With `wait`, each returns once the app has acknowledged. What cannot be done is an AssertionError."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._world = server.world
        self._pulse = server.pulse

    # Commands and shortcuts

    def draft(self, person: Person, name: str, text: str = "", where: Place | None = None) -> Delivery:
        """A slash command that is made but not sent."""
        place = where or Place(self._world.dm(person))
        assert not place.thread_ts, "Slack offers no slash commands in threads"
        assert place.channel.open_to(person), f"{person.name} cannot see {place.channel}"
        delivery = Delivery("slash_commands", {}, person, place)
        self._server.prepare(delivery)
        written = escape(text) if self._world.settings.escape_commands else text
        delivery.payload = payloads.command(delivery, name, written, self._world.settings.app_id)
        return delivery

    async def command(
        self, person: Person, name: str, text: str = "", where: Place | None = None, *, wait: bool = True
    ) -> Asked:
        """`/interview start company:Google`, in the DM unless said otherwise."""
        return await self._send(self.draft(person, name, text, where), wait)

    async def shortcut(
        self, person: Person, callback_id: str, message: Message | None = None, *, wait: bool = True
    ) -> Asked:
        """A shortcut of a message's menu, or without a message a global one."""
        place = message.place if message else None
        delivery = Delivery("interactive", {}, person, place, source=message)
        self._server.prepare(delivery, response=message is not None)
        more: JSON = {"callback_id": callback_id, "action_ts": self._world.ids.stamp()}
        if message is not None:
            assert message.shown_to(person), f"{person.name} cannot see: {shown(message)}"
            more |= self._on_message(delivery, message) | {"message_ts": message.ts}
        kind = "message_action" if message is not None else "shortcut"
        return await self._interact(delivery, kind, more, wait)

    def _on_message(self, delivery: Delivery, message: Message) -> JSON:
        return {
            "channel": payloads.short_channel(message.channel),
            "message": payloads.message(message, self._world.settings.app_id),
            "response_url": delivery.response_url,
        }

    # Buttons and menus

    async def press(
        self, person: Person, shown_here: Message | View, button: str, *, wait: bool = True, **values: Any
    ) -> Asked:
        """Presses a button by its label, action_id or value; `values` are what is typed in a view so far."""
        found = self._button(shown_here, button)
        return await self._act(person, shown_here, found.block_id, found.action_id, {}, wait, values)

    def drafted_press(self, person: Person, message: Message, button: str) -> Delivery:
        """A press that is made but not sent."""
        found = self._button(message, button)
        action = self._action(message, found.block_id, found.action_id, {})
        return self._drafted_action(person, message, action)

    def _button(self, shown_here: Message | View, name: str) -> Pressable:
        every = buttons_of(shown_here)
        named = (one for one in every if name in (one.label, one.action_id, one.value))
        found = next(named, None)
        assert found is not None, f"no button {name!r} on: {shown(shown_here)}"
        assert not found.url, f"button {name!r} opens {found.url}"
        return found

    async def press_value(
        self, person: Person, message: Message, action_id: str, value: str, *, wait: bool = True
    ) -> Asked:
        """A button's event for any value, whether the message has such a button or not."""
        action: JSON = {"type": "button", "action_id": action_id, "block_id": "forged", "value": value}
        action |= {"text": {"type": "plain_text", "text": "Forged"}, "action_ts": self._world.ids.stamp()}
        return await self._block_action(person, message, action, wait, {})

    async def choose(
        self,
        person: Person,
        shown_here: Message | View,
        action_id: str,
        value: str | Sequence[str],
        *,
        wait: bool = True,
    ) -> Asked:
        """Chooses an option of a select or menu by its value or text; of a multi-select several."""
        for block_id, element in pressables(blocks_of(shown_here)):
            if element["action_id"] == action_id:
                chosen = _chosen(element, value)
                return await self._act(person, shown_here, block_id, action_id, chosen, wait, {})
        raise AssertionError(f"no select {action_id!r} on: {shown(shown_here)}")

    async def suggest(self, person: Person, view: View, action_id: str, typed: str) -> Asked:
        """What a select with an external source offers while a person types: `.options`."""
        block_id = next(
            (block for block, one in pressables(view.blocks) if one["action_id"] == action_id), None
        )
        assert block_id, f"no select {action_id!r} on: {shown(view)}"
        delivery = Delivery("interactive", {}, person, source_view=view)
        self._server.prepare(delivery, trigger=False, response=False)
        more: JSON = {"action_id": action_id, "block_id": block_id, "value": typed}
        more |= {"container": {"type": "view", "view_id": view.id}, "view": self._server.views.shown(view)}
        return await self._interact(delivery, "block_suggestion", more, wait=True)

    async def _act(
        self,
        person: Person,
        shown_here: Message | View,
        block_id: str,
        action_id: str,
        chosen: JSON,
        wait: bool,
        values: Mapping[str, Any],
    ) -> Asked:
        action = self._action(shown_here, block_id, action_id, chosen)
        return await self._block_action(person, shown_here, action, wait, values)

    def _action(self, shown_here: Message | View, block_id: str, action_id: str, chosen: JSON) -> JSON:
        block = next(one for one in blocks_of(shown_here) if one.get("block_id") == block_id)
        element = next(one for one in elements_of(block) if one.get("action_id") == action_id)
        copied = {name: element[name] for name in ("type", "text", "value", "style") if name in element}
        stamp = {"action_ts": self._world.ids.stamp()}
        return {"action_id": action_id, "block_id": block_id, **copied, **chosen, **stamp}

    async def _block_action(
        self, person: Person, shown_here: Message | View, action: JSON, wait: bool, values: Mapping[str, Any]
    ) -> Asked:
        if isinstance(shown_here, View):
            return await self._in_view(person, shown_here, action, wait, values)
        return await self._send(self._drafted_action(person, shown_here, action), wait)

    def _drafted_action(self, person: Person, message: Message, action: JSON) -> Delivery:
        assert message.shown_to(person), f"{person.name} cannot see: {shown(message)}"
        delivery = Delivery("interactive", {}, person, message.place, source=message)
        self._server.prepare(delivery)
        container: JSON = {"type": "message", "message_ts": message.ts, "channel_id": message.channel.id}
        container |= {"is_ephemeral": message.ephemeral}
        container |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
        more = {"container": container, "state": {"values": {}}, "actions": [action]}
        return self._filled(delivery, "block_actions", more | self._on_message(delivery, message))

    async def _in_view(
        self, person: Person, view: View, action: JSON, wait: bool, values: Mapping[str, Any]
    ) -> Asked:
        self._check_view(person, view)
        delivery = Delivery("interactive", {}, person, source_view=view)
        self._server.prepare(delivery, response=False)
        state = Form(view, values, {}, self._keeper(person)).state(complete=False)
        container = {"type": "view", "view_id": view.id}
        more = {"container": container, "actions": [action], "view": self._server.views.shown(view, state)}
        return await self._interact(delivery, "block_actions", more, wait)

    # Modals

    async def submit(
        self,
        person: Person,
        view: View,
        values: Mapping[str, Any] | None = None,
        files: Mapping[str, Sequence[Upload]] | None = None,
        *,
        wait: bool = True,
    ) -> Asked:
        """Fills in a modal by action_id, block_id or label, and submits it."""
        return await self._send(self.drafted_form(person, view, values, files), wait)

    def drafted_form(
        self,
        person: Person,
        view: View,
        values: Mapping[str, Any] | None = None,
        files: Mapping[str, Sequence[Upload]] | None = None,
    ) -> Delivery:
        """A filled in modal that is not sent yet."""
        self._check_view(person, view)
        assert view.body.get("submit"), f"nothing to submit on: {shown(view)}"
        delivery = Delivery("interactive", {}, person, source_view=view)
        self._server.prepare(delivery, response=False)
        state = Form(view, values or {}, files or {}, self._keeper(person)).state(complete=True)
        more = {"view": self._server.views.shown(view, state), "response_urls": []}
        return self._filled(delivery, "view_submission", more)

    async def close(self, person: Person, view: View) -> None:
        """Closes a modal without submitting; the app hears of it where it asked to."""
        self._check_view(person, view)
        self._server.views.close(view)
        if view.body.get("notify_on_close"):
            delivery = Delivery("interactive", {}, person, source_view=view)
            more = {"view": self._server.views.shown(view), "is_cleared": False}
            await self._interact(delivery, "view_closed", more, wait=True)

    def _check_view(self, person: Person, view: View) -> None:
        assert view.person == person, f"{person.name} does not see a view of {view.person.name}"
        assert not view.closed, f"closed: {shown(view)}"

    def _keeper(self, person: Person) -> Any:
        def keep(upload: Upload) -> File:
            return self._server.board.keep(person, *upload)

        return keep

    # Sending

    async def _interact(self, delivery: Delivery, kind: str, more: JSON, wait: bool) -> Asked:
        return await self._send(self._filled(delivery, kind, more), wait)

    def _filled(self, delivery: Delivery, kind: str, more: JSON) -> Delivery:
        """The delivery with what it says."""
        base = payloads.interaction(delivery, kind, self._world.settings.app_id)
        delivery.payload = {**base, **more}
        return delivery

    def send(self, delivery: Delivery) -> None:
        """Sends what was drafted, and waits for nothing."""
        self._server.courier.send(delivery)

    async def _send(self, delivery: Delivery, wait: bool) -> Asked:
        asked = self._server.asked(delivery)
        self._server.courier.send(delivery)
        return await asked.acknowledged(self._world.settings.patience + 1) if wait else asked


def _chosen(element: Mapping[str, Any], value: str | Sequence[str]) -> JSON:
    if element["type"] in CHOICES:
        assert isinstance(value, str), f"{element['action_id']!r} takes one option"
        return {"selected_option": option(element, value)}
    return {"selected_options": [option(element, one) for one in value]}
