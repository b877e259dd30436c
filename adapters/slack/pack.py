"""Cards into pages, a page being what one message or view holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from adapters.chat.cards import LINE
from adapters.chat.split import take
from adapters.chat.text import blank
from adapters.slack.pieces import Piece, Shape, json_size

PAGE = 7_000
"""Bytes of JSON on a page.

Slack refuses a message whose blocks come to about 13,000 characters in all (`msg_blocks_too_long`, which it
documents nowhere); the rest is left to the buttons.
"""
AROUND: dict[Shape, int] = {"header": 110, "line": 90, "item": 120, "quote": 60, "code": 60}
"""The most bytes of JSON that hold a piece of that shape, without its own spans."""
BESIDE = 70
"""The most bytes of JSON of a card besides its pieces."""


@dataclass(frozen=True, slots=True)
class Section:
    """A card's pieces; `ruled` where a line parts it from what is above it."""

    pieces: tuple[Piece, ...]
    ruled: bool = False

    @property
    def blocks(self) -> int:
        """How many blocks it takes at most."""
        shapes = {piece.shape for piece in self.pieces}
        return self.ruled + ("header" in shapes) + bool(shapes - {"header"})


def pages(sections: Iterable[Section], blocks: int, room: int = PAGE) -> Iterator[tuple[Section, ...]]:
    """The sections on pages of at most that many blocks and bytes of JSON, lazily; no page is empty.

    A section goes to the next page whole where it fits there; one longer than a page begins on this page
    where half of it is left.
    """
    page = _Page(room)
    for section in sections:
        if page.sections and not page.welcomes(section, blocks):
            yield tuple(page.sections)
            page = _Page(room)
        rest = section.pieces
        while rest:
            taken, rest = fill(rest, page.left, room)
            if taken:
                page.add(replace(section, pieces=taken))
            if rest:
                if page.sections:
                    yield tuple(page.sections)
                page = _Page(room)
    if page.sections:
        yield tuple(page.sections)


class _Page:
    """A page in the making."""

    def __init__(self, room: int) -> None:
        self.sections: list[Section] = []
        self._room = self.left = room

    def add(self, section: Section) -> None:
        self.sections.append(section)
        self.left -= BESIDE + sum(map(size, section.pieces))

    def welcomes(self, section: Section, blocks: int) -> bool:
        if sum(one.blocks for one in self.sections) + section.blocks > blocks:
            return False
        if self._fits(section, self.left):
            return True
        return self.left >= self._room // 2 and not self._fits(section, self._room)

    def _fits(self, section: Section, left: int) -> bool:
        return not fill(section.pieces, left, self._room)[1]


def size(piece: Piece) -> int:
    """The most bytes of JSON that it takes with what holds it."""
    return AROUND[piece.shape] + json_size(piece.spans)


def fill(pieces: tuple[Piece, ...], left: int, room: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """As many pieces as fit into `left` bytes of JSON, and what is left of them.

    A piece is cut where a good part of it fits, or where no page of `room` bytes could hold it whole.
    """
    taken: list[Piece] = []
    left -= BESIDE
    for index, piece in enumerate(pieces):
        if len(piece.source) <= left and (cost := size(piece)) <= left:
            taken.append(piece)
            left -= cost
            continue
        if taken and left < room // 4:
            return tuple(taken), pieces[index:]
        space = left - AROUND[piece.shape] - json_size(piece.lead)
        head, tail = take(piece.source, max(0, space), piece.size, verbatim=piece.verbatim)
        begun = not blank(head)
        rest = () if blank(tail) else (_rest(piece, tail, begun=begun),)
        return (*taken, *([replace(piece, source=head)] if begun else [])), (*rest, *pieces[index + 1 :])
    return tuple(taken), ()


def _rest(piece: Piece, tail: str, *, begun: bool) -> Piece:
    """What is left of a piece: without its lead and its bullet, where those were shown already."""
    if not begun:
        return replace(piece, source=tail)
    return replace(
        piece, source=tail, glue=LINE, lead=(), shape="line" if piece.shape == "item" else piece.shape
    )
