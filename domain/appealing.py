"""Questioning a grade: an answer is graded again with what its student adds, and both grades are kept."""

import asyncio
from dataclasses import dataclass
from functools import partial

from domain import conduct, marking, reporting
from domain.errors import UserError
from domain.grading.appeal import APPEALED, Case, decide
from domain.grading.evidence import Evidence, read_evidence
from domain.grading.grader import grade_answer, grade_points
from domain.grading.topic import Topic, topic_of
from domain.grading.trials import summary
from domain.marking import Task
from domain.model.attempt import Attempt
from domain.model.grade import Grade
from domain.model.interview import Interview
from domain.model.verdict import Verdict
from domain.ports import Sense
from domain.scoring import NOT_COUNTED
from domain.services import Services

# An appeal points at something; whoever needs more words wants to answer anew, which a retry is for.
LONGEST = 2_000
RACES = 5


class Refused(UserError):
    """The appeal changes nothing and is not used up."""


@dataclass(frozen=True, slots=True)
class Appealed:
    """The grade before the appeal, the attempt after it, and its interview with its sums done again."""

    before: Grade
    attempt: Attempt
    interview: Interview


def why_not(attempt: Attempt) -> str:
    """Why this grade cannot be appealed, as a sentence; empty where it can."""
    if attempt.appeal:
        return "There is one appeal an answer, and this one has had it; a retry is a new answer."
    if not attempt.graded:
        return "That answer is not graded yet, so there is no grade to appeal."
    if NOT_COUNTED in attempt.flags or marking.UNTESTED in attempt.flags:
        return "This answer could not be graded fully yet; it will be by itself. Appeal what comes of that."
    if not attempt.rows or all(row.met >= 1 for row in attempt.rows):
        return "Every row of this grade is met already, so there is nothing to gain by an appeal."
    return ""


async def appeal(do: Services, attempt: Attempt, text: str) -> Appealed:
    """Grades the answer again with that evidence; the same text once more finds what came of it.

    Raises Refused for a text that holds no evidence, UserError where another appeal was faster.
    """
    task = await marking.task_of(do, attempt)
    for _ in range(RACES):
        if attempt.appeal != text:
            _refuse(why_not(attempt))
            evidence = read_evidence(text, attempt.student_answer, _topic(task))
            if evidence.nothing:
                raise Refused(f"{evidence.nothing} The grade stays, and your appeal is not used up.")
            attempt = await _decided(do, task, attempt, text, evidence)
        if attempt.appeal == text:
            return await _done(do, attempt)
    raise UserError("This answer is being graded again just now. Please appeal once more in a minute.")


def _refuse(reason: str) -> None:
    if reason:
        raise UserError(reason, title="No appeal here")


async def _decided(do: Services, task: Task, attempt: Attempt, text: str, evidence: Evidence) -> Attempt:
    """The attempt with its grade on appeal; as somebody else made it, where its grade changed meanwhile."""
    base = attempt.grade()
    grade = await asyncio.to_thread(_regraded, task, attempt, evidence, do.sense)
    if grade.rows != base.rows:
        grade = marking.after_hints(grade, attempt.hints_used, do.rules.hint_cost)
    owed = marking.is_owed(do, grade)
    grade = grade.model_copy(update={"provisional": owed})
    later = do.clock.now() + marking.LEASE

    def rule(stored: Attempt) -> Attempt:
        if stored.appeal or stored.grade() != base:
            return stored
        changed = stored.with_grade(grade, stored.verdict).owing(later if owed else None).making_cards(later)
        fresh = {"appeal": text, "owed_tries": 0, "owed_why": ""}
        return changed.model_copy(update=fresh).telling(None)

    return await do.attempts.change(attempt.id, rule)


async def _done(do: Services, attempt: Attempt) -> Appealed:
    """All that follows from a grade on appeal; harmless if repeated, so that a crash in between heals."""
    if attempt.owed_at is not None:
        await marking.not_aside(do, attempt)
        await do.jobs.add(marking.GRADE_JOB, marking.job(attempt))
    await marking.have_cards_made(do, attempt)
    interview = await do.interviews.get(attempt.session_id)
    if interview is None:
        raise LookupError(f"attempt {attempt.id} has no interview")
    if not interview.open and attempt.attempt_no == 1:
        interview = await conduct.recount(do, interview)
        await reporting.refresh(do, interview)
    return Appealed(before(attempt), attempt, interview)


def evidence_of(task: Task, attempt: Attempt) -> str:
    """What counts of the appeal: without orders, pleas and what was taken from the model answer."""
    if not attempt.appeal:
        return ""
    found = read_evidence(attempt.appeal, attempt.student_answer, _topic(task))
    return "\n".join((*found.pointed, *found.added))


def before(attempt: Attempt) -> Grade:
    """The grade that was appealed."""
    grades = (*attempt.grades, attempt.grade())
    first = next(at for at, grade in enumerate(grades) if APPEALED in grade.flags)
    return grades[first - 1]


def risen(attempt: Attempt) -> frozenset[str]:
    """The point ids of rows that no later reading may take back: what the appeal raised, and where the grade
    appealed was a final one, all that it gave."""
    if not attempt.appeal:
        return frozenset()
    appealed = before(attempt)
    worth = {row.point_id: row.met for row in appealed.rows}
    return frozenset(
        row.point_id for row in attempt.rows if not appealed.provisional or row.met > worth[row.point_id]
    )


def _regraded(task: Task, attempt: Attempt, evidence: Evidence, sense: Sense | None) -> Grade:
    verdict = attempt.verdict
    ran = verdict is not None and verdict.status == "ran"
    return decide(
        Case(
            answer=attempt.student_answer,
            base=attempt.grade(),
            evidence=evidence,
            regrade=partial(_graded, task, verdict, sense),
            opening=summary(verdict) if ran and verdict is not None else "",
        )
    )


def _graded(task: Task, verdict: Verdict | None, sense: Sense | None, text: str) -> Grade:
    """The offline grade of a text; no code is run, what the tests found before stands."""
    if task.whole:
        return grade_answer(task.question, text, verdict, sense)
    return grade_points(task.prompt, task.question.model_answer, task.rubric, text, sense)


def _topic(task: Task) -> Topic:
    return topic_of(task.prompt, task.question.model_answer, tuple(task.rubric))
