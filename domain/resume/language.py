"""Tells the language of a text by its commonest words."""

import re
from collections import Counter
from collections.abc import Mapping

from domain.grading.stems import fold
from domain.resume.words import WORDS

SAMPLE = 20_000
LEAST = 3
NAMES: Mapping[str, str] = {
    "en": "English", "de": "German", "es": "Spanish", "fr": "French", "hi-Latn": "Hindi in Latin letters",
}  # fmt: skip
_OF_WORD: dict[str, list[str]] = {}
for _language, _words in WORDS.common.items():
    for _word in _words.split():
        _OF_WORD.setdefault(fold(_word), []).append(_language)
_WORD = re.compile(r"[^\W\d_]{2,12}")


def language_of(text: str) -> str:
    """A key of NAMES; empty where fewer than three common words stand, or two languages tie."""
    votes = Counter(
        language for word in _WORD.findall(text[:SAMPLE]) for language in _OF_WORD.get(fold(word), ())
    )
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < LEAST:
        return ""
    return "" if len(ranked) > 1 and ranked[1][1] == ranked[0][1] else ranked[0][0]
