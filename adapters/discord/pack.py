"""Cards into pages, a page being the text of one message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from adapters.chat.split import take
from adapters.chat.text import blank, units
from adapters.discord.message import Box
from adapters.discord.pieces import Piece

PAGE = 3_900
"""UTF-16 units on a page. Discord allows 4,000 characters."""


@dataclass(frozen=True, slots=True)
class Section:
    """A card's pieces, and how their boxes look. `looks.text` is empty."""

    pieces: tuple[Piece, ...]
    looks: Box


def pages(sections: Iterable[Section], components: int) -> Iterator[tuple[Box, ...]]:
    """The sections on pages of at most that many components each, lazily; no page is empty.

    A section goes to the next page whole where it fits there; one longer than a page begins on this page
    where half of it is left.
    """
    page = _Page()
    for section in sections:
        if page.boxes and not page.welcomes(section, components):
            yield tuple(page.boxes)
            page = _Page()
        rest = section.pieces
        while rest:
            text, rest = fill(rest, page.room)
            if text:
                page.add(replace(section.looks, text=text))
            if rest:
                if page.boxes:
                    yield tuple(page.boxes)
                page = _Page()
    if page.boxes:
        yield tuple(page.boxes)


class _Page:
    """A page in the making."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.room = PAGE

    def add(self, box: Box) -> None:
        self.boxes.append(box)
        self.room -= units(box.text)

    def welcomes(self, section: Section, components: int) -> bool:
        used = sum(box.components for box in self.boxes)
        if used + section.looks.components > components:
            return False
        return fits(section.pieces, self.room) or (self.room >= PAGE // 2 and not fits(section.pieces, PAGE))


def fits(pieces: tuple[Piece, ...], room: int) -> bool:
    return not fill(pieces, room)[1]


def fill(pieces: tuple[Piece, ...], room: int) -> tuple[str, tuple[Piece, ...]]:
    """The text of as many pieces as fit into that many UTF-16 units, and what is left of them.

    A piece is cut where a good part of it fits, or where no page could hold it whole.
    """
    text = ""
    for index, piece in enumerate(pieces):
        before = (piece.glue if text else "") + piece.lead
        left = room - units(text) - units(before)
        head, tail = take(piece.source, max(0, left), piece.size, verbatim=piece.verbatim)
        if tail and text and left < PAGE // 4:
            return text, pieces[index:]
        if not blank(head):
            text += before + piece.shown(head)
        if tail:
            lead = piece.lead if blank(head) else ""
            return text, (replace(piece, source=tail, lead=lead), *pieces[index + 1 :])
    return text, ()
