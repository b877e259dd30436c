"""A student's answer to one question, and every grade that it was given."""

from datetime import datetime
from typing import Self

from pydantic import Field

from domain.model.base import Entity, UtcTime
from domain.model.grade import Grade, Row
from domain.model.question import Round
from domain.model.remark import Remark
from domain.model.verdict import Verdict


class Attempt(Entity):
    """Stored before it is acknowledged; `score` stays None until it is graded.

    (session_id, question_id, student_id, attempt_no) is unique. `question_id` of a follow-up is
    `parent~point`. Times are in seconds; `predicted` is the student's own guess, 0 to 100.

    While the grade is provisional, `owed_at` is when another try to better it is due, `owed_tries` how many
    failed and `owed_why` what the student is told of that. At `tell_due_at` they are to be told of a grade
    that they have not seen; `shown_in` is the message that shows it, as the platform names it, and `told`
    how many earlier grades there were when it was last shown. `cards_due_at` is when the recall cards of
    what it missed should have been made; None once they are. With one try `withheld` no mentor is shown any
    try at that question. `remarks` are what mentors put to it; at `remark_due_at` somebody is to be told of
    one.
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
    owed_at: UtcTime | None = None
    owed_tries: int = 0
    owed_why: str = ""
    tell_due_at: UtcTime | None = None
    shown_in: str = ""
    told: int = 0
    cards_due_at: UtcTime | None = None
    withheld: bool = False
    remarks: tuple[Remark, ...] = ()
    remark_due_at: UtcTime | None = None

    @property
    def graded(self) -> bool:
        return self.score is not None

    def with_grade(self, grade: Grade, verdict: Verdict | None) -> Self:
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

    def owing(self, due: datetime | None) -> Self:
        """The attempt with a better grade due then, or with none due."""
        return self.model_copy(update={"owed_at": due})

    def making_cards(self, due: datetime | None) -> Self:
        """The attempt with recall cards to be made by then, or with none to be made."""
        return self.model_copy(update={"cards_due_at": due})

    def put_off(self, due: datetime | None, why: str) -> Self:
        """The attempt after a failed try to better its grade; with no time for the next, none follows."""
        return self.model_copy(update={"owed_at": due, "owed_tries": self.owed_tries + 1, "owed_why": why})

    def bettered(self, grade: Grade, verdict: Verdict | None, tell_due_at: datetime) -> Self:
        """The attempt with its final grade, of which the student is to be told."""
        settled = {"owed_at": None, "owed_tries": 0, "owed_why": "", "tell_due_at": tell_due_at}
        return self.with_grade(grade, verdict).model_copy(update=settled)

    @property
    def changed_since_told(self) -> bool:
        """Whether the student has seen an earlier grade and not this one."""
        return len(self.grades) > self.told

    def telling(self, due: datetime | None) -> Self:
        """The attempt with the student to be told then; with None they have been told of all there is."""
        told = self.told if due is not None else len(self.grades)
        return self.model_copy(update={"tell_due_at": due, "told": told})

    def remark(self, remark_id: str) -> Remark | None:
        return next((remark for remark in self.remarks if remark.id == remark_id), None)

    def remarked(self, remark: Remark, due: datetime | None) -> Self:
        """The attempt with that remark, new or in the place of the one of its id, and when to tell of it.

        The moment stays where another remark is still to be told of.
        """
        known = self.remark(remark.id) is not None
        added = self.remarks if known else (*self.remarks, remark)
        remarks = tuple(remark if one.id == remark.id else one for one in added)
        waits = any(one.untold for one in remarks)
        later = (due or self.remark_due_at) if waits else None
        return self.model_copy(update={"remarks": remarks, "remark_due_at": later})

    def remarked_by(self, mentor_id: str, heir_id: str) -> Self:
        """The attempt with that mentor's remarks being another's, into whose account theirs was joined."""
        heirs = {"mentor_id": heir_id}
        remarks = (
            one.model_copy(update=heirs) if one.mentor_id == mentor_id else one for one in self.remarks
        )
        return self.model_copy(update={"remarks": tuple(remarks)})

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
