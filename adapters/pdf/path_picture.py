"""The picture of a learning path: its stages down a line, what is done, what is open, what is due."""

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from adapters.pdf import fonts, lines
from adapters.pdf.shaping import Span, plain
from adapters.pdf.styles import ACCENT, INK, MUTED, PANEL, PAPER, RULE, TRACK, Style
from domain.model.path_sheet import PathSheet, StageLine

# In points; a phone shows the picture some 380 wide, so nothing is set smaller than 10.
_WIDTH, _EDGE = 420.0, 24.0
_HEAD, _ROW, _FOOT = 110.0, 58.0, 12.0
_PIXELS_A_POINT = 2.5
_SPINE, _TEXT = _EDGE + 15, _EDGE + 46
_RIGHT = _WIDTH - _EDGE
_BAR = 96.0
_RADIUS = 14.0
_LATE = HexColor("#b45309")
_LATE_TINT = HexColor("#f5d9b8")

_TITLE = Style("strong", 20, 24)
_PERCENT = Style("strong", 26, 30, ACCENT)
_AIM = Style("text", 11, 14, MUTED)
_NAME = Style("strong", 12.5, 16)
_NAME_AHEAD = Style("text", 12.5, 16, MUTED)
_NOTE = Style("text", 10.5, 14, MUTED)
_NOTE_LATE = Style("strong", 10.5, 14, _LATE)
_NUMBER = Style("strong", 12, 14, MUTED)
_NUMBER_OPEN = Style("strong", 12, 14, ACCENT)
_NUMBER_LATE = Style("strong", 12, 14, _LATE)
_SHARE = Style("strong", 10.5, 14, INK)


def draw(sheet: PathSheet) -> bytes:
    """The picture as PNG, some 1,000 pixels wide. The same sheet gives the same bytes."""
    with fonts.ONE_AT_A_TIME:
        return _rastered(_page(sheet))


def _rastered(page: bytes) -> bytes:
    import pypdfium2  # type: ignore[import-untyped] # some 80 ms, which only a picture should cost

    document = pypdfium2.PdfDocument(page)
    try:
        image = document[0].render(scale=_PIXELS_A_POINT).to_pil()
    finally:
        document.close()
    buffer = BytesIO()
    image.convert("P", palette=1, colors=128).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _page(sheet: PathSheet) -> bytes:
    height = _HEAD + _ROW * len(sheet.stages) + _FOOT
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(_WIDTH, height),
        invariant=1,
        initialFontName=fonts.first_face().name,  # type: ignore[arg-type] # the stubs ask for a float
    )
    _filled(canvas, PAPER, lambda: canvas.rect(0, 0, _WIDTH, height, stroke=0, fill=1))
    _head(canvas, sheet, height)
    top = height - _HEAD
    _spine(canvas, sheet, top)
    for place, stage in enumerate(sheet.stages):
        _stage(canvas, stage, top - _ROW * place)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _head(canvas: Canvas, sheet: PathSheet, height: float) -> None:
    percent = lines.line(f"{sheet.percent} %", _PERCENT)
    percent.paint(canvas, _RIGHT - percent.width, height - 42)
    _text(canvas, sheet.title, _TITLE, _EDGE, height - 40, _RIGHT - percent.width - 12 - _EDGE)
    _text(canvas, sheet.aim, _AIM, _EDGE, height - 58, _RIGHT - _EDGE)
    _bar(canvas, _EDGE, height - 78, _RIGHT - _EDGE, 9, sheet.percent, (TRACK, ACCENT))
    _text(canvas, sheet.finish, _AIM, _EDGE, height - 95, _RIGHT - _EDGE)


def _spine(canvas: Canvas, sheet: PathSheet, top: float) -> None:
    """The line that the stages stand on, in colour as far as the student has come."""
    done = sum(stage.state == "done" for stage in sheet.stages)
    first, last = top - _ROW / 2, top - _ROW * (len(sheet.stages) - 0.5)
    reached = max(last, first - _ROW * done)
    canvas.setLineWidth(3)
    for colour, start, end in ((RULE, first, last), (ACCENT, first, reached)):
        canvas.setStrokeColor(colour)
        canvas.line(_SPINE, start, _SPINE, end)


def _stage(canvas: Canvas, stage: StageLine, top: float) -> None:
    middle = top - _ROW / 2
    if stage.state in ("open", "late"):
        _filled(
            canvas,
            PANEL,
            lambda: canvas.roundRect(_EDGE - 8, top - _ROW + 4, _WIDTH - 2 * _EDGE + 16, _ROW - 8, 10, 0, 1),
        )
    _mark(canvas, stage, middle)
    ahead = stage.state == "ahead"
    room = _RIGHT - _TEXT - (0 if ahead else _BAR + 54)
    _text(canvas, stage.name, _NAME_AHEAD if ahead else _NAME, _TEXT, middle + 4, room)
    _text(canvas, stage.note, _NOTE_LATE if stage.state == "late" else _NOTE, _TEXT, middle - 12, room)
    if not ahead:
        share = lines.line(f"{stage.share} %", _SHARE)
        share.paint(canvas, _RIGHT - share.width, middle - 4)
        colours = (_LATE_TINT, _LATE) if stage.state == "late" else (TRACK, ACCENT)
        _bar(canvas, _RIGHT - _BAR - 42, middle - 3.5, _BAR, 7, stage.share, colours)


def _mark(canvas: Canvas, stage: StageLine, middle: float) -> None:
    """A tick for what is done, a ring for what is open, a number for what lies ahead."""
    fill, edge = {
        "done": (ACCENT, ACCENT),
        "open": (PAPER, ACCENT),
        "late": (PAPER, _LATE),
        "ahead": (PAPER, RULE),
    }[stage.state]
    canvas.setStrokeColor(edge)
    canvas.setLineWidth(2.5)
    _filled(canvas, fill, lambda: canvas.circle(_SPINE, middle, _RADIUS, stroke=1, fill=1))
    if stage.state == "done":
        canvas.setStrokeColor(PAPER)
        canvas.setLineCap(1)
        canvas.lines(
            [
                (_SPINE - 6, middle - 0.5, _SPINE - 1.5, middle - 5),
                (_SPINE - 1.5, middle - 5, _SPINE + 6.5, middle + 4.5),
            ]
        )
        return
    style = {"open": _NUMBER_OPEN, "late": _NUMBER_LATE}.get(stage.state, _NUMBER)
    number = lines.line(str(stage.number), style)
    number.paint(canvas, _SPINE - number.width / 2, middle - 4.2)


def _bar(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    thick: float,
    share: int,
    colours: tuple[Color, Color],
) -> None:
    track, filled = colours
    _filled(canvas, track, lambda: canvas.roundRect(x, y, width, thick, thick / 2, 0, 1))
    length = width * min(max(share, 0), 100) / 100
    if length:
        reach = max(length, thick)
        _filled(canvas, filled, lambda: canvas.roundRect(x, y, reach, thick, thick / 2, 0, 1))


def _text(canvas: Canvas, text: str, style: Style, x: float, y: float, width: float) -> None:
    """The text on one line, cut where it would not fit."""
    for line in lines.wrap([Span(plain(text, 200) or " ", style)], width, most=1, ltr=True):
        line.paint(canvas, x, y)


def _filled(canvas: Canvas, colour: Color, shape: Callable[[], object]) -> None:
    canvas.setFillColor(colour)
    shape()
