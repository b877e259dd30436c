"""What came of a panel, in figures: how its scorers and the bot saw one answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import scoring
from domain.grading.score import total
from domain.grouping import closeness
from domain.model.attempt import Attempt
from domain.model.grade import Row
from domain.model.question import RubricPoint


@dataclass(frozen=True, slots=True)
class Scorer:
    """`rows` is how far each row was met to them, 0 to 1; None where they did not finish."""

    name: str
    rows: closeness.Rows | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A panel's question with all that was hidden. `led` are the interviewer's rows, by the candidate.

    `interviewer` is empty where nobody led, `attempt` None where the candidate's account was deleted.
    """

    number: int
    candidate: str
    interviewer: str
    attempt: Attempt | None
    points: tuple[RubricPoint, ...]
    scorers: tuple[Scorer, ...]
    led: closeness.Rows | None

    @property
    def given(self) -> tuple[closeness.Rows, ...]:
        """What each who finished gave."""
        return tuple(one.rows for one in self.scorers if one.rows is not None)

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(worth(self.points, rows) for rows in self.given)

    @property
    def unfinished(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.scorers if one.rows is None)

    @property
    def by_bot(self) -> closeness.Rows:
        """How far the bot found each row met; none of an answer that it could not grade."""
        if self.attempt is None or not self.attempt.graded or scoring.NOT_COUNTED in self.attempt.flags:
            return {}
        return {row.point_id: row.met for row in self.attempt.rows}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many have something to score, and the ids of those who have not finished."""

    expected: int
    missing: tuple[str, ...]

    @property
    def scored(self) -> int:
        return self.expected - len(self.missing)


def worth(points: Sequence[RubricPoint], rows: closeness.Rows) -> int:
    """The points of 100 that these rows come to by the weights, in the grader's own arithmetic."""
    return total(
        [
            Row(point_id=point.id, point=point.point, weight=point.weight, met=rows[point.id])
            for point in points
            if point.id in rows
        ]
    )


def apart(opened: Opened, rows: closeness.Rows) -> int | None:
    """How far those rows are from the panel's median; a single scorer would be compared with themselves."""
    return closeness.distance(rows, closeness.medians(opened.given)) if len(opened.given) > 1 else None


def data(opened: Opened) -> dict[str, Any]:
    """What a reveal tells programs; distances and totals are points of 100."""
    attempt, totals = opened.attempt, opened.totals
    bot = None
    if attempt is not None and opened.by_bot:
        bot = {"score": attempt.score, "low": attempt.low, "high": attempt.high}
    whole = [(one.name, one.rows) for one in opened.scorers if one.rows is not None]
    return {
        "candidate": opened.candidate,
        "interviewer": opened.interviewer or None,
        "bot": bot,
        "median": closeness.middle(totals) if totals else None,
        "spread": closeness.spread(totals),
        "scorers": [_scorer_data(opened, name, rows) for name, rows in whole],
        "unfinished": list(opened.unfinished),
        "interviewer_rows": None if opened.led is None else dict(opened.led),
    }


def _scorer_data(opened: Opened, name: str, rows: closeness.Rows) -> dict[str, Any]:
    return {
        "name": name,
        "score": worth(opened.points, rows),
        "rows": dict(rows),
        "to_median": apart(opened, rows),
        "to_bot": closeness.distance(rows, opened.by_bot),
    }
