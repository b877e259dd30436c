"""A card as pieces of text that can be cut anywhere, each knowing how it is shown."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from adapters.chat import cards
from adapters.chat.cards import DOT, LINE, PARAGRAPH, SPACE
from adapters.chat.text import blank, safe, units
from adapters.slack import spans
from adapters.slack.spans import Spans
from domain.replies import Block, Bullets, Card, Code, Field, Quote, Text

LONGEST_HEADER = 150
_JSON = json.JSONEncoder(ensure_ascii=False)

Shape = Literal["header", "line", "item", "quote", "code"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Safe text, and how any part of it is shown.

    `shape` is the block or rich text element it stands in, `glue` parts it from the line above in the same
    one, `lead` is before its first part. A verbatim text keeps its blanks wherever it is cut; a silent one is
    not read out.
    """

    source: str
    shown: Callable[[str], Spans] = spans.prose
    shape: Shape = "line"
    glue: str = PARAGRAPH
    lead: Spans = ()
    verbatim: bool = False
    silent: bool = False

    @property
    def spans(self) -> Spans:
        return (*self.lead, *self.shown(self.source))

    def size(self, part: str) -> int:
        """Bytes of JSON that a part of it takes, but for the lead and what stands around."""
        return json_size(self.shown(part))


def json_size(value: object) -> int:
    return len(_JSON.encode(value).encode())


def pieces(card: Card, *, failed: bool, header: bool) -> tuple[Piece, ...]:
    """What can be seen of a card, in reading order: title, body, fields. A failure says so in its title."""
    found = [_title(cards.title_of(card, failed=failed), header=header)]
    for block, next_one in zip_longest(card.body, card.body[1:]):
        for piece in _block(block):
            heads = cards.heads(block, next_one)
            found.append(_below(found[-1], replace(piece, shown=spans.bold) if heads else piece))
    found += _fields(card.fields)
    return tuple(piece for piece in found if not blank(piece.source))


def _title(title: str, *, header: bool) -> Piece:
    """A header block, but for a title with characters that Slack may read as entities or mentions there."""
    fits = header and units(title) <= LONGEST_HEADER and not set("&<>") & set(title)
    return Piece(title, spans.bold, "header" if fits else "line")


def _below(above: Piece, piece: Piece) -> Piece:
    """A title and what ends with a colon stand right above what they announce."""
    announces = above.shown is spans.bold or above.source.endswith(":")
    return replace(piece, glue=LINE) if announces and not blank(above.source) else piece


def _block(block: Block) -> Iterator[Piece]:
    match block:
        case Code():
            yield Piece(safe(block.text).strip("\n"), spans.text, "code", verbatim=True)
        case Quote():
            yield Piece(safe(block.text).strip(), spans.text, "quote")
        case Bullets():
            for number, text in enumerate(cards.items_of(block)):
                yield from _item(text, LINE if number else PARAGRAPH)
        case Text():
            text = safe(block.text).strip()
            if cards.is_bar(text):
                yield Piece(text, spans.mono, silent=True)
            else:
                yield Piece(text, spans.own_words if block.markup else spans.prose)


def _item(text: str, glue: str) -> Iterator[Piece]:
    """A bullet; a rubric row begins with its state instead, and its evidence is a slanted line below."""
    row = cards.row_of(text)
    if row is None:
        yield Piece(text, shape="item", glue=glue)
        return
    share = f" ({row.share})" if row.share else ""
    lead = (*spans.text(row.mark + SPACE), *spans.bold(row.state), *spans.text(share + SPACE))
    yield Piece(row.point, glue=glue, lead=lead)
    if row.evidence:
        yield Piece(row.evidence, spans.italic, glue=LINE)


def _fields(fields: tuple[Field, ...]) -> Iterator[Piece]:
    """Short fields in one line, longer ones each in its own."""
    lines = [line for line in map(_field, fields) if line]
    shown = ["".join(span["text"] for span in piece.lead) + piece.source for line in lines for piece in line]
    in_one = cards.fit_one_line(shown)
    for number, (first, *rest) in enumerate(lines):
        yield replace(first, glue=PARAGRAPH if not number else DOT if in_one else LINE)
        yield from rest


def _field(one: Field) -> tuple[Piece, ...]:
    """A bold name and its value, whichever of them can be seen; they stay together but for a huge name."""
    name, value = cards.texts_of(one)
    if cards.stay_together(name, value):
        return (Piece(value, lead=(*spans.bold(name), *spans.text(SPACE))),)
    both = (Piece(name, spans.bold), Piece(value, glue=SPACE))
    return tuple(piece for piece in both if not blank(piece.source))
