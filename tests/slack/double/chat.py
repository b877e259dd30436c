"""chat.* and reactions.*: what the bot writes, changes and takes back."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from tests.slack.double import payloads
from tests.slack.double.board import Board
from tests.slack.double.places import Channel, Message, Place
from tests.slack.double.wire import JSON, Call, Refusal, Routes
from tests.slack.double.world import World

CONTENT = ("text", "blocks", "attachments", "metadata")


class Bursts:
    """How many messages a conversation got in how short a time. `most` is that figure by conversation."""

    def __init__(self, world: World, faults: list[str]) -> None:
        self.most: dict[str, int] = {}
        self._settings = world.settings
        self._ids = world.ids
        self._faults = faults
        self._times: dict[str, deque[float]] = {}

    def count(self, channel: Channel, ts: str) -> None:
        now = float(ts)
        times = self._times.setdefault(channel.id, deque())
        times.append(now)
        while times[0] <= now - self._settings.window:
            times.popleft()
        self.most[channel.id] = max(self.most.get(channel.id, 0), len(times))
        if self._settings.judge and len(times) == self._settings.burst + 1:
            said = f"{len(times)} messages in {self._settings.window:g} s to {channel.id}"
            self._faults.append(f"chat.postMessage: {said}; Slack takes about one a second")


class Chat:
    """Messages of the bot."""

    def __init__(self, world: World, board: Board, bursts: Bursts) -> None:
        self._world = world
        self._board = board
        self._bursts = bursts

    def routes(self) -> Routes:
        return {
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._whisper,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "reactions.add": self._react,
            "reactions.remove": self._unreact,
        }

    def _post(self, call: Call) -> JSON:
        channel = self._world.addressed(call.team, call.needed("channel"))
        thread_ts = call.text("thread_ts")
        # Slack refuses no reply to a thread that is gone, but puts it into the channel.
        place = Place(channel, thread_ts if channel.has_thread(thread_ts) else "")
        broadcast = call.flag("reply_broadcast") and bool(place.thread_ts)
        message = self._board.post(place, call.team.bot, content_of(call.args), broadcast=broadcast)
        self._bursts.count(channel, message.ts)
        return {"ok": True, "channel": channel.id, "ts": message.ts, "message": self._shown(message)}

    def _whisper(self, call: Call) -> JSON:
        channel = self._world.writable(call.team, call.needed("channel"))
        person = self._world.people.get(call.needed("user"))
        if person is None or not channel.open_to(person) or person.id not in channel.members:
            raise Refusal("user_not_in_channel")
        place = place_of(channel, call)
        message = self._board.post(place, call.team.bot, content_of(call.args), private_to=person.id)
        return {"ok": True, "message_ts": message.ts}

    def _update(self, call: Call) -> JSON:
        message = self._own(call, "cant_update_message")
        if message.streaming:
            raise Refusal("streaming_state_conflict", illegal=True)
        if message.channel.archived:
            raise Refusal("is_inactive")
        content = content_of(call.args)
        if "text" in content and "blocks" not in call.args:
            content["blocks"] = []
        content.setdefault("markdown", "")
        self._board.rewrite(message, content)
        return {"ok": True, "channel": message.channel.id, "ts": message.ts, "text": message.text} | {
            "message": self._shown(message)
        }

    def _delete(self, call: Call) -> JSON:
        message = self._own(call, "cant_delete_message")
        self._board.remove(message)
        return {"ok": True, "channel": message.channel.id, "ts": message.ts}

    def _own(self, call: Call, otherwise: str) -> Message:
        channel = self._world.joined(call.team, call.needed("channel"))
        message = self._world.message(channel, call.needed("ts"))
        if message.author != call.team.bot:
            raise Refusal(otherwise)
        return message

    def _reacted(self, call: Call) -> Message:
        channel = self._world.joined(call.team, call.needed("channel"))
        return self._world.message(channel, call.needed("timestamp"))

    def _react(self, call: Call) -> JSON:
        message, name = self._reacted(call), call.needed("name")
        if name in message.reactions:
            raise Refusal("already_reacted")
        message.reactions.append(name)
        return {"ok": True}

    def _unreact(self, call: Call) -> JSON:
        message, name = self._reacted(call), call.needed("name")
        if name not in message.reactions:
            raise Refusal("no_reaction")
        message.reactions.remove(name)
        return {"ok": True}

    def _shown(self, message: Message) -> JSON:
        return payloads.message(message, self._world.settings.app_id)


def content_of(args: Mapping[str, Any]) -> dict[str, Any]:
    """What a call writes; Slack takes `markdown_text` in the place of text and blocks."""
    content = {name: args[name] for name in CONTENT if args.get(name) is not None}
    if args.get("markdown_text"):
        content["markdown"] = args["markdown_text"]
    return content


def place_of(channel: Channel, call: Call) -> Place:
    """Raises Refusal for a thread that does not exist."""
    thread_ts = call.text("thread_ts")
    if thread_ts and not channel.has_thread(thread_ts):
        raise Refusal("thread_not_found")
    return Place(channel, thread_ts)
