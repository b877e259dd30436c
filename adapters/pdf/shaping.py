"""Text as glyphs: each character finds a font that has it, and HarfBuzz joins and places what must be."""

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import ShapeData

from adapters.pdf import fonts
from adapters.pdf.bidi import levels
from adapters.pdf.fonts import Face, Glyph
from adapters.pdf.styles import FAINT, Style

_NEW_LINES = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")
_UNSEEN = dict.fromkeys(
    (
        *(0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x20E3, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE0200),
    )
)
_WORDS = re.compile(r"\S+|\s+")
_JOINERS = {0x200C, 0x200D}


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one style, within one paragraph."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style, one face and one direction."""

    text: str
    style: Style
    face: Face
    level: int = 0


class Piece(NamedTuple):
    """The smallest piece of text that is never split, and its glyphs from left to right, at any size.

    `advance` and `shapes` are in thousandths of an em; `plain` glyphs stand where their widths put them.
    """

    text: str
    advance: float
    chars: str
    shapes: tuple[ShapeData, ...]
    plain: bool


class Cluster(NamedTuple):
    """A piece as it stands in a run; `advance` is in points."""

    piece: Piece
    run: Run
    advance: float


def clean(text: str) -> str:
    """The text as it is set: composed, with plain line ends, without invisible and direction controls."""
    text = text.replace("\r\n", "\n").translate(_NEW_LINES).translate(_UNSEEN)
    return unicodedata.normalize("NFC", text)


def plain(text: str, most: int) -> str:
    """The text for a place without fonts or lines, such as an outline: one line of printable characters."""
    shown = "".join(char if char.isprintable() else " " for char in clean(text[: most * 4]))
    short = " ".join(shown.split())
    return short if len(short) <= most else short[: most - 1].rstrip() + "…"


def clusters(spans: Sequence[Span], base: int) -> list[Cluster]:
    """The clusters of one paragraph of clean text, in the order in which it is read.

    `base` is the paragraph's direction: 1 for right to left.
    """
    runs = [run for span in spans for run in _by_face(span)]
    shaped: list[Cluster] = []
    for run in _by_level(runs, base):
        shaped.extend(_widths(run) if run.face.file.plain else _shape(run))
    return shaped


def _by_face(span: Span) -> Iterator[Run]:
    text, role = span.text, span.style.role
    face: Face | None = None
    start = 0
    for i, char in enumerate(text):
        code = ord(char)
        if face is not None and (code in _JOINERS or _stays(face, code)):
            continue
        found = fonts.face_for(role, code)
        if found is not face or found is None:
            if face is not None and start < i:
                yield Run(text[start:i], span.style, face)
            start, face = i, found
        if found is None:
            start = i + 1
            if code not in _JOINERS:
                yield from _by_face(_mark(code, span.style))
    if face is not None and start < len(text):
        yield Run(text[start:], span.style, face)


def _stays(face: Face, code: int) -> bool:
    """A combining mark belongs in the font of its letter, where that has it."""
    return code >= 0x300 and code in face.covered and unicodedata.category(chr(code)).startswith("M")


def _mark(code: int, style: Style) -> Span:
    """What stands for a character that no font has, or that has no shape: its number, small and grey."""
    return Span(f"‹U+{code:04X}›", replace(style, role="mono", size=style.size * 0.72, colour=FAINT))


def _by_level(runs: Sequence[Run], base: int) -> Iterator[Run]:
    level_of = levels("".join(run.text for run in runs), base)
    if not any(level_of):
        yield from runs
        return
    offset = 0
    for run in runs:
        end = offset + len(run.text)
        edges = [i for i in range(offset + 1, end) if level_of[i] != level_of[i - 1]]
        for first, last in pairwise([offset, *edges, end]):
            yield replace(run, text=run.text[first - offset : last - offset], level=level_of[first])
        offset = end


def _widths(run: Run) -> Iterator[Cluster]:
    per_em = run.style.size / 1000
    for char in run.text:
        width = run.face.width_of.get(ord(char), 0)
        piece = Piece(char, width, char, (ShapeData(0, width, 0, 0, 0, width),), True)
        yield Cluster(piece, run, width * per_em)


def _shape(run: Run) -> Iterator[Cluster]:
    """The run through HarfBuzz, word by word: most words of a report come back many times."""
    per_em = run.style.size / 1000
    for word in _WORDS.findall(run.text):
        for piece in _pieces(run.face, word, run.level % 2 == 1):
            yield Cluster(piece, run, piece.advance * per_em)


@functools.lru_cache(maxsize=8192)
def _pieces(face: Face, word: str, rtl: bool) -> tuple[Piece, ...]:
    found: dict[int, list[Glyph]] = {}
    for glyph in face.shape(word, rtl=rtl):
        found.setdefault(glyph.cluster, []).append(glyph)
    edges = pairwise([*sorted(found), len(word)])
    return tuple(_piece(face, word[start:end], found[start]) for start, end in edges)


def _piece(face: Face, text: str, glyphs: Sequence[Glyph]) -> Piece:
    codes = [_code(face, text, glyph.number) for glyph in glyphs]
    widths = [face.width_of[code] for code in codes]
    plain = not any(
        glyph.dx or glyph.dy or abs(glyph.advance - width) > 0.01
        for glyph, width in zip(glyphs, widths, strict=True)
    )
    shapes = tuple(
        ShapeData(0, glyph.advance, 0, glyph.dx, glyph.dy, width)
        for glyph, width in zip(glyphs, widths, strict=True)
    )
    advance = sum(glyph.advance for glyph in glyphs)
    return Piece(text, advance, "".join(map(chr, codes)), shapes, plain)


def _code(face: Face, text: str, glyph: int) -> int:
    """The code point that selects a glyph: what was written if possible, so that it can be copied."""
    if len(text) == 1 and face.glyph_of.get(ord(text)) == glyph:
        return ord(text)
    return face.code_of.get(glyph, fonts.PRIVATE + glyph)
