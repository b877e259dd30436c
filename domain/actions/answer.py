"""/answer, and a plain message as an answer."""

from domain import conduct, drafts, marking
from domain.actions import current, group_answer, retry, show
from domain.actions.kinds import Call
from domain.actions.standing import with_calibration
from domain.actions.texts import text_of
from domain.model.attempt import Attempt
from domain.model.interview import Interview
from domain.replies import Card, Form, Input, Reply
from domain.tokens import encode


async def answer(call: Call) -> Reply:
    """Stores, grades and goes on; with no text it opens a form."""
    text = await text_of(call)
    group = await group_answer.meant_here(call)
    if group is not None:
        return await group_answer.answer_here(call, group, text)
    earlier = await handled(call) if text is not None else None
    if earlier is not None:
        return await finish(call, earlier)
    meant = await retry.waiting(call)
    if meant is not None:
        return await retry.answer_waiting(call, meant, text)
    if text is None:
        interview = await current.open_interview(call)
        return Reply((Card("Your answer"),), form=answer_form(interview))
    try:
        interview, _ = await current.at_question(call)
    except current.EarlierAnswer as found:
        return await current.earlier_first(call, found, "The text you just sent was not taken.")
    begun = await drafts.take(call.do, interview, by_hand=True)
    before = begun.without_text(text).text if begun else ""
    return await hand_in(call, interview, f"{before}\n{text}" if before else text)


async def hand_in(call: Call, interview: Interview, text: str) -> Reply:
    """Stores the answer to the open question and shows its grade with what comes next."""
    given = conduct.Given(text, call.number("predict"), call.request.event_id)
    turn = await conduct.answer(call.do, interview, given, call.progress)
    card = show.grade_card(show.as_shown(turn.interview, turn.attempt), interview.number)
    card = await with_calibration(call, card, turn.attempt)
    return await current.whats_next(call, turn.interview, card, attempt=turn.attempt)


def answer_form(interview: Interview) -> Form:
    """The form for the open question, and for no other."""
    inputs = (
        Input("text", "Your answer", long=True),
        Input("predict", "Your guess of the score, 0 to 100", required=False),
    )
    token = encode("answer", {"session": interview.id, "n": str(interview.number)})
    return Form(token, "Your answer", inputs)


async def handled(call: Call) -> Attempt | None:
    """The attempt that an earlier run of this very event stored before it died."""
    if not call.again:
        return None
    return await call.do.attempts.of_event(call.user.id, call.request.event_id)


async def finish(call: Call, attempt: Attempt) -> Reply:
    """The reply that a crash swallowed: the answer was stored by an earlier run of the same event."""
    if attempt.attempt_no > 1:
        return await retry.finished(call, attempt)
    interview = await call.do.interviews.get(attempt.session_id)
    if interview is None:
        raise LookupError(f"attempt {attempt.id} has no interview")
    interview = await current.settled(call, interview)
    graded = await marking.grade(call.do, attempt, call.progress)
    found = interview.find(attempt.question_id)
    card = show.grade_card(show.as_shown(interview, graded), found[0] if found else 0)
    card = await with_calibration(call, card, graded)
    return await current.whats_next(call, interview, card, attempt=graded)
