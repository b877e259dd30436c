"""Writing, changing and removing messages, whoever does it, with the events that tell the bot."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from tests.slack.double import payloads
from tests.slack.double.blocks import with_ids
from tests.slack.double.events import Events
from tests.slack.double.places import File, Message, Person, Place
from tests.slack.double.wire import JSON
from tests.slack.double.world import World

CONTENT = ("text", "blocks", "attachments", "metadata", "markdown")


class Board:
    """The one place where messages change. `touched` are those written or changed, in that order."""

    def __init__(self, world: World, events: Events) -> None:
        self.touched: list[Message] = []
        self._world = world
        self._events = events

    def post(
        self,
        place: Place,
        author: Person,
        content: Mapping[str, Any],
        files: Sequence[File] = (),
        **more: Any,
    ) -> Message:
        """A new message. `content` holds any of text, blocks, attachments, metadata and markdown."""
        thread = self._thread(place)
        message = Message(self._world.ids.stamp(), place.channel, author, thread_ts=thread, **more)
        self._fill(message, content)
        message.files = list(files)
        if files and not message.subtype:
            message.subtype = "file_share"
        if message.ephemeral:
            place.channel.whispers[message.ts] = message
        else:
            place.channel.messages[message.ts] = message
            self._begin_thread(message)
            self._events.posted(message)
        self.touched.append(message)
        return message

    def _thread(self, place: Place) -> str:
        """The first message of the thread, where a reply's ts was given instead."""
        parent = place.channel.messages.get(place.thread_ts)
        return (parent.thread_ts or parent.ts) if parent else place.thread_ts

    def _begin_thread(self, reply: Message) -> None:
        """Marks the message that is answered, and takes away the status that announced the bot's answer."""
        parent = reply.channel.messages.get(reply.thread_ts)
        if parent is not None and not parent.thread_ts:
            parent.thread_ts = parent.ts
        if reply.author.is_bot and (assistant := self._world.assistants.get(reply.place)):
            assistant.status = ""

    def rewrite(self, message: Message, content: Mapping[str, Any]) -> Message:
        """Changes what is named and keeps the rest."""
        before = self._shown(message)
        self._fill(message, content)
        message.edited_at = self._world.ids.stamp()
        self.touched.append(message)
        if not message.ephemeral:
            self._events.changed(message, before)
        return message

    def append(self, message: Message, markdown: str) -> None:
        """Streams more text into a message; the bot is not told of each piece."""
        message.markdown += markdown
        self.touched.append(message)

    def remove(self, message: Message) -> None:
        before = self._shown(message)
        message.deleted = True
        self.touched.append(message)
        message.channel.whispers.pop(message.ts, None)
        if message.channel.messages.pop(message.ts, None) is not None:
            self._events.deleted(message, before)

    def keep(self, owner: Person, name: str, data: bytes, title: str = "", number: str = "") -> File:
        """Keeps a file under an address of its own."""
        team = owner.team
        number = number or self._world.ids.new("F")
        url = f"{self._world.address}/files-pri/{team.id}-{number}/{quote(name)}"
        self._world.files[number] = File(number, name, data, team, owner, url, title)
        return self._world.files[number]

    def _fill(self, message: Message, content: Mapping[str, Any]) -> None:
        for name in CONTENT:
            if name in content and content[name] is not None:
                setattr(message, name, content[name])
        message.blocks = json.loads(json.dumps(message.blocks))
        for block in message.blocks:
            with_ids(self._world.ids, block)

    def _shown(self, message: Message) -> JSON:
        return payloads.message(message, self._world.settings.app_id)
