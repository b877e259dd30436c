"""Prose as strips: paragraphs, list items, code in backticks, and where a text was cut."""

import re
from collections.abc import Iterator
from dataclasses import replace

from adapters.pdf.bidi import base_level
from adapters.pdf.code import Part, code_block, parts
from adapters.pdf.shaping import Span, clean
from adapters.pdf.strips import Strip, beside, gap, paragraph
from adapters.pdf.styles import BODY, BODY_STRONG, COLUMN, INLINE_CODE, SMALL

MOST = 20_000
"""Characters of one text that a report shows."""
_MOST_LINES = 600

_ITEM = re.compile(r"( *)([-*•]|\d{1,3}[.)])\s+(.*)")
_MARKED = re.compile(r"(`[^`\n]+`|\*\*[^*\n]+\*\*)")
_CUT = "Cut here: the rest is in your data export."


def text_block(
    text: str, *, width: float = COLUMN, ours: bool = False, code: str = "", bare: bool = False
) -> list[Strip]:
    """A text of any length as strips; what is past a limit is cut, and says so.

    With `ours`, backticks mark code and ** what matters; anybody else's stay as they were typed. `code` and
    `bare` are as in `parts`.
    """
    shown = _shown(text)
    strips: list[Strip] = []
    for part in parts(clean(shown), code=clean(_shown(code)), bare=bare):
        if part.language is None:
            strips += _prose(part, ours, width)
        else:
            strips += [*code_block(part.text, part.language, width), gap(5)]
    return _ends_kept(strips) + _cut_note(text, shown)


def program(text: str, language: str = "", *, width: float = COLUMN) -> list[Strip]:
    """A text that is code throughout, cut as any other."""
    shown = _shown(text)
    return code_block(clean(shown), language, width) + _cut_note(text, shown)


def _ends_kept(strips: list[Strip]) -> list[Strip]:
    """No line alone at the foot or the top of a page, even where each is a paragraph of its own."""
    ends = (0, len(strips) - 3)
    return [replace(strip, keep=strip.keep or i in ends) for i, strip in enumerate(strips)]


def _shown(text: str) -> str:
    return "\n".join(text[:MOST].split("\n")[:_MOST_LINES])


def _cut_note(text: str, shown: str) -> list[Strip]:
    return [] if shown == text else [gap(4, keep=True), *paragraph([Span(_CUT, SMALL)], COLUMN)]


def _prose(part: Part, ours: bool, width: float) -> Iterator[Strip]:
    blank = False
    for line in part.text.strip().split("\n"):
        if not line.strip():
            blank = True
            continue
        if blank:
            yield gap(BODY.leading * 0.45)
            blank = False
        yield from _paragraph(line.replace("\t", " ").rstrip(), ours, width)
    yield gap(3)


def _paragraph(line: str, ours: bool, width: float) -> list[Strip]:
    item = _ITEM.match(line)
    if item is None or base_level(line):
        return paragraph(_spans(line, ours), width)
    depth = min(len(item[1]) // 2, 4) * 10.0
    hang = 8.0 + 5.0 * len(item[2])
    bullet = "•" if item[2] in "-*•" else item[2]
    body = paragraph(_spans(item[3], ours), width - depth - hang, x=depth + hang)
    mark = paragraph([Span(bullet, BODY)], width, x=depth)
    return [replace(body[0], paint=beside((0, mark), (0, body[:1])).paint), *body[1:]]


def _spans(line: str, ours: bool) -> list[Span]:
    if not ours:
        return [Span(line, BODY)]
    return [span for piece in _MARKED.split(line) if piece for span in [_marked(piece)]]


def _marked(piece: str) -> Span:
    if _MARKED.fullmatch(piece):
        return Span(piece.strip("`"), INLINE_CODE) if piece[0] == "`" else Span(piece[2:-2], BODY_STRONG)
    return Span(piece, BODY)
