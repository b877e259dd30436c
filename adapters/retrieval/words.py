"""A text as the words it is indexed and asked by: folded, stemmed, and without what every sentence holds."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from adapters.retrieval.common import ABBREVIATIONS, STOP_WORDS
from domain.grading.stems import stem

Phrase = tuple[str, ...]

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"['’`´](?=\w)")
_FOREIGN = re.compile(r"[^\W\x00-\x7f]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SIGNED = (("c++", " cpp "), ("c#", " csharp "))
_LONGEST = 3


def spelled(text: str) -> list[str]:
    """The words of a text in Latin letters, in lower case and without accents; `what's` is `whats`."""
    if _FOREIGN.search(text):
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    plain = _APOSTROPHE.sub("", text.casefold())
    for sign, word in _SIGNED:
        plain = plain.replace(sign, word)
    return _WORD.findall(plain)


def stems(words: Sequence[str]) -> Phrase:
    return tuple(map(stem, words))


def asked(text: str) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    """What each word or abbreviation of a question may stand for, as words that are still to be stemmed."""
    words, at = spelled(text), 0
    while at < len(words):
        taken = next(
            n for n in range(_LONGEST, 0, -1) if n == 1 or " ".join(words[at : at + n]) in ABBREVIATIONS
        )
        said = " ".join(words[at : at + taken])
        at += taken
        known = ABBREVIATIONS.get(said, ())
        if known or (said not in STOP_WORDS and len(said) > 1):
            yield said, (*([(said,)] if taken == 1 else []), *known)
