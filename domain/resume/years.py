"""Reads dates and ranges of dates, and counts the years of work without counting a month twice."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from domain.grading.stems import fold
from domain.resume.words import WORDS

LONGEST_LINE = 400
EARLIEST = 1960
MONTHS_A_YEAR = 12
_MONTH = {name: number for number, names in WORDS.months.items() for name in names.split()}
_NOW = "|".join(WORDS.phrases.now)
_DIGIT = re.compile(r"\d")
_SINCE = r"(?:since|seit|desde|depuis)"
_POINT = (
    r"(?:(?P<{0}name>[^\W\d_]{{3,10}})\.?,?[ ]{{1,3}}|(?P<{0}month>0?[1-9]|1[0-2])[ ]?[/.\-][ ]?)?"
    r"(?P<{0}year>(?:19|20)\d\d|['’]\d\d)(?:[\-/](?P<{0}iso>0[1-9]|1[0-2])(?!\d))?"
)
_TO = r"to|until|till|bis|hasta|a|al|au|se|jusqu.?[aà]"
_DASH = rf"[ ]{{0,3}}(?:-{{1,3}}|[–—−~→]|\b(?:{_TO})\b)[ ]{{0,3}}"
_RANGE = re.compile(
    rf"(?<!\d)(?:{_SINCE}[ ]{{1,3}})?{_POINT.format('a')}{_DASH}"
    rf"(?:{_POINT.format('b')}(?!\d)|\b(?:{_NOW})\b)",
    re.IGNORECASE,
)
_OPEN = re.compile(rf"\b{_SINCE}[ ]{{1,3}}{_POINT.format('a')}(?!\d)", re.IGNORECASE)
_SINGLE = re.compile(rf"(?<![\d.,/]){_POINT.format('a')}(?![\d%])", re.IGNORECASE)
_SHORT = re.compile(
    r"(?<![\d/])(0?[1-9]|1[0-2])/(\d\d)[ ]{0,2}[-–—][ ]{0,2}(?:(0?[1-9]|1[0-2])/(\d\d)(?![\d/])|(?:"
    + _NOW
    + r")\b)",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"(?<![\d.,])(?P<low>\d{1,2}(?:[.,]\d)?)[ ]?(?:\+|plus)?(?:[ ]?(?:-|–|to|bis|a)[ ]?\d{1,2}\+?)?[ ]?"
    r"(?:years?|yrs?|jahren?|anos?|años?|ans|saal|sal)\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"experien|erfahrung|professional|developer|engineer|analyst|entwickler|desarrollador|developp|anubhav"
    r"|working|in the industry|building|developing",
    re.IGNORECASE,
)


class Span(NamedTuple):
    """Months since year 0, `end` exclusive, and the year that the range ends in."""

    start: int
    end: int
    last_year: int


def span(line: str, today: date) -> Span | None:
    """The first range of dates of a line, cut at today; None without one, or where it runs backwards."""
    if len(line) > LONGEST_LINE or not _DIGIT.search(line):
        return None
    now = today.year * MONTHS_A_YEAR + today.month
    for found in (*_RANGE.finditer(line), *_OPEN.finditer(line)):
        parts = found.groupdict()
        start = _month(parts, "a", first=True)
        end = now if parts.get("byear") is None else _month(parts, "b", first=False)
        return _checked(start, end, now, parts)
    short = _SHORT.search(line)
    return _checked(*_short(short, now), now, {}) if short else None


def last_year(line: str, today: date) -> int | None:
    """The latest year that a line names as a date, no later than today's."""
    ranged = span(line, today)
    if ranged is not None:
        return ranged.last_year
    if len(line) > LONGEST_LINE or not _DIGIT.search(line):
        return None
    years = [_year(found["ayear"]) for found in _SINGLE.finditer(line)]
    return max((year for year in years if EARLIEST <= year <= today.year), default=None)


def years_of(spans: Iterable[Span]) -> float | None:
    """The years that the spans cover together, to a tenth; None for no span."""
    ordered = sorted(spans)
    months, reached = 0, 0
    for start, end, _ in ordered:
        months += max(0, end - max(start, reached))
        reached = max(reached, end)
    return round(months / MONTHS_A_YEAR, 1) if ordered else None


def claims(line: str) -> Iterator[float]:
    """Years of experience that a sentence says, such as 3 of "3+ years of experience"."""
    if _DIGIT.search(line) and _WORK.search(line):
        yield from (float(found["low"].replace(",", ".")) for found in _CLAIM.finditer(line))


def _month(parts: dict[str, str | None], which: str, *, first: bool) -> int:
    """A date as a count of months; the end of a range includes its month, a year alone stands for January."""
    year = _year(parts[f"{which}year"] or "")
    number = parts[f"{which}month"] or parts[f"{which}iso"]
    month = int(number) if number else _MONTH.get(fold(parts[f"{which}name"] or ""), 0)
    if not month:
        return year * MONTHS_A_YEAR
    return year * MONTHS_A_YEAR + month - (1 if first else 0)


def _checked(start: int, end: int, now: int, parts: dict[str, str | None]) -> Span | None:
    """Two equal years without months stand for half of one: more is not said."""
    if start == end and parts.get("byear"):
        end = start + MONTHS_A_YEAR // 2
    last = max(end - 1, _year(parts.get("byear") or "0") * MONTHS_A_YEAR)
    end = min(end, now)
    in_order = EARLIEST * MONTHS_A_YEAR <= start < end
    return Span(start, end, min(last, now - 1) // MONTHS_A_YEAR) if in_order else None


def _short(found: re.Match[str], now: int) -> tuple[int, int]:
    start = _year("'" + found[2]) * MONTHS_A_YEAR + int(found[1]) - 1
    end = _year("'" + found[4]) * MONTHS_A_YEAR + int(found[3]) if found[3] else now
    return start, end


def _year(text: str) -> int:
    if text[0] in "'’":
        return (2000 if int(text[1:]) < 60 else 1900) + int(text[1:])
    return int(text)
