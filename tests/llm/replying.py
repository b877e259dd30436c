"""An answer to grade, a model that replies as it is told, and what holds for every grade."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.grading.anchored import Work, grade_by_model
from domain.grading.grader import grade_answer
from domain.grading.score import total
from domain.model.completion import Completion, Prompt, Tokens
from domain.model.grade import Grade
from tests.grading.samples import INDEX

Said = Sequence[Mapping[str, Any]]
Says = Callable[[Sequence[str]], Said]
ANSWER = (
    "An index is a B-tree that is kept beside the table.\nEvery insert has to update   the index too, "
    "so “bulk loads” get slower. A lookup reads a few pages instead of scanning the whole table."
)
TREE = "An index is a B-tree that is kept beside the table."
INSERT = "Every insert has to update the index too"
POINTS = [row.id for row in INDEX.rubric]


@dataclass
class Model:
    """Says what it is told to, one reply a call, the last again and again; keeps what it was asked."""

    says: list[Says]
    asked: list[Prompt] = field(default_factory=list)

    async def ask(self, prompt: Prompt) -> Completion:
        self.asked.append(prompt)
        says = self.says[min(len(self.asked), len(self.says)) - 1]
        return Completion(content={"rows": says(wanted(prompt))}, model="m", tokens=Tokens())


def wanted(prompt: Prompt) -> list[str]:
    found = re.search(r"in this order: (.*)\.$", prompt.instructions)
    assert found
    return found[1].split(", ")


def each(level: object, quote: object = TREE) -> Says:
    return lambda rows: [row(row_id, level, quote) for row_id in rows]


def row(row_id: str, level: object, quote: object = TREE) -> Mapping[str, Any]:
    return {"id": row_id, "quote": quote, "missing": "LEAKED", "level": level}


def work_on(answer: str = ANSWER, **change: Any) -> Work:
    base = grade_answer(INDEX, answer)
    work = Work(INDEX.prompt, INDEX.model_answer, answer, "", base, frozenset(), 1, "model:m")
    return replace(work, **change)


WORK = work_on()


async def graded(*says: Says, answer: str = ANSWER, **change: Any) -> tuple[Grade, list[Prompt]]:
    model = Model(list(says))
    return await grade_by_model(model.ask, work_on(answer, **change)), model.asked


def holds(grade: Grade, answer: str) -> None:
    assert 0 <= grade.low <= grade.score <= grade.high <= 100
    assert grade.score == total(grade.rows)
    assert all(row.quote in answer and len(row.quote) <= 240 for row in grade.rows)
    assert all(row.quote for row in grade.rows if row.met > 0)
    assert all(row.note for row in grade.rows if row.met < 1)
    assert [row.point_id for row in grade.rows] == POINTS
