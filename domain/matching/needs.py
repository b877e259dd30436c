"""Tells which part of a job description a line belongs to, and how much it wants what it names."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from domain.grading.stems import fold
from domain.matching.cues import HEADINGS, OURS, PREFERRED, REQUIRED, SEEKING, WAIVED, WILL_DO, Heading
from domain.matching.model import Need
from domain.resume.reading import Item, Reading
from domain.resume.skills import mentions

LONGEST_HEADING = 70
_MOST_WORDS = 8
_SENTENCE_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bz\.B)(?<!\bp\. ej)(?<!\betc)(?<!\bSr)(?<!\bJr)[.;!?](?=\s|$)"
)
_CLAUSE_END = re.compile(r",\s(?:but|aber|pero|mais)\s|\s[–—-]\s|,\s|\s(?:and|und|y|et)\s")


class Part(NamedTuple):
    """An item under its heading, None before the first."""

    item: Item
    heading: Heading | None


class Clause(NamedTuple):
    """A span of the text with what it says of the skills in it; None says that they are not wanted at all."""

    start: int
    end: int
    need: Need | None


def parts(reading: Reading) -> Iterator[Part]:
    """Every item that is no bare heading, in the order of the text; a label holds for its own line."""
    current: Heading | None = None
    for item in reading.items:
        label_end = _label_end(reading, item)
        found = heading(reading.text[item.start : label_end]) if label_end else None
        if label_end == item.end and mentions(reading.text, item.start, item.end):
            found = None
        if found is None:
            yield Part(item, current)
            continue
        if not item.bullet:
            current = found
        if reading.text[label_end : item.end].strip(": \t-–*"):
            yield Part(item, found)


def heading(label: str) -> Heading | None:
    """The part of a description that a short line opens; None where it is none."""
    folded = fold(label).strip(" \t\r#*=_-–—:|•[]()")
    if not folded or len(folded) > LONGEST_HEADING or len(folded.split()) > _MOST_WORDS:
        return None
    return next((name for name, pattern in HEADINGS.items() if pattern.search(folded)), None)


def clauses(reading: Reading, part: Part, headed: bool) -> Iterator[Clause]:
    """The item in pieces that each say one thing; `headed` is whether the description has headings at all."""
    start = part.item.start
    for end in (
        *(m.end() for m in _SENTENCE_END.finditer(reading.text, start, part.item.end)),
        part.item.end,
    ):
        if end > start:
            yield from _pieces(
                reading.text, start, end, _default(part, fold(reading.text[start:end]), headed)
            )
        start = end


def _label_end(reading: Reading, item: Item) -> int:
    """Where a heading would end: before a colon, or with the item; 0 where none can be."""
    colon = reading.text.find(":", item.start, min(item.end, item.start + LONGEST_HEADING))
    if colon >= 0:
        return colon
    line = reading.text[item.start : min(item.end, item.start + LONGEST_HEADING + 1)]
    sentence = line.rstrip().endswith((".", ",", ";")) or "," in line
    return 0 if item.bullet or sentence or len(line) > LONGEST_HEADING else item.end


def _default(part: Part, folded: str, headed: bool) -> Need | None:
    """What a sentence says of its skills where it has no cue of its own."""
    if part.heading == "ignored":
        return None
    if part.heading == "required":
        return "required"
    if part.heading is not None or WILL_DO.search(folded):
        return "preferred"
    if SEEKING.search(folded):
        return "required"
    return "preferred" if OURS.search(folded) else "required"


def _pieces(text: str, start: int, end: int, default: Need | None) -> Iterator[Clause]:
    folded = fold(text[start:end])
    if default is None:
        yield Clause(start, end, None)
    elif PREFERRED.search(folded):
        yield from _by_clause(text, start, end, default)
    else:
        yield Clause(start, end, _need(folded, default))


def _need(folded: str, default: Need) -> Need | None:
    if PREFERRED.search(folded):
        return "preferred"
    if WAIVED.search(folded):
        return None
    return "required" if REQUIRED.search(folded) else default


def _by_clause(text: str, start: int, end: int, default: Need) -> Iterator[Clause]:
    """Each cue goes with its own clause, and with those before it that have none: "Docker, Helm a plus".

    A cue that begins its clause leaves those before it alone: "SQL, ideally PostgreSQL".
    """
    waiting, low = start, start
    last: Need | None = default
    for high in (*(m.end() for m in _CLAUSE_END.finditer(text, start, end)), end):
        folded = fold(text[low:high]).strip()
        if PREFERRED.match(folded) and waiting < low:
            yield Clause(waiting, low, default)
            waiting = low
        if any(cue.search(folded) for cue in (PREFERRED, REQUIRED, WAIVED)):
            last = _need(folded, default)
            yield Clause(waiting, high, last)
            waiting = high
        low = high
    if waiting < end:
        yield Clause(waiting, end, last)
