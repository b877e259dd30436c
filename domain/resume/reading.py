"""Reads a text into items, a bullet or a paragraph's line each, that remember where they stand."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.resume.orders import without_order
from domain.resume.private import LONGEST_DETAIL, Private, contacts

LONGEST_QUOTE = 220
_BULLET = re.compile(
    r"[ \t\u00a0]{0,40}(?:[-*+•●◦▪‣·○■□➢➤✓✔–—►»\uf0b7\u2043]|o(?=[ \t]+[A-Z])|\d{1,2}[.)]|\(?[a-z]\))"
    r"[ \t\u00a0]{1,20}"
)
_ENDS = ".:;!?"
_LONG = 30
_OPEN_END = re.compile(
    r"(?:[,&]|(?<=\s)(?:and|or|with|using|of|the|an?|in|on|to|for|by|from|via|into|und|oder|mit|der|die|y|o|con|de|et|ou"
    r"|avec|pour))$"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Item:
    """What belongs together; `text[start:end]` is it, without its bullet. `alone` follows an empty line.

    `indent` counts the characters before it, bullet included.
    """

    start: int
    end: int
    bullet: bool
    alone: bool
    indent: int


class Reading(NamedTuple):
    """A text cut to what is read of it, its items, its contact details, and whether some gave orders."""

    text: str
    items: tuple[Item, ...]
    private: tuple[Private, ...]
    orders: int
    cut: bool

    def of(self, item: Item) -> str:
        return self.text[item.start : item.end]

    def quote(self, item: Item, start: int, end: int) -> str:
        """What stands around a place of the item, verbatim: no contact details, at most 220 characters."""
        low, high = max(item.start, start - LONGEST_QUOTE), min(item.end, end + LONGEST_QUOTE)
        for span in self._private(low, high):
            if low < span.end <= start:
                low = span.end
            elif end <= span.start < high:
                high = span.start
        return _clip(self.text, (low, start, end, high))

    def hidden(self, start: int, end: int) -> bool:
        """Whether a place lies within contact details."""
        return any(span.start < end and start < span.end for span in self._private(start, end))

    def _private(self, start: int, end: int) -> tuple[Private, ...]:
        first = bisect_left(self.private, start - LONGEST_DETAIL, key=_start)
        return self.private[first : bisect_left(self.private, end, key=_start)]


def read(text: str, limit: int) -> Reading:
    """Reads at most `limit` characters, cut at the end of a line where there is one."""
    cut = len(text) > limit
    if cut:
        text = text[: max(text.rfind("\n", limit // 2, limit), 0) or limit]
    text = _SURROGATE.sub("\ufffd", text)
    items: list[Item] = []
    private: list[Private] = []
    orders, alone, ordered = 0, True, False
    for number, (start, whole) in enumerate(_lines(text)):
        if not whole.strip():
            alone, ordered = True, False
            continue
        line = "" if ordered and whole.lstrip()[0].islower() else without_order(whole)
        orders += line != whole
        if line:
            private += contacts(line, start, number)
            _take(items, text, start, line, joins=not alone and not ordered)
            alone = False
        ordered = line != whole
    return Reading(text, tuple(items), tuple(sorted(private)), orders, cut)


def _start(span: Private) -> int:
    return span.start


def _take(items: list[Item], text: str, start: int, line: str, *, joins: bool) -> None:
    """Adds the line as an item of its own, or to the one before that it goes on with."""
    bullet = _BULLET.match(line)
    begin = start + (bullet.end() if bullet else len(line) - len(line.lstrip()))
    end = start + len(line.rstrip())
    if end <= begin:
        return
    before = items[-1] if items else None
    if before and not bullet and joins and _goes_on(text, before, begin):
        items[-1] = replace(before, end=end)
    else:
        items.append(Item(begin, end, bullet is not None, not joins, begin - start))


def _goes_on(text: str, before: Item, begin: int) -> bool:
    """Whether a line goes on with the one before: in small letters after a long one, or after an open end."""
    newline = text.find("\n", begin)
    line = text[begin:] if newline < 0 else text[begin:newline]
    if text[before.end - 1] in _ENDS or line.rstrip().endswith(":"):
        return False
    if _OPEN_END.search(text, max(before.start, before.end - 12), before.end):
        return True
    last = max(before.start, text.rfind("\n", before.start, before.end))
    return text[begin].islower() and before.end - last >= _LONG


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _clip(text: str, places: Sequence[int]) -> str:
    low, start, end, high = places
    if high - low > LONGEST_QUOTE:
        room = max(0, LONGEST_QUOTE - (end - start))
        low = max(low, min(start - room // 2, high - LONGEST_QUOTE))
        high = min(high, low + LONGEST_QUOTE)
        low, high = _at_words(text, low, high, (start, end))
    return text[low:high].strip(" \t\r\u00a0|,;:–—-•·").rstrip(" ([")


def _at_words(text: str, low: int, high: int, kept: tuple[int, int]) -> tuple[int, int]:
    """The span without the half words at its ends, as long as what is quoted stays within."""
    if low and text[low - 1].isalnum():
        space = text.find(" ", low, kept[0])
        low = space + 1 if space >= 0 else low
    if high < len(text) and text[high].isalnum():
        space = text.rfind(" ", kept[1], high)
        high = space if space >= 0 else high
    return low, high
