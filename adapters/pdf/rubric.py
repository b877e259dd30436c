"""A question's rubric as rows: judged how, by which words of the answer, or for want of what."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from adapters.pdf.bidi import base_level
from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, beside, cell, one_line, paragraph, rule, together
from adapters.pdf.styles import ACCENT, CELL, CELL_STRONG, COLUMN, MUTED, PAPER, QUOTE, RULE, SMALL
from adapters.pdf.wording import met
from domain.model.grade import Row

_POINT_X = 76.0
_WEIGHT_X = COLUMN - 34.0
_POINT_WIDTH = _WEIGHT_X - _POINT_X - 14.0
_EVIDENCE_X = _POINT_X + 10.0
_EVIDENCE_WIDTH = _WEIGHT_X - _EVIDENCE_X - 14.0
_RADIUS = 3.4
_MOST = 1_500


def rubric_rows(rows: Sequence[Row]) -> list[Strip]:
    """A table of the rows; weights are shares of the question's score."""
    total = sum(row.weight for row in rows) or 1.0
    header = beside(
        (0, paragraph([Span("Judged", SMALL)], _POINT_X)),
        (_POINT_X, paragraph([Span("Point", SMALL)], _POINT_WIDTH)),
        (_WEIGHT_X, paragraph([Span("Weight", SMALL)], COLUMN)),
    )
    strips = together([header, rule(RULE, COLUMN, above=2, below=4)])
    strips[-1] = replace(strips[-1], keep=True)
    for row in rows:
        strips += _row(row, row.weight / total)
    return strips


def _row(row: Row, share: float) -> list[Strip]:
    judged = [
        Strip(0, partial(_symbol, share=row.met)),
        *paragraph([Span(met(row), CELL_STRONG)], _POINT_X, x=12),
    ]
    head = beside(
        (0.0, judged),
        (_POINT_X, cell(row.point, CELL, _POINT_WIDTH, most=8)),
        (_WEIGHT_X, paragraph([Span(f"{share:.0%}", CELL)], COLUMN)),
    )
    *above, last = [replace(head, keep=True), *_evidence(row)]
    return [*above, replace(last, keep=True), rule(RULE, COLUMN, above=3, below=4)]


def _evidence(row: Row) -> list[Strip]:
    found: list[Strip] = []
    if row.quote:
        quote = f"“{_short(row.quote)}”"
        bar_x = _EVIDENCE_X + (_EVIDENCE_WIDTH + 8 if base_level(quote) else -8)
        said = paragraph([Span(quote, QUOTE)], _EVIDENCE_WIDTH, x=_EVIDENCE_X)
        found += [replace(strip, paint=partial(_barred, inner=strip, bar=bar_x)) for strip in said]
    if row.note:
        found += paragraph([Span(_short(row.note), SMALL)], _EVIDENCE_WIDTH + 10, x=_POINT_X)
    return found


def _short(text: str) -> str:
    return one_line(text if len(text) <= _MOST else f"{text[:_MOST]}…")


def _barred(canvas: Canvas, x: float, y: float, *, inner: Strip, bar: float) -> None:
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(1.6)
    canvas.line(x + bar, y, x + bar, y - inner.height)
    inner.paint(canvas, x, y)


def _symbol(canvas: Canvas, x: float, y: float, *, share: float) -> None:
    """A ticked disc, a half-filled one, or an empty ring: told apart without colour."""
    cx, cy = x + _RADIUS + 0.6, y - 6.1
    canvas.setLineWidth(0.9)
    canvas.setStrokeColor(ACCENT if share > 0 else MUTED)
    canvas.setFillColor(ACCENT)
    whole = round(share * 100) >= 100
    canvas.circle(cx, cy, _RADIUS, stroke=1, fill=int(whole))
    if whole:
        canvas.setStrokeColor(PAPER)
        canvas.lines([(cx - 1.7, cy, cx - 0.5, cy - 1.4), (cx - 0.5, cy - 1.4, cx + 1.8, cy + 1.5)])
    elif round(share * 100) > 0:
        canvas.wedge(cx - _RADIUS, cy - _RADIUS, cx + _RADIUS, cy + _RADIUS, 90, 180, stroke=0, fill=1)
    else:
        canvas.lines([(cx - 1.4, cy - 1.4, cx + 1.4, cy + 1.4), (cx - 1.4, cy + 1.4, cx + 1.4, cy - 1.4)])
