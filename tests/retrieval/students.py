"""A student with results of their own, to look things up for."""

from datetime import UTC, datetime

from domain.model.attempt import Attempt
from domain.model.grade import Row
from domain.model.passage import Passage
from domain.model.question import Question
from domain.model.report import PlanItem, Report
from domain.passages.own import own_passages
from domain.weakness import Profile, Standing
from tests.world import LIBRARY

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
BANK = {question.slug: question for question in LIBRARY.questions}
SECRET = "my grandmother's zucchini recipe"
PROFILE = Profile(
    (Standing("joins", 0.3, 5, 3), Standing("two-pointers", 0.4, 6, 4), Standing("dns", 0.9, 1, 1))
)
REPORT = Report(
    id="r1",
    created_at=NOW,
    updated_at=NOW,
    session_id="s1",
    student_id="u1",
    overall=61,
    low=55,
    high=70,
    by_round=(),
    strengths=("Names all four conditions",),
    weaknesses=("States the running time",),
    feedback="",
    improvement_plan=(
        PlanItem(weakness="States the running time", why="It counts.", action="Practise it.", minutes=30),
    ),
)


def attempt(question: Question, met: float = 0.0, **fields: object) -> Attempt:
    """A graded answer that meets all rows of the rubric so far."""
    rows = [Row(point_id=r.id, point=r.point, weight=r.weight, met=met, note=SECRET) for r in question.rubric]
    given = {
        "id": f"of-{question.slug}",
        "created_at": NOW,
        "updated_at": NOW,
        "session_id": "s1",
        "student_id": "u1",
        "round": question.round,
        "question_id": question.slug,
        "student_answer": SECRET,
        "answered_at": NOW,
        "score": round(100 * met),
        "low": 0,
        "high": 100,
        "rows": rows,
    }
    return Attempt.model_validate(given | fields)


def own_of_a_student() -> tuple[Passage, ...]:
    """Weak topics, a report, and an answer to every question of the bank."""
    return own_passages(PROFILE, REPORT, [attempt(question) for question in BANK.values()], BANK)
