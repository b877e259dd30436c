"""Telling a student of a grade that changed after they had seen it, in its old message or in a new one."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from domain import appealing, conduct, reporting
from domain.actions import explain, figures, show, standing
from domain.grouping import live
from domain.model.attempt import Attempt
from domain.model.group import GroupRound
from domain.model.interview import Interview
from domain.model.user import User
from domain.replies import Bullets, Button, Card, Reply, Text, say
from domain.requests import Actor, Place
from domain.services import Services
from domain.telling import known_as, tell

log = logging.getLogger(__name__)

TELL_JOB = "tell_regrade"
LEASE = timedelta(minutes=1)
ASIDE = timedelta(hours=1)
# A grade can be bettered before its message has arrived; that long it is waited for.
ARRIVING = timedelta(seconds=30)
# How far the clocks of two machines may be apart.
SKEW = timedelta(seconds=5)


async def shown(do: Services, attempt_id: str, shown_in: str) -> None:
    """Remembers which message shows an attempt's grade; one that changed on the way is told of at once."""
    now = do.clock.now()

    def rule(stored: Attempt) -> Attempt:
        due = now if stored.tell_due_at is not None else None
        return (
            stored.model_copy(update={"shown_in": shown_in, "tell_due_at": due}) if stored.graded else stored
        )

    await tell_soon(do, await do.attempts.change(attempt_id, rule))


async def tell_soon(do: Services, attempt: Attempt) -> None:
    """Has the student told, by the process that talks with them."""
    if attempt.tell_due_at is None:
        return
    group = await do.groups.get(attempt.session_id)
    if group is not None:
        await do.jobs.add(TELL_JOB, {**live.job(group), "attempt_id": attempt.id})
        return
    interview = await do.interviews.get(attempt.session_id)
    student = await do.users.get(attempt.student_id)
    if interview is not None and student is not None and student.identities:
        await do.jobs.add(TELL_JOB, _job(interview, student, attempt))


async def put_off(do: Services, interview: Interview, student: User, attempt: Attempt) -> bool:
    """Whether telling of it failed too often; it is then not due again before a while has passed."""
    if not await do.aside.has(TELL_JOB, _job(interview, student, attempt)):
        return False
    later = do.clock.now() + ASIDE
    due = attempt.tell_due_at
    await do.attempts.change(attempt.id, lambda a: a.telling(later) if due and a.tell_due_at == due else a)
    return True


def _job(interview: Interview, student: User, attempt: Attempt) -> dict[str, str]:
    platform = known_as(interview, student).platform
    return {"attempt_id": attempt.id, "owner": student.id, "platform": platform}


async def tell_regrade(do: Services, attempt_id: str) -> None:
    """Tells of one attempt, and with it of every other of its interview that has been waiting."""
    attempt = await do.attempts.get(attempt_id)
    group = await do.groups.get(attempt.session_id) if attempt else None
    if attempt is not None and group is not None:
        await _tell_group(do, group, attempt)
        return
    interview = await do.interviews.get(attempt.session_id) if attempt else None
    student = await do.users.get(attempt.student_id) if attempt else None
    if attempt is None or interview is None or student is None or not student.identities:
        return
    to = known_as(interview, student)
    if not do.messenger.serves(to) or (not interview.open and await reporting.is_early(do, interview)):
        return
    mine = await _claimed(do, interview)
    if not mine:
        return
    if not interview.open:
        # A grade is there to be told of before its interview's sums are done.
        interview = await conduct.recount(do, interview)
    await _tell(do, interview, to, mine)
    await _draw_again(do, interview, to)
    if not interview.open:
        await _tell_the_rest(do, interview)


async def _tell_group(do: Services, group: GroupRound, attempt: Attempt) -> None:
    """A group sees a better grade where the first one stands, and no news of it; so does its author."""
    if live.serves(do, group):
        await live.refresh(do, group.id)
        await do.attempts.change(attempt.id, partial(_told, attempt))


