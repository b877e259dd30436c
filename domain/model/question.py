"""A question of the bank, with the rubric it is graded by and, for DSA, the tests it is judged by."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from domain.model.base import Value

Round = Literal["dsa", "technical_qa", "system_design", "behavioral"]
ROUNDS: tuple[Round, ...] = ("dsa", "technical_qa", "system_design", "behavioral")
ROUND_NAMES: Mapping[Round, str] = {
    "dsa": "DSA",
    "technical_qa": "Technical",
    "system_design": "System design",
    "behavioral": "Behavioral",
}
Compare = Literal["exact", "unordered", "unordered_nested", "close"]


class RubricPoint(Value):
    """One row of a rubric.

    `accept` and `reject` are phrasings: one of `accept` in a sentence meets the row, one of `reject` is a
    misconception that denies it. `tests` names a label of this question's tests: the row is then met by the
    share of them that passed.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    point: str = Field(min_length=3, max_length=300)
    weight: float = Field(default=1.0, gt=0, le=10)
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    tests: str | None = None


class FollowUp(Value):
    """What an interviewer asks when a rubric point was missed; it must not give the point away."""

    point: str
    prompt: str


class Case(Value):
    """One test of a DSA question: positional arguments and the result wanted, all JSON values.

    `build` is a Python expression, evaluated inside the sandbox, that makes the list of arguments where
    writing them out would be too long. `label` groups tests for rubric points (such as "edge", "large").
    """

    args: tuple[Any, ...] = ()
    expected: Any = None
    build: str | None = None
    label: str = ""

    @model_validator(mode="after")
    def _one_source_of_arguments(self) -> Self:
        if self.build is not None and self.args:
            raise ValueError("a test has either args or build, not both")
        return self


class Candidate(Value):
    """As much of a question as choosing one needs."""

    slug: str
    round: Round
    stream: str = "general"
    tags: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    difficulty: int
    about_project: bool = False


class Question(Value):
    """`difficulty` is 1 (warm-up) to 5 (hard); `time_limit_seconds` warns and is recorded, never enforced.

    One `about_project` is asked of a project that the student's resume names, and of nobody without one.
    """

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,59}$")
    round: Round
    stream: str = "general"
    tags: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    difficulty: int = Field(ge=1, le=5)
    prompt: str = Field(min_length=10)
    rubric: tuple[RubricPoint, ...] = Field(min_length=1)
    model_answer: str = Field(min_length=10)
    hints: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    time_limit_seconds: int = Field(ge=60, le=7200)
    competency: str | None = None
    about_project: bool = False
    signature: str | None = None
    public_tests: tuple[Case, ...] = ()
    hidden_tests: tuple[Case, ...] = ()
    compare: Compare = "exact"
    reference_solution: str | None = None
    wrong_solutions: tuple[str, ...] = ()
    complexity: str | None = None

    @property
    def runs_code(self) -> bool:
        """Whether answers to this question are judged by running them."""
        return self.signature is not None

    @property
    def function_name(self) -> str:
        """`two_sum` of `def two_sum(nums: list[int], target: int) -> list[int]`."""
        if self.signature is None:
            raise ValueError(f"{self.slug} asks for no function")
        return self.signature.removeprefix("def ").split("(", 1)[0].strip()

    def point(self, point_id: str) -> RubricPoint | None:
        """The rubric row of that id."""
        return next((row for row in self.rubric if row.id == point_id), None)
