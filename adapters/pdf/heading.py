"""What the first pages of a progress report and a group's summary share: heads, figures and a note."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, beside, cell, gap, paragraph, rule, together
from adapters.pdf.styles import EYEBROW, HEADING, META, RULE, SMALL, TITLE, WIDTH, Style

ABREAST = 4
_FIGURE = Style("strong", 20, 25)


def title(kind: str, name: str, about: str) -> list[Strip]:
    """The head of the whole: what it is, whose or of what, and of when."""
    return [
        *paragraph([Span(kind, EYEBROW)], WIDTH),
        *cell(name, TITLE, WIDTH, most=2, ltr=True),
        *paragraph([Span(about, META)], WIDTH),
        rule(RULE, WIDTH, above=9, below=11),
    ]


def headed(key: str, name: str, about: str = "", *, level: int = 0) -> list[Strip]:
    """The head of a section, with its entry in the outline; it stays with what follows."""
    words = paragraph([Span(about, SMALL)], WIDTH) if about else []
    head = [
        gap(18),
        Strip(0, partial(_bookmark, key=key, title=name, level=level)),
        *paragraph([Span(name, HEADING)], WIDTH),
        *words,
        gap(5),
    ]
    return [replace(strip, keep=True) for strip in head]


def _bookmark(canvas: Canvas, x: float, y: float, *, key: str, title: str, level: int) -> None:
    canvas.bookmarkPage(key, fit="XYZ", left=0, top=y + 14)
    canvas.addOutlineEntry(title, key, level)


def figures(told: Sequence[tuple[object, str]]) -> Strip:
    """Up to four numbers side by side, each with what it counts."""
    width = WIDTH / ABREAST
    columns = [
        (place * width, [*paragraph([Span(str(n), _FIGURE)], width), *cell(of, SMALL, width - 8, most=2)])
        for place, (n, of) in enumerate(told)
    ]
    return beside(*columns)


def note(words: str) -> list[Strip]:
    """What the figures are and are not, at the end."""
    return together([rule(RULE, WIDTH, above=16, below=9), *paragraph([Span(words, SMALL)], WIDTH)])
