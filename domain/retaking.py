"""A second answer to a question of an earlier interview: kept beside the first, which alone counts there."""

from datetime import timedelta

from domain import conduct, marking, streak
from domain.errors import Duplicate, StoreUnavailable, UserError
from domain.model.attempt import Attempt
from domain.model.interview import AskedQuestion, Interview
from domain.model.user import Retrying, User
from domain.ports import Progress
from domain.services import Services

WAITS_FOR = timedelta(hours=24)
RACES = 20


class TakenBefore(Exception):
    """That try is stored already: the answer was sent twice, or a crash swallowed its reply."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(f"try {attempt.attempt_no} of {attempt.question_id} is taken")
        self.attempt = attempt


async def pending(do: Services, user: User) -> Retrying | None:
    """The question that waits for another answer of this user; None once it is a day old, or an interview
    was started since."""
    waiting = user.retrying
    if waiting is None or do.clock.now() - waiting.asked_at >= WAITS_FOR:
        return None
    newest = await do.interviews.of(user.id, 1)
    since = bool(newest) and (newest[0].open or newest[0].started_at > waiting.asked_at)
    return None if since else waiting


async def wait_for(do: Services, user: User, waiting: Retrying) -> None:
    """Has the user's next plain message answer that question."""
    await do.users.change(user.id, lambda u: u.model_copy(update={"retrying": waiting}))


async def forget(do: Services, user: User, waiting: Retrying | None) -> None:
    """Has no message answer that question any more; one asked again meanwhile goes on waiting."""
    if waiting is not None:
        await do.users.change(
            user.id, lambda u: u.model_copy(update={"retrying": None}) if u.retrying == waiting else u
        )


async def next_try(do: Services, interview: Interview, asked: AskedQuestion) -> int:
    """The number that the next answer to the question has, from 2."""
    attempts = await do.attempts.tries_of_session(interview.id)
    return 1 + max((a.attempt_no for a in attempts if a.question_id == asked.question_id), default=1)


async def take(
    do: Services, interview: Interview, asked: AskedQuestion, given: conduct.Given, attempt_no: int | None
) -> Attempt:
    """Stores the answer as that try, or as the next one; it has no grade yet.

    Raises TakenBefore where an answer is stored as that try already.
    """
    for _ in range(RACES):
        number = attempt_no or await next_try(do, interview, asked)
        attempt = _another(conduct.new_attempt(do, interview, asked, given), number)
        try:
            await do.attempts.add(attempt)
        except Duplicate:
            if attempt_no is not None:
                raise TakenBefore(await _stored(do, attempt)) from None
        else:
            await streak.practised(do, attempt.student_id)
            return attempt
    raise UserError("Others of your answers keep coming first. Please send this one again.")


def _another(attempt: Attempt, number: int) -> Attempt:
    """Hints and the clock belong to the interview; a retry has neither."""
    anew = {"attempt_no": number, "hints_used": 0, "time_taken_seconds": 0, "over_time": False}
    return attempt.model_copy(update=anew)


async def _stored(do: Services, attempt: Attempt) -> Attempt:
    attempts = await do.attempts.tries_of_session(attempt.session_id)
    key = (attempt.question_id, attempt.attempt_no)
    return next(a for a in attempts if (a.question_id, a.attempt_no) == key)


async def grade(do: Services, attempt: Attempt, progress: Progress) -> Attempt:
    """The stored answer with its grade. Raises UserError where that cannot be written now."""
    try:
        return await marking.grade(do, attempt, progress)
    except StoreUnavailable as error:
        raise UserError(
            "Your answer is saved, but its grade could not be written yet. "
            f"It is graded by itself; `/interview why {attempt.question_id}` shows it then.",
            title="Saved, not graded yet",
        ) from error
