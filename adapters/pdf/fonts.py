"""Fonts out of installed packages: found, loaded once for the process, and asked what they can show."""

import functools
import importlib.util
import threading
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any, NamedTuple

import uharfbuzz  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from adapters.pdf.styles import Role

PRIVATE = 0xE000
"""First of the code points that stand for glyphs without one of their own: PRIVATE + glyph number."""
PRIVATE_END = 0xF8FF

_Blocks = tuple[tuple[int, int], ...]
_COPYABLE = {"liga": False, "clig": False, "calt": False, "dlig": False, "kern": True}
_LOCK = threading.Lock()
ONE_AT_A_TIME = threading.Lock()
"""Held while a document is drawn: reportlab keeps its reading position in a loaded font, so two threads must
not make subsets of it at once; nor may two use PDFium."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A TrueType file in a package. `blocks` limits which characters it is asked for (None: any).

    A `latin` font gets kerning but no ligatures, so that copied text stays what was written; any other is
    shaped with all the features of its script, unless `plain`.
    """

    package: str
    path: str
    blocks: _Blocks | None = None
    latin: bool = False
    plain: bool = False


class EmbeddedFont(TTFont):
    """A TTFont whose text can be copied: a correct ToUnicode map for emoji and presentation forms too."""

    def addObjects(self, doc: Any) -> None:
        state = self.state[doc]
        super().addObjects(doc)
        for number, subset in enumerate(state.subsets):
            font = doc.idToObject["BasicFonts"].dict[f"{state.internalName}+{number}"]
            doc.idToObject[font.ToUnicode.name].content = _unicode_map(subset)


def _unicode_map(subset: list[int]) -> str:
    pairs = [f"<{i:02X}> <{_written(code)}>" for i, code in enumerate(subset) if code]
    groups = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    body = "".join(f"{len(group)} beginbfchar\n{chr(10).join(group)}\nendbfchar\n" for group in groups)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _written(code: int) -> str:
    """The UTF-16 hex of what a reader copies; a joined Arabic letter is copied as the letter itself.

    A glyph without a code point of its own says nothing: the ActualText around it does.
    """
    if PRIVATE <= code <= PRIVATE_END:
        return "FFFD"
    joined = 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFE
    return (
        (unicodedata.normalize("NFKC", chr(code)) if joined else chr(code)).encode("utf-16-be").hex().upper()
    )


class Glyph(NamedTuple):
    """A glyph of a shaped word: the index of its first character, and distances in thousandths of an em."""

    number: int
    cluster: int
    advance: float
    dx: float
    dy: float


def _is_text(code: int) -> bool:
    """Some fonts have empty glyphs for control characters, and icons among the private ones."""
    return code >= 0x20 and not 0x7F <= code < 0xA0 and not PRIVATE <= code <= PRIVATE_END


