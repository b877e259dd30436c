"""Tells which dates the items of a resume belong to: an entry's date stands on its head line, or near it."""

from collections.abc import Sequence
from datetime import date

from domain.grading.stems import fold
from domain.resume.model import Section
from domain.resume.reading import Reading
from domain.resume.sections import Placed
from domain.resume.words import WORDS, Phrases
from domain.resume.years import Span, claims, last_year, span, years_of

WORK: frozenset[Section] = frozenset({"experience", "top"})
DONE_IN: frozenset[Section] = frozenset({"experience", "projects", "volunteering", "achievements"})
_HEAD_LINES = 2
_LONGEST_HEAD = 160
_STUDY = Phrases(WORDS.phrases.study)
_JOB = Phrases(WORDS.phrases.job)


def dated(reading: Reading, items: Sequence[Placed], today: date) -> list[int | None]:
    """For each item the last year of its entry, None where none is said.

    A line that begins a new entry, and has no date on it or on one of the two lines below it, has none.
    """
    own = [last_year(_head(reading, one), today) if _has_dates(one) else None for one in items]
    years: list[int | None] = []
    current: int | None = None
    for at, one in enumerate(items):
        if one.heading:
            current = None
        elif own[at] is not None and (not one.item.bullet or current is None):
            current = own[at]
        elif not one.item.bullet and (at == 0 or items[at - 1].item.bullet or one.item.alone):
            current = _below(items, own, at)
        years.append(own[at] if own[at] is not None and one.item.bullet else current)
    return years


def dated_years(reading: Reading, items: Sequence[Placed], today: date) -> float | None:
    """The years that the dates of jobs cover, without those of studies and projects."""
    spans: list[Span] = []
    for at, one in enumerate(items):
        line = _head(reading, one)
        found = span(line, today) if one.section in WORK and not one.heading else None
        before = _head(reading, items[at - 1]) if at and items[at - 1].section == one.section else ""
        if found is not None and (one.section == "experience" or not _is_study(f"{before} {line}")):
            spans.append(found)
    return years_of(spans)


def claimed_years(reading: Reading, items: Sequence[Placed]) -> float | None:
    """The most years of work that a sentence says."""
    lines = (_head(reading, one) for one in items if one.section in ("top", "summary", "experience"))
    return max((years for line in lines for years in claims(line) if years <= 60), default=None)


def _is_study(line: str) -> bool:
    folded = fold(line)
    return _STUDY.search(folded) is not None and _JOB.search(folded) is None


def _has_dates(one: Placed) -> bool:
    return not one.heading and one.section not in ("skills", "languages", "interests")


def _head(reading: Reading, one: Placed) -> str:
    """The item where it is short enough for the head of an entry; else its first words."""
    return reading.text[one.item.start : min(one.item.end, one.item.start + _LONGEST_HEAD)]


def _below(items: Sequence[Placed], own: Sequence[int | None], at: int) -> int | None:
    for below in range(at + 1, min(at + 1 + _HEAD_LINES, len(items))):
        if items[below].item.bullet or items[below].heading or items[below].item.alone:
            return None
        if own[below] is not None:
            return own[below]
    return None
