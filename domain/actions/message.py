"""A message without a command: an answer to the open question, at once or gathered from several messages."""

import re
from datetime import datetime, timedelta

from domain import drafts, quizzing
from domain.actions import chat, current, figures, group_answer, quiz, retry, show
from domain.actions.answer import answer, finish, hand_in, handled
from domain.actions.kinds import Call
from domain.actions.texts import text_of
from domain.errors import UserError
from domain.model.draft import Part
from domain.model.interview import AskedQuestion, Interview
from domain.model.quiz import Sitting
from domain.replies import Button, Reply, Text, say
from domain.tokens import encode

READING = timedelta(seconds=1.5)
SILENCE = Reply(data={"silent": True})
EMPTIED = Reply(data={"silent": True, "draft": {"messages": 0, "characters": 0}})
_ACCOUNT = re.compile(r"\s*account\s+(?:register|link|export|delete)\b", re.IGNORECASE)
BUTTON_WORDS = ("hint", "skip", "pause", "end", "resume", "status", "help", "why", "start")
SLIPS = (
    "answer",
    "submit",
    "next",
    "retry",
    "quiz",
    "review",
    "interview",
    "roadmap",
    "history",
    "report",
    "appeal",
)


async def plain_message(call: Call) -> Reply:
    """Takes the message where an open question waits for it here.

    With a `message` id it joins the messages before it, until a pause or Submit; without, it is the answer.
    """
    group = await group_answer.meant_here(call)
    if group is not None:
        return await group_answer.said(call, group)
    earlier = await handled(call)
    if earlier is not None:
        return await finish(call, earlier)
    interview = await call.do.interviews.open_of(call.user.id)
    if interview is None:
        return await _without_interview(call)
    sitting = await _quiz_of_a_letter(call, interview)
    if sitting is not None:
        return await quiz.typed(call, sitting, call.text("text"))
    _refuse_elsewhere(call, interview)
    return await answer(call) if call.text("message") is None else await _gather(call, interview)


async def _quiz_of_a_letter(call: Call, interview: Interview) -> Sitting | None:
    """The quiz that a lone letter answers, where the interview is paused or put its question before that."""
    in_draft = interview.draft is not None and not interview.interrupted
    if call.request.place.kind != "dm" or in_draft or quiz.letter_of(call.text("text")) is None:
        return None
    sitting = await quizzing.at_hand(call.do, call.user.id)
    if sitting is None or interview.interrupted:
        return sitting
    return sitting if sitting.updated_at > interview.last_active_at else None


async def _without_interview(call: Call) -> Reply:
    """A retry that waits takes the message, in a direct message or the thread where it was asked for.

    So does a quiz that is at hand, in a direct message; of both, the one that was asked last.
    """
    meant, place = await retry.waiting(call), call.request.place
    sitting = await quizzing.at_hand(call.do, call.user.id) if place.kind == "dm" else None
    if sitting is not None and (meant is None or sitting.updated_at > meant.asked_at):
        return await quiz.typed(call, sitting, call.text("text"))
    if meant is not None and (place.kind == "dm" or (place.kind == "thread" and str(place) == meant.place)):
        text = await text_of(call)
        if text is None:
            words = "There is no text in that message. The question still waits."
            raise UserError(words, title="Empty answer")
        if call.text("message") is not None:
            _refuse_a_lone_word((), text)
        return await retry.answer_waiting(call, meant, text)
    _refuse_a_bare_command(call.text("text") or "")
    if place.kind == "dm" and not _is_slip(call.text("text")):
        return await chat.plain(call)
    return say(
        "No interview is open",
        "So there is no question that this could answer. `/interview start` begins one, `/help` lists what "
        "I can do, and `/chat ask` asks the coach.",
        buttons=(show.start_button(), Button("Help", encode("help"))),
    )


def _refuse_a_bare_command(text: str) -> None:
    """What was typed behind it may be a password, so nobody is asked what it might mean."""
    found = _ACCOUNT.match(text)
    if found is not None:
        name = " ".join(found[0].casefold().split())
        raise UserError(
            f"If you meant the command, begin with a slash: `/{name}`. Nothing of that message was kept.",
            title="A command?",
        )


def _is_slip(text: str | None) -> bool:
    """Whether it is one word of a command or of a button, or the letter of a quiz, and hardly a question."""
    return text is not None and (_word(text) in (*BUTTON_WORDS, *SLIPS) or quiz.letter_of(text) is not None)


def _refuse_elsewhere(call: Call, interview: Interview) -> None:
    place = call.request.place
    if place.kind == "channel":
        raise UserError("In a channel I take commands only: answer with `/answer`, or in a direct message.")
    if place.kind == "thread" and str(place) != interview.place:
        raise UserError(
            "Your interview is not held in this thread, so this was not taken as an answer. "
            "Resume it here first.",
            title="Not held here",
            buttons=(show.resume_button(interview),),
        )
    if interview.interrupted:
        raise UserError(
            "Your interview is paused, so this was not taken as an answer. Resume it, then send the answer.",
            title="Paused",
            buttons=(show.resume_button(interview),),
        )


