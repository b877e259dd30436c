"""How an interview goes on: an answer is stored, then graded, then the next question is put.

Each step is one write, and each can be repeated: whatever a crash left half-done, `settle` finishes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import asking, marking, reporting, scoring, streak
from domain.errors import Duplicate, StoreUnavailable, UserError
from domain.model.attempt import Attempt
from domain.model.interview import AskedQuestion, Interview, Outcome, ResultSummary
from domain.ports import Progress
from domain.services import Services

RACES = 10


@dataclass(frozen=True, slots=True)
class Given:
    """What a student handed in: the text, their own guess of the score, the event that brought it."""

    text: str
    predicted: int | None = None
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """An answered question and where the interview stands after it."""

    attempt: Attempt
    interview: Interview


async def answer(do: Services, interview: Interview, given: Given, progress: Progress) -> Turn:
    """Stores the answer to the open question, grades it, and puts the next question.

    Raises UserError where no question is open or somebody else's answer to it came first.
    """
    asked = interview.open_question
    if asked is None:
        raise UserError("No question is open in this interview.")
    attempt = new_attempt(do, interview, asked, given)
    try:
        await do.attempts.add(attempt)
    except Duplicate as error:
        raise UserError(
            "This question has just been answered, so this text was not taken.", title="Already answered"
        ) from error
    await streak.practised(do, interview.student_id)
    try:
        attempt = await marking.grade(do, attempt, progress)
        return Turn(attempt, await move_on(do, interview.id, asked.question_id))
    except StoreUnavailable as error:
        raise UserError(
            "Your answer is saved, but its grade could not be written yet. "
            "`/interview status` goes on from there.",
            title="Saved, not graded yet",
        ) from error


def new_attempt(do: Services, interview: Interview, asked: AskedQuestion, given: Given) -> Attempt:
    """The answer to that question, not graded yet."""
    now = do.clock.now()
    return Attempt(
        id=do.random.new_id(),
        created_at=now,
        updated_at=now,
        session_id=interview.id,
        student_id=interview.student_id,
        round=asked.round,
        question_id=asked.question_id,
        student_answer=given.text,
        event_id=given.event_id,
        predicted=given.predicted,
        hints_used=asked.hints_used,
        time_taken_seconds=max(0, int((now - asked.asked_at).total_seconds())),
        over_time=now > asked.deadline,
        answered_at=now,
    )


async def skip(do: Services, interview: Interview, event_id: str = "") -> Interview:
    """The interview after its open question was passed over."""
    asked = interview.open_question
    if asked is None:
        raise UserError("No question is open, so there is nothing to skip.")
    return await move_on(do, interview.id, asked.question_id, event_id)


async def settle(do: Services, interview: Interview, progress: Progress) -> Interview:
    """Finishes what a crash left undone: an answer stored but not graded, or graded with no next question."""
    asked = interview.open_question
    if asked is None:
        return interview
    stored = await do.attempts.first_try(interview.id, asked.question_id)
    if stored is None:
        return interview
    await marking.grade(do, stored, progress)
    return await move_on(do, interview.id, asked.question_id)


async def move_on(do: Services, session_id: str, question_id: str, event_id: str = "") -> Interview:
    """Closes that question and puts the next one, or ends the interview: one write, harmless if repeated."""
    interview = await do.interviews.get(session_id)
    if interview is None:
        raise LookupError(f"no interview {session_id}")
    attempts = await do.attempts.of_session(session_id)
    attempt = next((a for a in attempts if a.question_id == question_id), None)
    asked = interview.open_question
    if asked is None or asked.question_id != question_id:
        return interview if attempt is None else await recount(do, interview)
    outcome: Outcome = "answered" if attempt else "skipped"
    following = await asking.next_question(do, interview.close_question(outcome), asked, attempts)
    if following.question is not None and following.question.follow_up_of and attempt is not None:
        await do.attempts.change(attempt.id, lambda a: a.model_copy(update={"followed_up": True}))
    now, report_id = do.clock.now(), do.random.new_id()

    def step(stored: Interview) -> Interview:
        waiting = stored.open_question
        if waiting is None or waiting.question_id != question_id:
            return stored
        done = stored.close_question(outcome).touched(now).by_event(event_id)
        done = done.model_copy(update={"plan": following.plan})
        if following.question is None:
            return closing(done, attempts, now, report_id)
        return done.ask(following.question, following.aim)

    moved = await do.interviews.change(session_id, step, interview)
    found = moved.find(question_id)
    as_meant = found is not None and found[1].outcome == outcome
    return moved if moved.open and as_meant else await recount(do, moved)


async def recount(do: Services, interview: Interview) -> Interview:
    """Counts answers whose question was skipped, or whose interview ended, while they were being graded.

    A grade can change while its interview's sums are written, so they are done until nothing changes.
    """
    before = interview.version
    for _ in range(RACES):
        known = interview.version
        interview = await _counted(do, interview)
        if interview.version == known:
            break
    if interview.version != before:
        await reporting.refresh(do, interview)
    return interview


async def _counted(do: Services, interview: Interview) -> Interview:
    attempts, new_id = await do.attempts.of_session(interview.id), do.random.new_id()
    answered = {attempt.question_id for attempt in attempts}

    def step(stored: Interview) -> Interview:
        counted = stored
        for asked in stored.questions:
            if asked.question_id in answered and asked != stored.open_question:
                counted = counted.count_as_answered(asked.question_id)
        if counted.open or counted.completed_at is None:
            return counted
        given_up = counted.status == "abandoned" and counted.report_id is not None
        report_id = counted.report_id or new_id
        return closing(counted, attempts, counted.completed_at, report_id, abandoned=given_up)

    return await do.interviews.change(interview.id, step)


async def end(do: Services, interview: Interview, event_id: str = "") -> Interview:
    """Ends an open interview early at the student's word; what was answered is graded and counts."""
    attempts = await do.attempts.of_session(interview.id)
    now, report_id = do.clock.now(), do.random.new_id()
    ended = await do.interviews.change(
        interview.id,
        lambda i: closing(i, attempts, now, report_id).by_event(event_id) if i.open else i,
    )
    return await recount(do, ended)


async def abandon(do: Services, interview: Interview) -> Interview | None:
    """Ends an interview that has gone quiet; None where somebody else did, or it came alive again."""
    attempts = await do.attempts.of_session(interview.id)
    now, report_id = do.clock.now(), do.random.new_id()
    quiet_since = now - do.rules.abandon_after
    mine: list[bool] = []

    def step(stored: Interview) -> Interview:
        mine[:] = [stored.open and stored.last_active_at < quiet_since]
        return closing(stored, attempts, now, report_id, abandoned=True) if mine[0] else stored

    ended = await do.interviews.change(interview.id, step)
    return await recount(do, ended) if mine[0] else None


def closing(
    interview: Interview,
    attempts: Sequence[Attempt],
    now: datetime,
    report_id: str,
    *,
    abandoned: bool = False,
) -> Interview:
    """The interview ended: with a summary and its report's id where anything was answered, else abandoned."""
    if not scoring.best(attempts):
        return interview.end(now, "abandoned", None, None)
    rounds = scoring.by_round(interview, attempts)
    summary = ResultSummary(
        overall=scoring.overall(rounds)[0],
        strengths=scoring.strengths(attempts),
        weaknesses=scoring.weaknesses(attempts),
        feedback=scoring.feedback(rounds, whole=interview.whole),
    )
    return interview.end(now, "abandoned" if abandoned else "completed", summary, report_id)
