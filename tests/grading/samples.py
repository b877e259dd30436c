"""Questions as the bank holds them, answers that a person put a number on, and ways to spoil an answer."""

import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from domain.model.question import Question

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Judged:
    """An answer and the range, 0 to 100, in which a person would put it."""

    slug: str
    answer: str
    at_least: int
    at_most: int


_TECHNICAL = tomllib.loads((HERE / "technical.toml").read_text("utf-8"))
QUESTIONS = tuple(Question.model_validate(table) for table in _TECHNICAL["question"])
JUDGED = tuple(Judged(**table) for table in _TECHNICAL["judged"])
BY_SLUG = {question.slug: question for question in QUESTIONS}
INDEX = BY_SLUG["index-cost"]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def shuffled(text: str, seed: int) -> str:
    words = text.split()
    random.Random(seed).shuffle(words)
    return " ".join(words)


def negated(text: str) -> str:
    """Every sentence with a "not" after its first auxiliary, else before its first verb-like word."""
    return " ".join(_negated(sentence) for sentence in sentences(text))


def called_untrue(text: str) -> str:
    return " ".join(f"It is not true that {s[0].lower()}{s[1:]}" for s in sentences(text))


_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|will|would|should|must|may|has|have|does|do)\b(?! not)"
)


def _negated(sentence: str) -> str:
    denied, count = _AUXILIARY.subn(r"\1 not", sentence, count=1)
    if count == 0:
        denied, count = re.subn(r"\b(\w{2,}s)\b", r"never \1", sentence, count=1)
    return denied if count else f"Never {sentence}"
