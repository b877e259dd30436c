"""A student's answer to one question, and every grade that it was given."""

from pydantic import Field

from domain.model.base import Entity, UtcTime
from domain.model.grade import Grade, Row
from domain.model.question import Round
from domain.model.verdict import Verdict


class Attempt(Entity):
    """Stored before it is acknowledged; `score` stays None until it is graded.

    (session_id, question_id, student_id, attempt_no) is unique. `question_id` of a follow-up is
    `parent~point`. Times are in seconds; `predicted` is the student's own guess, 0 to 100.
    """

    session_id: str
    student_id: str
    round: Round
    question_id: str
    student_answer: str
    attempt_no: int = Field(default=1, alias="try")
    event_id: str = ""
    predicted: int | None = None
    hints_used: int = 0
    time_taken_seconds: int = 0
    over_time: bool = False
    followed_up: bool = False
    appeal: str = ""
    answered_at: UtcTime
    score: int | None = None
    low: int | None = None
    high: int | None = None
    rows: tuple[Row, ...] = ()
    feedback: str = ""
    grader: str = ""
    provisional: bool = False
    flags: tuple[str, ...] = ()
    verdict: Verdict | None = None
    grades: tuple[Grade, ...] = ()

    @property
    def graded(self) -> bool:
        return self.score is not None

    def with_grade(self, grade: Grade, verdict: Verdict | None) -> "Attempt":
        """The attempt carrying that grade; the one it replaces, if any, moves to `grades`."""
        earlier = (*self.grades, self.grade()) if self.graded else self.grades
        return self.model_copy(
            update={
                "score": grade.score,
                "low": grade.low,
                "high": grade.high,
                "rows": grade.rows,
                "feedback": grade.feedback,
                "grader": grade.grader,
                "provisional": grade.provisional,
                "flags": grade.flags,
                "verdict": verdict,
                "grades": earlier,
            }
        )

    def grade(self) -> Grade:
        """The current grade as one value. Raises ValueError where there is none yet."""
        if self.score is None or self.low is None or self.high is None:
            raise ValueError(f"attempt {self.id} is not graded yet")
        return Grade(
            score=self.score,
            low=self.low,
            high=self.high,
            rows=self.rows,
            feedback=self.feedback,
            grader=self.grader,
            provisional=self.provisional,
            flags=self.flags,
        )
