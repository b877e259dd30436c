"""What programs are told of interviews, answers and reports: the `data` of a reply."""

from collections.abc import Sequence
from typing import Any

from domain.model.attempt import Attempt
from domain.model.grade import Row
from domain.model.interview import AskedQuestion, Interview
from domain.model.question import Case, Question
from domain.model.report import Report

NO_SESSION: dict[str, Any] = {
    "session_id": None,
    "status": None,
    "interrupted": False,
    "rounds": [],
    "current_round": None,
    "answered": 0,
    "remaining": 0,
    "question": None,
}


def session_data(interview: Interview, question: Question | None) -> dict[str, Any]:
    """What programs are told of an interview."""
    return {
        "session_id": interview.id,
        "status": interview.status,
        "interrupted": interview.interrupted,
        "rounds": list(interview.rounds),
        "current_round": interview.current_round,
        "answered": interview.answered,
        "remaining": interview.remaining,
        "question": question_data(interview, question),
    }


def question_data(interview: Interview, question: Question | None) -> dict[str, Any] | None:
    """The open question for programs; never a hidden test or the model answer."""
    asked = interview.open_question
    return None if asked is None else asked_data(interview, asked, interview.number, question)


def asked_data(
    interview: Interview, asked: AskedQuestion, number: int, question: Question | None
) -> dict[str, Any]:
    """A question that was put, in the same shape."""
    return put_data(asked, number, interview.of, question)


def put_data(asked: AskedQuestion, number: int, of: int, question: Question | None) -> dict[str, Any]:
    """The same of the question of that number of so many, in whatever it was put."""
    code = question is not None and question.runs_code and not asked.follow_up_of
    return {
        "id": asked.question_id,
        "round": asked.round,
        "number": number,
        "of": of,
        "prompt": f"{asked.about}\n\n{asked.prompt}" if asked.about else asked.prompt,
        "difficulty": asked.difficulty,
        "follow_up_of": asked.follow_up_of,
        "language": "python" if code else None,
        "signature": question.signature if code and question else None,
        "public_tests": _tests_data(question.public_tests) if code and question else [],
    }


def _tests_data(cases: Sequence[Case]) -> list[dict[str, Any]]:
    return [{"args": list(case.args), "expected": case.expected} for case in cases]


def attempt_data(attempt: Attempt | None) -> dict[str, Any]:
    """A graded answer for programs; all None where the question was skipped."""
    return {
        "question_id": attempt.question_id if attempt else None,
        "attempt_id": attempt.id if attempt else None,
        "score": attempt.score if attempt else None,
        "low": attempt.low if attempt else None,
        "high": attempt.high if attempt else None,
        "provisional": attempt.provisional if attempt else False,
        "grader": attempt.grader if attempt else None,
        "flags": list(attempt.flags) if attempt else [],
        "rows": [row_data(row) for row in attempt.rows] if attempt else [],
    }


def row_data(row: Row) -> dict[str, Any]:
    return {"point": row.point, "weight": row.weight, "met": row.met, "quote": row.quote, "note": row.note}


def report_data(report: Report | None) -> dict[str, Any]:
    """A finished interview's result for programs; all None where nothing was answered."""
    return {
        "report_id": report.id if report else None,
        "overall": report.overall if report else None,
        "by_round": {r.round: r.score for r in report.by_round} if report else {},
    }
