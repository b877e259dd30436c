"""An answer given in a round of a group, as its board and its gaps count it: figures alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.model.base import Value
from domain.model.question import Round


class Given(Value):
    """`score` is None until it is graded.

    `met` is the share of its rubric's weight that it met, 0 to 1; None where that was not asked for, or there
    are no rows.
    """

    session_id: str
    student_id: str
    question_id: str
    round: Round
    score: int | None = None
    flags: tuple[str, ...] = ()
    met: float | None = None


def share(rows: Sequence[Mapping[str, Any]]) -> float | None:
    """What `met` is by the stored rows of a grade, thousands of which are read together."""
    weight = sum(row["weight"] for row in rows)
    return sum(row["met"] * row["weight"] for row in rows) / weight if weight else None
