"""How one answer gets its grade: offline and at once, with a note of what a later grade is owed."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from domain import scoring
from domain.grading.gates import GATES
from domain.grading.grader import grade_answer, grade_points
from domain.model.aside import job_digest
from domain.model.attempt import Attempt
from domain.model.grade import Grade
from domain.model.question import Question, RubricPoint
from domain.model.verdict import Verdict
from domain.ports import Progress
from domain.services import Services

log = logging.getLogger(__name__)
BLINK = 300
# How long a job may take before the sweep believes it lost.
LEASE = timedelta(minutes=2)
GRADE_JOB = "grade_attempt"
CARDS_JOB = "make_cards"
UNTESTED = "judge_unavailable"
# A second request of a student who is waited for must not occupy the judge a second time.
_GRADING: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
UNGRADABLE = Grade(
    score=0,
    low=0,
    high=100,
    rows=(),
    feedback="A fault on our side kept this answer from being graded. It is kept, and it does not count.",
    grader="none",
    flags=(scoring.NOT_COUNTED,),
    provisional=True,
)


@dataclass(frozen=True, slots=True)
class Task:
    """What an answer was asked for: a question of the bank, or one rubric point of it in a follow-up."""

    question: Question
    prompt: str
    rubric: Sequence[RubricPoint]

    @property
    def whole(self) -> bool:
        """Whether it is the question itself, and not a follow-up."""
        return len(self.rubric) == len(self.question.rubric) and self.prompt == self.question.prompt


async def task_of(do: Services, attempt: Attempt) -> Task:
    """Raises LookupError where the bank has no such question."""
    slug, _, point_id = attempt.question_id.partition("~")
    question = await do.questions.get(slug)
    if question is None:
        raise LookupError(f"the question bank has no {attempt.question_id}")
    if not point_id:
        return Task(question, question.prompt, question.rubric)
    prompt = next((f.prompt for f in question.follow_ups if f.point == point_id), question.prompt)
    return Task(question, prompt, [row for row in question.rubric if row.id == point_id])


async def grade(
    do: Services, attempt: Attempt, progress: Progress, hidden_until: datetime | None = None
) -> Attempt:
    """The attempt with a grade; one that has a grade keeps it, so nothing is graded twice.

    Until `hidden_until` a group may not be told of it, nor its author by a recall card.
    """
    if attempt.graded:
        return attempt
    async with _GRADING.setdefault(attempt.id, asyncio.Lock()):
        stored = await do.attempts.get(attempt.id) or attempt
        return stored if stored.graded else await _graded(do, stored, progress, hidden_until)


async def _graded(
    do: Services, attempt: Attempt, progress: Progress, hidden_until: datetime | None = None
) -> Attempt:
    given, verdict = await offline(do, attempt, progress)
    owed = is_owed(do, given)
    given = given.model_copy(update={"provisional": given.provisional or owed})
    later = do.clock.now() + LEASE

    def rule(stored: Attempt) -> Attempt:
        if stored.graded or stored.student_answer != attempt.student_answer:
            return stored
        graded = stored.with_grade(given, verdict).owing(later if owed else None)
        return graded.making_cards(hidden_until or later)

    changed = await do.attempts.change(attempt.id, rule, attempt)
    if changed.owed_at is not None:
        await do.jobs.add(GRADE_JOB, job(changed))
    if hidden_until is None:
        await have_cards_made(do, changed)
    return changed


async def have_cards_made(do: Services, attempt: Attempt) -> None:
    """Has recall cards made of what was missed. Where a better grade is about to come, that has them made;
    if it fails to come, the sweep does."""
    if attempt.cards_due_at is not None and attempt.owed_at is None:
        await do.jobs.add(CARDS_JOB, job(attempt))


async def offline(do: Services, attempt: Attempt, progress: Progress) -> tuple[Grade, Verdict | None]:
    """The grade that needs no model, less what hints cost; never raises for what grading does."""
    task = await task_of(do, attempt)
    try:
        given, verdict = await mark(do, task, attempt.student_answer, progress)
    except Exception:
        log.exception("grading failed", extra={"attempt": attempt.id})
        given, verdict = UNGRADABLE, None
    return after_hints(given, attempt.hints_used, do.rules.hint_cost), verdict


def is_owed(do: Services, grade: Grade) -> bool:
    """Whether a later grade is to replace this one: a model's, or one for which the code could be run.

    What a gate stopped needs no model: "I don't know" is no better for having been read by one.
    """
    if UNTESTED in grade.flags or scoring.NOT_COUNTED in grade.flags:
        return True
    asks = do.model is not None and not do.model_rules.turned_off
    return asks and (grade.score > 0 or not GATES & set(grade.flags))


def job(attempt: Attempt) -> dict[str, str]:
    """The payload of `grade_attempt` and `make_cards`."""
    return {"attempt_id": attempt.id, "owner": attempt.student_id}


async def is_set_aside(do: Services, attempt: Attempt) -> bool:
    """Whether bettering its grade failed too often, so that it waits for an operator."""
    return await do.aside.has(GRADE_JOB, job(attempt))


async def not_aside(do: Services, attempt: Attempt) -> None:
    """Forgets that bettering its grade failed once: it has come about, or another grade is owed now."""
    await do.aside.take(job_digest(GRADE_JOB, job(attempt)))


async def owe_again(do: Services, attempt_id: str) -> None:
    """Has the store owe a better grade once more, so that another try outlives its job."""
    due = do.clock.now() + LEASE
    if await do.attempts.get(attempt_id) is not None:
        await do.attempts.change(attempt_id, lambda a: a.owing(due) if a.provisional else a)


async def mark(do: Services, task: Task, text: str, progress: Progress) -> tuple[Grade, Verdict | None]:
    """The offline grade of a text, and what the judge found where it ran code."""
    question, verdict = task.question, None
    if task.whole and question.runs_code:
        verdict = await do.judge.run(
            text,
            question.function_name,
            question.public_tests,
            question.hidden_tests,
            question.compare,
            progress,
        )
    if len(text) < BLINK and do.sense is None:
        return _by_rules(do, task, text, verdict), verdict
    return await asyncio.to_thread(_by_rules, do, task, text, verdict), verdict


def _by_rules(do: Services, task: Task, text: str, verdict: Verdict | None) -> Grade:
    """Takes more than a blink for a text of some length, and wherever a sentence model reads it."""
    if task.whole:
        return grade_answer(task.question, text, verdict, do.sense)
    return grade_points(task.prompt, task.question.model_answer, task.rubric, text, do.sense)


def after_hints(grade: Grade, hints: int, cost: int) -> Grade:
    """The grade less `cost` points for each hint taken; never below 0."""
    if hints == 0 or cost == 0:
        return grade
    off = hints * cost
    note = f"{hints} hint{'s' if hints > 1 else ''} taken: {off} points off."
    return grade.model_copy(
        update={
            "score": max(0, grade.score - off),
            "low": max(0, grade.low - off),
            "high": max(0, grade.high - off),
            "feedback": f"{grade.feedback} {note}",
        }
    )
