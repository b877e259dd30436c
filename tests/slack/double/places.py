"""What the double keeps: workspaces, people, conversations, messages and files, with their ids."""

import mimetypes
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


class Ids:
    """Ids as Slack writes them, a letter and capitals, and timestamps that name messages and always rise."""

    def __init__(self) -> None:
        self._count = 0
        self._last = 0

    def new(self, letter: str) -> str:
        self._count += 1
        return f"{letter}0{self._count:08X}"

    def stamp(self) -> str:
        """Seconds since 1970 with six digits after the point."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


@dataclass(eq=False, slots=True)
class Team:
    """A workspace. `token_error` is what its bot token is refused with; empty while the token is good."""

    id: str
    name: str
    token: str
    bot_id: str
    bot: "Person" = field(init=False)
    token_error: str = ""

    def __repr__(self) -> str:
        return f"<Team {self.id} {self.name}>"


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    team: Team = field(repr=False)
    zone: str = "Europe/Berlin"
    locale: str = "en-US"
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file under its private address at the double, which wants the token of its workspace."""

    id: str
    name: str
    data: bytes = field(repr=False)
    team: Team
    owner: Person
    url: str
    title: str = ""

    @property
    def media(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass(eq=False, slots=True)
class Channel:
    """A conversation. `whispers` are the ephemeral messages, which stand in no history."""

    id: str
    kind: Literal["channel", "group", "im"]
    name: str
    team: Team
    members: set[str] = field(default_factory=set)
    archived: bool = False
    messages: "dict[str, Message]" = field(default_factory=dict)
    whispers: "dict[str, Message]" = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} {self.name}>"

    def has_thread(self, ts: str) -> bool:
        """Whether a thread can stand there: its first message does, or one of its replies still does."""
        return ts in self.messages or any(one.thread_ts == ts != "" for one in self.messages.values())

    def open_to(self, person: Person) -> bool:
        """Whether that person can read here; in public channels everybody of the workspace can."""
        return person.team is self.team and (self.kind == "channel" or person.id in self.members)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody writes: a conversation, or a thread under one of its messages."""

    channel: Channel
    thread_ts: str = ""

    @property
    def id(self) -> str:
        return self.channel.id

    @property
    def team(self) -> Team:
        return self.channel.team

    def holds(self, message: "Message") -> bool:
        """Whether a message stands here: a thread's first message in both, its replies in the thread."""
        if message.channel is not self.channel:
            return False
        if self.thread_ts:
            return self.thread_ts in (message.ts, message.thread_ts)
        return message.thread_ts in ("", message.ts) or message.broadcast

    def seen_by(self, person: Person) -> "list[Message]":
        """All that a person sees here, the oldest first; what only they see included."""
        every = {**self.channel.messages, **self.channel.whispers}
        found = (every[ts] for ts in sorted(every))
        return [one for one in found if self.holds(one) and one.shown_to(person)]


@dataclass(eq=False, slots=True)
class Message:
    """A message as it stands now; the same object through every change.

    `text` is Slack's own writing, `&lt;` for `<`. `private_to` is the id of the one person an ephemeral one
    is shown to. `markdown` is what was streamed into it. `reactions` are the bot's.
    """

    ts: str
    channel: Channel
    author: Person
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    markdown: str = ""
    thread_ts: str = ""
    broadcast: bool = False
    private_to: str = ""
    subtype: str = ""
    edited_at: str = ""
    deleted: bool = False
    streaming: bool = False
    metadata: dict[str, Any] | None = None
    reactions: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Message {self.ts} of {self.author.name} in {self.channel}: {self.text[:80]!r}>"

    @property
    def ephemeral(self) -> bool:
        return bool(self.private_to)

    @property
    def place(self) -> Place:
        return Place(self.channel, self.thread_ts)

    @property
    def contents(self) -> Mapping[str, bytes]:
        """What is attached, by name."""
        return {file.name: file.data for file in self.files}

    def shown_to(self, person: Person) -> bool:
        return not self.deleted and self.private_to in ("", person.id) and self.channel.open_to(person)


@dataclass(eq=False, slots=True)
class AssistantThread:
    """What the assistant's pane shows besides messages. `statuses` are all that were set, in order."""

    status: str = ""
    title: str = ""
    prompts: list[dict[str, Any]] = field(default_factory=list)
    prompts_title: str = ""
    statuses: list[str] = field(default_factory=list)
