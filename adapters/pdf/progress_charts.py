"""Progress as pictures: the way of a round over time, its band against the target, guesses against scores."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from adapters.pdf import lines
from adapters.pdf.charts import band
from adapters.pdf.progress_wording import short
from adapters.pdf.strips import Strip
from adapters.pdf.styles import ACCENT, ACCENT_TINT, ACCENT_WASH, FAINT, MUTED, RULE, Style
from domain.model.progress_sheet import Dot, Guess, Mark
from domain.readiness import READY_FROM

TICK = Style("text", 7, 9, FAINT)
TARGET_TICK = Style("strong", 7, 9, MUTED)
_DASH = (2.4, 2.2)
_TREND = 106.0
_LABELS, _BELOW, _ABOVE = 18.0, 13.0, 5.0
_NOW = 2.6
_SCATTER = 156.0
_BAR = 20.0


def trend(dots: Sequence[Dot], marks: Sequence[Mark], days: tuple[date, date], width: float) -> Strip:
    """Each answer as a dot, the running estimate as a line with its band shaded, from one day to another."""
    return Strip(_TREND, partial(_trend, dots=dots, marks=marks, days=days, width=width))


def ready_bar(estimate: int, low: int, high: int, width: float) -> Strip:
    """The band and the estimate on a scale of 0 to 100, with the target across."""
    return Strip(_BAR, partial(_ready_bar, estimate=estimate, low=low, high=high, width=width))


def ready_scale(width: float) -> Strip:
    """The numbers below such bars."""
    return Strip(10.0, partial(_ready_scale, width=width))


def scatter(guesses: Sequence[Guess], width: float) -> Strip:
    """Each guess against its score; on the diagonal they are the same."""
    return Strip(_SCATTER, partial(_scatter, guesses=guesses, width=width))


def _share(value: float) -> float:
    return min(max(value, 0.0), 100.0) / 100


def _trend(
    canvas: Canvas,
    x: float,
    y: float,
    *,
    dots: Sequence[Dot],
    marks: Sequence[Mark],
    days: tuple[date, date],
    width: float,
) -> None:
    left, bottom = x + _LABELS, y - _TREND + _BELOW
    across, up = width - _LABELS - _NOW, _TREND - _BELOW - _ABOVE
    first, last = days
    whole = (last - first).days + 1

    def at(day: date, place: float, value: float) -> tuple[float, float]:
        gone = min(max((day - first).days + place, 0.0), whole) / whole
        return left + across * gone, bottom + up * _share(value)

    _levels(canvas, left, bottom, across, up)
    band = [at(m.day, 1, m.high) for m in marks] + [at(m.day, 1, m.low) for m in reversed(marks)]
    if len(marks) > 1:
        _polygon(canvas, band, ACCENT_WASH)
    for dot in dots:
        _dot(canvas, at(dot.day, dot.place, dot.score), 1.5, ACCENT_TINT)
    _line(canvas, [at(m.day, 1, m.estimate) for m in marks])
    if marks:
        _dot(canvas, at(marks[-1].day, 1, marks[-1].estimate), _NOW, ACCENT)
    _ends(canvas, left, bottom - 9, across, (first, last))


def _levels(canvas: Canvas, left: float, bottom: float, across: float, up: float) -> None:
    """0, 100 and the target, each with its number."""
    for value in (0, READY_FROM, 100):
        height = bottom + up * value / 100
        is_target = value == READY_FROM
        canvas.setLineWidth(0.7 if is_target else 0.5)
        canvas.setStrokeColor(MUTED if is_target else RULE)
        canvas.setDash(*_DASH) if is_target else canvas.setDash()
        canvas.line(left, height, left + across, height)
        number = lines.line(str(value), TARGET_TICK if is_target else TICK)
        number.paint(canvas, left - 4 - number.width, height - 2.4)
    canvas.setDash()


def _ends(canvas: Canvas, left: float, y: float, across: float, days: tuple[date, date]) -> None:
    first, last = days
    year = first.year != last.year
    lines.line(short(first, year=year), TICK).paint(canvas, left, y)
    if first != last:
        end = lines.line(short(last, year=year), TICK)
        end.paint(canvas, left + across - end.width, y)


def _line(canvas: Canvas, points: Sequence[tuple[float, float]]) -> None:
    if len(points) < 2:
        return
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1.4)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path, stroke=1, fill=0)


def _polygon(canvas: Canvas, points: Sequence[tuple[float, float]], colour: Color) -> None:
    canvas.setFillColor(colour)
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _dot(canvas: Canvas, point: tuple[float, float], radius: float, colour: Color) -> None:
    canvas.setFillColor(colour)
    canvas.circle(*point, radius, stroke=0, fill=1)


def _ready_bar(
    canvas: Canvas, x: float, y: float, *, estimate: int, low: int, high: int, width: float
) -> None:
    bottom = y - 14
    band(canvas, x, bottom, low=low, high=high, width=width, height=8)
    canvas.setStrokeColor(MUTED)
    canvas.setLineWidth(0.8)
    canvas.setDash(*_DASH)
    canvas.line(x + width * READY_FROM / 100, y, x + width * READY_FROM / 100, y - _BAR)
    canvas.setDash()
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(2)
    middle = x + width * _share(estimate)
    canvas.line(middle, bottom - 2, middle, bottom + 10)


def _ready_scale(canvas: Canvas, x: float, y: float, *, width: float) -> None:
    for value in (0, 25, 50, READY_FROM, 100):
        number = lines.line(str(value), TARGET_TICK if value == READY_FROM else TICK)
        number.paint(canvas, x + (width - number.width) * value / 100, y - 7)


def _scatter(canvas: Canvas, x: float, y: float, *, guesses: Sequence[Guess], width: float) -> None:
    size = min(width - 40, _SCATTER - 30)
    left, bottom = x + 30, y - 6 - size
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    for value in (0, 50, 100):
        part = size * value / 100
        canvas.line(left, bottom + part, left + size, bottom + part)
        canvas.line(left + part, bottom, left + part, bottom + size)
        number = lines.line(str(value), TICK)
        number.paint(canvas, left - 4 - number.width, bottom + part - 2.4)
        number.paint(canvas, left + part - number.width / 2, bottom - 9)
    canvas.setStrokeColor(MUTED)
    canvas.setLineWidth(0.7)
    canvas.setDash(*_DASH)
    canvas.line(left, bottom, left + size, bottom + size)
    canvas.setDash()
    for guess in guesses:
        point = (left + size * _share(guess.predicted), bottom + size * _share(guess.score))
        _dot(canvas, point, 2.2, ACCENT)
    _axes(canvas, left, bottom, size)


def _axes(canvas: Canvas, left: float, bottom: float, size: float) -> None:
    """What runs across and what up."""
    across, up = lines.line("your guess", TICK), lines.line("score", TICK)
    across.paint(canvas, left + (size - across.width) / 2, bottom - 18)
    canvas.saveState()
    canvas.translate(left - 20, bottom + (size - up.width) / 2)
    canvas.rotate(90)
    up.paint(canvas, 0, 0)
    canvas.restoreState()
