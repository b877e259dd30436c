"""The answered question that a student means by its number or id, in whichever of their interviews it was."""

from dataclasses import dataclass, replace

from domain.actions import current, show
from domain.actions.kinds import Call
from domain.errors import NotYours, UserError
from domain.model.attempt import Attempt
from domain.model.interview import AskedQuestion, Interview

SEARCHED = 50
# Answers of one moment come in no order from the store.
AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Answered:
    """A question as it was put, its number from 1, every try at it, and the try that is meant."""

    interview: Interview
    asked: AskedQuestion
    number: int
    tries: tuple[Attempt, ...]
    attempt: Attempt


async def answered(call: Call) -> Answered:
    """The question and try that `question`, `session` and `try` name; what was answered last by default.

    A question is looked for in the newest interview that has it; of its tries the interview's own is meant.
    Raises UserError where there is no such question or no answer to it.
    """
    named, session = call.text("question"), call.text("session")
    if session is not None:
        interview = await call.do.interviews.get(session)
        if interview is None:
            raise NotYours
        return await in_interview(call, interview, named or await _newest_in(call, interview))
    if named is None:
        return await _last(call)
    return await in_interview(call, await _with_question(call, named), named)


async def in_interview(call: Call, interview: Interview, named: str) -> Answered:
    """That question of that interview, with its answers. Raises UserError where there are none."""
    attempts = await call.do.attempts.tries_of_session(interview.id)
    found = interview.find(named)
    if found is None:
        raise _no_such(interview, named)
    number, asked = found
    tries = sorted((a for a in attempts if a.question_id == asked.question_id), key=lambda a: a.attempt_no)
    if not tries:
        raise _unanswered(interview, asked, number)
    wanted = call.number("try")
    attempt = next((a for a in tries if a.attempt_no == wanted), tries[0])
    return Answered(interview, asked, number, tuple(tries), attempt)


async def _last(call: Call) -> Answered:
    """What was answered last, a retry included; nothing of an earlier interview while one has just begun."""
    interviews = await call.do.interviews.of(call.user.id, 1)
    if not interviews:
        raise await current.nothing_open(call)
    newest = await call.do.attempts.of_student(call.user.id, AT_ONCE)
    for last in sorted(newest, key=lambda a: (a.created_at, a.id), reverse=True):
        interview = await call.do.interviews.get(last.session_id)
        if interview is None:
            continue  # given to a group, whose cards explain it
        if interviews[0].open and last.created_at < interviews[0].started_at:
            raise _nothing()
        return replace(await in_interview(call, interview, last.question_id), attempt=last)
    return await in_interview(call, interviews[0], await _newest_in(call, interviews[0]))


async def _newest_in(call: Call, interview: Interview) -> str:
    attempts = await call.do.attempts.of_session(interview.id)
    if not attempts:
        raise _nothing()
    return attempts[-1].question_id


async def _with_question(call: Call, named: str) -> Interview:
    interviews = await call.do.interviews.of(call.user.id, SEARCHED)
    if not interviews:
        raise await current.nothing_open(call)
    return next((i for i in interviews if i.find(named) is not None), interviews[0])


def _nothing() -> UserError:
    return UserError("Nothing has been answered in this interview yet.", title="Nothing to explain")


def _no_such(interview: Interview, named: str) -> UserError:
    numbers = [str(n) for n, q in enumerate(interview.questions, 1) if q.outcome == "answered"]
    there = f"Answered: {', '.join(numbers)}." if numbers else "None of it is answered yet."
    return UserError(
        f"There is no answer to question “{named[:40]}”. {there} A question goes by its number or its id.",
        title="No such question",
    )


def _unanswered(interview: Interview, asked: AskedQuestion, number: int) -> UserError:
    if asked == interview.open_question:
        return UserError(
            f"There is no answer to question “{number}” yet: it is open. Answer it first.",
            title="Not answered yet",
            buttons=show.question_buttons(interview),
        )
    words = "was skipped" if asked.outcome == "skipped" else "was not answered"
    after = "It counts 0, and its model answer is in the report." if interview.report_id else "It counts 0."
    step = "Go on with the open question." if interview.open else "`/interview start` puts new questions."
    return UserError(
        f"There is no answer to question “{number}”: it {words}. {after} {step}",
        title="Not answered",
        buttons=show.question_buttons(interview) if interview.open else (show.start_button(),),
    )
