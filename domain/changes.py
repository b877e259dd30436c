"""What differs between two grades of one question, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.model.grade import Row

MET, MISSED = 0.99, 0.01


@dataclass(frozen=True, slots=True)
class Change:
    """A row whose worth changed; both are shares of it that were met, 0 to 1."""

    point: str
    before: float
    after: float

    @property
    def line(self) -> str:
        """`An index takes space: missed → met`, or in hundredths where it is neither."""
        return f"{self.point.rstrip('.')}: {_state(self.before)} → {_state(self.after)}"

    @property
    def data(self) -> dict[str, Any]:
        return {"point": self.point, "before": self.before, "after": self.after}


def changes(before: Sequence[Row], after: Sequence[Row]) -> tuple[Change, ...]:
    """The rows that both have and that changed, in their order after."""
    known = {row.point_id: row.met for row in before}
    return tuple(
        Change(row.point, known[row.point_id], row.met)
        for row in after
        if row.point_id in known and known[row.point_id] != row.met
    )


def _state(met: float) -> str:
    if met >= MET:
        return "met"
    return "missed" if met <= MISSED else str(round(100 * met))
