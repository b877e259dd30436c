"""/interview: status, pause, resume, hint, skip, end, history."""

from collections import Counter
from dataclasses import replace

from domain import conduct, drafts
from domain.actions import current, figures, retry, show, standing
from domain.actions.kinds import Call
from domain.errors import NotYours, UserError
from domain.model.interview import Interview
from domain.replies import Button, Card, Reply, Text, say

LISTED = 10


async def status(call: Call) -> Reply:
    """Where the open interview stands, or how the last one ended."""
    interview = await call.do.interviews.open_of(call.user.id)
    if interview is None:
        return await _no_open_status(call)
    interview = await current.settled(call, interview)
    if not interview.open:
        return await current.whats_next(call, interview)
    asked, question = interview.open_question, await current.bank_question(call, interview)
    paused = "Paused. " if interview.interrupted else ""
    card = Card(
        show.headline(interview),
        (Text(f"{paused}{interview.answered} answered, {interview.remaining} to go."),),
        show.plan_fields(interview),
    )
    buttons = (show.resume_button(interview),) if interview.interrupted else show.question_buttons(interview)
    cards = (card,) if asked is None else (card, show.question_card(interview, asked, question))
    return Reply(cards, buttons, data=figures.session_data(interview, question))


async def _no_open_status(call: Call) -> Reply:
    last = next(iter(await call.do.interviews.of(call.user.id, 1)), None)
    data = figures.session_data(last, None) if last else figures.NO_SESSION
    words = "`/interview start` begins one."
    if last is not None:
        words = f"The last one was {history_line(last)}. {words}"
    buttons: tuple[Button, ...] = (show.start_button(),)
    here = await current.instead(call)
    if here is not None:
        words, buttons = f"{here[0]} {words}", (here[1], *buttons)
    return say("No interview is open", words, buttons=buttons, data=data)


async def pause(call: Call) -> Reply:
    """Stops the clock of the open interview and keeps its place."""
    interview = await current.open_interview(call)
    now = call.do.clock.now()
    interview = await call.do.interviews.change(interview.id, lambda i: i.pause(now) if i.open else i)
    return say(
        "Paused",
        f"Your place at question {interview.number} of {interview.of} is kept until {_kept_until(call)}, "
        "and the clock stands still. `/interview resume` goes on from there.",
        buttons=(show.resume_button(interview), show.end_button(interview)),
        data=figures.session_data(interview, await current.bank_question(call, interview)),
    )


def _kept_until(call: Call) -> str:
    return (call.do.clock.now() + call.do.rules.abandon_after).strftime("%-d %B")


async def resume(call: Call) -> Reply:
    """Takes the open interview up, at the right question."""
    interview = await _to_resume(call)
    interview = await current.taken_up(call, interview)
    interview = await current.settled(call, interview)
    if not interview.open:
        return await current.whats_next(call, interview)
    card = Card(show.headline(interview), (Text(f"Welcome back. {interview.answered} answered so far."),))
    return await current.whats_next(call, interview, card)


async def _to_resume(call: Call) -> Interview:
    wanted = call.text("session")
    interview = (
        await call.do.interviews.get(wanted) if wanted else await call.do.interviews.open_of(call.user.id)
    )
    if wanted and interview is None:
        raise NotYours
    if interview is None:
        raise await current.nothing_open(call)
    if not interview.open:
        buttons = show.result_buttons(interview) if interview.report_id else (show.start_button(),)
        raise UserError(
            f"That interview is {interview.status}, so it cannot be resumed.",
            title="Already over",
            buttons=buttons,
        )
    return interview


async def hint(call: Call) -> Reply:
    """The next hint on the open question, for its price."""
    done = await current.done_already(call)
    if done is not None:
        asked_then = done.open_question
        if asked_then is None or not asked_then.hints_used:
            return await current.whats_next(call, done)
        return await _hint_reply(call, done, asked_then.hints_used)
    try:
        interview, asked = await current.at_question(call)
    except current.EarlierAnswer as found:
        return await current.earlier_first(call, found, "No hint was taken.")
    hints = await _hints(call, interview)
    if asked.hints_used >= len(hints):
        none = (
            "A follow-up has no hints."
            if asked.follow_up_of
            else "There is no further hint on this question."
        )
        buttons = show.question_buttons(interview)
        raise UserError(f"{none} Say what you do know, or skip it.", title="No more hints", buttons=buttons)
    now, event = call.do.clock.now(), call.request.event_id
    changed = await call.do.interviews.change(
        interview.id,
        lambda i: i.with_hint().touched(now).by_event(event) if i.open_question == asked else i,
    )
    taken = changed.open_question
    if taken is None or taken.question_id != asked.question_id:
        return await current.whats_next(call, changed)
    return await _hint_reply(call, changed, taken.hints_used)


