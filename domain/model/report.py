"""A report as data: what an interview showed, before any page is drawn."""

from pydantic import Field

from domain.model.base import Entity, UtcTime, Value
from domain.model.grade import Row
from domain.model.question import Round
from domain.model.verdict import Verdict


class PlanItem(Value):
    """One thing to do: the weakness it answers, why it matters, what to do and for how many minutes.

    `stage` and `resource` are the titles of what to read first, and `url` is where that stands.
    """

    weakness: str
    why: str
    action: str
    minutes: int = Field(gt=0)
    stage: str | None = None
    resource: str | None = None
    url: str | None = None


class RoundScore(Value):
    """A round's mean score with its band; `answered` of `asked` questions count (a skip counts 0)."""

    round: Round
    score: int
    low: int
    high: int
    answered: int
    asked: int


class Report(Entity):
    """One interview's result (unique by session_id).

    `pdf_path` is None until the pages were drawn; `sent` says that the student was sent them unasked.
    """

    session_id: str | None = None
    student_id: str
    overall: int
    low: int
    high: int
    by_round: tuple[RoundScore, ...]
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    feedback: str
    improvement_plan: tuple[PlanItem, ...]
    pdf_path: str | None = None
    pages: int | None = None
    sent: bool = False


class Comment(Value):
    """What a mentor wrote to an answer; their name is empty where their account is gone."""

    name: str
    at: UtcTime
    text: str


class QuestionSection(Value):
    """One question of a report. `answer` is None where it was skipped; `verdict` where no code was judged.

    `number` counts from 1. `follow_up_of` is the number of the question it follows up. Of one that is
    `withheld` there is nothing but what was asked.
    """

    number: int
    round: Round
    title: str
    prompt: str
    difficulty: int
    answer: str | None
    score: int | None
    low: int | None = None
    high: int | None = None
    rows: tuple[Row, ...] = ()
    feedback: str = ""
    grader: str = ""
    verdict: Verdict | None = None
    model_answer: str = ""
    reference_solution: str | None = None
    time_taken_seconds: int = 0
    time_limit_seconds: int = 0
    hints_used: int = 0
    predicted: int | None = None
    follow_up_of: int | None = None
    withheld: bool = False
    comments: tuple[Comment, ...] = ()


class Asked(Value):
    """Who asked for somebody else's report, and when; `address` is what makes the name unique."""

    name: str
    address: str
    at: UtcTime


class ReportSheet(Value):
    """All that the pages show; the same sheet always gives the same bytes. Times are UTC.

    With `asked` each page names who it was drawn for. Where it then has no sections they were not granted.
    """

    report: Report
    student_name: str
    company: str | None
    role: str | None
    stream: str | None
    started_at: UtcTime
    ended_at: UtcTime
    completed: bool
    radar: tuple[tuple[str, int], ...] = ()
    sections: tuple[QuestionSection, ...] = ()
    asked: Asked | None = None


class RenderedReport(Value):
    """A PDF: its bytes and how many pages they hold."""

    pdf: bytes
    pages: int
