"""How one member of a panel scored another: the candidate's answer, or the interviewer's part in it."""

from typing import Literal

from pydantic import Field

from domain.model.base import Entity, UtcTime, Value

About = Literal["answer", "interviewer"]


class GivenRow(Value):
    """How far a rubric row was met in a scorer's eyes, 0 to 1."""

    point_id: str
    met: float = Field(ge=0, le=1)


class PanelScore(Entity):
    """(session_id, question_id, student_id, about) is unique. `student_id` scored `subject_id`.

    It counts once it is `whole`: with a value for every row.
    """

    session_id: str
    question_id: str
    student_id: str
    subject_id: str
    about: About
    rows: tuple[GivenRow, ...] = ()
    whole: bool = False
    given_at: UtcTime

    @property
    def met(self) -> dict[str, float]:
        """How far each row was met, 0 to 1, by its id."""
        return {row.point_id: row.met for row in self.rows}
