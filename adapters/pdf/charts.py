"""Scores as pictures: a range on a scale, a bar, a radar. The numbers always stand beside them."""

import math
from collections.abc import Sequence
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from adapters.pdf import lines
from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, one_line
from adapters.pdf.styles import ACCENT, ACCENT_TINT, ACCENT_WASH, FAINT, INK, MUTED, RULE, TRACK, Style

_TICK = Style("text", 7, 9, FAINT)
_AXIS = Style("text", 7.6, 9.6, MUTED)
_AXIS_VALUE = Style("strong", 7.6, 9.6, INK)
_THICK = 5.0
_RADIUS = 52.0


def range_bar(score: int, low: int, high: int, width: float) -> Strip:
    """The band from `low` to `high` on a scale of 0 to 100, with a line at the score."""
    return Strip(32.0, partial(_range_bar, score=score, low=low, high=high, width=width))


def bar(score: int, band: tuple[int, int] | None, width: float) -> Strip:
    """The score as a bar, its band as a whisker below it."""
    return Strip(14.0, partial(_bar, score=score, band=band, width=width))


def radar(axes: Sequence[tuple[str, int]], width: float) -> Strip:
    """Three to eight (label, 0 to 100) around a centre, each label with its number."""
    return Strip(2 * _RADIUS + 50, partial(_radar, axes=axes, width=width))


def _share(value: int) -> float:
    return min(max(value, 0), 100) / 100


def band(
    canvas: Canvas, x: float, bottom: float, *, low: int, high: int, width: float, height: float
) -> None:
    """From `low` to `high`, tinted, on a track of 0 to 100."""
    canvas.setFillColor(TRACK)
    canvas.roundRect(x, bottom, width, height, height / 2, stroke=0, fill=1)
    start, length = x + width * _share(low), max(width * (_share(high) - _share(low)), 2.0)
    canvas.setFillColor(ACCENT_TINT)
    canvas.roundRect(start, bottom, length, height, min(height / 2, length / 2), stroke=0, fill=1)


def _range_bar(canvas: Canvas, x: float, y: float, *, score: int, low: int, high: int, width: float) -> None:
    bottom = y - 13
    band(canvas, x, bottom, low=low, high=high, width=width, height=7)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(2)
    canvas.line(x + width * _share(score), bottom - 3, x + width * _share(score), bottom + 10)
    for value in (0, 25, 50, 75, 100):
        tick = lines.line(str(value), _TICK)
        tick.paint(canvas, x + (width - tick.width) * value / 100, bottom - 11)


def _bar(
    canvas: Canvas, x: float, y: float, *, score: int, band: tuple[int, int] | None, width: float
) -> None:
    middle = y - 6.2
    for colour, length in ((TRACK, width), (ACCENT, width * _share(score))):
        canvas.setFillColor(colour)
        canvas.rect(x, middle - _THICK / 2, length, _THICK, stroke=0, fill=1)
    if band is None:
        return
    start, end = (x + width * _share(edge) for edge in band)
    below = middle - _THICK / 2 - 3
    canvas.setStrokeColor(MUTED)
    canvas.setLineWidth(0.8)
    canvas.line(start, below, end, below)
    for edge in (start, end):
        canvas.line(edge, below - 1.8, edge, below + 1.8)


def _radar(canvas: Canvas, x: float, y: float, *, axes: Sequence[tuple[str, int]], width: float) -> None:
    cx, cy = x + width / 2, y - 25 - _RADIUS
    count = len(axes)
    reached = [_RADIUS * _share(value) for _, value in axes]
    canvas.setFillColor(ACCENT_WASH)
    _polygon(canvas, _corners(cx, cy, reached), stroke=0, fill=1)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    for share in (0.25, 0.5, 0.75, 1.0):
        _polygon(canvas, _corners(cx, cy, [_RADIUS * share] * count), stroke=1, fill=0)
    for corner in _corners(cx, cy, [_RADIUS] * count):
        canvas.line(cx, cy, *corner)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1.3)
    _polygon(canvas, _corners(cx, cy, reached), stroke=1, fill=0)
    for (label, value), (px, py) in zip(axes, _corners(cx, cy, [_RADIUS + 7] * count), strict=True):
        side = 0 if abs(px - cx) < _RADIUS * 0.2 else math.copysign(1, px - cx)
        room = width * 0.6 if side == 0 else width / 2 - abs(px - cx)
        spans = [Span(f"{value} ", _AXIS_VALUE), Span(one_line(label[:200]), _AXIS)]
        rows = lines.wrap(spans, room, most=2 if side else 1, ltr=True)
        _axis_label(canvas, rows, (px, py), (side, (py - cy) / _RADIUS))


def _corners(cx: float, cy: float, radii: Sequence[float]) -> list[tuple[float, float]]:
    """A point on each axis, the first straight up, the others clockwise."""
    turn = 2 * math.pi / len(radii)
    return [(cx + r * math.sin(turn * i), cy + r * math.cos(turn * i)) for i, r in enumerate(radii)]


def _polygon(canvas: Canvas, corners: Sequence[tuple[float, float]], *, stroke: int, fill: int) -> None:
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=stroke, fill=fill)


def _axis_label(
    canvas: Canvas, rows: Sequence[lines.Line], at: tuple[float, float], away: tuple[float, float]
) -> None:
    """Sets lines beside a point: `away` says to which side (-1, 0, 1) and how far up (-1 to 1)."""
    side, up = away
    y = at[1] + _AXIS.leading * len(rows) * min(max(0.5 + 0.5 * up, 0.0), 1.0)
    for i, row in enumerate(rows):
        row.paint(canvas, at[0] - row.width * (0.5 - 0.5 * side), y - _AXIS.leading * (i + 0.78))
