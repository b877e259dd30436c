"""What a row of the action table is made of, and what an action is handed when it runs."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from domain.audit import Trail
from domain.model.group import GroupRound
from domain.model.user import User
from domain.ports import Progress
from domain.replies import Reply
from domain.requests import Request
from domain.services import Services


class Opens(Enum):
    """What a platform does first: show a form, answer at once, or acknowledge and edit when done."""

    FORM = "form"
    FAST = "fast"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command.

    `kind` "word" ends at the next option, "rest" swallows all that follows, "int" is bounded by `low` and
    `high`. Of its `choices` it takes several, with commas between them, or a `single` one. `source` names
    what a platform can complete it from. `internal` ones only buttons carry. A
    `secret` one is handed on as it came, and shown to nobody. A `whole` one is a text that the action itself
    bounds.
    """

    name: str
    about: str
    kind: Literal["word", "int", "rest"] = "word"
    required: bool = False
    low: int = 0
    high: int = 100
    choices: tuple[str, ...] = ()
    single: bool = False
    source: Literal["", "companies", "streams", "sessions", "commands", "roadmaps", "descriptions"] = ""
    internal: bool = False
    secret: bool = False
    whole: bool = False


Value = str | int


@dataclass(frozen=True, slots=True)
class Call:
    """One run of an action. `again` is set where an earlier run of the same event died on the way.

    `trail` is the audit entry of a run that only admins may ask for. `group` is the round that an action
    among a group is about.
    """

    do: Services
    user: User
    request: Request
    args: Mapping[str, Value]
    progress: Progress
    again: bool = False
    trail: Trail | None = None
    group: GroupRound | None = None

    async def about(self, subject: str, change: str = "") -> None:
        """Names by an id of ours what an admin's run is about, and what it makes of it, before it does so."""
        if self.trail is not None:
            await self.trail.about(subject, change)

    def text(self, name: str) -> str | None:
        value = self.args.get(name)
        return None if value is None else str(value)

    def number(self, name: str) -> int | None:
        value = self.args.get(name)
        return value if isinstance(value, int) else None


@dataclass(frozen=True, slots=True)
class Action:
    """One row. `owns` names options that hold the id of an interview, which must be the caller's own.

    `holds` marks the actions after which the interview is held where they were asked: a platform with public
    places finds a private one for it. With `in_place` the message whose button was pressed becomes the reply.
    With `among` it is about a group's round, the one that its option `group` names or that is held where it
    was asked, and is for whom `domain.grouping.finding` says.
    `admin_with` says of the arguments whether with these only admins may ask. Somebody without an
    account is given one, or is refused or ignored, as `newcomers` says.
    """

    name: str
    about: str
    run: Callable[[Call], Awaitable[Reply]]
    options: tuple[Option, ...] = ()
    opens: Opens = Opens.FAST
    rights: Literal["anyone", "admin"] = "anyone"
    admin_with: Callable[[Mapping[str, Value]], bool] = lambda args: False
    newcomers: Literal["given", "refused", "ignored"] = "given"
    owns: tuple[str, ...] = ()
    among: Literal["", "seen", "member", "host"] = ""
    takes_file: bool = False
    hidden: bool = False
    holds: bool = False
    in_place: bool = False
    examples: tuple[str, ...] = field(default=())

    @property
    def usage(self) -> str:
        """`/interview start [company] [role]`, as help and the README show it."""
        shown = [f"<{o.name}>" if o.required else f"[{o.name}]" for o in self.options if not o.internal]
        return " ".join([f"/{self.name}", *shown])
