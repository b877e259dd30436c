"""A Reply as Discord messages, each within every limit by construction. Pure: nothing is read or sent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from adapters.chat.plain import plain
from adapters.chat.text import label
from adapters.discord.message import Attached, Box, Message
from adapters.discord.names import kept_names
from adapters.discord.pack import Section, pages
from adapters.discord.pieces import pieces
from domain.replies import Button, Card, Reply, Text, Words, say

__all__ = ["Attached", "Box", "Message", "begun", "render"]

MESSAGES = 4
COMPONENTS = 40
FILES = 10
ROW = 5
BUTTONS = 30
TAIL = BUTTONS + BUTTONS // ROW
LABEL = 80
RED = 0xD9534F
WHOLE = "reply.txt"
NOTE = f"This is not all of it: the whole text is in `{WHOLE}`."
EMPTY = "Nothing to show."

Thing = TypeVar("Thing")
Tail = tuple[tuple[Attached, ...], tuple[Button, ...]]


def render(reply: Reply) -> tuple[Message, ...]:
    """The messages to send, in order; at least one, and none of them empty.

    Buttons stand under the last (more than 30 go on under further ones), files under the last of the text.
    A text of more than 4 messages ends after 3 and is attached whole.
    """
    files, buttons = _files(reply), _buttons(reply.buttons)
    slots = COMPONENTS - min(TAIL, _cost(len(files) + 1, len(buttons)))
    texts = list(islice(pages(_sections(reply), slots), MESSAGES + 1))
    if len(texts) > MESSAGES:
        texts = [*texts[: MESSAGES - 1], (Box(NOTE, framed=False),)]
        files = _named((Attached(WHOLE, content=plain(reply).encode()), *files))
    if not (texts or files or buttons):
        texts = [(Box(EMPTY, framed=False),)]
    (first_files, first_buttons), *more = _tails(files, buttons)
    *above, last = texts or [()]
    return (
        *(Message(boxes) for boxes in above),
        Message(last, first_buttons, first_files),
        *(Message((), more_buttons, more_files) for more_files, more_buttons in more),
    )


def begun(words: Words) -> Message:
    """How a reply begins that says these words so far, `…` telling that more comes; at most one message."""
    return render(say("", Text(f"{words.rstrip()} …")))[0]


def _sections(reply: Reply) -> Iterator[Section]:
    for number, card in enumerate(reply.cards, 1):
        found = pieces(card, failed=reply.failed)
        heads_others = _is_title(card) and not reply.failed and number < len(reply.cards)
        if found:
            yield Section(found, Box("", not heads_others, RED if reply.failed else None))


def _is_title(card: Card) -> bool:
    return not card.body and not card.fields


def _files(reply: Reply) -> tuple[Attached, ...]:
    return _named(tuple(Attached(file.name, file.path) for file in reply.files))


def _named(files: Sequence[Attached]) -> tuple[Attached, ...]:
    names = kept_names(file.name for file in files)
    return tuple(replace(file, name=name) for name, file in zip(names, files, strict=True))


def _buttons(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """The buttons with labels that fit; of those with one token the first, since a message takes no more."""
    unique: dict[str, Button] = {}
    for button in buttons:
        unique.setdefault(button.token, button)
    return tuple(replace(b, label=label(b.label, LABEL)) for b in unique.values())


def _cost(files: int, buttons: int) -> int:
    """How many components they take, with the rows of the buttons."""
    return min(files, FILES) + buttons + -(-buttons // ROW)


def _tails(files: Sequence[Attached], buttons: Sequence[Button]) -> list[Tail]:
    """What stands under the text of the last message, then under further ones where it is too much."""
    filed, pressed = _chunks(files, FILES), _chunks(buttons, BUTTONS)
    if filed and len(pressed) == 1 and _cost(len(filed[-1]), len(buttons)) <= TAIL:
        *above, last = filed
        return [*((some, ()) for some in above), (last, pressed[0])]
    return [*((some, ()) for some in filed), *(((), some) for some in pressed)] or [((), ())]


def _chunks(things: Sequence[Thing], most: int) -> list[tuple[Thing, ...]]:
    return [tuple(things[n : n + most]) for n in range(0, len(things), most)]
