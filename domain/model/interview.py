"""A mock interview: which questions were asked, which one is open, and what may happen to it next."""

from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import Field

from domain.model.base import Entity, UtcTime, Value
from domain.model.draft import Draft
from domain.model.question import Round

Status = Literal["in_progress", "completed", "abandoned"]
Outcome = Literal["answered", "skipped"]
EVENTS_KEPT = 20


class AskedQuestion(Value):
    """One question as put. A follow-up's `question_id` is `parent~point`, `follow_up_of` its parent.

    `project` is the name of the student's project that it is about, in the student's own words.
    """

    question_id: str
    round: Round
    prompt: str
    asked_at: UtcTime
    difficulty: int
    time_limit_seconds: int
    follow_up_of: str | None = None
    outcome: Outcome | None = None
    hints_used: int = 0
    project: str = ""

    @property
    def about(self) -> str:
        """What to say above the prompt of a question about a project; data, for the name is the student's."""
        return f"In your resume you name “{self.project}”. This question is about it." if self.project else ""

    @property
    def slug(self) -> str:
        """The question of the bank behind it."""
        return self.question_id.split("~", 1)[0]

    @property
    def point_id(self) -> str | None:
        """The rubric point that a follow-up is about."""
        _, _, point = self.question_id.partition("~")
        return point or None

    @property
    def deadline(self) -> datetime:
        return self.asked_at + timedelta(seconds=self.time_limit_seconds)


class ResultSummary(Value):
    overall: int
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    feedback: str = ""


