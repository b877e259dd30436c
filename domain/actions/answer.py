"""/answer, a plain message as an answer, and /interview why."""

import unicodedata

from domain import conduct, drafts, uploads
from domain.actions import current, show
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.model.attempt import Attempt
from domain.model.interview import Interview
from domain.replies import Bullets, Card, Form, Input, Reply, Text
from domain.tokens import encode


async def answer(call: Call) -> Reply:
    """Stores, grades and goes on; with no text it opens a form."""
    text = await text_of(call)
    if text is None:
        interview = await current.open_interview(call)
        return Reply((Card("Your answer"),), form=answer_form(interview))
    earlier = await handled(call)
    if earlier is not None:
        return await finish(call, earlier)
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
    card = show.grade_card(turn.attempt, interview.number)
    return await current.whats_next(call, turn.interview, card, attempt=turn.attempt)


def answer_form(interview: Interview) -> Form:
    """The form for the open question, and for no other."""
    inputs = (
        Input("text", "Your answer", long=True),
        Input("predict", "Your guess of the score, 0 to 100", required=False),
    )
    token = encode("answer", {"session": interview.id, "n": str(interview.number)})
    return Form(token, "Your answer", inputs)


async def text_of(call: Call) -> str | None:
    """What was typed and what was attached, or None where there is neither. Raises UserError if too long."""
    limit = call.do.rules.longest_answer
    attached = [await uploads.read_text(file, limit) for file in call.request.files]
    parts = [part for part in (call.text("text"), *attached) if part and not _blank(part)]
    if not parts:
        if call.request.args.get("text") is not None or call.request.files:
            raise UserError(
                "There is no text in that answer. The question is still open.", title="Empty answer"
            )
        return None
    text = "\n\n".join(parts)
    if len(text) > limit:
        raise UserError(
            f"That answer has {len(text):,} characters; {limit:,} are the most I can grade. "
            "The question is still open: please send the part that matters.",
            title="Too long",
        )
    return text


def _blank(text: str) -> bool:
    """Whether nothing of it can be seen; invisible characters are no answer."""
    return all(unicodedata.category(char)[0] in "CZ" for char in text)


async def handled(call: Call) -> Attempt | None:
    """The attempt that an earlier run of this very event stored before it died."""
    if not call.again:
        return None
    return await call.do.attempts.of_event(call.user.id, call.request.event_id)


async def finish(call: Call, attempt: Attempt) -> Reply:
    """The reply that a crash swallowed: the answer was stored by an earlier run of the same event."""
    interview = await call.do.interviews.get(attempt.session_id)
    if interview is None:
        raise LookupError(f"attempt {attempt.id} has no interview")
    interview = await current.settled(call, interview)
    graded = await conduct.grade(call.do, attempt, call.progress)
    found = interview.find(attempt.question_id)
    card = show.grade_card(graded, found[0] if found else 0)
    return await current.whats_next(call, interview, card, attempt=graded)


async def why(call: Call) -> Reply:
    """The rubric rows of an answer: the words that met each, or what was missing."""
    interview, attempt, number = await _attempt_in_question(call)
    if not attempt.graded:
        raise UserError("That answer is not graded yet. `/interview status` finishes it.")
    model = await call.do.questions.get(attempt.question_id.split("~", 1)[0])
    weight = sum(row.weight for row in attempt.rows) or 1
    lines = tuple(
        f"{round(100 * row.weight / weight)}% of the score: {show.row_line(row)}" for row in attempt.rows
    )
    grade = attempt.grade()
    cards = [
        Card(
            f"Question {number}: {show.score(grade.score, grade.low, grade.high)}",
            (
                Text(f"Graded by {grade.grader}: a check of points covered, not an understanding."),
                Bullets(lines),
            ),
        )
    ]
    if not interview.open and model is not None and "~" not in attempt.question_id:
        cards.append(Card("A model answer", show.prose(model.model_answer)))
    return Reply(tuple(cards), data={"session_id": interview.id, **show.attempt_data(attempt)})


async def _attempt_in_question(call: Call) -> tuple[Interview, Attempt, int]:
    """The attempt that `question` names in the open or else the last interview; the latest by default."""
    interview = await _interview_in_question(call)
    attempts = await call.do.attempts.of_session(interview.id)
    if not attempts:
        raise UserError("Nothing has been answered in this interview yet.", title="Nothing to explain")
    asked = call.text("question")
    found = interview.find(asked or attempts[-1].question_id)
    attempt = next((a for a in reversed(attempts) if found and a.question_id == found[1].question_id), None)
    if found is None or attempt is None:
        answered = [str(n) for n, q in enumerate(interview.questions, 1) if q.outcome == "answered"]
        raise UserError(f"There is no answer to question “{asked}”. Answered: {', '.join(answered)}.")
    return interview, attempt, found[0]


async def _interview_in_question(call: Call) -> Interview:
    wanted = call.text("session")
    interview = await call.do.interviews.get(wanted) if wanted else None
    interview = interview or next(iter(await call.do.interviews.of(call.user.id, 1)), None)
    if interview is None:
        raise await current.nothing_open(call)
    return interview
