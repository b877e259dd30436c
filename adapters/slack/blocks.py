"""Pieces as blocks of Slack's Block Kit, and as the plain words behind them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from adapters.chat.cards import LINE, PARAGRAPH
from adapters.chat.text import label, shorten
from adapters.slack import spans
from adapters.slack.message import Block
from adapters.slack.mrkdwn import escape
from adapters.slack.pack import Section
from adapters.slack.pieces import Piece
from adapters.slack.spans import Spans
from domain.replies import Button

PRESS = "press"
LABEL = 75
SPOKEN = 1_500


def blocks(sections: Sequence[Section]) -> list[Block]:
    """A page in blocks: a header where a card has one, and rich text, which shows every text verbatim."""
    return [block for number, section in enumerate(sections) for block in _section(section, first=not number)]


def _section(section: Section, *, first: bool) -> Iterator[Block]:
    if section.ruled and not first:
        yield {"type": "divider"}
    yield from (header(piece.source) for piece in section.pieces if piece.shape == "header")
    elements = list(_elements(piece for piece in section.pieces if piece.shape != "header"))
    if elements:
        yield {"type": "rich_text", "elements": elements}


def header(title: str) -> Block:
    return {"type": "header", "text": plain_text(title)}


def plain_text(text: str) -> Block:
    """A text object in which no emoji is written by name; it takes a text as it is, unescaped."""
    return {"type": "plain_text", "text": text, "emoji": False}


def paragraph(own_words: str) -> Block:
    """A block of the project's own words."""
    return {"type": "rich_text", "elements": [_element("section", spans.own_words(own_words))]}


def _elements(pieces: Iterable[Piece]) -> Iterator[Block]:
    """Lines gather in one section and items in one list; each quote and code stands for itself."""
    below_list = False
    for shape, group in groupby(pieces, key=lambda piece: piece.shape):
        match shape:
            case "line":
                yield _element("section", tuple(_lines(group, below_list=below_list)))
            case "item":
                items = [_element("section", piece.spans) for piece in group]
                yield {"type": "rich_text_list", "style": "bullet", "elements": items}
            case "quote":
                yield from (_element("quote", piece.spans) for piece in group)
            case _:
                yield from (_element("preformatted", piece.spans) for piece in group)
        below_list = shape == "item"


def _element(kind: str, shown: Spans) -> Block:
    return {"type": f"rich_text_{kind}", "elements": list(shown)}


def _lines(pieces: Iterable[Piece], *, below_list: bool) -> Iterator[spans.Span]:
    """Lines with the blanks between them; below a list a paragraph needs an empty line of its own."""
    for number, piece in enumerate(pieces):
        if number:
            yield from spans.text(piece.glue)
        elif below_list and piece.glue == PARAGRAPH:
            yield from spans.text(LINE)
        yield from piece.spans


def actions(buttons: Sequence[Button], before: int = 0) -> list[Block]:
    """A row of at most 25 buttons, or none; `before` is how many stand above it.

    Their `action_id` is `press0`, `press1`, …, which a listener matches by `^press`; `value` is the token.
    """
    elements = [_button(button, number) for number, button in enumerate(buttons, before)]
    return [{"type": "actions", "elements": elements}] if elements else []


def _button(button: Button, number: int) -> Block:
    shown = {
        "type": "button",
        "action_id": f"{PRESS}{number}",
        "text": plain_text(label(button.label, LABEL)),
        "value": button.token,
    }
    return shown if button.style == "secondary" else {**shown, "style": button.style}


def spoken(sections: Sequence[Section]) -> str:
    """The words of a page for notifications and screen readers, escaped, the end of many left out."""
    found = [piece for section in sections for piece in section.pieces]
    said = [piece for piece in found if not piece.silent] or found
    text = "".join(_said(piece, first=not number) for number, piece in enumerate(said))
    return escape(shorten(text, SPOKEN))


def _said(piece: Piece, *, first: bool) -> str:
    before = "" if first else LINE if piece.glue == PARAGRAPH else piece.glue
    bullet = "• " if piece.shape == "item" else ""
    return before + bullet + "".join(span["text"] for span in piece.lead) + piece.source