class Interview(Entity):
    """`plan` holds how many questions each of `rounds` has; `difficulty` is what it aims at, 1 to 5.

    `warn_at` is when the open question's time is over, None where that was said or the clock stands still.
    `place` is where it is held, `held_as` the identity that the student has there, as Actor.key.
    `events` are the platform events that last changed it, so that a repeat of one is known.
    `draft` is an answer to the open question being written in several messages; at `draft_due_at` it is
    handed in, or, once taken, its handing in is believed to have died. `focus` are the topics in which the
    student was weak again and again when it began. `topics` are tags of questions that the resume and the job
    description it was begun with are about; `resume_text` and `jd_text` are the beginnings of those two, and
    `project` is the name of the resume's project that one question is to be about.
    """

    student_id: str
    kind: Literal["solo", "group"] = "solo"
    stream: str | None = None
    company: str | None = None
    role: str | None = None
    resume_text: str | None = None
    jd_text: str | None = None
    status: Status = "in_progress"
    interrupted: bool = False
    paused_at: UtcTime | None = None
    rounds: tuple[Round, ...] = Field(min_length=1)
    plan: tuple[int, ...]
    current_round: int = Field(default=1, ge=1)
    questions: tuple[AskedQuestion, ...] = ()
    place: str = "dm"
    held_as: str = ""
    participants: tuple[str, ...] = ()
    difficulty: int = Field(ge=1, le=5)
    seed: int
    started_at: UtcTime
    last_active_at: UtcTime
    warn_at: UtcTime | None = None
    draft: Draft | None = None
    draft_due_at: UtcTime | None = None
    events: tuple[str, ...] = ()
    completed_at: UtcTime | None = None
    result_summary: ResultSummary | None = None
    report_id: str | None = None
    pdf_path: str | None = None
    focus: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    project: str = ""

    @property
    def open(self) -> bool:
        return self.status == "in_progress"

    @property
    def open_question(self) -> AskedQuestion | None:
        """The question that waits for an answer; None once the interview has ended."""
        last = self.questions[-1] if self.questions else None
        return last if self.open and last is not None and last.outcome is None else None

    @property
    def number(self) -> int:
        """The open question's number, from 1; follow-ups count."""
        return len(self.questions)

    @property
    def of(self) -> int:
        """How many questions there will be as far as is known now: all planned and the follow-ups so far."""
        return sum(self.plan) + sum(q.follow_up_of is not None for q in self.questions)

    @property
    def answered(self) -> int:
        return sum(q.outcome == "answered" for q in self.questions)

    @property
    def remaining(self) -> int:
        """Questions still to come, the open one among them; 0 once the interview has ended."""
        return self.of - sum(q.outcome is not None for q in self.questions) if self.open else 0

    @property
    def follow_ups_in_a_row(self) -> int:
        """How many of the last questions, the open one among them, were follow-ups."""
        count = 0
        for question in reversed(self.questions):
            if question.follow_up_of is None:
                break
            count += 1
        return count

    @property
    def whole(self) -> bool:
        """Whether every planned question was put and dealt with."""
        return self.round_due() is None and all(q.outcome for q in self.questions)

    def find(self, question: str) -> tuple[int, AskedQuestion] | None:
        """A question by its number ("3") or id, with its number."""
        for number, asked in enumerate(self.questions, 1):
            if question in (str(number), asked.question_id):
                return number, asked
        return None

    def round_due(self) -> Round | None:
        """The round of the next planned question; None where all have been asked."""
        asked = sum(q.follow_up_of is None for q in self.questions)
        for round_, count in zip(self.rounds, self.plan, strict=True):
            if asked < count:
                return round_
            asked -= count
        return None

    def cut(self, round_: Round) -> Self:
        """The interview with no more questions planned in that round than were put."""
        put = sum(q.round == round_ and q.follow_up_of is None for q in self.questions)
        plan = tuple(
            min(count, put) if r == round_ else count for r, count in zip(self.rounds, self.plan, strict=True)
        )
        return self.model_copy(update={"plan": plan})

    def ask(self, question: AskedQuestion, aim: int) -> Self:
        """The interview with that question open and `aim` as the difficulty it now works at.

        Asked during a pause, its clock stands still from the start.
        """
        return self.model_copy(
            update={
                "questions": (*self.questions, question),
                "current_round": self.rounds.index(question.round) + 1,
                "difficulty": aim,
                "warn_at": None if self.interrupted else question.deadline,
                "paused_at": question.asked_at if self.interrupted else None,
            }
        )

    def close_question(self, outcome: Outcome) -> Self:
        """The interview with its open question dealt with. Raises ValueError where none is open."""
        return self._with_open(outcome=outcome).drafted(None, None)

    def held_in(self, place: str, held_as: str) -> Self:
        return self.model_copy(update={"place": place, "held_as": held_as})

    def drafted(self, draft: Draft | None, due_at: datetime | None) -> Self:
        return self.model_copy(update={"draft": draft, "draft_due_at": due_at})

    def count_as_answered(self, question_id: str) -> Self:
        """The interview with that question's outcome put right."""
        questions = tuple(
            q.model_copy(update={"outcome": "answered"}) if q.question_id == question_id else q
            for q in self.questions
        )
        return self.model_copy(update={"questions": questions})

    def by_event(self, event_id: str) -> Self:
        events = (*self.events, event_id)[-EVENTS_KEPT:] if event_id else self.events
        return self.model_copy(update={"events": events})

    def with_hint(self) -> Self:
        asked = self.open_question
        return self._with_open(hints_used=asked.hints_used + 1 if asked else 0)

    def without_resume(self) -> Self:
        """The interview with nothing of the student's resume in it."""
        questions = tuple(asked.model_copy(update={"project": ""}) for asked in self.questions)
        return self.model_copy(update={"resume_text": None, "project": "", "questions": questions})

    @property
    def holds_resume(self) -> bool:
        """Whether something of a resume is in it."""
        return self.resume_text is not None or bool(self.project) or any(q.project for q in self.questions)

    def with_warning(self) -> Self:
        return self.model_copy(update={"warn_at": None})

    def _with_open(self, **change: object) -> Self:
        asked = self.open_question
        if asked is None:
            raise ValueError("no question is open")
        return self.model_copy(update={"questions": (*self.questions[:-1], asked.model_copy(update=change))})

    def touched(self, now: datetime) -> Self:
        return self.model_copy(update={"last_active_at": now})

    def pause(self, now: datetime) -> Self:
        if self.interrupted:
            return self
        paused = self.model_copy(
            update={"interrupted": True, "paused_at": now, "last_active_at": now, "warn_at": None}
        )
        writing = self.draft is not None and not self.draft.taken
        return paused.drafted(self.draft, None) if writing else paused

    def resume(self, now: datetime, place: str) -> Self:
        """Takes the interview up at `place`; the time it was paused is not held against the question."""
        resumed = self.model_copy(
            update={"interrupted": False, "paused_at": None, "last_active_at": now, "place": place}
        )
        if not self.interrupted or self.paused_at is None or self.open_question is None:
            return resumed
        moved = resumed._with_open(asked_at=self.open_question.asked_at + (now - self.paused_at))
        deadline = self.open_question.deadline + (now - self.paused_at)
        return moved.model_copy(update={"warn_at": deadline if deadline > now else None})

    def end(
        self, now: datetime, status: Status, summary: ResultSummary | None, report_id: str | None
    ) -> Self:
        return self.model_copy(
            update={
                "status": status,
                "interrupted": False,
                "paused_at": None,
                "warn_at": None,
                "completed_at": now,
                "last_active_at": now,
                "result_summary": summary,
                "report_id": report_id,
                "draft": None,
                "draft_due_at": None,
            }
        )
