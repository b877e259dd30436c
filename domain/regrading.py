"""A better grade than the first: a model's, or one for which the code could be run after all.

The store says what is owed (`Attempt.owed_at`); a job tries, and whatever becomes of it is written in one go
and can be repeated. Somebody who has seen the first grade is told of the second.
"""

import logging
from datetime import UTC, datetime, time, timedelta

from domain import conduct, marking, reporting, retelling
from domain.appealing import evidence_of, risen
from domain.errors import ModelFailed
from domain.excuses import excuse
from domain.grading.anchored import Work, grade_by_model
from domain.grading.gates import GATES
from domain.grading.trials import labelled_row, summary
from domain.mentoring import overriding
from domain.model.attempt import Attempt
from domain.model.completion import Completion, Failure, Prompt
from domain.model.grade import Grade
from domain.model.verdict import Verdict
from domain.scoring import NOT_COUNTED
from domain.services import Services

log = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 8 * 60, 24 * 60, 36 * 60))
FINAL, ONCE_MORE = ("refused", "cut"), 1
STANDS = "; this grade by rules stands until it is tried again."
GIVEN_UP = ", also after several tries, so this grade by rules stays."
FAULT = "A fault on our side kept this answer from a closer reading, so this grade by rules stays."
STILL_UNTESTED = f"The code could still not be run{STANDS}"
STILL_UNGRADED = "A fault on our side still keeps this answer from being graded, so it does not count."


class StillOwed(Exception):
    """The grade could not be bettered now; `failure` says why, and the message what the log should hold."""

    def __init__(self, failure: Failure, message: str, told: str) -> None:
        super().__init__(message)
        self.failure = failure
        self.told = told


async def carry_out(do: Services, attempt_id: str) -> bool:
    """Has a grade bettered that is owed, by the one of several processes that comes first.

    Where that failed too often it is owed no more until an operator wants it.
    """
    now, mine = do.clock.now(), [False]
    owed = await do.attempts.get(attempt_id)
    aside = owed is not None and await marking.is_set_aside(do, owed)

    def claim(stored: Attempt) -> Attempt:
        mine[0] = stored.owed_at is not None and stored.owed_at <= now
        if not mine[0]:
            return stored
        return _given_up(stored, now) if aside else stored.owing(now + marking.LEASE)

    attempt = await do.attempts.change(attempt_id, claim)
    if aside and mine[0]:
        await retelling.tell_soon(do, attempt)
    if aside or not mine[0]:
        return False
    await do.jobs.add(marking.GRADE_JOB, marking.job(attempt))
    return True


def _given_up(attempt: Attempt, now: datetime) -> Attempt:
    """The attempt owed nothing, of which its student is told where a fault or a crash has kept that back."""
    unsaid = STILL_UNGRADED if NOT_COUNTED in attempt.flags else FAULT
    told = attempt.owed_why.replace(STANDS, GIVEN_UP) or unsaid
    left = attempt.owing(None)
    return left if told == left.owed_why else left.model_copy(update={"owed_why": told}).telling(now)


async def better(do: Services, attempt_id: str) -> None:
    """One try to replace a provisional grade, and telling the student what came of it. Harmless if repeated.

    Raises nothing for a model that fails: the store then says when the next try is due.
    """
    attempt = await do.attempts.get(attempt_id)
    if attempt is None or not attempt.graded or not attempt.provisional:
        return
    attempt = await _begun(do, attempt)
    if not attempt.provisional:
        return
    try:
        grade, verdict = await _better(do, attempt)
    except StillOwed as error:
        changed = await _put_off(do, attempt, error)
    else:
        changed = await _replace(do, attempt, grade, verdict)
    await retelling.tell_soon(do, changed)


async def _begun(do: Services, attempt: Attempt) -> Attempt:
    """The attempt with its lease counted from now: however long its job has waited, no sweep adds another."""
    ends = do.clock.now() + marking.LEASE
    return await do.attempts.change(attempt.id, lambda a: a.owing(ends) if a.provisional else a)


async def _better(do: Services, attempt: Attempt) -> tuple[Grade, Verdict | None]:
    """Raises StillOwed."""
    base, verdict = attempt.grade(), attempt.verdict
    if marking.UNTESTED in base.flags or NOT_COUNTED in base.flags:
        base, verdict = await marking.offline(do, attempt, _quietly)
        if marking.UNTESTED in base.flags or NOT_COUNTED in base.flags:
            told = STILL_UNTESTED if marking.UNTESTED in base.flags else STILL_UNGRADED
            raise StillOwed(Failure(why="absent"), "the answer could still not be graded", told)
    elif do.model is None:
        raise StillOwed(Failure(why="absent"), "no model is configured", _told(Failure(why="absent")))
    if do.model is None or (base.score == 0 and GATES & set(base.flags)):
        return base.model_copy(update={"provisional": False}), verdict
    return await _by_model(do, attempt, base, verdict), verdict


