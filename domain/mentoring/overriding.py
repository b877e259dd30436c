"""The arithmetic of a mentor's override: one row is worth what they say, and the total follows by code."""

from collections.abc import Sequence

from domain import marking
from domain.grading import feedback, score
from domain.grading.gates import GATES
from domain.grading.trials import summary
from domain.model.attempt import Attempt
from domain.model.grade import Grade, Row
from domain.model.remark import Remark

GRADER = "mentor"
_SUFFIX = f" + {GRADER}"
NOTE = "Judged by a mentor"


def by_mentor(grade: Grade) -> bool:
    """Whether a mentor is named among its graders."""
    return _SUFFIX in grade.grader


def row_of(grade: Grade, point_id: str) -> Row | None:
    return next((row for row in grade.rows if row.point_id == point_id), None)


def stands(attempt: Attempt, remark: Remark) -> bool:
    """Whether the grade has that override still: nothing after it was said of its row."""
    row = row_of(attempt.grade(), remark.point_id) if attempt.graded else None
    last = next((r for r in reversed(attempt.remarks) if r.stands and r.point_id == remark.point_id), None)
    return last == remark and row is not None and row.met == remark.met


def standing(attempt: Attempt) -> frozenset[str]:
    """The point ids of rows that are as a mentor judged them."""
    return frozenset(one.point_id for one in attempt.remarks if one.stands and stands(attempt, one))


def overridden(attempt: Attempt, point_id: str, met: float, hint_cost: int) -> Grade:
    """The attempt's grade with that row met that much, 0 to 1; what hints cost is taken off as ever."""
    rows = tuple(_judged(row, met) if row.point_id == point_id else row for row in attempt.rows)
    return _summed(attempt, rows, hint_cost)


def _judged(row: Row, met: float) -> Row:
    """A quote goes where nothing is met: there it would tell of a statement against the point."""
    note = f"{NOTE}; it was {_share(row.met)}"
    return row.model_copy(update={"met": met, "quote": row.quote if met else "", "note": note})


def _share(met: float) -> str:
    return f"{round(100 * met)} %"


def set_back(attempt: Attempt, remark: Remark, hint_cost: int) -> Grade:
    """The grade without that override, which must stand.

    Where these very rows were graded before it is that grade, with all that it said of itself.
    """
    before = row_of(attempt.grades[remark.over], remark.point_id)
    rows = tuple(before if before and row.point_id == remark.point_id else row for row in attempt.rows)
    known = next((grade for grade in reversed(attempt.grades) if grade.rows == rows), None)
    left = _summed(attempt, rows, hint_cost).model_copy(update={"provisional": attempt.provisional})
    return known or left


def set_back_at(attempt: Attempt, number: int) -> bool:
    """Whether the grade of that place, among all that there were, is of an override taken back."""
    return any(one.ended and one.over + 1 == number for one in attempt.remarks)


def _summed(attempt: Attempt, rows: Sequence[Row], hint_cost: int) -> Grade:
    base, verdict = attempt.grade(), attempt.verdict
    points, count = score.total(rows), len(attempt.student_answer.split())
    low, high = score.band(points, max(score.spread(rows, count), (base.high - base.low) // 2))
    judged = sum(row.note.startswith(NOTE) for row in rows)
    said = [f"A mentor judged {judged} row{'' if judged == 1 else 's'} by hand."] if judged else []
    opening = summary(verdict) if verdict is not None and verdict.status == "ran" else ""
    summed = Grade(
        score=points,
        low=low,
        high=high,
        rows=tuple(rows),
        feedback=feedback.written(points, rows, said, _name, opening),
        grader=base.grader.replace(_SUFFIX, "") + (_SUFFIX if judged else ""),
        flags=tuple(flag for flag in base.flags if flag not in GATES),
    )
    return marking.after_hints(summed, attempt.hints_used, hint_cost)


def _name(row: Row) -> str:
    return row.point.rstrip(".")
