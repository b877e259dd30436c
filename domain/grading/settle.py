"""Turns graded rows into a grade: what the answer as a whole takes off, score, band and feedback."""

from collections.abc import Sequence

from domain.grading import feedback, score
from domain.grading.gates import Gate
from domain.grading.intake import CONTRADICTION, FOREIGN, SCRAMBLED, Intake
from domain.grading.order import SCATTERED_WORTH
from domain.model.grade import Grade, Row

DENIED_WORTH = 0.25
UNREAD_SPREAD = 50


def temper(rows: Sequence[Row], intake: Intake) -> tuple[Row, ...]:
    """The rows, worth less where the words of the answer are scrambled or nearly all denied."""
    if SCRAMBLED in intake.faults:
        rows = [
            score.scaled(row, SCATTERED_WORTH, "The words are there, but not in a sentence") for row in rows
        ]
    if CONTRADICTION in intake.faults:
        rows = [score.scaled(row, DENIED_WORTH, "The answer denies nearly all that it says") for row in rows]
    return tuple(rows)


def settle(
    rows: Sequence[Row],
    intake: Intake,
    grader: str,
    name: feedback.Name | None = None,
    opening: str = "",
    least_spread: int = 0,
) -> Grade:
    """The grade of tempered rows. `opening` begins the feedback, `least_spread` widens the band."""
    if intake.gate:
        return _stopped(rows, intake, intake.gate, grader)
    points = score.total(rows)
    if FOREIGN in intake.faults:
        least_spread = max(least_spread, UNREAD_SPREAD)
    half = max(least_spread, score.spread(rows, intake.passage.word_count))
    low, high = score.band(points, half)
    return Grade(
        score=points,
        low=low,
        high=high,
        rows=tuple(rows),
        feedback=feedback.written(points, rows, intake.notes, name or _point, opening),
        grader=grader,
        flags=intake.flags,
    )


def _stopped(rows: Sequence[Row], intake: Intake, gate: Gate, grader: str) -> Grade:
    """The grade of an answer that a gate stopped: 0, with every row unmet."""
    return Grade(
        score=0,
        low=0,
        high=10,
        rows=tuple(row.model_copy(update={"met": 0.0, "quote": "", "note": gate.sentence}) for row in rows),
        feedback=" ".join((gate.sentence, *intake.notes)),
        grader=grader,
        flags=intake.flags,
    )


def _point(row: Row) -> str:
    return row.point.rstrip(".")
