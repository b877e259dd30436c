"""What the double keeps: people, servers, channels and messages, with their ids."""

import mimetypes
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum, IntFlag
from typing import Any

from tests.discord.double.wire import JSON

EPOCH = 1_420_070_400_000
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15


class Permission(IntFlag):
    """The bot's rights in a server, as Discord numbers them."""

    ADMINISTRATOR = 1 << 3
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38


EVERYTHING = ~Permission(0)


class Kind(IntEnum):
    """A channel's type."""

    TEXT = 0
    DM = 1
    VOICE = 2
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


class Snowflakes:
    """Ids as Discord makes them: milliseconds since 2015 above 22 bits, and always rising."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> int:
        self._last = max(self._last + 1, (int(time.time() * 1000) - EPOCH) << 22)
        return self._last

    def on_shard(self, shard: int, shards: int) -> int:
        """An id whose server belongs to that shard."""
        self.new()
        while (self._last >> 22) % shards != shard:
            self._last = ((self._last >> 22) + 1) << 22
        return self._last


def moment(snowflake: int) -> str:
    """When an id was made, as Discord writes times."""
    return datetime.fromtimestamp(((snowflake >> 22) + EPOCH) / 1000, UTC).isoformat()


def now() -> str:
    return datetime.now(UTC).isoformat()


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False


@dataclass(eq=False, slots=True)
class Guild:
    """A server. `allowed` is what the bot may do in it; everybody known is a member."""

    id: int
    name: str
    owner: Person
    allowed: Permission = EVERYTHING
    locale: str = "en-US"

    def forbid(self, permission: Permission) -> None:
        """From now on; an administrator may everything, and so the bot is none."""
        self.allowed &= ~(permission | Permission.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message, under its address at the double."""

    id: int
    name: str
    data: bytes = field(repr=False)
    url: str
    description: str | None = None

    @property
    def media(self) -> str | None:
        return mimetypes.guess_type(self.name)[0]


@dataclass(eq=False, slots=True)
class Place:
    """A channel, a DM or a thread. `people` are the ids of a DM's recipient and of a thread's members.

    `whispers` are the ephemeral messages, which stand in no history; `extra` is a thread's metadata.
    """

    id: int
    kind: Kind
    name: str = ""
    guild: Guild | None = None
    parent: "Place | None" = None
    people: set[int] = field(default_factory=set)
    messages: "dict[int, Message]" = field(default_factory=dict)
    whispers: "dict[int, Message]" = field(default_factory=dict)
    extra: JSON = field(default_factory=dict)
    owner_id: int = 0

    def __repr__(self) -> str:
        return f"<{self.kind.name} {self.id} {self.name}>"

    @property
    def is_thread(self) -> bool:
        return self.kind in (Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD)

    @property
    def archived(self) -> bool:
        return bool(self.extra.get("archived"))

    @property
    def shut(self) -> bool:
        """Whether it is archived and locked, against a bot without the right to change that."""
        manages = self.guild is not None and Permission.MANAGE_THREADS in self.guild.allowed
        return self.archived and bool(self.extra.get("locked")) and not manages

    def seen_by(self, person: Person) -> "list[Message]":
        """All that a person sees here, the oldest first."""
        every = {**self.messages, **self.whispers}
        return [every[number] for number in sorted(every) if every[number].shown_to(person)]

    def open_to(self, person: Person) -> bool:
        """Whether that person can read here."""
        return self.kind not in (Kind.DM, Kind.PRIVATE_THREAD) or person.id in self.people


@dataclass(eq=False, slots=True)
class Message:
    """A message as it stands now; the same object through every edit.

    `private_to` is the id of the one person an ephemeral message is shown to. `cause` is Discord's
    `interaction_metadata`. `kind` is its message type, 0 for an ordinary one; `reactions` are the bot's.
    """

    id: int
    place: Place
    author: Person
    content: str = ""
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[Person] = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    private_to: int | None = None
    edited_at: str | None = None
    deleted: bool = False
    cause: JSON | None = None
    reply_to: "Message | None" = None
    nonce: Any = None
    reactions: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Message {self.id} of {self.author.name} in {self.place}: {self.content[:80]!r}>"

    @property
    def files(self) -> Mapping[str, bytes]:
        """What is attached, by name."""
        return {file.name: file.data for file in self.attachments}

    @property
    def ephemeral(self) -> bool:
        return self.private_to is not None

    def shown_to(self, person: Person) -> bool:
        seen = self.private_to is None or self.private_to == person.id
        return seen and not self.deleted and self.place.open_to(person)
