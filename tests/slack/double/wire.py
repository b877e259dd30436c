"""What passes between a bot and the double: one call of the Web API, and a refusal of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.slack.double.places import Team

JSON = dict[str, Any]
TRUE = (True, 1, "true", "True", "1")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: its arguments however they travelled, and the workspace that its token opens.

    `team` is None for methods that take no bot token.
    """

    method: str
    args: Mapping[str, Any]
    token: str
    workspace: Team | None

    @property
    def team(self) -> Team:
        """Raises the refusal that a call without a bot token gets."""
        if self.workspace is None:
            raise Refusal("not_allowed_token_type", illegal=True)
        return self.workspace

    def text(self, name: str) -> str:
        """The argument as text; empty where it is missing."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        """Raises Refusal where it is missing."""
        if not (text := self.text(name)):
            raise Refusal("invalid_arguments", [f"[ERROR] missing required field: {name}"], illegal=True)
        return text

    def flag(self, name: str) -> bool:
        return self.args.get(name) in TRUE

    def number(self, name: str, default: int) -> int:
        text = self.text(name)
        return int(text) if text.isdecimal() else default


@dataclass(eq=False)
class Refusal(Exception):
    """Slack's `ok: false`.

    `messages` are the details in its `response_metadata`. `illegal` says that no correct bot would have
    asked: the double keeps it as a fault.
    """

    error: str
    messages: list[str] = field(default_factory=list)
    illegal: bool = False

    def __post_init__(self) -> None:
        super().__init__(f"{self.error} {'; '.join(self.messages)}".rstrip())

    def answer(self) -> JSON:
        metadata = {"response_metadata": {"messages": self.messages}} if self.messages else {}
        return {"ok": False, "error": self.error, **metadata}


Handler = Callable[[Call], JSON]
Routes = Mapping[str, Handler]
