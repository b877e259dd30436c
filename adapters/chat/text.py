"""Texts as any chat platform may show them: nothing hidden in them, and cut where no character breaks."""

import unicodedata

MOST_JOINED = 64
_REORDERS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_JOINER = "\u200d"


def safe(text: str) -> str:
    """The text with nothing in it that moves, hides or turns around other text; line ends are newlines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return text if text.isprintable() else "".join(map(_harmless, text))


def _harmless(char: str) -> str:
    if char == "\n" or char.isprintable():
        return char
    if char < " ":
        return chr(0x2400 + ord(char))
    kind = unicodedata.category(char)
    if kind in ("Zl", "Zp"):
        return " "
    return "\ufffd" if kind in ("Cc", "Cs") or char in _REORDERS else char


def one_line(text: str) -> str:
    """A safe text with every run of blanks and line ends made one space."""
    return " ".join(safe(text).split())


def units(text: str) -> int:
    """Its length in UTF-16 units: never less than a platform counts, whichever way it does."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def blank(text: str) -> bool:
    """Whether nothing of it can be seen, which platforms refuse as an empty text."""
    return all(char.isspace() or unicodedata.category(char) == "Cf" for char in text)


def bare_address(found: str) -> str:
    """A web address that was found in prose, without the marks of the sentence around it."""
    while found[-1] in ".,:;!?'*_~)]" and not _closes(found):
        found = found[:-1]
    return found


def _closes(address: str) -> bool:
    """Whether it ends with a bracket that it opened itself, as addresses of Wikipedia do."""
    pair = {")": "()", "]": "[]"}.get(address[-1])
    return pair is not None and address.count(pair[0]) >= address.count(pair[1])


def label(text: str, most: int) -> str:
    """One line of at most that many UTF-16 units, the end of a longer one given as `…`; never empty."""
    text = shorten(one_line(text), most)
    return "…" if blank(text) else text


def shorten(text: str, most: int) -> str:
    """At most that many UTF-16 units of a text, ending in `…` where something is missing."""
    if units(text) <= most:
        return text
    end = most - 1
    while units(text[:end]) > most - 1:
        end -= 1
    return text[: whole(text, end)].rstrip() + "…"


def whole(text: str, end: int) -> int:
    """That end or one shortly before it that parts no accent, flag or joined emoji from its base."""
    for place in range(end, max(0, end - MOST_JOINED), -1):
        if place >= len(text) or not _joined(text, place):
            return place
    return end


def _joined(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if _is_flag_half(before) and _is_flag_half(after):
        halves = next((n for n in range(place) if not _is_flag_half(text[place - 1 - n])), place)
        return halves % 2 == 1
    if _JOINER in (before, after) or ord(after) in _SKIN_TONES:
        return True
    return unicodedata.category(after).startswith("M")


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
