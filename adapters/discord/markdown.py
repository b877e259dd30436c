"""Texts as Discord's markdown: every one is data, shown as it was written and never obeyed."""

import re
import unicodedata

GAP = "\u200b"
MOST_JOINED = 64
_URL = r"https?://[^\W_][^\s<>\"\\^`{|}]*"
_LINE_START = r"^[^\S\n]*(?:[-+>#]|\d+(?=[.)]))"
_MARKS = re.compile(rf"{_URL}|{_LINE_START}|[\\*_~|`<\[\]]|@(?=everyone|here)|:(?=[\w+~-]+:)", re.MULTILINE)
_TICKS = re.compile(r"`([^`\n]+)`")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.#-]{1,20}")
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
    """Its length in UTF-16 units: never less than Discord counts, whichever way it does."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def blank(text: str) -> bool:
    """Whether nothing of it can be seen, which Discord refuses as an empty text."""
    return all(char.isspace() or unicodedata.category(char) == "Cf" for char in text)


def escape(text: str) -> str:
    """A safe text as prose that shows every character of it, with web addresses still to be clicked.

    An address goes between angle brackets, so that its end is certain and its underscores need no escape.
    """
    return _MARKS.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    mark = found[0]
    if mark.startswith("http"):
        return _linked(mark)
    if mark == "@":
        return mark + GAP
    if mark[-1].isdigit():
        return mark + "\\"
    return f"{mark[:-1]}\\{mark[-1]}"


def _linked(address: str) -> str:
    """`<address>`, without the marks of the sentence around it."""
    end = len(address)
    while address[end - 1] in ".,:;!?'*_~)]" and not _closes(address[:end]):
        end -= 1
    return f"<{address[:end]}>{escape(address[end:])}"


def _closes(address: str) -> bool:
    """Whether it ends with a bracket that it opened itself, as addresses of Wikipedia do."""
    pair = {")": "()", "]": "[]"}.get(address[-1])
    return pair is not None and address.count(pair[0]) >= address.count(pair[1])


def words(text: str) -> str:
    """The project's own words, safe already: what stands in backticks is code, all else is escaped."""
    parts = _TICKS.split(text)
    shown = "".join(f"`{part}`" if number % 2 else escape(part) for number, part in enumerate(parts))
    return shown.replace("``", f"`{GAP}`")


def bold(text: str) -> str:
    return f"**{escape(text.strip())}**"


def heading(text: str) -> str:
    return f"### {escape(text)}"


def mono(text: str) -> str:
    """A text without backticks in a fixed-width font."""
    return f"`{text}`"


def quote(text: str) -> str:
    return "\n".join(f"> {escape(line)}" for line in text.split("\n"))


def small(text: str) -> str:
    """One line in small grey letters."""
    return f"-# {escape(text)}"


def item(text: str) -> str:
    """A list item's text: its further lines stay under its first, and no empty one ends the list."""
    return re.sub(r"\n\s*", "\n  ", escape(text))


def fence(text: str, language: str) -> str:
    """A code block; three backticks inside get an invisible character, so that they look the same."""
    held = re.sub("``(?=`)", f"``{GAP}", text)
    tag = language if _LANGUAGE.fullmatch(language) else ""
    return f"```{tag}\n{held}\n```"


def cut(text: str, most: int) -> str:
    """A label: one line of at most that many UTF-16 units, the end of a longer one given as `…`."""
    text = one_line(text)
    if units(text) <= most:
        return "…" if blank(text) else text
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