async def _hints(call: Call, interview: Interview) -> tuple[str, ...]:
    question, asked = await current.bank_question(call, interview), interview.open_question
    return question.hints if question is not None and asked is not None and not asked.follow_up_of else ()


async def _hint_reply(call: Call, interview: Interview, number: int) -> Reply:
    hints, cost = await _hints(call, interview), call.do.rules.hint_cost
    question = await current.bank_question(call, interview)
    return say(
        f"Hint {number} of {len(hints)}",
        hints[number - 1],
        f"It takes {cost} points off this answer ({cost * number} in all).",
        buttons=show.question_buttons(interview),
        data={**figures.session_data(interview, question), "hint": hints[number - 1], "hints_used": number},
    )


async def skip(call: Call) -> Reply:
    """Passes over the open question; it counts 0."""
    done = await current.done_already(call)
    if done is not None:
        skipped = [q.question_id for q in done.questions if q.outcome == "skipped"]
        reply = await current.whats_next(call, done)
        return replace(reply, data={**reply.data, "question_id": skipped[-1] if skipped else None})
    try:
        interview, asked = await current.at_question(call)
    except current.EarlierAnswer as found:
        return await current.earlier_first(call, found, "Nothing was skipped.")
    after = await conduct.skip(call.do, interview, call.request.event_id)
    card = Card(
        f"Question {interview.number} skipped",
        (Text("It counts 0; its model answer will be in the report."),),
    )
    reply = await current.whats_next(call, after, card)
    return replace(reply, data={**reply.data, "question_id": asked.question_id})


async def leave(call: Call) -> Reply:
    """Asks before an interview with questions left is ended by a button."""
    interview = await current.open_interview(call)
    return say(
        "End the interview?",
        f"{interview.remaining} question{'s are' if interview.remaining != 1 else ' is'} left. "
        "What you answered is kept, graded and reported either way; an ended interview cannot be resumed.",
        buttons=(show.end_button(interview), show.resume_button(interview)),
        data=figures.session_data(interview, await current.bank_question(call, interview)),
    )


async def end(call: Call) -> Reply:
    """Ends the open interview and makes its report of what was answered."""
    done = await current.done_already(call)
    if done is not None:
        return await current.whats_next(call, done)
    if await retry.waiting(call) is not None:
        return await retry.later(call)
    interview = await current.settled(call, await current.open_interview(call))
    draft = await drafts.take(call.do, interview, by_hand=True)
    if draft is not None:
        given = conduct.Given(draft.text, None, call.request.event_id)
        interview = (await conduct.answer(call.do, interview, given, call.progress)).interview
    if interview.open:
        interview = await conduct.end(call.do, interview, call.request.event_id)
    return await current.whats_next(call, interview)


async def history(call: Call) -> Reply:
    """The caller's last interviews, the newest first."""
    interviews = await call.do.interviews.of(call.user.id, LISTED)
    if not interviews:
        return say(
            "No interviews yet", "`/interview start` begins your first.", buttons=(show.start_button(),)
        )
    retried = Counter(a.session_id for a in await standing.answers(call.do, call.user.id) if a.attempt_no > 1)
    lines = [" · ".join((history_line(i), *_retries(retried[i.id]))) for i in interviews]
    cards = tuple(Card(show.headline(i), (Text(line),)) for i, line in zip(interviews, lines, strict=True))
    first = interviews[0]
    button = show.resume_button(first) if first.open else show.start_button()
    reports = tuple(show.report_button(i, dated=True) for i in interviews[:3] if i.report_id)
    return Reply(
        (Card("Your interviews"), *cards),
        (button, *reports),
        data={"sessions": [figures.session_data(i, None) | {"report_id": i.report_id} for i in interviews]},
    )


def _retries(count: int) -> tuple[str, ...]:
    return (f"{count} retr{'y' if count == 1 else 'ies'}",) if count else ()


def history_line(interview: Interview) -> str:
    """`22 Nov 2026 · completed · 74/100 · 6 of 6 answered`."""
    outcome = "paused" if interview.interrupted else interview.status.replace("_", " ")
    parts = [interview.started_at.strftime("%-d %b %Y"), outcome]
    if interview.result_summary is not None:
        parts.append(f"{interview.result_summary.overall}/100")
    return " · ".join([*parts, f"{interview.answered} of {len(interview.questions)} answered"])
