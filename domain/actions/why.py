"""/interview why: the rows of a grade, how they add up, and what was said before."""

from domain import marking
from domain.actions import explain, figures, mentor_remarks, mentor_withhold, show
from domain.actions.kinds import Call
from domain.actions.located import Answered, answered
from domain.errors import UserError
from domain.model.attempt import Attempt
from domain.replies import Bullets, Button, Card, Reply, Text


async def why(call: Call) -> Reply:
    """The rubric rows of an answer: the words that met each, or what was missing."""
    found = await answered(call)
    attempt = await _graded(call, found)
    withhold = await mentor_withhold.buttons(call, found)
    cards = (
        _rows_card(show.as_shown(found.interview, attempt), found.number),
        *await mentor_remarks.why_cards(call, attempt),
        explain.earlier_card(attempt),
        explain.tries_card(found),
        await _model_answer(call, found),
    )
    return Reply(
        tuple(card for card in cards if card is not None),
        (
            *explain.appeal_button(attempt, found.number),
            *mentor_remarks.back_buttons(attempt),
            *_onward(found),
            *withhold,
        ),
        data={
            "session_id": found.interview.id,
            **figures.attempt_data(attempt),
            "try": attempt.attempt_no,
            "tries": [figures.attempt_data(a) | {"try": a.attempt_no} for a in found.tries],
            "grades": [{"score": g.score, "grader": g.grader} for g in attempt.grades],
            "appeal": attempt.appeal,
            "remarks": [mentor_remarks.data(one) for one in attempt.remarks],
        },
        about=show.about(attempt),
    )


async def _graded(call: Call, found: Answered) -> Attempt:
    """The attempt with its grade; one that a crash left behind is graded now, save in an open interview."""
    if found.attempt.graded or not found.interview.open:
        return await marking.grade(call.do, found.attempt, call.progress)
    raise UserError("That answer is not graded yet. `/interview status` finishes it.")


def _rows_card(attempt: Attempt, number: int) -> Card:
    grade = attempt.grade()
    which = (
        f"Question {number}" if attempt.attempt_no == 1 else f"Question {number}, try {attempt.attempt_no}"
    )
    sums = explain.arithmetic(grade, attempt.hints_used)
    title = f"{which}: {show.score(grade.score, grade.low, grade.high)}"
    return Card(
        f"{title}, provisional" if attempt.provisional else title,
        (
            Text(f"Graded by {grade.grader}: {explain.WHAT_IT_IS}."),
            *((Text(attempt.owed_why or show.LATER),) if attempt.provisional else ()),
            Bullets(explain.row_lines(grade.rows)),
            *((Text(sums),) if sums else ()),
        ),
    )


async def _model_answer(call: Call, found: Answered) -> Card | None:
    """Only once the interview is over, and not for a follow-up, which has none of its own."""
    if found.interview.open or found.asked.follow_up_of:
        return None
    question = await call.do.questions.get(found.asked.slug)
    return None if question is None else Card("A model answer", show.prose(question.model_answer))


def _onward(found: Answered) -> tuple[Button, ...]:
    """Retry, and the way back to an open interview."""
    retry = explain.retry_button(found.interview, found.number)
    return (retry, show.resume_button(found.interview)) if found.interview.open else (retry,)
