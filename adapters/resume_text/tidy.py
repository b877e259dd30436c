"""Extracted text made fit for reading: what cannot be seen dropped, bullets alike, hyphenated words whole."""

import re
import unicodedata

_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\r\n?|[\f\v\x1c-\x1e\x85\u2028\u2029]")
_GLYPHS = "•●▪◦‣⁃∙■□▫◆◇➢➤❖✓✔○⚫"
_MEANT = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},  # fi, ffl, ...
    **dict.fromkeys((0x7F, 0x95, 0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC), "•"),  # of WinAnsi and of symbol fonts
}
_BULLET = re.compile(rf"^(?:[{_GLYPHS}][^\S\n]*|[·*-] )(?=\S)", re.MULTILINE)
_LONE_BULLET = re.compile(rf"^[{_GLYPHS}·]\n+(?=[^\s{_GLYPHS}·])", re.MULTILINE)
_STRAY_BULLET = re.compile(rf"^[{_GLYPHS}·]\n", re.MULTILINE)
_KEPT = frozenset("\n\t\u200c\u200d" + _GLYPHS)
"""The two joiners shape Persian, Indic scripts and emoji; other format characters only hide or reorder."""
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn")
_ODD = ("Cc", "Cs", "Co", "Cn")
_HYPHENATED = re.compile(r"\b(\w+)[-\u2010]\n(\w+)")
_COMPOUNDS = frozenset((
    "all", "back", "client", "cross", "data", "end", "event", "fault", "first", "five", "four", "front",
    "full", "hands", "high", "in", "large", "long", "low", "micro", "mid", "multi", "near", "non", "one",
    "open", "part", "pre", "problem", "real", "role", "second", "self", "server", "short", "single", "six",
    "small", "state", "team", "test", "third", "three", "time", "top", "two", "user", "well", "world", "year",
))  # fmt: skip
_MOST_ODD = 0.2


def tidy(text: str, *, wrapped: bool) -> str:
    """`wrapped` where line breaks are those of a page, so that a word may be broken at one."""
    text = _BREAKS.sub("\n", text.translate(_MEANT))
    text = "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _DROPPED)
    text = "\n".join(line.strip() for line in _SPACES.sub(" ", text).split("\n"))
    text = _BULLET.sub("• ", _STRAY_BULLET.sub("", _LONE_BULLET.sub("• ", text)))
    text = _joined(text) if wrapped else text
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def is_garbled(text: str) -> bool:
    """Whether a fifth of what is to be seen are characters that no font should have given."""
    seen = [c for c in text.translate(_MEANT) if not c.isspace() and c not in _KEPT]
    odd = sum(c == "\ufffd" or unicodedata.category(c) in _ODD for c in seen)
    return odd > _MOST_ODD * len(seen)


def _joined(text: str) -> str:
    """Words broken at the end of a line; a hyphen stays where the document or usage writes the word so."""
    words = set(re.findall(r"\w+(?:-\w+)*", text.lower()))

    def whole(match: re.Match[str]) -> str:
        first, second = match.groups()
        if not (first[-1].isalpha() and second[0].islower()):
            return match[0]
        solid, hyphened = f"{first}{second}", f"{first}-{second}"
        if solid.lower() in words:
            return solid
        keeps = hyphened.lower() in words or first.lower() in _COMPOUNDS
        return hyphened if keeps else solid

    return _HYPHENATED.sub(whole, text)
