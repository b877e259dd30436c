"""Short answers with the scores that people gave them: read from where MOCKINGBIRD_GRADED points."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "MOCKINGBIRD_GRADED"
NEAR_EMPTY = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer and its score, 0 to 100, the mean of what people gave."""

    source: str
    question: str
    model_answer: str
    answer: str
    score: float

    @property
    def is_near_empty(self) -> bool:
        return len(self.answer.split()) <= NEAR_EMPTY


def scored() -> list[Scored]:
    """Those of the JSON lines file; none where the variable is not set or there is no such file."""
    path = Path(os.environ.get(VARIABLE) or os.devnull)
    if not path.is_file():
        return []
    names = Scored.__dataclass_fields__
    lines = path.read_text("utf-8").splitlines()
    return [Scored(**{name: json.loads(line)[name] for name in names}) for line in lines if line.strip()]
