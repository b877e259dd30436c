"""A Reply as Slack messages, each within every limit by construction. Pure: nothing is read or sent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePath

from adapters.chat.plain import plain
from adapters.chat.text import label, one_line, units
from adapters.slack.blocks import actions, blocks, paragraph, spoken
from adapters.slack.message import Attached, Message
from adapters.slack.mrkdwn import escape
from adapters.slack.pack import Section, pages
from adapters.slack.pieces import Piece, pieces
from adapters.slack.spans import own_words
from adapters.slack.streamed import streamed
from domain.replies import Button, Card, Reply, Text, Words, say

__all__ = ["Attached", "Message", "begun", "progress_message", "render", "sections", "unique"]

MESSAGES = 4
BLOCKS = 48
BUTTONS = 12
"""Fewer than the 25 that a row takes, so that the longest of them fit into a message beside a full page."""
HEADERS = 3
LONGEST_NAME = 100
LONGEST_ENDING = 12
LONGEST_PROGRESS = 200
WHOLE = "reply.txt"
NOTE = f"This is not all of it: the whole text is in `{WHOLE}`."
EMPTY = "Nothing to show."
Page = tuple[Section, ...]


def render(reply: Reply) -> tuple[Message, ...]:
    """The messages to send, in order; at least one, and none of them empty.

    Buttons stand under the last (more than 12 go on under further ones), files with the last of the text.
    A text of more than 4 messages ends after 3 and is attached whole.
    """
    files = tuple(Attached(_file_name(file.name), file.path) for file in reply.files)
    texts = list(islice(pages(sections(reply), BLOCKS), MESSAGES + 1))
    if len(texts) > MESSAGES:
        texts = [*texts[: MESSAGES - 1], _said(NOTE)]
        files = (Attached(WHOLE, content=plain(reply).encode()), *files)
    buttons, *more = _rows(unique(reply.buttons)) or [()]
    if not texts and (files or not buttons):
        texts = [_said(_names(files) or EMPTY)]
    *above, last = texts or [()]
    return (
        *(_message(page) for page in above),
        replace(_message(last, buttons), files=files),
        *(_message((), row) for row in more),
    )


def progress_message(text: str) -> Message:
    """What goes on, in one line; `text` is the project's own words, backticks being code."""
    line = label(text, LONGEST_PROGRESS)
    return Message([paragraph(line)], escape(line))


def begun(words: Words) -> Message:
    """How a reply begins that says these words so far; at most one message.

    `…` tells that more comes, but not in what is streamed, which nothing can be taken from.
    """
    unfinished, said = (render(say("", Text(text)))[0] for text in (f"{words.rstrip()} …", words))
    return replace(unfinished, streamed=said.streamed)


def sections(reply: Reply) -> Iterator[Section]:
    """The cards that have something to see. Few have headers and lines between them; a list has neither."""
    is_list = len(reply.cards) > HEADERS or (len(reply.cards) > 1 and _is_title(reply.cards[0]))
    for number, card in enumerate(reply.cards):
        heads_list = not number and _is_title(card)
        found = pieces(card, failed=reply.failed, header=heads_list or not is_list)
        if found:
            yield Section(found, ruled=not is_list)


def unique(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """The buttons without those that do the same as one before."""
    first: dict[str, Button] = {}
    for button in buttons:
        first.setdefault(button.token, button)
    return tuple(first.values())


def _is_title(card: Card) -> bool:
    return not card.body and not card.fields


def _message(page: Page, buttons: Sequence[Button] = ()) -> Message:
    text = spoken(page) or escape(", ".join(label(button.label, 75) for button in buttons))
    return Message([*blocks(page), *actions(buttons)], text, streamed=streamed(page))


def _said(words: str) -> Page:
    """A page of one sentence of the project's own words."""
    return (Section((Piece(words, own_words),)),)


def _rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[n : n + BUTTONS]) for n in range(0, len(buttons), BUTTONS)]


def _names(files: Sequence[Attached]) -> str:
    return ", ".join(f"`{file.name.replace('`', '')}`" for file in files[:10])


def _file_name(name: str) -> str:
    """A file's last name as one line, short enough for a phone, with its ending."""
    path = PurePath(one_line(name.replace("\\", "/")).replace("/ ", "/"))
    ending = path.suffix if units(path.suffix) <= LONGEST_ENDING else ""
    stem = path.name.removesuffix(ending)
    return label(stem, LONGEST_NAME) + ending if stem else "file"
