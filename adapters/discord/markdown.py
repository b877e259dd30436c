"""Texts as Discord's markdown: every one is data, shown as it was written and never obeyed."""

import re

from adapters.chat.text import bare_address

GAP = "\u200b"
_URL = r"https?://[^\W_][^\s<>\"\\^`{|}]*"
_LINE_START = r"^[^\S\n]*(?:[-+>#]|\d+(?=[.)]))"
_MARKS = re.compile(rf"{_URL}|{_LINE_START}|[\\*_~|`<\[\]]|@(?=everyone|here)|:(?=[\w+~-]+:)", re.MULTILINE)
_TICKS = re.compile(r"`([^`\n]+)`")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.#-]{1,20}")


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


def _linked(found: str) -> str:
    """`<address>`, and what stood behind it."""
    address = bare_address(found)
    return f"<{address}>{escape(found[len(address) :])}"


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
