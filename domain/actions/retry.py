"""/interview retry: a question once more, and what the second answer changed."""

from domain import retaking
from domain.actions import current, explain, figures, show
from domain.actions.kinds import Call
from domain.actions.located import Answered, answered, in_interview
from domain.actions.standing import with_calibration
from domain.actions.texts import text_of
from domain.conduct import Given
from domain.errors import UserError
from domain.model.attempt import Attempt
from domain.model.user import Retrying
from domain.replies import Button, Card, Form, Input, Reply, Text, say
from domain.scoring import NOT_COUNTED
from domain.tokens import encode

ONLY_THE_FIRST = "The interview's own result stays as it is: it counts first tries alone."


async def retry(call: Call) -> Reply:
    """Takes the text as another answer; without one it asks the question again, or opens a form."""
    found = await answered(call)
    _refuse_before_its_time(found)
    earlier = await _stored_before(call)
    if earlier is not None:
        return await finished(call, earlier)
    text = await text_of(call)
    if text is not None:
        return await _take(call, found, text, call.number("try"))
    number = await retaking.next_try(call.do, found.interview, found.asked)
    if call.text("form") is not None:
        return Reply((Card("Your answer"),), form=_form(found, number))
    return await _ask(call, found, number)


def _refuse_before_its_time(found: Answered) -> None:
    first = found.tries[0]
    if first.graded and NOT_COUNTED not in first.flags:
        return
    raise UserError(
        "Your first answer to that question has no grade yet, so there is nothing to compare with. It is "
        "graded by itself; please try again later.",
        title="Not graded yet",
    )


async def _stored_before(call: Call) -> Attempt | None:
    if not call.again:
        return None
    return await call.do.attempts.of_event(call.user.id, call.request.event_id)


async def _ask(call: Call, found: Answered, number: int) -> Reply:
    """The question once more; while no interview is open, a plain message is now its answer."""
    interview, asked = found.interview, found.asked
    question = await call.do.questions.get(asked.slug)
    if question is None:
        raise UserError("That question is no longer in the bank, so it cannot be asked again.")
    waits = await call.do.interviews.open_of(call.user.id) is None
    if waits:
        now, place = call.do.clock.now(), str(call.request.place)
        waiting = Retrying(
            session_id=interview.id,
            question_id=asked.question_id,
            attempt_no=number,
            asked_at=now,
            place=place,
        )
        await retaking.wait_for(call.do, call.user, waiting)
    buttons = (_answer_button(found, number), *((_not_now(),) if waits else ()))
    return Reply(
        (show.question_card(interview, asked, question, found.number), Card("Once more", (_how(waits),))),
        buttons,
        data={
            **figures.session_data(interview, await current.bank_question(call, interview)),
            "question": figures.asked_data(interview, asked, found.number, question),
            "try": number,
            "before": found.tries[-1].score,
        },
    )


def _how(waits: bool) -> Text:
    if waits:
        return Text("Your next message is the answer; for 24 hours. No hints, no clock.")
    return Text("Press Answer: your interview is open, so messages go to its question. No hints, no clock.")


def _answer_button(found: Answered, number: int) -> Button:
    return Button("Answer", encode("interview retry", {**_here(found, number), "form": "1"}), "primary")


def _here(found: Answered, number: int) -> dict[str, str]:
    return {"session": found.interview.id, "question": str(found.number), "try": str(number)}


def _not_now() -> Button:
    return Button("Not now", encode("interview later"))


def _form(found: Answered, number: int) -> Form:
    inputs = (
        Input("text", "Your answer", long=True),
        Input("predict", "Your guess of the score, 0 to 100", required=False),
    )
    return Form(encode("interview retry", _here(found, number)), "Your answer", inputs)


async def later(call: Call) -> Reply:
    """Has no plain message answer a retry any more."""
    await retaking.forget(call.do, call.user, call.user.retrying)
    return say("Left for later", "Nothing waits for an answer. `/interview retry` asks again at any time.")


async def waiting(call: Call) -> Retrying | None:
    """The retry that a message or `/answer` without a button is meant for."""
    return None if call.text("session") else await retaking.pending(call.do, call.user)


async def answer_waiting(call: Call, meant: Retrying, text: str | None) -> Reply:
    """Takes the text as the answer that is waited for; without one it opens its form."""
    interview = await call.do.interviews.get(meant.session_id)
    if interview is None:
        raise LookupError(f"a retry of the interview {meant.session_id}, which is not there")
    found = await in_interview(call, interview, meant.question_id)
    if text is None:
        return Reply((Card("Your answer"),), form=_form(found, meant.attempt_no))
    return await _take(call, found, text, meant.attempt_no)


async def _take(call: Call, found: Answered, text: str, number: int | None) -> Reply:
    given = Given(text, call.number("predict"), call.request.event_id)
    try:
        attempt = await retaking.take(call.do, found.interview, found.asked, given, number)
    except retaking.TakenBefore as error:
        reply = await finished(call, error.attempt)
        words = (Text("This try has an answer already, so the text you just sent was not taken."),)
        return _refused(reply, Card("Your earlier answer was kept", words))
    return await finished(call, attempt)


def _refused(reply: Reply, note: Card) -> Reply:
    return Reply((note, *reply.cards), reply.buttons, data=reply.data, failed=True, about=reply.about)


async def finished(call: Call, stored: Attempt) -> Reply:
    """A stored retry graded, with what it changed against the try before it; harmless if repeated."""
    attempt = await retaking.grade(call.do, stored, call.progress)
    held = call.user.retrying
    if held is not None and (held.session_id, held.question_id) == (stored.session_id, stored.question_id):
        await retaking.forget(call.do, call.user, held)
    interview = await call.do.interviews.get(attempt.session_id)
    if interview is None:
        raise LookupError(f"attempt {attempt.id} has no interview")
    found = await in_interview(call, interview, attempt.question_id)
    before = _before(found, attempt)
    card = await with_calibration(call, explain.tried_card(attempt, found.number), attempt)
    return Reply(
        (card, *_changed(before, attempt), Card("What counts", (Text(ONLY_THE_FIRST),))),
        _onward(found, attempt),
        data={
            **figures.session_data(interview, await current.bank_question(call, interview)),
            **figures.attempt_data(attempt),
            "try": attempt.attempt_no,
            "before": before.score if before else None,
            "finished": not interview.open,
        },
        about=show.about(attempt),
    )


def _before(found: Answered, attempt: Attempt) -> Attempt | None:
    """The last graded try before that one."""
    earlier = [a for a in found.tries if a.attempt_no < attempt.attempt_no and a.graded]
    return earlier[-1] if earlier else None


def _changed(before: Attempt | None, attempt: Attempt) -> tuple[Card, ...]:
    if before is None:
        return ()
    return (explain.change_card(before.grade(), attempt.grade(), f"Against try {before.attempt_no}"),)


def _onward(found: Answered, attempt: Attempt) -> tuple[Button, ...]:
    why, retry_it = (
        explain.why_button(attempt, found.number),
        explain.retry_button(found.interview, found.number),
    )
    return (
        why,
        retry_it,
        show.resume_button(found.interview) if found.interview.open else show.start_button(),
    )