async def _gather(call: Call, interview: Interview) -> Reply:
    """Puts the message into the draft, which is on disk before it is said to be kept."""
    if drafts.being_handed_in(call.do, interview):
        raise drafts.came_late()
    try:
        interview, asked = await current.at_question(call)
    except current.EarlierAnswer as found:
        return await current.earlier_first(call, found, "The message you just sent was not taken.")
    text = await text_of(call)
    if text is None:
        raise UserError("There is no text in that message. The question is still open.", title="Empty answer")
    if interview.draft is None:
        _refuse_a_lone_word(show.question_buttons(interview), text)
        _refuse_what_was_sent_before(call.request.sent_at, interview, asked)
    part = Part(message_id=call.text("message") or "", text=text)
    added = await drafts.add(call.do, interview, asked.question_id, part, call.request)
    await _wait_for_quiet(call, interview, added)
    return _kept(call, added)


async def _wait_for_quiet(call: Call, before: Interview, changed: Interview) -> None:
    """Has the draft handed in after its pause, where nothing waits for the end of that yet."""
    asked = changed.open_question
    if asked is not None and before.draft_due_at is None and changed.draft_due_at is not None:
        job = drafts.job(changed, asked, call.request.actor)
        await call.do.jobs.add("submit_draft", job, call.do.rules.pause)


def _refuse_a_lone_word(buttons: tuple[Button, ...], text: str) -> None:
    word = _word(text)
    if word in BUTTON_WORDS:
        raise UserError(
            f"If you meant the button, press it. To answer with the one word “{word}”: `/answer {word}`.",
            title="Not taken as an answer",
            buttons=buttons,
        )


def _word(text: str) -> str:
    return text.strip().strip(".!/").casefold()


def _refuse_what_was_sent_before(
    sent_at: datetime | None, interview: Interview, asked: AskedQuestion
) -> None:
    """Nobody reads a question and answers it in a blink: that message was meant for the one before."""
    if sent_at is not None and interview.number > 1 and sent_at < asked.asked_at + READING:
        raise drafts.came_late()


def _kept(call: Call, interview: Interview) -> Reply:
    draft = interview.draft
    if draft is None:
        return SILENCE
    count = len(draft.parts)
    messages = "1 message" if count == 1 else f"{count} messages"
    by_itself = f", or it is taken after {call.do.rules.pause_seconds:g} s of quiet"
    words = (
        f"Your answer so far: {messages}. Send more, edit or delete them; press Submit when it is whole"
        f"{by_itself if interview.draft_due_at else ''}."
    )
    return say(
        "Writing your answer",
        Text(words),
        buttons=(show.submit_button(interview),),
        data={
            **figures.session_data(interview, None),
            "draft": {"messages": count, "characters": len(draft.text)},
        },
    )


async def submit(call: Call) -> Reply:
    """Hands in the messages gathered so far as the answer."""
    earlier = await handled(call)
    if earlier is not None:
        return await finish(call, earlier)
    interview = await current.open_interview(call)
    await current.same_question(call, interview)
    if not call.again:
        _refuse_what_is_taken(call, interview)
    try:
        interview, _ = await current.at_question(call)
    except current.EarlierAnswer as found:
        if interview.draft is not None and not interview.draft.taken:
            words = "Your answer was taken a moment ago; its result is there already."
            raise UserError(words, title="Taken") from found
        return await current.earlier_first(call, found, "Nothing more was taken.")
    draft = await drafts.take(call.do, interview, by_hand=True, again=call.again)
    if draft is not None:
        return await hand_in(call, interview, draft.text)
    stored = await call.do.interviews.get(interview.id)
    _refuse_what_is_taken(call, stored or interview)
    raise UserError(
        "There is nothing to submit yet. Send your answer as one or several messages first.",
        title="Nothing written yet",
        buttons=show.question_buttons(interview),
    )


def _refuse_what_is_taken(call: Call, interview: Interview) -> None:
    if drafts.being_handed_in(call.do, interview):
        raise UserError("Your answer is being graded already; the result is on its way.", title="Taken")


async def amend(call: Call) -> Reply:
    """An edited message: its draft follows, as long as it was not handed in."""
    interview = await call.do.interviews.open_of(call.user.id)
    text = await text_of(call)
    if interview is None or interview.draft is None or text is None:
        return SILENCE
    message_id = call.text("message") or ""
    changed = await drafts.amend(call.do, interview, Part(message_id=message_id, text=text))
    await _wait_for_quiet(call, interview, changed)
    return _kept(call, changed) if changed.draft is not None and changed.draft.has(message_id) else SILENCE


async def withdraw(call: Call) -> Reply:
    """A deleted message leaves its draft."""
    interview = await call.do.interviews.open_of(call.user.id)
    message_id = call.text("message") or ""
    if interview is None or interview.draft is None or not interview.draft.has(message_id):
        return SILENCE
    left = await drafts.withdraw(call.do, interview, message_id)
    return EMPTIED if left.draft is None else _kept(call, left)


async def typing(call: Call) -> Reply:
    """Somebody is still writing: their draft waits for them."""
    interview = await call.do.interviews.open_of(call.user.id)
    if interview is not None and interview.draft is not None:
        await drafts.wait_for_typing(call.do, interview)
    return SILENCE
