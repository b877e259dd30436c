"""Figures that lead to where they come from: the numbers of questions as links to their sections."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from adapters.pdf.lines import Line, line
from adapters.pdf.strips import Strip
from adapters.pdf.styles import ACCENT, Style
from adapters.pdf.wording import outcome
from domain.model.report import QuestionSection

_LINK = Style("strong", 8, 11.5, ACCENT)
_BETWEEN = 11.0


@dataclass(frozen=True, slots=True)
class _Placed:
    x: float
    line: Line
    key: str


def section_key(number: int) -> str:
    """The bookmark of a question's section."""
    return f"question-{number}"


def question_links(sections: Sequence[QuestionSection], width: float) -> list[Strip]:
    """`1: 64/100   2: skipped`, each a link; as many on a line as find room."""
    rows: list[list[_Placed]] = [[]]
    x = 0.0
    for section in sections:
        text = line(f"{section.number}: {outcome(section)}", _LINK)
        if rows[-1] and x + text.width > width:
            rows.append([])
            x = 0.0
        rows[-1].append(_Placed(x, text, section_key(section.number)))
        x += text.width + _BETWEEN
    return [Strip(_LINK.leading, partial(_row, placed=tuple(row))) for row in rows if row]


def _row(canvas: Canvas, x: float, y: float, *, placed: Sequence[_Placed]) -> None:
    for one in placed:
        left = x + one.x
        one.line.paint(canvas, left, y - _LINK.size)
        area = (left - 1, y - _LINK.leading, left + one.line.width + 1, y)
        canvas.linkRect("", one.key, area, relative=0, thickness=0, Border="[0 0 0]")
