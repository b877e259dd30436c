"""Who a page was drawn for, and when: across it, behind all that it says, and at its foot."""

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from adapters.pdf import lines
from adapters.pdf.shaping import Span, plain
from adapters.pdf.strips import one_line
from adapters.pdf.styles import FOOTER_Y, LEFT, PAGE_HEIGHT, PAGE_WIDTH, SMALL, WIDTH, Style
from adapters.pdf.wording import day
from domain.model.report import Asked

_ACROSS = Style("strong", 26, 36, HexColor("#e9eef1"))
_LONGEST = 760.0
_SLOPE = 54.0


def watermark(canvas: Canvas, asked: Asked) -> None:
    """Paints it on an empty page."""
    who, address = f"For {plain(one_line(asked.name), 40)}", f"({plain(one_line(asked.address), 60)})"
    when = f"asked {day(asked.at)}, {asked.at:%H:%M} UTC"
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(_SLOPE)
    for number, text in enumerate((who, address, when), -1):
        for line in lines.wrap([Span(text, _ACROSS)], _LONGEST, most=1, ltr=True):
            line.paint(canvas, -line.width / 2, -number * _ACROSS.leading)
    canvas.restoreState()
    foot = [Span(f"{who} {address} · {when}", SMALL)]
    for line in lines.wrap(foot, WIDTH * 0.85, most=1, ltr=True):
        line.paint(canvas, LEFT, FOOTER_Y)
