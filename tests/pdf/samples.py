"""A rich report to draw, of twelve questions in four rounds."""

from datetime import UTC, datetime

from domain.model.report import PlanItem, Report, ReportSheet, RoundScore
from tests.pdf.sample_questions import CODING
from tests.pdf.sample_talks import OPEN_ENDED, TECHNICAL

START = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
END = datetime(2026, 11, 22, 15, 32, tzinfo=UTC)

PLAN = (
    PlanItem(
        weakness="Boundary cases in interval problems",
        why="Two hidden tests and one public one failed on touching intervals.",
        action="Solve three interval problems, writing down the boundary cases before the code.",
        minutes=90,
        stage="Stage 2: Sorting and intervals",
        resource="Interval drills",
    ),
    PlanItem(
        weakness="Failure modes in system design",
        why="No failure was discussed in either design question.",
        action="Redo the link shortener and walk through the loss of each part.",
        minutes=60,
    ),
    PlanItem(
        weakness="Ending a conflict story",
        why="The outcome is what interviewers remember.",
        action="Write one story as situation, task, action, result, in 150 words.",
        minutes=30,
        stage="Stage 4: Behavioral stories",
    ),
)


def report(**more: object) -> Report:
    values: dict[str, object] = {
        "_id": "report-1",
        "created_at": END,
        "updated_at": END,
        "session_id": "session-1",
        "student_id": "student-1",
        "overall": 74,
        "low": 68,
        "high": 80,
        "by_round": (
            RoundScore(round="dsa", score=77, low=70, high=83, answered=4, asked=4),
            RoundScore(round="technical_qa", score=53, low=47, high=58, answered=2, asked=3),
            RoundScore(round="system_design", score=83, low=74, high=90, answered=1, asked=2),
            RoundScore(round="behavioral", score=63, low=55, high=72, answered=3, asked=3),
        ),
        "strengths": (
            "Picks the right data structure and says why",
            "Estimates load and storage with numbers before drawing boxes",
            "Tells a story with a measured result",
        ),
        "weaknesses": (
            "Touching intervals are treated as apart: boundary cases are not written down first",
            "Failure of a part is not discussed in system design",
            "The outcome of a conflict is left out",
        ),
        "feedback": "A solid interview. You reach for the right structure quickly and back designs with "
        "numbers. What cost "
        "most were boundary cases in coding, one skipped question, and a story without an ending.",
        "improvement_plan": PLAN,
    }
    return Report.model_validate({**values, **more})


def sheet(**more: object) -> ReportSheet:
    """The sample: twelve questions in four rounds."""
    values: dict[str, object] = {
        "report": report(),
        "student_name": "Ananya Krishnamurthy",
        "company": "Northwind",
        "role": "Backend engineer, new graduate",
        "stream": "Computer science",
        "started_at": START,
        "ended_at": END,
        "completed": True,
        "radar": (
            ("Correctness", 82),
            ("Complexity", 74),
            ("Communication", 88),
            ("Edge cases", 41),
            ("Trade-offs", 66),
            ("Reflection", 79),
        ),
        "sections": (*CODING, *TECHNICAL, *OPEN_ENDED),
    }
    return ReportSheet.model_validate({**values, **more})
