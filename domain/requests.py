"""What any platform can ask: who, where, which action, with what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as a platform knows them."""

    platform: str
    user_id: str
    workspace_id: str = ""
    display_name: str = ""

    @classmethod
    def of(cls, key: str) -> Self:
        """The person whose `key` that is, without their name."""
        platform, workspace_id, user_id = key.split(":", 2)
        return cls(platform, user_id, workspace_id)

    @property
    def key(self) -> str:
        """`slack:T1:U7`; a user's id may hold colons, the others do not."""
        return f"{self.platform}:{self.workspace_id}:{self.user_id}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request came from and its replies go: `dm`, `channel` or `thread`, with the platform's id."""

    kind: str = "dm"
    id: str = ""

    @classmethod
    def of(cls, text: str) -> Self:
        """`thread:77` as a place."""
        kind, _, place_id = text.partition(":")
        return cls(kind, place_id)

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a request, already on this machine; its name is a stranger's claim."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Request:
    """`action` is a name of the action table; `args` are texts as they were typed or submitted.

    `event_id` is the platform's id of the event, the same at each delivery; empty where there is none.
    `sent_at` is when the person sent it, by the platform's clock, where that is known. `mended` names the
    args that are not as they were sent, since no store could have held them.
    """

    actor: Actor
    action: str
    place: Place = Place()
    args: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Attachment, ...] = ()
    event_id: str = ""
    sent_at: datetime | None = None
    mended: frozenset[str] = frozenset()
