"""Tells what a rewritten line claims that its original does not: nobody may be handed a false fact."""

import re
from collections.abc import Iterator

from domain.grading.stems import fold
from domain.resume.skills import mentions
from domain.resume.verbs import tells_an_outcome
from domain.resume.vocabulary import vocabulary
from domain.resume.words import WORDS

BLANK = "__"
_FIGURE = re.compile(
    r"(?<![\w.,])[~<>≈$€£₹]{0,2}(?P<digits>\d+(?:[.,]\d+)*)"
    r"(?P<unit>\s?(?:%|percent\b|per cent\b|prozent\b|por ciento\b|pour cent\b)|[kmb]\b|x\b)?"
    r"(?P<more>\+)?",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_TIMES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_WORD = re.compile(r"[^\W\d_][\w+#&'’-]*|\d+[^\W\d_][\w+#&'’-]*")
_NUMBERS = frozenset(WORDS.numbers.split())
_RANKS = frozenset(WORDS.ranks.split())
_AT = frozenset(("bei", "at"))


def blanked(original: str, text: str) -> str:
    """The text with a blank in the place of each figure that the original does not have."""
    known = {_value(found) for found in _FIGURE.finditer(original)}
    return _FIGURE.sub(lambda found: found.group() if _value(found) in known else _blank(found), text)


def invented(original: str, text: str, *, german: bool) -> str:
    """What a text claims beyond its original, in words for the student; empty where it claims nothing."""
    before, after = _words(original), _words(text)
    new = after - before
    if new & _NUMBERS:
        return "it gives a number that your line does not have"
    if _tools(text) - _tools(original):
        return "it names a tool that your line does not name"
    if new & _RANKS:
        return "it claims a rank or a lead that your line does not"
    if any(fold(name) not in before for name in _names(text, german=german)):
        return "it names something that your line does not name"
    if tells_an_outcome(text) and not tells_an_outcome(original) and BLANK not in text:
        return "it claims a result that your line does not"
    return ""


def _value(found: re.Match[str]) -> tuple[float, bool, bool]:
    """What a figure says: its value, whether that is a share, and whether it is said to be more than that."""
    digits, unit = found["digits"], (found["unit"] or "").strip().casefold()
    plain = re.sub(r"[.,]", "", digits) if _THOUSANDS.fullmatch(digits) else digits.replace(",", ".")
    first, _, rest = plain.partition(".")
    value = float(f"{first}.{rest.replace('.', '') or 0}")
    return value * _TIMES.get(unit, 1), bool(unit) and unit not in _TIMES, bool(found["more"])


def _blank(found: re.Match[str]) -> str:
    unit = found["unit"] or ""
    return BLANK + (unit if "%" in unit else "")


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(found.group()) for found in _WORD.finditer(text))


def _tools(text: str) -> frozenset[str]:
    """The skills named, and the wider ones that each of them is one of."""
    found = {mention.skill for mention in mentions(text)}
    wider = vocabulary().wider
    return frozenset(found).union(*(wider[skill] for skill in found))


def _names(text: str, *, german: bool) -> Iterator[str]:
    """Words that look like names: in capitals, with digits, or capitalised behind the first word.

    German has every noun begin with a capital, so that there only what follows an "at" is taken for one.
    """
    words = [found.group() for found in _WORD.finditer(text)]
    for place, word in enumerate(words):
        odd = any(char.isupper() for char in word[1:]) or any(char.isdigit() for char in word)
        capital = place > 0 and word[0].isupper() and (not german or fold(words[place - 1]) in _AT)
        if odd or capital:
            yield word
