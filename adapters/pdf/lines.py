"""Paragraphs as lines: where they break, which way they run, and how a line is painted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.pdfbase.ttfonts import ShapedStr
from reportlab.pdfgen.canvas import Canvas

from adapters.pdf.bidi import base_level, visual_order
from adapters.pdf.shaping import Cluster, Run, Span, clusters
from adapters.pdf.styles import Style

_BREAK_AFTER = frozenset("-–—‐")
_NO_BREAK_SPACE = "\u00a0"
_NEVER_FIRST = frozenset("、。，．：；？！）」』】〉》〕］｝ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥・%％")
_NEVER_LAST = frozenset("（「『【〈《〔［｛")
_CJK = (
    ("\u2e80", "\u9fff"),
    ("\uac00", "\ud7a3"),
    ("\uf900", "\ufaff"),
    ("\uff00", "\uff65"),
    ("\U00020000", "\U0003ffff"),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Glyphs painted in one go; `spoken` is what they say where their codes do not."""

    run: Run
    glyphs: str
    width: float
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its segments from left to right; `width` is in points."""

    segments: tuple[Segment, ...]
    width: float
    rtl: bool = False

    def paint(self, canvas: Canvas, x: float, y: float) -> None:
        """Sets the line with its baseline starting at (x, y)."""
        for segment in self.segments:
            _paint(canvas, segment, x, y)
            x += segment.width


def wrap(spans: Sequence[Span], width: float, most: int | None = None, *, ltr: bool = False) -> list[Line]:
    """The lines of one paragraph of clean text; with `most`, what does not fit ends in an ellipsis.

    A paragraph runs as its first letter does; with `ltr`, left to right, whatever words it holds.
    """
    rtl = not ltr and base_level("".join(span.text for span in spans)) == 1
    text = clusters(spans, int(rtl))
    ranges = list(_ranges(text, width))
    if most is None or len(ranges) <= most:
        return [_line(text[start:end], rtl) for start, end in ranges]
    kept = [_line(text[start:end], rtl) for start, end in ranges[: most - 1]]
    return [*kept, _cut(text[slice(*ranges[most - 1])], width, rtl)]


def line(text: str, style: Style) -> Line:
    """Clean text on one line that runs left to right, however long."""
    return _line(clusters([Span(text, style)], 0), rtl=False)


def _cut(text: Sequence[Cluster], width: float, rtl: bool) -> Line:
    """The line shortened, with an ellipsis at the end that its direction has."""
    dots = clusters([Span("…", text[-1].run.style)], int(rtl))
    room = width - sum(dot.advance for dot in dots)
    kept = list(text)
    while kept and (kept[-1].piece.text.isspace() or sum(cluster.advance for cluster in kept) > room):
        kept.pop()
    return _line([*kept, *dots], rtl)


def _ranges(text: Sequence[Cluster], width: float) -> Iterator[tuple[int, int]]:
    """(start, end) of each line among the clusters: broken at the last chance, inside a word if need be."""
    start, chance, used = 0, 0, 0.0
    for i, (piece, _, advance) in enumerate(text):
        if i > start and _may_break(text[i - 1].piece.text[-1], piece.text[0]):
            chance = i
        if i > start and used + advance > width + 0.01 and not piece.text.isspace():
            end = chance if chance > start else i
            yield start, end
            used = sum(cluster.advance for cluster in text[end:i])
            start = end
        used += advance
    yield start, len(text)


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or before == _NO_BREAK_SPACE:
        return False
    if before.isspace():
        return True
    if before in _BREAK_AFTER:
        return after.isalpha()
    return (_is_cjk(before) or _is_cjk(after)) and before not in _NEVER_LAST and after not in _NEVER_FIRST


def _is_cjk(char: str) -> bool:
    return char >= "\u2e80" and any(first <= char <= last for first, last in _CJK)


def _line(text: Sequence[Cluster], rtl: bool) -> Line:
    kept = list(text)
    while kept and kept[-1].piece.text.isspace():
        kept.pop()
    groups = [tuple(group) for _, group in groupby(kept, key=lambda cluster: id(cluster.run))]
    ordered = visual_order(groups, lambda group: group[0].run.level)
    segments = tuple(segment for group in ordered for segment in _segments(group))
    return Line(segments, sum(segment.width for segment in segments), rtl)


def _segments(group: Sequence[Cluster]) -> Iterator[Segment]:
    """A run in one go; right to left, letter by letter where the codes do not say which letters they are.

    Readers put copied letters that run right to left in order themselves, so each must speak for itself.
    """
    if group[0].run.level % 2 == 0:
        yield _segment(group)
    elif all(cluster.piece.chars == cluster.piece.text for cluster in group):
        yield _segment(group[::-1])
    else:
        yield from (_segment((cluster,)) for cluster in reversed(group))


def _segment(group: Sequence[Cluster]) -> Segment:
    run = group[0].run
    pieces = [cluster.piece for cluster in group]
    chars = "".join(piece.chars for piece in pieces)
    width = sum(cluster.advance for cluster in group)
    tells = run.face.file.latin or all(piece.chars == piece.text for piece in pieces)
    spoken = "" if tells else "".join(piece.text for piece in pieces)
    if all(piece.plain for piece in pieces):
        return Segment(run, chars, width, spoken)
    shapes = [shape for piece in pieces for shape in piece.shapes]
    # The stubs name one member of the list that it takes.
    return Segment(run, ShapedStr(chars, shapeData=shapes), width, spoken)  # type: ignore[arg-type]


def _paint(canvas: Canvas, segment: Segment, x: float, y: float) -> None:
    if segment.spoken:
        utf16 = segment.spoken.encode("utf-16-be").hex().upper()
        canvas.addLiteral(f"/Span <</ActualText <FEFF{utf16}>>> BDC")
    text = canvas.beginText(x, y)
    text.setFont(segment.run.face.name, segment.run.style.size)
    text.setFillColor(segment.run.style.colour)
    text.textOut(segment.glyphs)
    canvas.drawText(text)
    if segment.spoken:
        canvas.addLiteral("EMC")