class Face:
    """A loaded font: what it covers, how wide it is, and how HarfBuzz sees it. Never changes once made."""

    def __init__(self, name: str, file: FontFile, content: bytes) -> None:
        self.name = name
        self.file = file
        self.font = EmbeddedFont(name, BytesIO(content), asciiReadable=False)
        face = self.font.face
        self._scale = 1000 / face.unitsPerEm
        self.covered: frozenset[int] = frozenset(
            code for code, glyph in face.charToGlyph.items() if glyph and _is_text(code)
        )
        self.glyph_of: dict[int, int] = face.charToGlyph
        self.width_of: dict[int, float] = face.charWidths
        self.code_of = {self.glyph_of[code]: code for code in sorted(self.covered, reverse=True)}
        self._hb: Any = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(content)))
        if not file.plain:
            self._name_every_glyph(face.numGlyphs)
        registerFont(self.font)

    def _name_every_glyph(self, count: int) -> None:
        """Gives each glyph a private code point, always the same one: equal text then gives equal bytes."""
        for glyph in range(min(count, PRIVATE_END - PRIVATE)):
            self.glyph_of[PRIVATE + glyph] = glyph
            self.width_of[PRIVATE + glyph] = self._hb.get_glyph_h_advance(glyph) * self._scale

    def shape(self, text: str, *, rtl: bool) -> list[Glyph]:
        """The glyphs of a word from left to right. Its language is fixed: no locale may change a report."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text.replace("\u00a0", " "))
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.language = "en"
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._hb, buffer, _COPYABLE if self.file.latin else None)
        scale = self._scale
        return [
            Glyph(
                info.codepoint, info.cluster, at.x_advance * scale, at.x_offset * scale, at.y_offset * scale
            )
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]


def _fira(style: str) -> FontFile:
    return FontFile("fontpkg_fira_sans", f"files/FiraSans-{style}.ttf", latin=True)


def _jetbrains(style: str) -> FontFile:
    return FontFile("fontpkg_jetbrains_mono", f"files/JetBrainsMono{style}[wght].ttf", latin=True)


def _noto(script: str, *blocks: tuple[int, int]) -> FontFile:
    return FontFile("manimgx_fonts", f"NotoSans{script}[wght].ttf", blocks or None, latin=not script)


_VERA = FontFile("reportlab", "fonts/Vera.ttf", latin=True)
"""Comes with reportlab, so there is always one font."""

OWN: dict[Role, tuple[FontFile, ...]] = {
    "text": (_fira("Regular"),),
    "strong": (_fira("SemiBold"), _fira("Regular"), FontFile("reportlab", "fonts/VeraBd.ttf", latin=True)),
    "emph": (_fira("Italic"), _fira("Regular"), FontFile("reportlab", "fonts/VeraIt.ttf", latin=True)),
    "mono": (_jetbrains(""),),
    "mono-emph": (_jetbrains("-Italic"), _jetbrains("")),
}
_CJK: _Blocks = (
    (0x2010, 0x2BFF),
    (0x2E80, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x1100, 0x11FF),
)
SHARED: tuple[FontFile, ...] = (
    _noto(""),
    _noto("Hebrew", (0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
    _noto("Arabic", (0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    _noto("Devanagari", (0x0900, 0x097F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF)),
    _noto("Bengali", (0x0980, 0x09FF)),
    _noto("Gurmukhi", (0x0A00, 0x0A7F)),
    _noto("Gujarati", (0x0A80, 0x0AFF)),
    _noto("Oriya", (0x0B00, 0x0B7F)),
    _noto("Tamil", (0x0B80, 0x0BFF)),
    _noto("Telugu", (0x0C00, 0x0C7F)),
    _noto("Kannada", (0x0C80, 0x0CFF)),
    _noto("Malayalam", (0x0D00, 0x0D7F)),
    _noto("Sinhala", (0x0D80, 0x0DFF)),
    _noto("Thai", (0x0E00, 0x0E7F)),
    _noto("Lao", (0x0E80, 0x0EFF)),
    _noto("Myanmar", (0x1000, 0x109F)),
    _noto("Georgian", (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    _noto("Ethiopic", (0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
    _noto("Khmer", (0x1780, 0x17FF), (0x19E0, 0x19FF)),
    _noto("Armenian", (0x0530, 0x058F), (0xFB13, 0xFB17)),
    FontFile("paperang_p2_fonts_cjk", "fonts/wqy-microhei.ttc", _CJK, plain=True),
    _noto("Symbols"),
    FontFile("manimgx_fonts", "NotoEmoji[wght].ttf"),
    _VERA,
)


def load(file: FontFile) -> Face | None:
    """The face of that file, or None where its package is not installed."""
    with _LOCK:
        return _open(file)


@functools.cache
def _open(file: FontFile) -> Face | None:
    try:
        content = files(file.package).joinpath(file.path).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        return None
    return Face(f"{file.package}/{file.path}", file, content)


@functools.lru_cache(maxsize=16384)
def face_for(role: Role, code: int) -> Face | None:
    """The first face of the role's fonts, then of the shared ones, that has a glyph for the code point."""
    for file in (*OWN[role], *SHARED):
        if file.blocks is None or any(first <= code <= last for first, last in file.blocks):
            face = load(file)
            if face is not None and code in face.covered:
                return face
    return None


def first_face() -> Face:
    """The face of plain text. Raises LookupError where reportlab came without its own fonts."""
    face = face_for("text", ord("a"))
    if face is None:
        raise LookupError("no font at all: reportlab's own are missing")
    return face


def missing_packages() -> list[str]:
    """The font packages that are not installed; what only they can show gets a mark instead."""
    wanted = {file.package for role in OWN.values() for file in role} | {file.package for file in SHARED}
    return sorted(package for package in wanted if importlib.util.find_spec(package) is None)
