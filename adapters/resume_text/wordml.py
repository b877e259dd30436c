"""WordprocessingML as a stream of tags: no tree is built, so depth and size cost nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.resume_text.outcome import Refused

_SPACES = frozenset(
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SHADED = ("p", "r", "tc", "tbl")
_OFF = ("0", "false", "off", "none")
_WHITE = ("ffffff", "auto")
_TINY_HALF_POINTS = 4


class _Declared:
    """What every target here shares: a document type, the only door to entities, is refused."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise Refused("entities")

    def close(self) -> None:
        """Called at the end of the part; all is known by then."""


class PartTypes(_Declared):
    """Of [Content_Types].xml: (name of the part, its type) in order; an extension's default has no name."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag.endswith(("}Override", "}Default")):
            self.parts.append((attributes.get("PartName", ""), attributes.get("ContentType", "")))

    def end(self, tag: str) -> None:
        """Overrides have no content."""

    def data(self, text: str) -> None:
        """Nor text."""


@dataclass(slots=True)
class _Paragraph:
    bullet: bool = False
    parts: list[str] = field(default_factory=list)


class WordText(_Declared):
    """Paragraphs as lines, in the order of the document; `hidden` is whether text was left out.

    Deleted text and field codes have tags of their own and so are never taken.
    """

    def __init__(self) -> None:
        self.hidden = False
        self.pictures = False
        self._lines: list[str] = []
        self._open: list[_Paragraph] = []
        self._path: list[str] = []
        self._skipped_from = 0
        self._unseen = False
        self._white = False
        self._shades: list[bool] = []

    def text(self) -> str:
        return "\n".join(self._lines)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        self._path.append(name)
        if tag == _FALLBACK and not self._skipped_from:
            self._skipped_from = len(self._path)
        if self._skipped_from or not name:
            return
        if name in _SHADED:
            self._shades.append(False)
        if name == "p":
            self._open.append(_Paragraph())
        elif name == "r":
            self._unseen = self._white = False
        elif name in ("drawing", "pict"):
            self.pictures = True
        elif self._open and name in _BREAKS and self._path[-2:-1] == ["r"]:
            self._open[-1].parts.append(_BREAKS[name])
        else:
            self._property(name, {_local(key): value.lower() for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        name = self._path.pop()
        if self._skipped_from:
            if len(self._path) < self._skipped_from:
                self._skipped_from = 0
            return
        if name in _SHADED and self._shades:
            self._shades.pop()
        if name == "p" and self._open:
            paragraph = self._open.pop()
            words = "".join(paragraph.parts)
            self._lines.append(f"• {words}" if paragraph.bullet and words.strip() else words)

    def data(self, text: str) -> None:
        if self._skipped_from or not self._open or self._path[-1] != "t":
            return
        if self._unseen or (self._white and not self._on_colour()):
            self.hidden = self.hidden or not text.isspace()
        else:
            self._open[-1].parts.append(text)

    def _property(self, name: str, values: Mapping[str, str]) -> None:
        """Those of the run, the paragraph, the cell or the table that is open."""
        value = values.get("val", "")
        inside = self._path[-2] if len(self._path) > 1 else ""
        if inside == "rPr" and self._path[-3:-2] == ["r"]:
            self._run_property(name, value, values)
        elif name == "pStyle" and self._open:
            self._open[-1].bullet |= value.startswith(("listbullet", "listnumber"))
        elif name == "numId" and self._open:
            self._open[-1].bullet = value != "0"
        if name == "shd" and self._shades and values.get("fill", "auto") not in _WHITE:
            self._shades[-1] = True

    def _run_property(self, name: str, value: str, values: Mapping[str, str]) -> None:
        if name == "vanish":
            self._unseen |= value not in _OFF
        elif name == "sz":
            self._unseen |= value.isdecimal() and int(value) < _TINY_HALF_POINTS
        elif name == "color":
            self._white = value == "ffffff" or values.get("themecolor") == "background1"

    def _on_colour(self) -> bool:
        """White is read on a shade, and in a text box, whose own colour is not told here."""
        return any(self._shades) or "txbxContent" in self._path


def _local(tag: str) -> str:
    """The name of a tag or attribute of WordprocessingML; "" for others, whose content is passed through."""
    space, _, name = tag.rpartition("}")
    return name if space[1:] in _SPACES else ""
