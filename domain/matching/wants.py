"""Gathers the skills of a clause into wants, where "Java or Kotlin" is one that either of them meets."""

import re
from collections.abc import Iterable, Iterator, Sequence

from domain.grading.stems import fold
from domain.matching.cues import EXAMPLES
from domain.matching.model import Need, Want
from domain.matching.needs import Clause
from domain.resume.evidence import denied
from domain.resume.reading import Item, Reading
from domain.resume.skills import Mention, mentions
from domain.resume.vocabulary import vocabulary

MOST_TOGETHER = 12
_OR = re.compile(r"\s{0,2},?\s{0,2}\b(?:and/or|or|oder|o|u|ou|ya|bzw\.?)\b\s{0,2}(?:an?\s)?", re.IGNORECASE)
_AND = re.compile(r"\s{0,2},?\s{0,2}(?:\b(?:and|und|y|et|aur)\b|&)\s{0,2}", re.IGNORECASE)
_COMMA = re.compile(r"\s{0,2},\s{0,2}")
_SLASH = re.compile(r"\s?/\s?")
_OPENS = re.compile(r"\s{0,2}[(\[:]\s{0,2}(?:\S{1,7}\s)?")
_LONGEST_CUE = 40


class Wanted:
    """Gathers the wants of a description; what is wanted twice is kept once, with its stronger need."""

    def __init__(self) -> None:
        self._quotes: dict[tuple[str, ...], tuple[Need, frozenset[str]]] = {}
        self.unwanted: set[str] = set()

    def take(self, reading: Reading, item: Item, clauses: Iterable[Clause]) -> None:
        """Adds what the clauses of an item ask for."""
        found = mentions(reading.text, item.start, item.end)
        for clause in clauses:
            here = [m for m in found if clause.start <= m.start < clause.end and clause.need is not None]
            denying = {m for m in here if denied(reading.text, m.start, clause.start)}
            self.unwanted |= {m.skill for m in denying}
            for group in _alternatives(reading.text, [m for m in here if m not in denying]):
                quote = reading.quote(item, group[0].start, group[-1].end)
                self._add(tuple(sorted({m.skill for m in group})), clause.need or "preferred", quote)

    def all(self) -> tuple[Want, ...]:
        """The required first, then by their skills."""
        wants = [
            Want(skills=skills, need=need, quote=min(quotes, key=lambda q: (len(q), q)))
            for skills, (need, quotes) in self._quotes.items()
        ]
        return tuple(sorted(wants, key=lambda want: (want.need != "required", want.skills)))

    def _add(self, skills: tuple[str, ...], need: Need, quote: str) -> None:
        known, quotes = self._quotes.get(skills, (need, frozenset()))
        if known == need:
            self._quotes[skills] = (need, quotes | {quote})
        elif need == "required":
            self._quotes[skills] = (need, frozenset([quote]))


def _alternatives(text: str, found: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The mentions in runs; those of a run are alternatives of each other."""
    at = 0
    while at < len(found):
        end = _run(text, found, at)
        yield list(found[at:end])
        at = end


def _run(text: str, found: Sequence[Mention], at: int) -> int:
    """Where the alternatives that begin there end: after examples, slashes, or a list with an "or"."""
    before = text[max(0, found[at].start - _LONGEST_CUE) : found[at].start]
    if _exemplified(text, found, at):
        bracket = re.search(r"[(\[]", text[found[at].end : found[at + 1].start]) is not None
        return _listed(text, found, at + 1, any_kind=bracket)
    if EXAMPLES.search(fold(before)):
        return _listed(text, found, at, any_kind=False)
    end = reach = at + 1
    while reach < len(found) and reach - at < MOST_TOGETHER and _alike(found[at], found[reach]):
        between = text[found[reach - 1].end : found[reach].start]
        if _OR.fullmatch(between) or _slashed(between, found[reach - 1], found[reach]):
            end = reach + 1
        elif not _COMMA.fullmatch(between):
            break
        reach += 1
    return end


def _exemplified(text: str, found: Sequence[Mention], at: int) -> bool:
    """Whether the next mention is an example of this one, as in "a cloud platform such as AWS"."""
    if at + 1 >= len(found):
        return False
    one, two = found[at], found[at + 1]
    between = text[one.end : two.start]
    if len(between) > _LONGEST_CUE:
        return False
    cue = EXAMPLES.search(fold(between))
    if cue and not between[: cue.start()].strip(" ,(["):
        return True
    return one.skill in vocabulary().wider[two.skill] and bool(cue or _OPENS.fullmatch(between))


def _listed(text: str, found: Sequence[Mention], at: int, *, any_kind: bool) -> int:
    """Where a list that begins there ends, however joined; only in brackets may the kinds differ."""
    end = at + 1
    while end < len(found) and (any_kind or _alike(found[at], found[end])):
        between = text[found[end - 1].end : found[end].start]
        if not any(joint.fullmatch(between) for joint in (_COMMA, _OR, _AND, _SLASH)):
            break
        end += 1
    return end


def _alike(one: Mention, other: Mention) -> bool:
    return vocabulary().alike(one.skill, other.skill)


def _slashed(between: str, one: Mention, other: Mention) -> bool:
    together = vocabulary().together
    return _SLASH.fullmatch(between) is not None and not {one.skill, other.skill} <= together
