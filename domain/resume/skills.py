"""Finds the skills that a text names, and tells the language Go from the verb by what stands beside it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from domain.grading.stems import fold
from domain.resume.vocabulary import TOKEN, Skill, Spelling, vocabulary
from domain.resume.words import WORDS

_JOIN = re.compile(r"[ \t\u00a0]{0,2}[-/&_‐‑–]?[ \t\u00a0]{0,2}|\.|[ \t]{0,3}\r?\n[ \t]{0,12}")
_WORDS_OF_LISTS = "and|or|und|oder|y|o|u|et|ou|aur|ya|&|to|into|nach|vers"
_LISTS = re.compile(
    r"[ \t]{0,3}[,/|;&+•·():]{1,2}[ \t]{0,3}|[ \t]{1,3}"
    rf"|,?[ \t]{{1,3}}(?:{_WORDS_OF_LISTS})[ \t]{{1,3}}(?:(?:an?|the|ein|eine|un|una|une)[ \t])?"
)
_PAIR = re.compile(r"[ \t]?[,/][ \t]?|[ \t](?:and|or|und|oder|y|o|et|ou)[ \t]")
_LOOSE = re.compile(r"[ \t]{0,3}[,/|;•·][ \t]{0,3}")
_BEFORE = frozenset(WORDS.before_a_skill.split())
_AFTER = frozenset(WORDS.after_a_skill.split())
_OPENING = frozenset(":,;(|/•·.")
_CLOSING = frozenset(",;).(|/•·")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Mention(NamedTuple):
    """A skill's id and where its name stands."""

    skill: str
    start: int
    end: int


class _Token(NamedTuple):
    word: str
    start: int
    end: int


class _Hit(NamedTuple):
    skill: Skill
    certain: bool
    first: int
    last: int


def mentions(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """The skills named within `text[start:end]`, in order, each name read as the longest skill it can be."""
    end = len(text) if end is None else end
    tokens = [_Token(fold(m.group()), m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]
    hits = _hits(text, tokens)
    known = _settled(text, tokens, hits)
    return [
        Mention(hit.skill.id, tokens[hit.first].start, tokens[hit.last].end)
        for hit, sure in zip(hits, known, strict=True)
        if sure
    ]


def _hits(text: str, tokens: Sequence[_Token]) -> list[_Hit]:
    spellings = vocabulary().spellings
    hits: list[_Hit] = []
    at = 0
    while at < len(tokens):
        word = tokens[at].word
        known = spellings.get(word) or (spellings.get(word[:-1]) if _plural(word) else None)
        spelling = next((s for s in known if _spelled(text, tokens, at, s)), None) if known else None
        if spelling is None:
            at += 1
            continue
        last = at + len(spelling.tokens) - 1
        hits.append(_Hit(spelling.skill, spelling.certain, at, last))
        at = last + 1
    return hits


def _plural(word: str) -> bool:
    return len(word) > 4 and word.endswith("s")


def _spelled(text: str, tokens: Sequence[_Token], at: int, spelling: Spelling) -> bool:
    """Whether the tokens from there on are that spelling, with nothing but a joint between them."""
    length = len(spelling.tokens)
    if at + length > len(tokens):
        return False
    here = tokens[at : at + length]
    if any(not _same(token.word, want) for token, want in zip(here, spelling.tokens, strict=True)):
        return False
    return all(_JOIN.fullmatch(text, one.end, two.start) is not None for one, two in pairwise(here))


def _same(word: str, want: str) -> bool:
    return word == want or (_plural(word) and word[:-1] == want)


def _settled(text: str, tokens: Sequence[_Token], hits: Sequence[_Hit]) -> list[bool]:
    """Which hits count: the certain ones, and those with a technical setting or a neighbour that counts.

    Two that are both uncertain vouch for each other in "Rust or Go".
    """
    known = [hit.certain or _in_setting(text, tokens, hit) for hit in hits]
    for here in range(len(hits) - 1):
        if not known[here] and not known[here + 1] and _vouch(text, tokens, hits[here], hits[here + 1]):
            known[here] = known[here + 1] = True
    for here in range(1, len(hits)):
        known[here] = known[here] or (known[here - 1] and _beside(text, tokens, hits[here], hits[here - 1]))
    for here in range(len(hits) - 2, -1, -1):
        known[here] = known[here] or (known[here + 1] and _beside(text, tokens, hits[here], hits[here + 1]))
    return known


def _vouch(text: str, tokens: Sequence[_Token], one: _Hit, other: _Hit) -> bool:
    between = (tokens[one.last].end, tokens[other.first].start)
    if one.skill is other.skill or not _PAIR.fullmatch(text, *between):
        return False
    return all(_named(text, tokens, h) == h.skill.name and not _excluded(tokens, h) for h in (one, other))


def _in_setting(text: str, tokens: Sequence[_Token], hit: _Hit) -> bool:
    """Spelled as the name is, and set off by itself, or beside a word that speaks of technology."""
    if _named(text, tokens, hit) != hit.skill.name or _excluded(tokens, hit):
        return False
    before = tokens[hit.first - 1].word if hit.first else ""
    after = tokens[hit.last + 1].word if hit.last + 1 < len(tokens) else ""
    return before in _BEFORE or after in _AFTER or _set_off(text, tokens, hit)


def _set_off(text: str, tokens: Sequence[_Token], hit: _Hit) -> bool:
    """Whether it is a part of a list by itself, as in "Bonus: Rust" or "Go (basic)"."""
    first, last = hit.first == 0, hit.last + 1 == len(tokens)
    start, end = tokens[hit.first].start, tokens[hit.last].end
    begins = first or text[max(0, start - 3) : start].rstrip()[-1:] in _OPENING
    ends = last or text[end : end + 2].lstrip()[:1] in _CLOSING
    in_brackets = first and text[end : end + 2].lstrip()[:1] == "("
    return (first and last) or in_brackets or (not first and begins and ends)


def _beside(text: str, tokens: Sequence[_Token], hit: _Hit, other: _Hit) -> bool:
    """Whether it stands in a list with the other; in small letters only with a comma or the like between."""
    if _excluded(tokens, hit):
        return False
    low, high = (hit, other) if hit.first < other.first else (other, hit)
    between = (tokens[low.last].end, tokens[high.first].start)
    named = _named(text, tokens, hit) == hit.skill.name
    return (_LISTS if named else _LOOSE).fullmatch(text, *between) is not None


def _named(text: str, tokens: Sequence[_Token], hit: _Hit) -> str:
    return text[tokens[hit.first].start : tokens[hit.last].end]


def _excluded(tokens: Sequence[_Token], hit: _Hit) -> bool:
    before = tokens[hit.first - 1].word if hit.first else ""
    after = tokens[hit.last + 1].word if hit.last + 1 < len(tokens) else ""
    return before in hit.skill.never_after or after in hit.skill.never_before or bool(_YEAR.fullmatch(after))