async def _claimed(do: Services, interview: Interview) -> list[Attempt]:
    """The attempts that it is for this run to tell of.

    Of an interview that has ended one run tells all, so that there is one message; while it does, others
    leave what has become due since to it. A grade whose message is on its way is left until that arrives,
    which is the last one: it is taken first.
    """
    now = do.clock.now()
    waiting = [a for a in await do.attempts.tries_of_session(interview.id) if a.tell_due_at is not None]
    due = [a for a in waiting if _is_due(a, now)]
    if not interview.open and len(due) < len(waiting):
        return []
    mine: list[Attempt] = []
    for attempt in reversed(due):
        leased = await _leased(do, attempt, now)
        if leased is not None:
            mine.insert(0, leased)
        elif not interview.open:
            break
    return mine


def _is_due(attempt: Attempt, now: datetime) -> bool:
    return attempt.tell_due_at is not None and attempt.tell_due_at <= now + SKEW


async def _leased(do: Services, attempt: Attempt, now: datetime) -> Attempt | None:
    """The attempt kept from other runs; None where one of them was faster or its message is on its way."""
    mine: list[bool] = []

    def rule(stored: Attempt) -> Attempt:
        free = stored.tell_due_at == attempt.tell_due_at
        arriving = not stored.shown_in and stored.updated_at > now - ARRIVING and not stored.told
        mine[:] = [free and not arriving]
        return stored.telling(now + (ARRIVING if arriving else LEASE)) if free else stored

    leased = await do.attempts.change(attempt.id, rule)
    return leased if mine[0] else None


async def _tell(do: Services, interview: Interview, to: Actor, mine: Sequence[Attempt]) -> None:
    unseen = [a for a in mine if not await _edited(do, interview, to, a)]
    changed = [a for a in mine if a.changed_since_told and (a in unseen or _moves_result(interview, a))]
    if changed:
        await tell(do, to, Place.of(interview.place), await _news(do, interview, changed))
    elif excuse := next((a for a in unseen if a.owed_why), None):
        others = await do.attempts.tries_of_session(interview.id)
        told = {a.id for a in mine}
        if not any(a.owed_why for a in others if a.id not in told):
            await tell(do, to, Place.of(interview.place), _excuse(excuse))
    for attempt in mine:
        await do.attempts.change(attempt.id, partial(_told, attempt))


def _moves_result(interview: Interview, attempt: Attempt) -> bool:
    """Whether a result that was shown is another now; a retry counts in none."""
    seen = attempt.grades[attempt.told] if attempt.changed_since_told else attempt.grade()
    same = (seen.score, seen.low, seen.high) == (attempt.score, attempt.low, attempt.high)
    return not interview.open and attempt.attempt_no == 1 and not same


def _told(told: Attempt, stored: Attempt) -> Attempt:
    """The attempt as its student knows it now; one that changed while they were told stays due."""
    due = None if stored.tell_due_at == told.tell_due_at else stored.tell_due_at
    return stored.model_copy(update={"tell_due_at": due, "told": len(told.grades)})


async def _tell_the_rest(do: Services, interview: Interview) -> None:
    """Of an ended interview, what has become due while another run was telling."""
    now = do.clock.now()
    waiting = [a for a in await do.attempts.tries_of_session(interview.id) if _is_due(a, now)]
    for attempt in waiting[:1]:
        await tell_soon(do, attempt)


def _excuse(attempt: Attempt) -> Reply:
    """Why the first grade still stands; said once in an interview, where it cannot be said below."""
    return say("Graded by rules for now", Text(attempt.owed_why), data=figures.attempt_data(attempt))


async def _edited(do: Services, interview: Interview, to: Actor, attempt: Attempt) -> bool:
    if not attempt.shown_in:
        return False
    return await do.messenger.edit(to, attempt.shown_in, await view(do, interview, attempt))


