"""Reads a text into sentences and tokens that remember where they stand, so that quotes are verbatim."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from domain.grading import lexicon
from domain.grading.stems import fold, stem

PLACES_A_KEY = 64
EXCERPT = 240
LONGEST_SENTENCE = 100
GROWTH = {
    "constant": "o(1)",
    "logarithmic": "o(logn)",
    "linear": "o(n)",
    "linearithmic": "o(nlogn)",
    "quadratic": "o(n^2)",
    "cubic": "o(n^3)",
    "exponential": "o(2^n)",
}
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0963\u0966-\u0dff\u0e01-\u0eff"
_ONE_CHARACTER = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_LETTER = rf"(?:(?![{_ONE_CHARACTER}])[^\W\d_]|[{_MARKS}])"
_TOKEN = re.compile(
    rf"""
      (?P<order>(?<![^\W_])[oΘθΩω]\s?\((?:[^()\n]|\([^()\n]{{0,12}}\)){{1,30}}\))
    | \bO\ of\ (?P<spoken>n\ log\ n|log\ n|n\ squared|n|1|one)\b
    | \b(?P<growth>{"|".join(GROWTH)})
        (?=[\s-](?:time|space|memory|extra|auxiliary|complexity|runtime|lookups?|access))
    | \b(?P<hashmap>hash[\s-]?(?:map|table)s?|dict(?:s|ionary|ionaries)?)\b
    | \b(?P<find>look(?:s|ed|ing)?[\s-]?ups?)\b
    | \b(?P<fast>(?:speeds?|sped|speeding)[\s-]?up)\b
    | \b(?P<btree>b[\s-]?\+?[\s-]?trees?)\b
    | \b(?P<offbyone>off[\s-]by[\s-]one)\b
    | (?P<symbol>\bC\+\+|\b[CF]\#|\bn[²³]|\bn\^\d|\bI/O\b|\b[ei]\.\s?[eg]\.)
    | (?P<number>\d{{1,30}}(?:[.,]\d{{1,30}}){{0,3}}(?:%|[a-z]{{1,3}}\b)?)
    | (?P<one>[{_ONE_CHARACTER}])
    | (?P<word>{_LETTER}(?:{_LETTER}|\d){{0,59}}(?:['’](?!s\b)[a-z]+)?)
    """,
    re.VERBOSE | re.IGNORECASE,
)
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


class Role(IntEnum):
    """What a token does: names something, binds words together, or denies (in one of three reaches)."""

    CONTENT = 0
    FUNCTION = 1
    DENIES_CLAUSE = 2
    DENIES_NEXT = 3
    DENIES_SENTENCE = 4


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
    """A span of the text, without the white space around it, its tokens and where among them it denies."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    denying: tuple[int, ...]

    @property
    def keys(self) -> list[str]:
        return [token.key for token in self.tokens if token.role is Role.CONTENT]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, those of its sentences that count, and where each key stands (at most 64 places a key)."""

    text: str
    sentences: tuple[Sentence, ...]
    places: dict[str, tuple[Place, ...]]

    def only(self, keep: Callable[[Sentence], bool]) -> "Passage":
        """The same text with the other sentences left out of account."""
        kept = [sentence for sentence in self.sentences if keep(sentence)]
        return self if len(kept) == len(self.sentences) else passage_of(self.text, kept)

    @property
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


def passage_of(text: str, sentences: Iterable[Sentence]) -> Passage:
    kept = tuple(sentences)
    places: dict[str, list[Place]] = {}
    position = 0
    for number, sentence in enumerate(kept):
        for index, token in enumerate(sentence.tokens):
            known = places.setdefault(token.key, [])
            if len(known) < PLACES_A_KEY:
                known.append(Place(position, number, index))
            position += token.role is Role.CONTENT
    return Passage(text, kept, {key: tuple(found) for key, found in places.items()})


def read(text: str, spans: Iterable[tuple[int, int]] | None = None) -> Passage:
    """The text, or those spans of it, as a passage. Never raises, whatever the text."""
    areas = [(0, len(text))] if spans is None else spans
    return passage_of(text, (s for start, end in areas for s in _sentences(text, start, end)))


def _sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    for first, last in _cut(text, start, end):
        tokens = tuple(_tokens(text, first, last))
        for at in range(0, len(tokens), LONGEST_SENTENCE):
            part = tokens[at : at + LONGEST_SENTENCE]
            rest = at + LONGEST_SENTENCE >= len(tokens)
            denying = tuple(i for i, token in enumerate(part) if token.role > Role.FUNCTION)
            yield Sentence(part[0].start if at else first, last if rest else part[-1].end, part, denying)


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
    for found in _TOKEN.finditer(text, start, end):
        key, role = _meaning(found.lastgroup or "", found[found.lastgroup or 0])
        gap = text[before : found.start()]
        word = key if role is not Role.CONTENT else ""
        opens = word in lexicon.CLAUSE_OPENERS
        if "," in gap or previous in ("and", "or"):
            opens |= word in lexicon.SUBJECTS or role is Role.DENIES_CLAUSE
        if before > start and (opens or (gap != " " and _BREAK.search(gap))):
            clause += 1
        yield Token(key, role, found.start(), found.end(), clause)
        before, previous = found.end(), word


@lru_cache(maxsize=65_536)
def _meaning(kind: str, written: str) -> tuple[str, Role]:
    """The key and role of a token, by the kind of thing that its pattern found."""
    if kind == "word":
        return _word(fold(written))
    if kind == "order":
        return _order(fold(written)), Role.CONTENT
    if kind == "spoken":
        return _order(f"o({fold(written)})"), Role.CONTENT
    if kind == "growth":
        return GROWTH[fold(written)], Role.CONTENT
    if kind == "symbol":
        folded = re.sub(r"^n\^?(\d)$", r"n^\1", fold(written).replace("/", "").replace(" ", ""))
        return folded, Role.FUNCTION if folded in ("e.g.", "i.e.") else Role.CONTENT
    if kind in ("hashmap", "find", "fast", "btree", "offbyone"):
        return kind, Role.CONTENT
    return fold(written), Role.CONTENT


def _word(word: str) -> tuple[str, Role]:
    plain = word.replace("’", "'")
    if plain.endswith("n't") or plain in lexicon.DENIES_CLAUSE:
        return "not", Role.DENIES_CLAUSE
    plain = plain.split("'")[0] or plain
    if plain in lexicon.DENIES_NEXT:
        return plain, Role.DENIES_NEXT
    if plain in lexicon.DENIES_SENTENCE:
        return plain, Role.DENIES_SENTENCE
    if plain in lexicon.FUNCTION_WORDS:
        return plain, Role.FUNCTION
    return lexicon.key_of(stem(plain)), Role.CONTENT


def _order(written: str) -> str:
    """`O(N * log(N))`, `O(n log n)` and `O(nlogn)` are one; so are n², n2 and n^2."""
    inner = written[written.index("(") + 1 :].removesuffix(")")
    for old, new in (("squared", "^2"), ("**", "^"), ("one", "1"), ("log2", "log"), ("lg", "log")):
        inner = inner.replace(old, new)
    inner = re.sub(r"[\s*]", "", re.sub(r"log\s?\((\w+)\)", r"log\1", inner))
    if "^" not in inner:
        inner = re.sub(r"([a-z])([23])", r"\1^\2", inner)
    return f"o({inner})"
