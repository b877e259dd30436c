"""What was typed, pressed or submitted on a console becomes a Request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain import tokens
from domain.actions import TABLE
from domain.actions.parse import find_action, typed_options
from domain.errors import UserError
from domain.requests import Actor, Attachment, Place, Request


@dataclass(frozen=True, slots=True)
class Line:
    """One input: a text, a pressed button's token, or a submitted form."""

    actor: Actor
    place: Place = Place()
    text: str | None = None
    press: str | None = None
    form: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Attachment, ...] = ()
    event: str = ""
    at: datetime | None = None

    @property
    def empty(self) -> bool:
        """Nothing was said: only the clock was to move."""
        return self.text is None and self.press is None and self.form is None and not self.files


def ask_for(line: Line) -> Request:
    """The request that a line amounts to. Raises UserError where it cannot be understood."""
    action, args = _action(line)
    return Request(line.actor, action, line.place, args, line.files, line.event)


def _action(line: Line) -> tuple[str, dict[str, str]]:
    if line.press is not None:
        return _pressed(line.press)
    if line.form is not None:
        action, args = _pressed(line.form)
        return action, {**args, **line.values}
    text = line.text or ""
    if not text.lstrip().startswith("/"):
        return "say", {"text": text} if text or not line.files else {}
    action_row, rest = find_action(text, TABLE)
    return action_row.name, typed_options(action_row, rest)


def _pressed(token: str) -> tuple[str, dict[str, str]]:
    try:
        return tokens.decode(token)
    except tokens.BadToken as error:
        raise UserError("That button is not one of mine.", title="Unknown button") from error
