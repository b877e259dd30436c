"""What any platform can show. All text is data: a renderer escapes it for its platform."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `markup` is set only for the project's own words, where `x` in backticks is code."""

    text: str
    markup: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, shown as such."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


Block = Text | Code | Quote | Bullets


class Words(str):
    """How a reply begins that is still being written: all of its words so far, told as progress.

    A platform may show them where the reply will stand; the reply itself follows in any case.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Button:
    """`label` is a verb; `token` comes from domain.tokens."""

    label: str
    token: str
    style: Literal["primary", "secondary", "danger"] = "secondary"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers; `value` is what is submitted."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Input:
    """`secret` is not shown while it is typed, where a platform can hide it, and kept by none of them.

    With `choices`, 25 at the most, one of them is picked rather than a text typed; `chosen` is the value that
    is picked to begin with. `value` is the text that stands there to begin with, to be changed.
    """

    name: str
    label: str
    long: bool = False
    required: bool = True
    secret: bool = False
    choices: tuple[Choice, ...] = ()
    chosen: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Questions asked together; submitting sends the values under `token`."""

    token: str
    title: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class File:
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """A titled part of a reply: one graded answer, one question, one interview of a history."""

    title: str = ""
    body: tuple[Block, ...] = ()
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An action's answer: cards in reading order, then what can be pressed. `data` is for programs.

    `about` is the id of an attempt whose grade is shown and may still change: the platform tells where the
    message stands (domain.showing), so that it can be edited.
    """

    cards: tuple[Card, ...] = ()
    buttons: tuple[Button, ...] = ()
    form: Form | None = None
    files: tuple[File, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    private: bool = True
    failed: bool = False
    about: str = ""

    def with_first(self, card: Card) -> Self:
        """The same reply with a card put before the others."""
        return replace(self, cards=(card, *self.cards))


def say(title: str, *body: Block | str, fields: tuple[Field, ...] = (), **more: Any) -> Reply:
    """A reply of one card; plain strings become paragraphs of the project's own words."""
    blocks = tuple(Text(b, markup=True) if isinstance(b, str) else b for b in body)
    return Reply(cards=(Card(title, blocks, fields),), **more)
