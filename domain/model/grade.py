"""A grade: rubric rows with their evidence, and a score that code computed from them."""

from pydantic import Field

from domain.model.base import Value


class Row(Value):
    """One rubric row as graded. `quote` stands verbatim in the answer, or is empty and `note` says why."""

    point_id: str
    point: str
    weight: float = 1.0
    met: float = Field(ge=0, le=1)
    quote: str = ""
    note: str = ""


class Grade(Value):
    """`score` and its band `low`..`high` are 0 to 100. `flags` name gates, such as "echo" or "injection"."""

    score: int = Field(ge=0, le=100)
    low: int = Field(ge=0, le=100)
    high: int = Field(ge=0, le=100)
    rows: tuple[Row, ...]
    feedback: str
    grader: str
    flags: tuple[str, ...] = ()
    provisional: bool = False

    @property
    def missed(self) -> tuple[Row, ...]:
        """Rows that were not, or hardly, met: the heaviest first."""
        return tuple(sorted((r for r in self.rows if r.met < 0.5), key=lambda r: -r.weight))
