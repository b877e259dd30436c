"""What a panel scores by: the rubric's rows for an answer, and three for whoever led the interview."""

from collections.abc import Sequence
from typing import Final

from domain.model.group import GroupQuestion
from domain.model.panel import About
from domain.model.question import RubricPoint
from domain.replies import Bullets, Choice, Input
from domain.services import Services

LEVELS: Final = (
    Choice("Met fully", "1"),
    Choice("Mostly", "0.75"),
    Choice("Half", "0.5"),
    Choice("A little", "0.25"),
    Choice("Not at all", "0"),
)
A_FORM: Final = 5
"""Rows of one form: Discord takes no more inputs."""
INTERVIEWER: Final = (
    RubricPoint(id="clarity", point="Clarity: said plainly what was asked"),
    RubricPoint(id="hints", point="Hints: helped on and gave nothing away"),
    RubricPoint(id="listening", point="Listening: took up what was said"),
)


async def rubric(do: Services, asked: GroupQuestion, about: About) -> Sequence[RubricPoint]:
    """Raises LookupError where the bank has no such question."""
    if about == "interviewer":
        return INTERVIEWER
    question = await do.questions.get(asked.slug)
    if question is None:
        raise LookupError(f"the question bank has no {asked.question_id}")
    return question.rubric


def parts(points: Sequence[RubricPoint]) -> int:
    """How many forms the rows take."""
    return -(-len(points) // A_FORM)


def inputs(points: Sequence[RubricPoint], part: int, given: dict[str, float]) -> tuple[Input, ...]:
    """The rows of that form, from 1, with what was picked for them before."""
    first = (part - 1) * A_FORM
    return tuple(
        Input(f"r{n}", f"{first + n}. {named(point)}", choices=LEVELS, chosen=chosen(given.get(point.id)))
        for n, point in enumerate(points[first : first + A_FORM], 1)
    )


def chosen(met: float | None) -> str:
    """The level that a value is; none for one that was typed and lies between two."""
    return next((level.value for level in LEVELS if met is not None and float(level.value) == met), "")


def named(point: RubricPoint) -> str:
    """A row as it is written before what it is worth."""
    return point.point.rstrip(".")


def numbered(points: Sequence[RubricPoint]) -> Bullets:
    """The rows as they are counted, each with its share of the whole."""
    weights = sum(point.weight for point in points)
    shares = [round(100 * point.weight / weights) for point in points]
    lines = zip(points, shares, strict=True)
    return Bullets(tuple(f"{n}. {named(point)} ({share}%)" for n, (point, share) in enumerate(lines, 1)))
