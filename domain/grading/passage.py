"""Reads a text into sentences and tokens that remember where they stand, so that quotes are verbatim."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from domain.grading import lexicon
from domain.grading.terms import TERM, Role, meaning

PLACES_A_KEY = 64
EXCERPT = 240
LONGEST_SENTENCE = 100
_END = re.compile(
    r"""
      [.!?…]{1,8}["')\]*_]{0,4}(?=\s|$) | \.(?=[A-Z][a-z]) | [。！？।؟;]
    | \n[ \t]{0,40}\n | \n(?=\s{0,40}(?:[-*•●\#>]|\d+[.)]|[A-Z]))
    | [\ud800-\udfff\x00]+
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|cf|approx|Dr|Mr|Ms|Mrs|St)\.$", re.IGNORECASE)
_BREAK = re.compile(r"[:()\[\]—–]|\s-+\s")


class Token(NamedTuple):
    """`key` is a stem for content and the folded word otherwise; `clause` counts within the sentence."""

    key: str
    role: Role
    start: int
    end: int
    clause: int


class Place(NamedTuple):
    """Where a key stands: `position` counts content tokens over the text, `token` all within the sentence."""

    position: int
    sentence: int
    token: int


class Sentence(NamedTuple):
    """A span of the text, without the white space around it, its tokens and where among them it denies.

    `keys` are those of its content, in order.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    denying: tuple[int, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A text and those of its sentences that count."""

    text: str
    sentences: tuple[Sentence, ...]

    def only(self, keep: Callable[[Sentence], bool]) -> "Passage":
        """The same text with the other sentences left out of account."""
        kept = [sentence for sentence in self.sentences if keep(sentence)]
        return self if len(kept) == len(self.sentences) else Passage(self.text, tuple(kept))

    @cached_property
    def places(self) -> dict[str, list[Place]]:
        """Where each key stands, at most 64 places a key."""
        found: dict[str, list[Place]] = {}
        position = 0
        for number, sentence in enumerate(self.sentences):
            for index, token in enumerate(sentence.tokens):
                known = found.setdefault(token.key, [])
                if len(known) < PLACES_A_KEY:
                    known.append(Place(position, number, index))
                position += token.role is Role.CONTENT
        return found

    @cached_property
    def keys(self) -> frozenset[str]:
        """All content keys, each once."""
        return frozenset(key for sentence in self.sentences for key in sentence.keys)

    def slice(self, sentence: Sentence) -> str:
        return self.text[sentence.start : sentence.end]

    def excerpt(self, sentence: Sentence, token: int = 0) -> str:
        """The sentence as it stands in the text, or 240 characters of it that hold the token."""
        start = sentence.start
        if sentence.end - start > EXCERPT:
            start = max(start, min(sentence.tokens[token].start - 20, sentence.end - EXCERPT))
        return self.text[start : min(sentence.end, start + EXCERPT)].strip()

    @property
    def word_count(self) -> int:
        return sum(len(sentence.tokens) for sentence in self.sentences)


def read(text: str, spans: Iterable[tuple[int, int]] | None = None) -> Passage:
    """The text, or those spans of it, as a passage. Never raises, whatever the text."""
    areas = [(0, len(text))] if spans is None else spans
    return Passage(text, tuple(s for start, end in areas for s in _sentences(text, start, end)))


def _sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    for first, last in _cut(text, start, end):
        tokens = tuple(_tokens(text, first, last))
        for at in range(0, len(tokens), LONGEST_SENTENCE):
            part = tokens[at : at + LONGEST_SENTENCE]
            rest = at + LONGEST_SENTENCE >= len(tokens)
            denying = tuple(i for i, token in enumerate(part) if token.role > Role.FUNCTION)
            keys = tuple(token.key for token in part if token.role is Role.CONTENT)
            yield Sentence(
                part[0].start if at else first, last if rest else part[-1].end, part, denying, keys
            )


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for mark in _END.finditer(text, start, end):
        if _ABBREVIATION.search(text, max(begin, mark.end() - 8), mark.end()):
            continue
        stop = mark.start() if mark[0][0] == "\0" or "\ud800" <= mark[0][0] <= "\udfff" else mark.end()
        yield _trimmed(text, begin, stop)
        begin = mark.end()
    yield _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    clause, before, previous = 0, start, ""
    for found in TERM.finditer(text, start, end):
        first, last = found.span()
        key, role = meaning(found.lastgroup or "", text[first:last])
        word = key if role is not Role.CONTENT else ""
        if before > start and _opens_clause(text[before:first], previous, word, role):
            clause += 1
        yield Token(key, role, first, last, clause)
        before, previous = last, word


def _opens_clause(gap: str, previous: str, word: str, role: Role) -> bool:
    """Whether a clause begins after that gap in the text; the words are empty where they carry content."""
    if word in lexicon.CLAUSE_OPENERS:
        return True
    if gap == " ":
        return previous in ("and", "or") and _begins(word, role)
    opens = word in ("and", "or") or previous in ("no", "yes") or _begins(word, role)
    return ("," in gap and opens) or _BREAK.search(gap) is not None


def _begins(word: str, role: Role) -> bool:
    return word in lexicon.SUBJECTS or role is Role.DENIES_CLAUSE
