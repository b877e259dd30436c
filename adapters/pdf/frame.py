"""What frames the pages of every report: the document and its metadata, the head and foot of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from adapters.pdf import fonts, lines
from adapters.pdf.shaping import Span, plain
from adapters.pdf.strips import Strip, paginate
from adapters.pdf.styles import (
    BOTTOM,
    FOOTER_Y,
    HEADER_Y,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    RULE,
    SMALL,
    TOP,
    WIDTH,
)

_PRODUCT = "Mockingbird"
PRIVATE = f"{_PRODUCT} · private until its owner shares it"

rl_config.useA85 = 0  # binary streams: a fifth smaller, and a fifth faster without the C extension


@dataclass(frozen=True, slots=True)
class Metadata:
    """Whose report it is, what it is called, what it is about, and from when, in UTC."""

    author: str
    title: str
    subject: str
    made_at: datetime


def canvas_of(buffer: BytesIO, about: Metadata) -> Canvas:
    """An empty document with an outline; the same pages always give the same bytes."""
    canvas = Canvas(
        buffer,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        initialFontName=fonts.first_face().name,  # type: ignore[arg-type] # the stubs ask for a float
        lang="en",
    )
    canvas.setTitle(about.title)
    canvas.setAuthor(plain(about.author, 120))
    canvas.setSubject(about.subject)
    canvas.setDateFormatter(lambda *_: f"D:{about.made_at:%Y%m%d%H%M%S}Z")
    canvas.setCreator(_PRODUCT)
    canvas.setProducer(_PRODUCT)
    canvas.showOutline()
    canvas.bookmarkPage("summary")
    canvas.addOutlineEntry("Summary", "summary")
    return canvas


def fill(strips: Sequence[Strip]) -> list[list[Strip]]:
    """The strips on pages."""
    return paginate(strips, TOP - BOTTOM)


def header(canvas: Canvas, left: str, chapter: str) -> None:
    """Whose report a page belongs to, and what stands at its top."""
    _ends(canvas, left, chapter, HEADER_Y)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.line(LEFT, HEADER_Y - 7, RIGHT, HEADER_Y - 7)


def footer(canvas: Canvas, left: str, number: int, pages: int) -> None:
    _ends(canvas, left, f"page {number} of {pages}", FOOTER_Y)


def _ends(canvas: Canvas, left: str, right: str, y: float) -> None:
    """Two short texts at the ends of a line, cut where they would meet."""
    for text, ends_right in ((left, False), (right, True)):
        for line in lines.wrap([Span(text, SMALL)], WIDTH * 0.48, most=1, ltr=True):
            line.paint(canvas, RIGHT - line.width if ends_right else LEFT, y)
