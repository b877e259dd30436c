"""/interview appeal: adds evidence to an answer and has it graded again, row by row."""

from domain import appealing, reporting
from domain.actions import current, explain, figures, show
from domain.actions.kinds import Call
from domain.actions.located import Answered, answered
from domain.actions.texts import blank
from domain.errors import UserError
from domain.model.attempt import Attempt
from domain.model.interview import Interview
from domain.replies import Card, Form, Input, Reply, Text
from domain.tokens import encode

HOW = "What was overlooked, or what you meant"


async def appeal(call: Call) -> Reply:
    """Grades that answer again with the text; with no text it opens a form."""
    found = await answered(call)
    text = (call.text("text") or "").strip()
    if blank(text):
        return _form_reply(call, found)
    if len(text) > appealing.LONGEST:
        raise UserError(
            f"That appeal has {len(text):,} characters; {appealing.LONGEST:,} are the most. Point at what "
            "counts; your appeal is not used up.",
            title="Too long",
        )
    try:
        done = await appealing.appeal(call.do, found.attempt, text)
    except UserError as error:
        raise _with_a_way_on(error, found) from error
    except LookupError as error:
        raise UserError("That question is no longer in the bank, so it cannot be graded again.") from error
    return await _reply(call, found.number, done)


def _form_reply(call: Call, found: Answered) -> Reply:
    """The form, or why there is none: an empty text is no appeal."""
    reason = appealing.why_not(found.attempt)
    if reason:
        raise _with_a_way_on(UserError(reason, title="No appeal here"), found)
    if call.request.args.get("text") is not None:
        empty = UserError("There are no words in this appeal, so it is not used up.", title="Empty appeal")
        raise _with_a_way_on(empty, found)
    here = {"session": found.interview.id, "question": str(found.number)}
    if found.attempt.attempt_no > 1:
        here["try"] = str(found.attempt.attempt_no)
    form = Form(encode("interview appeal", here), "Your appeal", (Input("text", HOW, long=True),))
    return Reply((Card("Your appeal"),), form=form)


def _with_a_way_on(error: UserError, found: Answered) -> UserError:
    """The same refusal with what can be done instead, and the grade as it stands."""
    attempt, number = found.attempt, found.number
    again = explain.appeal_button(attempt, number) if isinstance(error, appealing.Refused) else ()
    return UserError(
        error.message,
        title="Nothing to go by" if isinstance(error, appealing.Refused) else error.title,
        buttons=(*again, explain.why_button(attempt, number), explain.retry_button(found.interview, number)),
        data={"session_id": found.interview.id, **figures.attempt_data(attempt)},
    )


async def _reply(call: Call, number: int, done: appealing.Appealed) -> Reply:
    attempt, interview = done.attempt, done.interview
    question = await current.bank_question(call, interview)
    total, result = await _result(call, attempt, interview)
    card = (
        show.grade_card(attempt, number) if attempt.attempt_no == 1 else explain.tried_card(attempt, number)
    )
    change = explain.change_card(done.before, attempt.grade(), "On appeal")
    back = (show.resume_button(interview),) if interview.open else ()
    return Reply(
        (card, change, *total),
        (explain.why_button(attempt, number), explain.retry_button(interview, number), *back),
        data={
            **figures.session_data(interview, question),
            **figures.attempt_data(attempt),
            **result,
            "before": done.before.score,
            "try": attempt.attempt_no,
            "finished": not interview.open,
        },
        about=show.about(attempt),
    )


async def _result(
    call: Call, attempt: Attempt, interview: Interview
) -> tuple[tuple[Card, ...], dict[str, object]]:
    """The interview's new total, where it has ended and this answer counts in it."""
    if interview.open or interview.report_id is None:
        return (), {}
    report = await reporting.report_of(call.do, interview)
    if attempt.attempt_no > 1:
        return (), figures.report_data(report)
    title = f"The interview is now {show.score(report.overall, report.low, report.high)}"
    return (Card(title, (Text("The PDF is drawn anew."),)),), figures.report_data(report)
