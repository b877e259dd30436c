"""Grades an answer again in the light of an appeal: a row can only rise, and by new words it rises half."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.grading import feedback, score
from domain.grading.evidence import Evidence, repeats
from domain.grading.gates import GATES
from domain.grading.intake import CONTRADICTION, LONGEST, SCRAMBLED
from domain.model.grade import Grade, Row

APPEALED = "appealed"
GRADER = "appeal-1"
# What is said once the missing points were shown proves less than what was said before; and least of all
# where it says a point just as it was shown.
NEW_WORTH, REPEATED_WORTH = 0.5, 0.25
POINTED_NOTE = "On appeal: words of the answer that had been overlooked"
NEW_NOTE = "On appeal: new words count half"
REPEATED_NOTE = "On appeal: said as it was shown, which counts a quarter"
COPIED = "What repeats the model answer was left out: it earns nothing."
UNCHANGED = "On appeal the answer was graded again with what you added, and no row rose."

GradeText = Callable[[str], Grade]


@dataclass(frozen=True, slots=True)
class Case:
    """An appeal to be decided. `base` is the grade it is about, `regrade` grades a text the way `base` was.

    `opening` begins the feedback, as what the tests found does for code.
    """

    answer: str
    base: Grade
    evidence: Evidence
    regrade: GradeText
    opening: str = ""


def decide(case: Case) -> Grade:
    """The grade after the appeal, with nothing taken off for hints, and with the flag "appealed".

    Where no row rose it is the one before, hints included.
    """
    rows = _rows(case)
    notes = [COPIED] if case.evidence.copied else []
    if rows == case.base.rows:
        words = " ".join((case.base.feedback, UNCHANGED, *notes))
        return case.base.model_copy(update={"feedback": words, "flags": _flags(case.base.flags)})
    risen = sum(row != before for row, before in zip(rows, case.base.rows, strict=True))
    notes.insert(0, f"On appeal {risen} row{'s' if risen > 1 else ''} rose.")
    return _with_rows(case, rows, notes)


def _with_rows(case: Case, rows: Sequence[Row], notes: Sequence[str]) -> Grade:
    points, words = score.total(rows), len(case.answer.split())
    half = max(score.spread(rows, words), (case.base.high - case.base.low) // 2)
    low, high = score.band(points, half)
    return Grade(
        score=points,
        low=low,
        high=high,
        rows=tuple(rows),
        feedback=feedback.written(points, rows, notes, _name, case.opening),
        grader=f"{case.base.grader.removesuffix(f' + {GRADER}')} + {GRADER}",
        flags=_flags(tuple(flag for flag in case.base.flags if flag not in GATES)),
    )


def _flags(flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*flags, APPEALED)))


def _name(row: Row) -> str:
    return row.point.rstrip(".")


def _rows(case: Case) -> tuple[Row, ...]:
    """The rows of the grade, each as it was or risen."""
    pointed = {row.point_id: row for row in _pointed(case)}
    joint = {row.point_id: row for row in _joint(case)}
    rows = case.base.rows
    return tuple(_row(case, row, pointed.get(row.point_id), joint.get(row.point_id)) for row in rows)


def _pointed(case: Case) -> Sequence[Row]:
    """The sentences that the appeal points at, graded by themselves.

    One by one, the sentences of an answer that was shuffled or turned round as a whole look right.
    """
    whole = {SCRAMBLED.flag, CONTRADICTION.flag} & set(case.base.flags)
    if whole or not case.evidence.pointed:
        return ()
    return case.regrade("\n\n".join(case.evidence.pointed)).rows


def _joint(case: Case) -> Sequence[Row]:
    if not case.evidence.pointed and not case.evidence.added:
        return ()
    added = "\n\n".join(("", *case.evidence.added))
    return case.regrade(case.answer[: LONGEST - len(added)] + added).rows


def _row(case: Case, base: Row, pointed: Row | None, joint: Row | None) -> Row:
    if joint is None or (joint.met == 0 and joint.quote):
        return base  # the answer itself says the opposite
    if pointed is not None and pointed.met > base.met:
        base = base.model_copy(update={"met": pointed.met, "quote": pointed.quote, "note": POINTED_NOTE})
    if joint.met <= base.met or not joint.quote or joint.quote in case.answer:
        return base
    repeated = repeats(joint.quote, base.point)
    worth, note = (REPEATED_WORTH, REPEATED_NOTE) if repeated else (NEW_WORTH, NEW_NOTE)
    met = round(base.met + worth * (joint.met - base.met), 2)
    return base.model_copy(update={"met": met, "quote": joint.quote, "note": note})