async def _by_model(do: Services, attempt: Attempt, base: Grade, verdict: Verdict | None) -> Grade:
    """The model's grade less what hints cost; `base`, which is that already, where nothing is to be asked."""
    model, task = do.model, await marking.task_of(do, attempt)
    if model is None:
        raise StillOwed(Failure(why="absent"), "no model is configured", _told(Failure(why="absent")))

    async def ask(prompt: Prompt) -> Completion:
        return await model.ask(attempt.student_id, prompt)

    ran, by_mentor = verdict is not None and verdict.status == "ran", overriding.standing(attempt)
    work = Work(
        prompt=task.prompt,
        model_answer=task.question.model_answer,
        answer=attempt.student_answer,
        evidence=evidence_of(task, attempt),
        base=base,
        fixed=_fixed(task, base, verdict) | by_mentor,
        gradings=do.model_rules.gradings,
        grader=f"model:{model.name}{f' + {overriding.GRADER}' if by_mentor else ''}",
        opening=summary(verdict) if ran and verdict is not None else "",
        kept=risen(attempt),
    )
    try:
        grade = await grade_by_model(ask, work)
    except ModelFailed as error:
        raise StillOwed(error.failure, str(error), _told(error.failure)) from error
    if grade == base.model_copy(update={"provisional": False}):
        return grade
    return marking.after_hints(grade, attempt.hints_used, do.rules.hint_cost)


def _told(failure: Failure) -> str:
    return f"{excuse(failure, 'grades')}{STANDS}"


def _fixed(task: marking.Task, base: Grade, verdict: Verdict | None) -> frozenset[str]:
    """The rows that tests have judged, which no reading of the text can change."""
    if verdict is None:
        return frozenset()
    ran = verdict.status == "ran" and verdict.total > 0
    by_text = {p.id for p in task.rubric if not ran or labelled_row(p, verdict, "") is None}
    return frozenset(row.point_id for row in base.rows if row.point_id not in by_text)


async def _put_off(do: Services, attempt: Attempt, error: StillOwed) -> Attempt:
    """Writes down when the next try is due; after the last one the job is set aside."""
    log.info("attempt %s keeps its grade for now: %s", attempt.id, error)
    now, tries, waits = do.clock.now(), attempt.owed_tries, _waits(error.failure)
    last = not waits and tries >= (ONCE_MORE if error.failure.why in FINAL else len(WAITS))
    due = None if last else _next(now, 0 if waits else tries, error.failure)
    told = error.told.replace(STANDS, GIVEN_UP) if last else error.told

    def rule(stored: Attempt) -> Attempt:
        if not stored.provisional or stored.owed_tries != tries:
            return stored
        changed = stored.put_off(due, told)
        if waits and tries:
            return changed.model_copy(update={"owed_tries": tries})
        news = tries == 0 or (last and stored.owed_why != told)
        return changed.telling(now) if news else changed

    if last:
        await do.aside.put(marking.GRADE_JOB, marking.job(attempt), str(error), tries + 1)
    changed = await do.attempts.change(attempt.id, rule)
    if last and not changed.provisional:
        await marking.not_aside(do, changed)
    return changed


def _waits(failure: Failure) -> bool:
    """Whether nobody was asked, as the model is left alone after others failed or has no place free: that
    is no try, but for the first one, of which the student is told."""
    return failure.passing and not failure.asked


def _next(now: datetime, tries: int, failure: Failure) -> datetime:
    """Later each time, not before the provider wants it; a spent budget is full again at midnight UTC."""
    if failure.why == "budget":
        return datetime.combine(now.date() + timedelta(days=1), time(0, 5), UTC)
    return now + max(WAITS[tries], timedelta(seconds=failure.retry_after_seconds or 0))


async def _replace(do: Services, attempt: Attempt, grade: Grade, verdict: Verdict | None) -> Attempt:
    """The attempt with its final grade, if nobody was faster, and its interview's sums done again."""
    now = do.clock.now()
    seen = len(attempt.grades)

    def rule(stored: Attempt) -> Attempt:
        same = stored.provisional and len(stored.grades) == seen and stored.appeal == attempt.appeal
        if not same or stored.student_answer != attempt.student_answer:
            return stored
        return stored.bettered(grade, verdict, now).making_cards(now + marking.LEASE)

    changed = await do.attempts.change(attempt.id, rule)
    await marking.have_cards_made(do, changed)
    await marking.not_aside(do, attempt)
    interview = await do.interviews.get(attempt.session_id)
    if interview is not None and not interview.open and attempt.attempt_no == 1:
        await reporting.refresh(do, await conduct.recount(do, interview))
    return changed


async def _quietly(_: str) -> None:
    """Nobody waits for this work, so nobody is told how far it is."""
