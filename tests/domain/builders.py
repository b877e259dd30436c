"""Small valid nouns, to be changed where a test cares."""

from datetime import timedelta
from typing import Any

from domain.model.attempt import Attempt
from domain.model.grade import Row
from domain.model.interview import AskedQuestion, Interview
from domain.model.question import FollowUp, Question, RubricPoint
from tests.fakes import NOON


def a_question(slug: str = "index-cost", **change: Any) -> Question:
    given: dict[str, Any] = {
        "slug": slug,
        "round": "technical_qa",
        "difficulty": 2,
        "prompt": "Why does an index slow down writes?",
        "rubric": (
            RubricPoint(id="update", point="Each write updates the index", accept=("updates the index",)),
            RubricPoint(id="space", point="An index takes space", accept=("takes space",), weight=2),
        ),
        "model_answer": "Each write updates the index, and the index takes space.",
        "follow_ups": (
            FollowUp(point="update", prompt="What happens on an insert?"),
            FollowUp(point="space", prompt="What else does it cost?"),
        ),
        "time_limit_seconds": 300,
    }
    return Question(**{**given, **change})


def an_asked_question(question_id: str = "index-cost", **change: Any) -> AskedQuestion:
    given: dict[str, Any] = {
        "question_id": question_id,
        "round": "technical_qa",
        "prompt": "Why does an index slow down writes?",
        "asked_at": NOON,
        "difficulty": 2,
        "time_limit_seconds": 300,
        "follow_up_of": question_id.split("~")[0] if "~" in question_id else None,
    }
    return AskedQuestion(**{**given, **change})


def an_interview(**change: Any) -> Interview:
    given: dict[str, Any] = {
        "_id": "session",
        "created_at": NOON,
        "updated_at": NOON,
        "student_id": "student",
        "rounds": ("technical_qa", "behavioral"),
        "plan": (2, 1),
        "difficulty": 2,
        "seed": 7,
        "started_at": NOON,
        "last_active_at": NOON,
    }
    return Interview(**{**given, **change})


def an_attempt(question_id: str = "index-cost", score: int | None = 60, **change: Any) -> Attempt:
    given: dict[str, Any] = {
        "_id": f"attempt-{question_id}",
        "created_at": NOON,
        "updated_at": NOON,
        "answered_at": NOON + timedelta(minutes=1),
        "session_id": "session",
        "student_id": "student",
        "round": "technical_qa",
        "question_id": question_id,
        "student_answer": "Each write updates the index.",
        "score": score,
        "low": None if score is None else max(0, score - 10),
        "high": None if score is None else min(100, score + 10),
        "rows": (
            Row(point_id="update", point="Each write updates the index", met=1, quote="updates the index"),
            Row(point_id="space", point="An index takes space", weight=2, met=0),
        ),
        "grader": "rubric-1",
    }
    return Attempt(**{**given, **change})
