"""Reads the values of a panel's rows as people type them: numbers, percentages, words."""

import re
from collections.abc import Sequence

WORDS = {
    **dict.fromkeys(("yes", "y", "full", "fully", "met", "all"), 1.0),
    **dict.fromkeys(("mostly", "most"), 0.75),
    **dict.fromkeys(("half", "partly"), 0.5),
    **dict.fromkeys(("little", "bit"), 0.25),
    **dict.fromkeys(("no", "n", "none", "not", "missed"), 0.0),
}
LONG = {"met fully": "fully", "a little": "little", "a bit": "bit", "not at all": "no", " %": "%"}
"""What takes several words, and a word for it."""
LONGEST = 20
_NUMBER = re.compile(r"(\d{0,3}(?:\.\d{1,6})?)(%?)", re.ASCII)


class Misread(ValueError):
    """What was typed is no row of values; the message says why, in words that are data."""


def read(text: str, rows: int) -> tuple[float, ...]:
    """A value from 0 to 1 for each row, in order. Raises Misread."""
    words = _words(text, rows)
    values = tuple(_value(word, number) for number, word in enumerate(words, 1))
    if len(values) != rows:
        raise Misread(f"That is {_counted(len(values), 'value')}, and there are {_counted(rows, 'row')}.")
    return values


def example(rows: int) -> str:
    """`1 0.5 0 1`: what could be typed for so many rows."""
    return " ".join(("1", "0.5", "0")[n % 3] for n in range(rows))


def _words(text: str, rows: int) -> Sequence[str]:
    """The values as typed: parted by blanks or by commas, which where they fit are decimal ones."""
    text = text.casefold()
    for long, short in LONG.items():
        text = text.replace(long, short)
    blanks = [word.strip(",;") for word in text.split()]
    if len(blanks) == rows:
        return [word.replace(",", ".") for word in blanks]
    return [word for word in re.split(r"[\s,;]+", text) if word]


def _value(word: str, number: int) -> float:
    if word in WORDS:
        return WORDS[word]
    found = _NUMBER.fullmatch(word)
    if found is None or not found[1]:
        raise Misread(f"“{_cut(word)}” for row {number} is no value.")
    value = float(found[1]) / (100 if found[2] else 1)
    if value > 1:
        raise Misread(f"“{_cut(word)}” for row {number} is more than 1, which is a row met fully.")
    return value


def _cut(word: str) -> str:
    return word if len(word) <= LONGEST else word[: LONGEST - 1] + "…"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
