"""python -m bot grade: answers in, grades out, one JSON object a line; no store, no network."""

import json
import logging
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from domain.dispatch import clean
from domain.grading.grader import grade_points
from domain.model.question import RubricPoint
from domain.ports import Sense

log = logging.getLogger(__name__)

HEAVIEST = 10
LONGEST_POINT = 2_000


def _text(value: Any) -> Any:
    """Null is no text; half surrogates, which JSON can carry, are replaced."""
    return "" if value is None else clean(value) if isinstance(value, str) else value


def _phrasings(value: Any) -> Any:
    return () if value is None else (value,) if isinstance(value, str) else value


def _row(value: Any) -> Any:
    return {"point": value} if isinstance(value, str) else value


Given = Annotated[str, BeforeValidator(_text)]
Phrasings = Annotated[tuple[Given, ...], BeforeValidator(_phrasings)]


class GivenRow(BaseModel):
    """A rubric row as somebody else wrote it: only the point is needed, and what is unknown is ignored."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    point: Given = Field(min_length=1)
    weight: Annotated[float, BeforeValidator(lambda w: 1.0 if w is None else w)] = Field(
        default=1.0, gt=0, allow_inf_nan=False
    )
    accept: Phrasings = ()
    reject: Phrasings = ()


class GivenLine(BaseModel):
    """One answer to grade. Without a rubric the sentences of the model answer are the points."""

    model_config = ConfigDict(frozen=True)

    question: Given = ""
    model_answer: Given = ""
    answer: Given = ""
    rubric: Annotated[
        tuple[Annotated[GivenRow, BeforeValidator(_row)], ...], BeforeValidator(lambda r: r or ())
    ] = ()


def grade_lines(lines: Iterable[bytes], sense: Sense | None = None) -> Iterator[tuple[str, bool]]:
    """A grade in JSON for each line, and whether it could be graded; a line that cannot says why."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _grade_line(line, number, sense)


def _grade_line(line: bytes, number: int, sense: Sense | None) -> tuple[str, bool]:
    identity = None
    try:
        item = json.loads(line)
        if not isinstance(item, dict):
            raise ValueError("not an object")
        identity = _identity(item)
        return json.dumps({"id": identity, **_grade(GivenLine.model_validate(item), sense)}), True
    except ValidationError as error:
        first = error.errors()[0]
        fault = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    except (ValueError, RecursionError) as error:
        fault = str(error)[:120]
    except Exception as error:
        log.exception("line %d could not be graded", number)
        fault = f"the grader failed ({type(error).__name__}); the log says more"
    return json.dumps({"id": identity, "error": f"line {number}: {fault}"}), False


def _identity(item: dict[str, Any]) -> str | float | None:
    given = item.get("id")
    if given is None or isinstance(given, str | int) or (isinstance(given, float) and math.isfinite(given)):
        return given
    raise ValueError("id is a text or a number")


def _grade(given: GivenLine, sense: Sense | None) -> dict[str, Any]:
    grade = grade_points(given.question, given.model_answer, _points(given.rubric), given.answer, sense)
    rows = [row.model_dump() for row in grade.rows]
    if given.rubric:
        echoed = [{"point": row.point, "weight": row.weight} for row in given.rubric]
        rows = [row | echo for row, echo in zip(rows, echoed, strict=True)]
    return {
        "score": grade.score,
        "low": grade.low,
        "high": grade.high,
        "grader": grade.grader,
        "rows": rows,
        "flags": list(grade.flags),
    }


def _points(rows: Sequence[GivenRow]) -> list[RubricPoint]:
    """The rows as the grader reads them: weights brought to at most 10, endless texts cut.

    Built without validation, since the lengths that RubricPoint holds our own authors to are no one else's.
    """
    excess = max((row.weight for row in rows), default=1.0) / HEAVIEST
    return [
        RubricPoint.model_construct(
            id=f"r{number}",
            point=row.point[:LONGEST_POINT],
            weight=row.weight / max(1.0, excess),
            accept=tuple(text[:LONGEST_POINT] for text in row.accept),
            reject=tuple(text[:LONGEST_POINT] for text in row.reject),
        )
        for number, row in enumerate(rows, 1)
    ]
