"""How often the right passage is found for what students ask: asked.toml has both."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.model.passage import Passage
from domain.ports import Retrieval

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """`right` names passages as `names` does; none where nothing should be found."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """Shares, 0 to 1: of `answerable` ones with a right passage first, or among three; of `idle` with any."""

    answerable: int
    idle: int
    first: float
    third: float
    false: float


def asked() -> tuple[list[Asked], list[Asked]]:
    """The questions that the search was tuned with, and those that it was not."""
    read = tomllib.loads(Path(__file__).with_name("asked.toml").read_text("utf-8"))
    tuned, held = (
        [Asked(text, frozenset(right)) for text, right in read[part]] for part in ("tuned", "held")
    )
    return tuned, held


def names(passage: Passage) -> set[str]:
    """What asked.toml may call a passage."""
    return {passage.id, passage.subject, f"{passage.subject}#{passage.stage}"}


async def judged(retrieval: Retrieval, questions: Sequence[Asked]) -> Judged:
    first = third = false = 0
    for question in questions:
        found = await retrieval.find(question.text, SHOWN)
        right = [bool(names(f.passage) & question.right) for f in found]
        first += right[:1] == [True]
        third += any(right)
        false += bool(found and not question.right)
    answerable = sum(bool(question.right) for question in questions)
    idle = len(questions) - answerable
    return Judged(answerable, idle, first / answerable, third / answerable, false / idle)
