"""Program text: found among prose, coloured with restraint, and wrapped with a mark where it is too wide."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Literal, Name, Operator, _TokenType
from reportlab.pdfgen.canvas import Canvas

from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, paragraph
from adapters.pdf.styles import ACCENT, CODE, CODE_LITERAL, CODE_NAME, COLUMN, FAINT, MUTED, PANEL, Style

_INDENT = 12.0
_PAD = 6.0
_INSET = 4.0
"""Sets a side label on the baseline of the first line of code."""
_TAB = 4
_SHORT = 16
_LANGUAGES = {
    *(
        "python",
        "py",
        "python3",
        "java",
        "kotlin",
        "swift",
        "c",
        "cpp",
        "c++",
        "csharp",
        "go",
        "rust",
        "ruby",
    ),
    *("ruby", "javascript", "js", "typescript", "ts", "sql", "bash", "sh", "json", "yaml", "html", "css"),
}
"""The languages that are coloured: those of interviews."""
_MOST_COLOURED = 8_000
"""Characters past which code stays plain: lexers take quadratic time over what was made to stall them."""
_STYLES: dict[_TokenType, Style] = {
    Comment: replace(CODE, role="mono-emph", colour=MUTED),
    Keyword: replace(CODE, colour=ACCENT),
    Operator.Word: replace(CODE, colour=ACCENT),
    Literal: replace(CODE, colour=CODE_LITERAL),
    Name.Function: replace(CODE, colour=CODE_NAME),
    Name.Class: replace(CODE, colour=CODE_NAME),
}
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[ \t]*([\w+#-]*)[^\n]*\n(.*?)(?:^ {0,3}\1[ \t]*$\n?|\Z)", re.M | re.S)
_CODE_START = re.compile(r"(?:def|class|import|from|async def|@\w+)\b|#!|# ")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an answer. `language` is None for prose, "" for code in no known language."""

    text: str
    language: str | None = None


def parts(text: str, *, code: str = "", bare: bool = False) -> list[Part]:
    """Prose and code of clean text, in order.

    `code` is what the judge ran, if anything: where no fence marks it, it is code where it stands. With
    `bare`, text that starts as Python does is taken for code.
    """
    fenced = list(_fenced(text))
    if len(fenced) > 1 or (fenced and fenced[0].language is not None):
        return fenced
    if code.strip() and code.strip() in text:
        before, found, after = text.partition(code.strip())
        return [part for part in (Part(before), Part(found, "python"), Part(after)) if part.text.strip()]
    if bare and _CODE_START.match(text.lstrip()):
        return [Part(text, "python")]
    return fenced


def _fenced(text: str) -> Iterator[Part]:
    end = 0
    for found in _FENCE.finditer(text):
        if text[end : found.start()].strip():
            yield Part(text[end : found.start()])
        language = found[2].lower()
        yield Part(found[3], language if language in _LANGUAGES else "")
        end = found.end()
    if text[end:].strip():
        yield Part(text[end:])


def code_block(text: str, language: str, width: float = COLUMN) -> list[Strip]:
    """Code on a quiet panel. A line that is too wide goes on below, after a mark in the margin."""
    edge = Strip(_PAD, partial(_panel, width=width, height=_PAD))
    strips = [replace(edge, inset=_INSET)]
    for spans in coloured(text.strip("\n").expandtabs(_TAB), language):
        wrapped = paragraph(spans or [Span(" ", CODE)], width - _INDENT - _PAD, x=_INDENT)
        strips += [_on_panel(strip, width, wrapped_on=i > 0) for i, strip in enumerate(wrapped)]
    strips = [*strips, edge]
    return _kept(strips)


def _kept(strips: list[Strip]) -> list[Strip]:
    """Short code on one page, of longer code at least its first and its last three strips."""
    last = len(strips) - 1
    short = last <= _SHORT
    return [
        replace(strip, keep=i < last and (short or i < 2 or i >= last - 2)) for i, strip in enumerate(strips)
    ]


def coloured(text: str, language: str) -> Iterator[list[Span]]:
    """The spans of each line of the text."""
    line: list[Span] = []
    for kind, value in _tokens(text, language):
        style = _style(kind)
        first, *rest = value.split("\n")
        if first:
            line.append(Span(first, style))
        for piece in rest:
            yield line
            line = [Span(piece, style)] if piece else []
    yield line


def _tokens(text: str, language: str) -> Sequence[tuple[_TokenType | None, str]]:
    if not language or len(text) > _MOST_COLOURED:
        return [(None, text)]
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    return list(lexer.get_tokens(text))


def _style(kind: _TokenType | None) -> Style:
    while kind is not None:
        if kind in _STYLES:
            return _STYLES[kind]
        kind = kind.parent
    return CODE


def _on_panel(strip: Strip, width: float, *, wrapped_on: bool) -> Strip:
    paint = partial(_code_line, line=strip, width=width, wrapped_on=wrapped_on)
    return replace(strip, paint=paint)


def _code_line(canvas: Canvas, x: float, y: float, *, line: Strip, width: float, wrapped_on: bool) -> None:
    _panel(canvas, x, y, width=width, height=line.height)
    if wrapped_on:
        _wrap_mark(canvas, x, y)
    line.paint(canvas, x, y)


def _panel(canvas: Canvas, x: float, y: float, *, width: float, height: float) -> None:
    canvas.setFillColor(PANEL)
    canvas.rect(x, y - height - 0.15, width, height + 0.15, stroke=0, fill=1)


def _wrap_mark(canvas: Canvas, x: float, y: float) -> None:
    """A hook that turns to the right; drawn, so that it is not copied with the code."""
    canvas.setStrokeColor(FAINT)
    canvas.setLineWidth(0.7)
    tip, middle = x + 9.2, y - 6.2
    canvas.lines(
        [
            (x + 4, y - 2.4, x + 4, middle),
            (x + 4, middle, tip, middle),
            (tip - 1.8, middle + 1.6, tip, middle),
            (tip - 1.8, middle - 1.6, tip, middle),
        ]
    )