async def view(do: Services, interview: Interview, attempt: Attempt) -> Reply:
    """The message that showed the grade, as it is to read now: the grade, then what was put after it."""
    number, data = _number(interview, attempt), figures.attempt_data(attempt)
    if attempt.attempt_no > 1 or attempt.appeal:
        cards, buttons = await _questioned(do, interview, attempt)
        return Reply(cards, buttons, data=data, about=attempt.id)
    grade = show.grade_card(show.as_shown(interview, attempt), number)
    why = show.why_button(interview, number)
    if 0 < number < len(interview.questions):
        asked = interview.questions[number]
        card = show.question_card(interview, asked, await do.questions.get(asked.slug), number + 1)
        buttons = show.question_buttons(interview) if asked == interview.open_question else ()
        return Reply((grade, card), (*buttons, why), data=data, about=attempt.id)
    if interview.open or interview.report_id is None:
        return Reply((grade,), (why,), data=data, about=attempt.id)
    result, buttons = await standing.result(do, interview, await reporting.report_of(do, interview))
    return Reply((grade, result), buttons, data=data, about=attempt.id)


async def _questioned(
    do: Services, interview: Interview, attempt: Attempt
) -> tuple[tuple[Card, ...], tuple[Button, ...]]:
    """A retry or an appeal: the grade, and what changed row by row."""
    number = _number(interview, attempt)
    onward = show.resume_button(interview) if interview.open else show.start_button()
    buttons = (explain.why_button(attempt, number), explain.retry_button(interview, number), onward)
    if attempt.appeal:
        change = explain.change_card(appealing.before(attempt), attempt.grade(), "On appeal")
        return (_grade_card(attempt, number), change), buttons
    tries = [
        a for a in await do.attempts.tries_of_session(interview.id) if a.question_id == attempt.question_id
    ]
    earlier = [a for a in tries if a.graded and a.attempt_no < attempt.attempt_no]
    before = max(earlier, key=lambda a: a.attempt_no, default=None)
    if before is None:
        return (_grade_card(attempt, number),), buttons
    change = explain.change_card(before.grade(), attempt.grade(), f"Against try {before.attempt_no}")
    return (_grade_card(attempt, number), change), buttons


def _grade_card(attempt: Attempt, number: int) -> Card:
    card = show.grade_card if attempt.attempt_no == 1 else explain.tried_card
    return card(attempt, number)


async def _news(do: Services, interview: Interview, attempts: Sequence[Attempt]) -> Reply:
    """What changed, in one message: each answer's score before and after, and the new total."""
    kept = Text("A closer reading has replaced the first grade; Why shows both.")
    lines = [_line(interview, attempt) for attempt in attempts]
    data = {"session_id": interview.id, "regraded": [figures.attempt_data(a) for a in attempts]}
    if len(attempts) > 1:
        cards = [Card("Graded again", (kept, Bullets(tuple(lines))))]
    else:
        cards = [Card(f"Graded again: {lines[0]}", (kept,))]
        first = show.as_shown(interview, attempts[0])
        cards.append(_grade_card(first, _number(interview, first)))
        data |= figures.attempt_data(attempts[0])
    if interview.report_id is None or not any(_moves_result(interview, a) for a in attempts):
        why = explain.why_button(attempts[-1], _number(interview, attempts[-1]))
        return Reply(tuple(cards), (why,), data=data)
    report = await reporting.report_of(do, interview)
    cards.append(Card(f"The interview is now {show.score(report.overall, report.low, report.high)}"))
    return Reply(tuple(cards), show.result_buttons(interview), data=data | figures.report_data(report))


def _number(interview: Interview, attempt: Attempt) -> int:
    """The question's number in its interview, from 1; 0 where it is not of this one."""
    found = interview.find(attempt.question_id)
    return found[0] if found else 0


def _line(interview: Interview, attempt: Attempt) -> str:
    """`question 2, 62 → 74`, or `question 2, try 3, 62 → 74`."""
    before = attempt.grades[attempt.told].score if attempt.changed_since_told else attempt.score
    tried = f", try {attempt.attempt_no}" if attempt.attempt_no > 1 else ""
    return f"question {_number(interview, attempt)}{tried}, {before} → {attempt.score}"


async def _draw_again(do: Services, interview: Interview, to: Actor) -> None:
    """Has the report of an ended interview drawn where its pages are of before, and sent."""
    report = await do.reports.get(interview.report_id) if interview.report_id else None
    if report is not None and report.pdf_path is None and not interview.open:
        job = reporting.report_job(report.id, to, Place.of(interview.place))
        await do.jobs.add("render_report", job)
