"""What is left of a person in rounds that they held with others: figures, and not a word of theirs."""

from domain.model.attempt import Attempt
from domain.model.grade import Grade, Row
from domain.model.interview import Interview, ResultSummary


def answer_without(name: str, attempt: Attempt) -> Attempt:
    """The answer as a score under that name. One without a score stays as it is: nothing of it is kept."""
    if not attempt.graded:
        return attempt
    change = {
        "student_id": name,
        "student_answer": "",
        "event_id": "",
        "appeal": "",
        "rows": tuple(_bare(row) for row in attempt.rows),
        "feedback": "",
        "verdict": None,
        "grades": tuple(_bare_grade(grade) for grade in attempt.grades),
        "provisional": False,
        "owed_at": None,
        "owed_why": "",
        "tell_due_at": None,
        "shown_in": "",
        "cards_due_at": None,
    }
    return attempt.model_copy(update=change)


def _bare(row: Row) -> Row:
    return row.model_copy(update={"quote": "", "note": ""})


def _bare_grade(grade: Grade) -> Grade:
    return grade.model_copy(update={"rows": tuple(_bare(row) for row in grade.rows), "feedback": ""})


def round_without(user_id: str, name: str, interview: Interview) -> Interview:
    """The round with that person under another name; what they brought into it goes, if they began it."""
    there = tuple(name if one == user_id else one for one in interview.participants)
    left = interview.model_copy(update={"participants": there})
    if interview.student_id != user_id:
        return left
    summary = interview.result_summary
    change = {
        "student_id": name,
        "resume_text": None,
        "jd_text": None,
        "held_as": "",
        "draft": None,
        "draft_due_at": None,
        "events": (),
        "result_summary": ResultSummary(overall=summary.overall) if summary else None,
        "report_id": None,
        "pdf_path": None,
        "focus": (),
        "topics": (),
    }
    return left.model_copy(update=change)
