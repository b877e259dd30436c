"""A card as pieces of markdown that can be cut anywhere and stay well-formed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest

from adapters.discord import markdown
from adapters.discord.markdown import blank, one_line, safe, units
from domain.replies import Block, Bullets, Card, Code, Field, Quote, Text

PARAGRAPH, LINE, SPACE, DOT = "\n\n", "\n", " ", " · "
PHONE_LINE = 44
LONGEST_NAME = 100
EVIDENCE = " — “"
FAILED = "⚠️"
FAILED_TITLE = "That did not work"
_STATE = re.compile(r"(?:(\d+% of the score): )?\[(met|partly|missed)\] ")
_MARKS = {"met": "✅", "partly": "🟡", "missed": "❌"}
_BAR = re.compile("[█░]+")


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


def pieces(card: Card, *, failed: bool) -> tuple[Piece, ...]:
    """What can be seen of a card, in reading order: title, body, fields. A failure says so in its title."""
    title = one_line(card.title)
    if failed:
        title = f"{FAILED} {FAILED_TITLE if blank(title) else title}"
    found = [Piece(title, markdown.heading)]
    for block, next_one in zip_longest(card.body, card.body[1:]):
        for piece in _block(block):
            heads = isinstance(block, Text) and isinstance(next_one, Bullets) and _is_caption(piece.source)
            found.append(_below(found[-1], replace(piece, shown=markdown.bold) if heads else piece))
    found += _fields(card.fields)
    return tuple(piece for piece in found if not blank(piece.source))


def _is_caption(text: str) -> bool:
    """Whether it is a short line such as `What was missing:`."""
    return text.endswith(":") and units(text) <= PHONE_LINE and not {LINE, "`"} & set(text)


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
            shown = (text for text in map(safe, block.items) if not blank(text))
            for number, text in enumerate(shown):
                yield from _item(text.strip(), LINE if number else PARAGRAPH)
        case Text():
            text = safe(block.text).strip()
            is_bar = _BAR.fullmatch(text)
            words = markdown.words if block.markup else markdown.escape
            yield Piece(text, markdown.mono if is_bar else words)


def _item(text: str, glue: str) -> Iterator[Piece]:
    """A bullet; a rubric row begins with its state instead, and its evidence is a small line below."""
    state = _STATE.match(text)
    if state is None:
        yield Piece(text, markdown.item, glue, "- ")
        return
    share = f"({state[1]}) " if state[1] else ""
    point, dash, evidence = text[state.end() :].partition(EVIDENCE)
    yield Piece(point.strip() or "…", markdown.escape, glue, f"{_MARKS[state[2]]} **{state[2]}** {share}")
    if dash:
        yield Piece(one_line(dash[-1] + evidence), markdown.small, LINE)


def _fields(fields: tuple[Field, ...]) -> Iterator[Piece]:
    """Short fields in one line, longer ones each in its own."""
    lines = [line for line in map(_field, fields) if line]
    shown = [piece.lead + piece.source for line in lines for piece in line]
    in_one = sum(map(units, shown)) <= PHONE_LINE and not any(LINE in text for text in shown)
    for number, (first, *rest) in enumerate(lines):
        yield replace(first, glue=PARAGRAPH if not number else DOT if in_one else LINE)
        yield from rest


def _field(one: Field) -> tuple[Piece, ...]:
    """A bold name and its value, whichever of them can be seen; they stay together but for a huge name."""
    name, value = one_line(one.name), safe(one.value).strip()
    if not blank(value) and not blank(name) and units(name) <= LONGEST_NAME:
        return (Piece(value, markdown.escape, lead=f"{markdown.bold(name)} "),)
    both = (Piece(name, markdown.bold), Piece(value, markdown.escape, SPACE))
    return tuple(piece for piece in both if not blank(piece.source))
