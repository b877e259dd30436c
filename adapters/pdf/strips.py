"""A report as horizontal strips, stacked and cut into pages: nothing can be too tall for a page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from adapters.pdf import lines
from adapters.pdf.lines import Line
from adapters.pdf.shaping import Span, clean
from adapters.pdf.styles import LABEL, LEFT, Style

Paint = Callable[[Canvas, float, float], None]
"""Paints on the canvas with its left top corner at (x, y), y growing upwards."""

_BASELINE = 0.74
"""Where the baseline of a line stands, as a share of its leading from the top."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a page's whole width that is never split; `height` is in points.

    `keep` holds it on the page of the strip after it. A `gap` is dropped at the top of a page. `label` is set
    in the margin, `inset` below the top, once for all strips in a row that carry it; `chapter` is what the
    page's header names.
    """

    height: float
    paint: Paint
    keep: bool = False
    gap: bool = False
    label: str = ""
    inset: float = 0.0
    chapter: str = ""


def gap(height: float, *, keep: bool = False) -> Strip:
    """Empty space."""
    return Strip(height, _nothing, keep=keep, gap=True)


def paragraph(
    spans: Sequence[Span], width: float, *, x: float = 0.0, most: int | None = None, ltr: bool = False
) -> list[Strip]:
    """One paragraph of clean text, a strip a line; its first two and last two lines stay together."""
    leading = max((span.style.leading for span in spans), default=0.0)
    set_lines = lines.wrap(spans, width, most, ltr=ltr)
    last = len(set_lines) - 1
    return [
        Strip(
            leading,
            partial(_line, x=x, line=line, width=width, leading=leading),
            keep=i < last and i in (0, last - 1),
        )
        for i, line in enumerate(set_lines)
    ]


def one_line(text: str) -> str:
    """The text as one paragraph: any white space becomes one space."""
    return " ".join(clean(text).split())


def cell(text: str, style: Style, width: float, most: int, *, ltr: bool = False) -> list[Strip]:
    """Foreign text for a place of limited height: one paragraph of at most `most` lines."""
    return paragraph([Span(one_line(text[:4000]), style)], width, most=most, ltr=ltr)


def block(strips: Sequence[Strip]) -> Strip:
    """The strips as one."""
    return Strip(sum(strip.height for strip in strips), partial(_stack, strips=tuple(strips)))


def beside(*columns: tuple[float, Sequence[Strip]]) -> Strip:
    """Columns side by side, each (x, strips), as one strip as tall as the tallest."""
    height = max((sum(strip.height for strip in strips) for _, strips in columns), default=0.0)
    return Strip(height, partial(_columns, columns=columns))


def shift(strips: Iterable[Strip], x: float) -> list[Strip]:
    """The strips moved to the right."""
    return [replace(strip, paint=partial(_shifted, inner=strip.paint, by=x)) for strip in strips]


def labelled(strips: Iterable[Strip], label: str) -> list[Strip]:
    """The strips with a side label."""
    return [replace(strip, label=label) for strip in strips]


def together(strips: Sequence[Strip]) -> list[Strip]:
    """The strips kept on one page, if they fit on one."""
    return [replace(strip, keep=True) for strip in strips[:-1]] + list(strips[-1:])


def rule(colour: Color, width: float, *, above: float = 0.0, below: float = 0.0) -> Strip:
    """A hairline with space around it."""
    return Strip(above + below, partial(_rule, colour=colour, width=width, above=above))


def paginate(strips: Sequence[Strip], height: float) -> list[list[Strip]]:
    """The strips of each page. Strips that keep together move on together, unless they outgrow a page."""
    pages: list[list[Strip]] = [[]]
    left = height
    for chain in _chains(strips):
        tall = sum(strip.height for strip in chain)
        if tall > left and tall <= height:
            pages.append([])
            left = height
        for strip in chain:
            if strip.height > left and pages[-1]:
                pages.append([])
                left = height
            if strip.gap and not pages[-1]:
                continue
            pages[-1].append(strip)
            left -= strip.height
    return pages if pages[-1] or len(pages) == 1 else pages[:-1]


def paint_page(canvas: Canvas, strips: Sequence[Strip], top: float, before: str) -> None:
    """Paints a page's strips and their side labels; `before` is the label that the last page ended with."""
    label = before
    y = top
    for strip in strips:
        if strip.label and (strip.label != label or y == top):
            _label(canvas, strip.label, y - strip.inset, continued=strip.label == before and y == top)
        label = strip.label
        strip.paint(canvas, LEFT, y)
        y -= strip.height


def _chains(strips: Sequence[Strip]) -> list[list[Strip]]:
    starts = [0]
    for strip in strips:
        starts.append(starts[-1] if strip.keep else starts[-1] + 1)
    return [
        [strip for strip, _ in group]
        for _, group in groupby(zip(strips, starts, strict=False), lambda p: p[1])
    ]


def _label(canvas: Canvas, text: str, y: float, *, continued: bool) -> None:
    lines.line(text, LABEL).paint(canvas, LEFT, y - LABEL.leading * _BASELINE)
    if continued:
        lines.line("continued", LABEL).paint(canvas, LEFT, y - LABEL.leading * (1 + _BASELINE))


def _nothing(canvas: Canvas, x: float, y: float) -> None:
    """A gap leaves no mark."""


def _line(
    canvas: Canvas, left: float, y: float, *, x: float, line: Line, width: float, leading: float
) -> None:
    start = left + x + (width - line.width if line.rtl else 0.0)
    line.paint(canvas, start, y - leading * _BASELINE)


def _stack(canvas: Canvas, x: float, y: float, *, strips: Sequence[Strip]) -> None:
    for strip in strips:
        strip.paint(canvas, x, y)
        y -= strip.height


def _columns(canvas: Canvas, x: float, y: float, *, columns: Sequence[tuple[float, Sequence[Strip]]]) -> None:
    for offset, strips in columns:
        _stack(canvas, x + offset, y, strips=strips)


def _shifted(canvas: Canvas, x: float, y: float, *, inner: Paint, by: float) -> None:
    inner(canvas, x + by, y)


def _rule(canvas: Canvas, x: float, y: float, *, colour: Color, width: float, above: float) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.6)
    canvas.line(x, y - above, x + width, y - above)
