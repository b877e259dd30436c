"""Reads from a job description its title, its company, and the years and the level that it asks for."""

import re
from collections.abc import Sequence

from domain.grading.stems import fold
from domain.matching.cues import (
    COMPANY_LABELS,
    HISTORY,
    LEVELS,
    OURS,
    PREFERRED,
    ROLES,
    SEEKING,
    TITLE_LABELS,
)
from domain.matching.model import Level
from domain.matching.needs import Part
from domain.resume.reading import Item, Reading

LONGEST_TITLE = 100
_TOP = 6
_MOST_YEARS = 30
_WORDS = "one two three four five six seven eight nine ten".split()  # noqa: SIM905 - numbers in their order
_IN_WORDS = {word: number for number, word in enumerate(_WORDS, 1)}
_YEARS = re.compile(
    rf"(?<![\d.,])(?P<low>\d{{1,2}}|{'|'.join(_WORDS)})(?:\s?\(\d{{1,2}}\))?\s?(?:\+|plus|or more)?"
    r"(?:\s?(?:-|–|to|bis|a|à)\s?\d{1,2})?\s?\+?\s?(?:years?|yrs?|jahren?|a[nñ]os|ans|saal|sal)\b",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(
    r"experien|\bexp\b|worked|erfahrung|anubhav|minimum|at least|mindestens|al menos|au moins|required|\+"
)
_AT = re.compile(r"\s(?:at|@|bei|en|chez)\s(?P<company>[A-Z][^,|()\n–—]{1,40})")
_HIRES = re.compile(
    r"^(?P<company>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3}) (?:is|are) (?:hiring|looking|seeking)\b"
)
_ABOUT = re.compile(
    r"^(?:About|Über|Sobre|À propos de) (?P<company>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3})\s*:?$"
)
_LABEL = re.compile(r"^\W{0,4}(?P<label>[^\W\d][\w ]{2,24})\s{0,2}:\s{0,3}(?P<value>\S.{0,90})")
_SENTENCE_ENDS = re.compile(r"(?<=[^\W\d_]{3})[.!?;]\s(?=[^\Wa-zäöüß])")
_LABEL_BEGINS = re.compile(r"\s[^\W\d_]{4,12}:")
_NO_COMPANY = frozenset("us the you this our we role job position company team".split())  # noqa: SIM905


def title(reading: Reading) -> str:
    """The job's title, verbatim, from its label or from the first lines; empty where none is told."""
    top = [reading.of(item) for item in reading.items[:_TOP] if item.end - item.start <= LONGEST_TITLE]
    labelled = _labelled(top, TITLE_LABELS)
    if labelled:
        return labelled
    named = (line for line in top if ROLES.search(fold(line)) and not line.endswith((".", "!", "?", ":")))
    line = next(named, "")
    at = _AT.search(line)
    return (line[: at.start()] if at else line).strip(" \t\r#*=–—-|")


def company(reading: Reading) -> str:
    """The company, where it is labelled, stands behind "at" in the title, or says who it is."""
    items = reading.items
    short = [reading.of(item) for item in items if item.end - item.start <= LONGEST_TITLE]
    labelled = _labelled(short[:_TOP], COMPANY_LABELS)
    if labelled:
        return labelled
    at = next((_AT.search(line) for line in short[:_TOP] if ROLES.search(fold(line))), None)
    if at:
        return at["company"].strip(" \t\r#*.-")
    starts = (reading.text[item.start : min(item.end, item.start + LONGEST_TITLE)] for item in items)
    found = (_HIRES.match(line) or _ABOUT.match(line.strip("# \t")) for line in starts)
    names = (one["company"] for one in found if one)
    return next((name for name in names if name.split()[0].casefold() not in _NO_COMPANY), "")


def level(job_title: str, years: float | None) -> Level:
    """The level of the title, the lowest it names; else what the years asked for usually mean."""
    folded = fold(job_title)
    named = next((name for name, pattern in LEVELS.items() if pattern.search(folded)), None)
    if named is not None or years is None:
        return named or ""
    return "junior" if years < 2 else "mid" if years < 5 else "senior"


def years(reading: Reading, parts: Sequence[Part]) -> tuple[float | None, str]:
    """The most years asked for, as a lower bound, and the line that asks; not what is only wished for."""
    asked: list[tuple[float, str]] = []
    for part in parts:
        if part.heading in ("ignored", "preferred", "duties"):
            continue
        for low, start, end in _years(reading, part.item, required=part.heading == "required"):
            asked.append((low, reading.quote(part.item, start, end)))
    return max(asked, key=lambda one: (one[0], one[1]), default=(None, ""))


def _years(reading: Reading, item: Item, *, required: bool) -> list[tuple[float, int, int]]:
    """Each number of years in an item that asks for experience, with its place."""
    found: list[tuple[float, int, int]] = []
    for one in _YEARS.finditer(reading.text, item.start, item.end):
        before = reading.text[max(item.start, one.start() - 60) : one.start()]
        after = reading.text[one.start() : min(item.end, one.end() + 60)]
        around = fold(_SENTENCE_ENDS.split(before)[-1] + _SENTENCE_ENDS.split(after)[0])
        low = float(_IN_WORDS.get(one["low"].casefold()) or one["low"])
        ours = OURS.match(around) and not SEEKING.search(around)
        asks = required or (_EXPERIENCE.search(around) and not ours)
        other = HISTORY.search(around) or PREFERRED.search(around)
        if asks and not other and 0 < low <= _MOST_YEARS:
            found.append((low, one.start(), one.end()))
    return found


def _labelled(lines: Sequence[str], labels: frozenset[str]) -> str:
    found = (_LABEL.match(line) for line in lines)
    return next((_value(one["value"]) for one in found if one and fold(one["label"]).strip() in labels), "")


def _value(text: str) -> str:
    """What a label is about: all up to the end of its sentence, or to another label."""
    return _LABEL_BEGINS.split(_SENTENCE_ENDS.split(text)[0])[0].strip()
