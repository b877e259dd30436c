"""Spoils, pads and rewords an answer by plain rules, so that the exam says the same each time."""

import random
import re
from collections.abc import Iterable

_END = re.compile(r"(?<=[.?!])\s+")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|will|would|should|must|may|has|have|does|do)\b(?! not)"
)
_PAIRS = (
    ("always", "never"), ("all", "none"), ("every", "no"), ("more", "less"), ("most", "hardly any"),
    ("before", "after"), ("first", "last"), ("faster", "slower"), ("fast", "slow"), ("cheap", "expensive"),
    ("simple", "complicated"), ("easy", "hard"), ("safe", "dangerous"), ("good", "bad"), ("better", "worse"),
    ("read", "write"), ("reads", "writes"), ("client", "server"), ("clients", "servers"), ("with", "without"),
    ("up", "down"), ("high", "low"), ("higher", "lower"), ("bigger", "smaller"), ("large", "small"),
    ("same", "different"), ("one", "many"), ("old", "new"), ("early", "late"), ("open", "closed"),
    ("add", "remove"), ("adds", "removes"), ("gains", "loses"), ("increases", "reduces"), ("long", "short"),
    ("right", "wrong"), ("inside", "outside"), ("needs", "avoids"), ("keep", "drop"), ("keeps", "drops"),
    ("success", "failure"), ("stronger", "weaker"), ("share", "isolate"), ("public", "private"),
)  # fmt: skip
_OPPOSITE = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
_TURNING = re.compile(rf"\b(?:{'|'.join(map(re.escape, _OPPOSITE))})\b", re.IGNORECASE)
_OPENINGS = ("To begin with, ", "As I see it, ", "On top of that, ", "It helps to know that ", "In short, ")
_FILLER = (
    "That is a really interesting thing to think about, and I have thought about it quite often.",
    "Let me take a step back here for a moment and put that into some kind of order.",
    "I remember that we once talked about this at length over lunch, which was a lovely afternoon.",
    "So, well, how do I put this best, give me a second to find the words.",
    "There are of course many opinions around, and people like to argue about such matters.",
    "Anyway, where was I, let me get back to what I wanted to say.",
    "My former teacher used to smile whenever that subject came up in class.",
    "I hope that makes sense so far, and please stop me whenever I get lost.",
)


def sentences(text: str) -> list[str]:
    return _END.split(" ".join(text.split()))


def reworded(text: str) -> str:
    """Every second sentence with another opening, and neighbours in the middle changing places."""
    parts = [_opened(part, number) if number % 2 else part for number, part in enumerate(sentences(text))]
    for at in range(3, len(parts) - 3, 4):
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return " ".join(parts)


def retold(text: str) -> str:
    """The same for a story, whose order is kept."""
    parts = sentences(text)
    return " ".join(_opened(part, number) if number % 3 == 2 else part for number, part in enumerate(parts))


def _opened(sentence: str, number: int) -> str:
    opening = _OPENINGS[number // 2 % len(_OPENINGS)]
    first = sentence.split(" ", 1)[0]
    kept = first == "I" or not first[1:].islower() or len(first) == 1
    return opening + (sentence if kept else sentence[0].lower() + sentence[1:])


def half(text: str) -> str:
    """The first half of the sentences."""
    parts = sentences(text)
    return " ".join(parts[: len(parts) // 2])


def without(text: str, at: int) -> str:
    """The text without one of its sentences; `at` wraps around."""
    parts = sentences(text)
    del parts[at % len(parts)]
    return " ".join(parts)


def padded(text: str) -> str:
    """Each sentence behind one that says nothing."""
    return " ".join(f"{_FILLER[number % len(_FILLER)]} {part}" for number, part in enumerate(sentences(text)))


def negated(text: str) -> str:
    """Each sentence denied, by a "not" where there is an auxiliary."""
    return " ".join(map(_negated, sentences(text)))


def _negated(sentence: str) -> str:
    denied, count = _AUXILIARY.subn(r"\1 not", sentence, count=1)
    return denied if count else f"It is not true that {sentence[0].lower()}{sentence[1:]}"


def turned(text: str) -> str:
    """Each word that has an opposite becomes it, and a sentence without any is denied: fluent, and false."""
    return " ".join(_turned(sentence) for sentence in sentences(text))


def _turned(sentence: str) -> str:
    other, count = _TURNING.subn(lambda found: _like(found[0], _OPPOSITE[found[0].lower()]), sentence)
    return other if count else _negated(sentence)


def _like(written: str, word: str) -> str:
    return word.capitalize() if written[0].isupper() else word


def shuffled(text: str, seed: int) -> str:
    words = text.split()
    random.Random(seed).shuffle(words)  # noqa: S311 - words in disorder, no secret
    return " ".join(words)


def runs(text: str, length: int) -> dict[tuple[str, ...], str]:
    """Every run of that many words, in lower case and without marks, with how it is shown."""
    words = re.findall(r"\w+", text.lower())
    return {
        tuple(words[at : at + length]): " ".join(words[at : at + length])
        for at in range(len(words) - length + 1)
    }


def runs_of(texts: Iterable[str], length: int) -> set[tuple[str, ...]]:
    return {run for text in texts for run in runs(text, length)}
