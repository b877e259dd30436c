"""Recognises the terms of a text: words by their stems, and notation such as O(n log n), C++ or 3NF whole."""

import re
from enum import IntEnum
from functools import lru_cache

from domain.grading import lexicon
from domain.grading.stems import INVISIBLE, fold, stem

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
TERM = re.compile(
    rf"""
      (?P<order>(?<![^\W_])[oΘθΩω]\s?\((?:[^()\n]|\([^()\n]{{0,12}}\)){{1,30}}\))
    | (?P<spoken>\bO\ of\ (?:n\ log\ n|log\ n|n\ squared|n|1|one)\b)
    | \b(?P<growth>{"|".join(GROWTH)})
        (?=[\s-](?:time|space|memory|extra|auxiliary|complexity|runtime|lookups?|access))
    | (?P<hashmap>\b(?:hash[\s-]?(?:map|table)s?|dict(?:s|ionary|ionaries)?)\b)
    | (?P<find>\blook(?:s|ed|ing)?[\s-]?ups?\b)
    | (?P<fast>\b(?:speeds?|sped|speeding)[\s-]?up\b)
    | (?P<btree>\bb[\s-]?\+?[\s-]?trees?\b)
    | (?P<offbyone>\boff[\s-]by[\s-]one\b)
    | (?P<symbol>\bC\+\+|\b[CF]\#|\bn[²³]|\bn\^\d|\bI/O\b|\b[ei]\.\s?[eg]\.)
    | (?P<number>\d{{1,30}}(?:[.,]\d{{1,30}}){{0,3}}(?:%|[a-z]{{1,3}}\b)?)
    | (?P<one>[{_ONE_CHARACTER}])
    | (?P<word>{_LETTER}(?:{_LETTER}|\d|[{INVISIBLE}](?=[^\W\d_])){{0,59}}(?:['’](?!s\b)[a-z]+)?)
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Role(IntEnum):
    """What a token does: names something, binds words together, or denies (in one of three reaches)."""

    CONTENT = 0
    FUNCTION = 1
    DENIES_CLAUSE = 2
    DENIES_NEXT = 3
    DENIES_SENTENCE = 4


@lru_cache(maxsize=65_536)
def meaning(kind: str, written: str) -> tuple[str, Role]:
    """The key and role of what the group `kind` of TERM found. A key is equal for all that means the same."""
    folded = fold(written)
    if kind == "word":
        return _word(folded.replace("’", "'"))
    if kind in ("hashmap", "find", "fast", "btree", "offbyone"):
        return kind, Role.CONTENT
    if kind == "growth":
        return GROWTH[folded], Role.CONTENT
    if kind == "order":
        return _order(folded[folded.index("(") + 1 :].removesuffix(")")), Role.CONTENT
    if kind == "spoken":
        return _order(folded.removeprefix("o of ")), Role.CONTENT
    if kind == "symbol":
        folded = re.sub(r"^n\^?(\d)$", r"n^\1", folded.replace("/", "").replace(" ", ""))
        return folded, Role.FUNCTION if folded in ("e.g.", "i.e.") else Role.CONTENT
    return folded, Role.CONTENT


def _word(word: str) -> tuple[str, Role]:
    if word.endswith("n't") or word in lexicon.DENIES_CLAUSE:
        return "not", Role.DENIES_CLAUSE
    word = word.split("'")[0] or word
    if word in lexicon.DENIES_NEXT:
        return word, Role.DENIES_NEXT
    if word in lexicon.DENIES_SENTENCE:
        return word, Role.DENIES_SENTENCE
    if word in lexicon.FUNCTION_WORDS:
        return word, Role.FUNCTION
    return lexicon.key_of(stem(word)), Role.CONTENT


def _order(inner: str) -> str:
    """`N * log(N)`, `n log n` and `nlogn` are one; so are n², n2, n^2 and "n squared"."""
    for old, new in (("squared", "^2"), ("**", "^"), ("one", "1"), ("log2", "log"), ("lg", "log")):
        inner = inner.replace(old, new)
    inner = re.sub(r"[\s*]", "", re.sub(r"log\s?\((\w+)\)", r"log\1", inner))
    if "^" not in inner:
        inner = re.sub(r"([a-z])([23])", r"\1^\2", inner)
    return f"o({inner})"
