"""Sheets of progress to draw: of a new student, and of others with a few interviews or many."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from domain import weakness
from domain.content.load import load
from domain.model.attempt import Attempt
from domain.model.progress_sheet import PlanProgress, ProgressSheet
from domain.model.user import User
from domain.progress import Known, compiled
from domain.weakness import Profile
from tests.domain.histories import bank, history
from tests.fakes import NOON

PLANS = (
    PlanProgress(
        name="SQL",
        percent=42,
        passed=2,
        stages=5,
        stage="Aggregation and windows",
        due_on=date(2026, 12, 4),
        late=False,
        done_by=date(2027, 2, 3),
        minutes=760,
    ),
    PlanProgress(
        name="AWS",
        percent=8,
        passed=0,
        stages=6,
        stage="Accounts, regions and the bill",
        due_on=date(2026, 11, 10),
        late=True,
        done_by=date(2027, 4, 1),
        minutes=30,
    ),
    PlanProgress(
        name="Python",
        percent=100,
        passed=5,
        stages=5,
        stage="Packaging",
        due_on=None,
        late=False,
        done_by=date(2026, 10, 3),
        minutes=3000,
    ),
)


@cache
def progress_sheet(interviews: int, name: str = "Ananya Krishnamurthy", days: int = 84) -> ProgressSheet:
    """Progress over so many interviews, the last for Amazon, with three learning paths."""
    held, attempts = history(interviews, days=days)
    student = User(
        id="student", created_at=NOON, updated_at=NOON, name=name, registered_at=NOON, identities=()
    )
    known = Known(
        user=student,
        now=NOON,
        interviews=held[::-1],
        attempts=attempts[::-1],
        bank={question.slug: question for question in bank()["behavioral"]},
        company=next(company for company in load().companies if company.slug == "amazon"),
        profile=_profile(attempts[::-1]),
        paths=(),
        cards_due=7 if interviews else 0,
    )
    return compiled(known).model_copy(update={"plans": PLANS if interviews else ()})


def _profile(attempts: Sequence[Attempt]) -> Profile:
    tags = {question.slug: question.tags for questions in bank().values() for question in questions}
    seen = list(weakness.from_answers(attempts[: weakness.ANSWERS], tags))
    return weakness.profile(seen, NOON, ZoneInfo("UTC"))
