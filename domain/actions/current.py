"""The interview that a request is about, found, checked and brought up to date."""

from dataclasses import replace

from domain import conduct, reporting
from domain.actions import figures, show, standing
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.grouping import finding
from domain.model.attempt import Attempt
from domain.model.interview import AskedQuestion, Interview
from domain.model.question import Question
from domain.replies import Button, Card, Reply, Text
from domain.tokens import encode


async def open_interview(call: Call) -> Interview:
    """The caller's open interview, with whatever a crash left undone finished. Raises UserError."""
    interview = await call.do.interviews.open_of(call.user.id)
    if interview is None:
        raise await nothing_open(call)
    wanted = call.text("session")
    if wanted is not None and wanted != interview.id:
        raise UserError(
            "That interview has ended, so this button does nothing any more.",
            title="Already over",
            buttons=(show.resume_button(interview),),
        )
    return interview


async def nothing_open(call: Call) -> UserError:
    """The sentence for "no interview is open", with the way to one."""
    here = await instead(call)
    if here is not None:
        words, button = here
        return UserError(
            f"You have no open interview. {words}", title="No interview is open", buttons=(button,)
        )
    buttons: tuple[Button, ...] = (show.start_button(),)
    if await call.do.interviews.of(call.user.id, 1):
        buttons = (*buttons, Button("History", encode("interview history")))
    return UserError(
        "You have no open interview, so there is nothing to do that to. `/interview start` begins one.",
        title="No interview is open",
        buttons=buttons,
    )


async def instead(call: Call) -> tuple[str, Button] | None:
    """The round that the caller is in here, from a direct message any, with the way to it."""
    group = await finding.open_here(call.do, call.request, call.user)
    if group is None and call.request.place.kind == "dm":
        held = await call.do.groups.open_with(call.user.id)
        group = next((one for one in held if call.user.id in one.present), None)
    if group is None:
        return None
    words = "But your group's round is open; `/group status` shows where it stands."
    return words, Button("Status", encode("group status", {"group": group.id}), "primary")


RECENT = 5


class EarlierAnswer(Exception):
    """An answer to the open question was stored before, so that another question is open now."""

    def __init__(self, interview: Interview, number: int) -> None:
        super().__init__("an earlier answer came first")
        self.interview = interview
        self.number = number


async def at_question(call: Call) -> tuple[Interview, AskedQuestion]:
    """The open interview, going on, at the question that the student sees.

    Raises UserError where none is open or a button of another question was pressed, and EarlierAnswer where
    finishing what a crash left undone has put a question that the student has not seen.
    """
    interview = await open_interview(call)
    asked = await same_question(call, interview)
    settled = await conduct.settle(call.do, interview, call.progress)
    if settled.open_question != asked:
        raise EarlierAnswer(settled, interview.number)
    if settled.interrupted:
        settled = await taken_up(call, settled)
        asked = settled.open_question or asked
    return await _followed(call, settled), asked


async def _followed(call: Call, interview: Interview) -> Interview:
    """The interview held, from now on, on the platform that its student has gone over to."""
    who = call.request.actor.key
    if interview.held_as == who:
        return interview
    return await call.do.interviews.change(interview.id, lambda i: i.held_in("dm", who) if i.open else i)


async def taken_up(call: Call, interview: Interview) -> Interview:
    """The interview going on where this request came from."""
    now, place, who = call.do.clock.now(), str(call.request.place), call.request.actor.key
    return await call.do.interviews.change(
        interview.id, lambda i: i.resume(now, place).held_in(place, who) if i.open else i
    )


async def earlier_first(call: Call, found: EarlierAnswer, lost: str) -> Reply:
    """Shows the earlier answer's grade and where the interview is; `lost` says what was not done."""
    question_id = found.interview.questions[found.number - 1].question_id
    attempts = await call.do.attempts.of_session(found.interview.id)
    stored = next(a for a in attempts if (a.question_id, a.attempt_no) == (question_id, 1))
    note = Card("Your earlier answer was kept", (Text(f"It was saved and is graded now. {lost}"),))
    reply = await whats_next(
        call,
        found.interview,
        note,
        show.grade_card(show.as_shown(found.interview, stored), found.number),
        attempt=stored,
    )
    return replace(reply, failed=True)


async def done_already(call: Call) -> Interview | None:
    """The interview as this very event left it, where an earlier run of it died before its reply."""
    if not call.again:
        return None
    recent = await call.do.interviews.of(call.user.id, RECENT)
    return next((i for i in recent if call.request.event_id in i.events), None)


async def same_question(call: Call, interview: Interview) -> AskedQuestion:
    """The open question, if it is the one the pressed button stood under. Raises UserError otherwise."""
    asked, number = interview.open_question, call.number("n")
    if asked is None:
        raise await nothing_open(call)
    if number is not None and number != interview.number:
        raise UserError(
            f"Question {number} has been dealt with already; question {interview.number} is open now.",
            title="Already past that question",
            buttons=show.question_buttons(interview),
        )
    return asked


async def bank_question(call: Call, interview: Interview) -> Question | None:
    """The bank's question behind the open one."""
    asked = interview.open_question
    return None if asked is None else await call.do.questions.get(asked.slug)


async def whats_next(
    call: Call, interview: Interview, *before: Card, attempt: Attempt | None = None
) -> Reply:
    """The reply that ends a step: what came before, then the next question or the result."""
    data = {
        **figures.session_data(interview, None),
        **figures.attempt_data(attempt),
        "finished": not interview.open,
    }
    if not interview.open:
        ended = await result(call, interview, *before, data=data)
        return replace(ended, about=show.about(attempt))
    asked = interview.open_question
    question = await bank_question(call, interview)
    graded = interview.find(attempt.question_id) if attempt else None
    why = (show.why_button(interview, graded[0]),) if graded else ()
    cards = before if asked is None else (*before, show.question_card(interview, asked, question))
    return Reply(
        cards=cards,
        buttons=(*show.question_buttons(interview), *why),
        data={**data, "question": figures.question_data(interview, question)},
        about=show.about(attempt),
    )


async def result(call: Call, interview: Interview, *before: Card, data: dict[str, object]) -> Reply:
    """The end of an interview; its PDF follows as a job."""
    if interview.report_id is None:
        card = Card(
            "Interview ended", show.prose("Nothing was answered, so there is no score and no report.")
        )
        return Reply((*before, card), (show.start_button(),), data={**data, **figures.report_data(None)})
    report = await reporting.report_of(call.do, interview)
    if not await reporting.is_early(call.do, interview):
        job = reporting.report_job(report.id, call.request.actor, call.request.place)
        await call.do.jobs.add("render_report", job)
    card, buttons = await standing.result(call.do, interview, report)
    return Reply((*before, card), buttons, data={**data, **figures.report_data(report)})


async def settled(call: Call, interview: Interview) -> Interview:
    """The interview with a stored answer graded and the next question put, where a crash came between."""
    return await conduct.settle(call.do, interview, call.progress)
