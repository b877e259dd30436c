"""A card as pieces of markdown that can be cut anywhere and stay well-formed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest

from adapters.chat import cards
from adapters.chat.cards import DOT, LINE, PARAGRAPH, SPACE
from adapters.chat.text import blank, safe, units
from adapters.discord import markdown
from domain.replies import Block, Bullets, Card, Code, Field, Quote, Text


@dataclass(frozen=True, slots=True)
class Piece:
    """Safe text, and how any part of it is shown.

    `glue` parts it from the piece above it in the same box; `lead` is markdown before its first part.
    A verbatim text keeps its blanks wherever it is cut.
    """

    source: str
    shown: Callable[[str], str]
    glue: str = PARAGRAPH
    lead: str = ""
    verbatim: bool = False

    def size(self, part: str) -> int:
        """UTF-16 units that a part of it takes, but for the lead and the glue."""
        return units(self.shown(part))


def pieces(card: Card, *, failed: bool) -> tuple[Piece, ...]:
    """What can be seen of a card, in reading order: title, body, fields. A failure says so in its title."""
    found = [Piece(cards.title_of(card, failed=failed), markdown.heading)]
    for block, next_one in zip_longest(card.body, card.body[1:]):
        for piece in _block(block):
            heads = cards.heads(block, next_one)
            found.append(_below(found[-1], replace(piece, shown=markdown.bold) if heads else piece))
    found += _fields(card.fields)
    return tuple(piece for piece in found if not blank(piece.source))


def _below(above: Piece, piece: Piece) -> Piece:
    """A title and what ends with a colon stand right above what they announce."""
    announces = above.shown is markdown.heading or above.source.endswith(":")
    return replace(piece, glue=LINE) if announces and not blank(above.source) else piece


def _block(block: Block) -> Iterator[Piece]:
    match block:
        case Code():
            code = safe(block.text).strip("\n")
            yield Piece(code, partial(markdown.fence, language=block.language), verbatim=True)
        case Quote():
            yield Piece(safe(block.text).strip(), markdown.quote)
        case Bullets():
            for number, text in enumerate(cards.items_of(block)):
                yield from _item(text, LINE if number else PARAGRAPH)
        case Text():
            text = safe(block.text).strip()
            words = markdown.words if block.markup else markdown.escape
            yield Piece(text, markdown.mono if cards.is_bar(text) else words)


def _item(text: str, glue: str) -> Iterator[Piece]:
    """A bullet; a rubric row begins with its state instead, and its evidence is a small line below."""
    row = cards.row_of(text)
    if row is None:
        yield Piece(text, markdown.item, glue, "- ")
        return
    share = f"({row.share}) " if row.share else ""
    yield Piece(row.point, markdown.escape, glue, f"{row.mark} **{row.state}** {share}")
    if row.evidence:
        yield Piece(row.evidence, markdown.small, LINE)


def _fields(fields: tuple[Field, ...]) -> Iterator[Piece]:
    """Short fields in one line, longer ones each in its own."""
    lines = [line for line in map(_field, fields) if line]
    shown = [piece.lead + piece.source for line in lines for piece in line]
    in_one = cards.fit_one_line(shown)
    for number, (first, *rest) in enumerate(lines):
        yield replace(first, glue=PARAGRAPH if not number else DOT if in_one else LINE)
        yield from rest


def _field(one: Field) -> tuple[Piece, ...]:
    """A bold name and its value, whichever of them can be seen; they stay together but for a huge name."""
    name, value = cards.texts_of(one)
    if cards.stay_together(name, value):
        return (Piece(value, markdown.escape, lead=f"{markdown.bold(name)} "),)
    both = (Piece(name, markdown.bold), Piece(value, markdown.escape, SPACE))
    return tuple(piece for piece in both if not blank(piece.source))
