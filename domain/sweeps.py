"""What time makes happen: work left behind is done, quiet interviews are closed, students are nudged."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from domain import (
    conduct,
    drafts,
    erasure,
    exporting,
    learning,
    marking,
    quizzing,
    recall,
    regrading,
    reporting,
    resumes,
    retelling,
)
from domain.accounts import joining
from domain.actions import show
from domain.coaching import conversation
from domain.errors import StoreUnavailable
from domain.grouping import clock, live
from domain.mentoring import assignment_news, remark_news
from domain.model.interview import Interview
from domain.model.user import User
from domain.nudging import rounds
from domain.replies import Reply, say
from domain.requests import Place
from domain.services import Services
from domain.telling import known_as, tell

log = logging.getLogger(__name__)

BATCH = 200
GRADING_GRACE = timedelta(minutes=2)
DRAFT_GRACE = timedelta(seconds=5)
WARNING_STALE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due: `kind` is draft, grade, regrade, tell, remark, assignment, cards, quiz,
    progress, report, round, resume, join, chat, abandon, erase, export, overtime or nudge; `subject` an
    id, or a nudge's key, whose words are its `detail`."""

    kind: str
    subject: str
    user_id: str
    detail: str = ""


async def due(do: Services) -> AsyncIterator[Due]:
    """What is due now, without doing it."""
    async for item in _left(do):
        yield item
    async for said in rounds.preview(do):
        yield _nudge(said)


async def _left(do: Services) -> AsyncIterator[Due]:
    """What is due of everything but nudges."""
    now = do.clock.now()
    for interview in await do.interviews.drafts_due(now - DRAFT_GRACE, BATCH):
        yield Due("draft", interview.id, interview.student_id)
    for kind, owing in (
        ("grade", await do.attempts.ungraded(now - GRADING_GRACE, BATCH)),
        ("regrade", await do.attempts.owed(now, BATCH)),
        ("tell", await do.attempts.untold(now, BATCH)),
        ("remark", await do.attempts.remarked(now, BATCH)),
        ("assignment", await do.assignments.untold(now, BATCH)),
        ("cards", await recall.owed(do)),
        ("quiz", await quizzing.owing(do, BATCH)),
        ("progress", await learning.owing(do)),
        ("report", await do.reports.undrawn(now - GRADING_GRACE, BATCH)),
    ):
        for owed in owing:
            yield Due(kind, owed.id, owed.student_id)
    async for item in _left_of_accounts(do, now):
        yield item
    for session in await do.chats.quiet_since(now - do.coaching.quiet, BATCH):
        yield Due("chat", session.id, session.user_id)
    for group in await do.groups.due(now, BATCH):
        yield Due("round", group.id, group.host)
    for interview in await do.interviews.quiet_since(now - do.rules.abandon_after, BATCH):
        yield Due("abandon", interview.id, interview.student_id)
    for interview in await do.interviews.over_time(now, BATCH):
        yield Due("overtime", interview.id, interview.student_id)


async def _left_of_accounts(do: Services, now: datetime) -> AsyncIterator[Due]:
    """What is due of whole accounts."""
    for joined in await joining.half_done(do):
        yield Due("join", joined.id, joined.id)
    for ended in await do.tombstones.owing(now, BATCH):
        if ended.into is None:
            yield Due("erase", ended.id, ended.id)
    for export in await do.exports.before(now - exporting.KEPT, BATCH):
        yield Due("export", export.id, export.user_id)
    for user in await do.users.unanalysed(now, BATCH):
        yield Due("resume", user.id, user.id)


async def sweep(do: Services) -> list[Due]:
    """Does all that is due; each step claims its subject first, so that two replicas do it once.

    One that fails is logged and stays due; the others go on.
    """
    done = []
    await _tidy(do)
    for item in [item async for item in _left(do)]:
        try:
            if await _carry_out(do, item):
                done.append(item)
        except Exception:
            log.exception("%s of %s failed; it stays due", item.kind, item.subject)
    return [*done, *map(_nudge, await rounds.nudge_all(do))]


async def _tidy(do: Services) -> None:
    """What is to go from this very machine, whichever process knows of it; what stays keeps nothing else."""
    for tidy in (erasure.tidy, exporting.tidy):
        try:
            await tidy(do)
        except StoreUnavailable as error:
            log.warning("files that are to go stay for now: %s", error)
        except Exception:
            log.exception("files that are to go stay for now")


def _nudge(said: rounds.Said) -> Due:
    return Due("nudge", said.key, said.user_id, said.words)


async def _carry_out(do: Services, item: Due) -> bool:
    if item.kind in ANYWHERE:
        return await ANYWHERE[item.kind](do, item.subject)
    interview = await do.interviews.get(item.subject)
    if interview is None:
        return False
    student = await do.users.get(interview.student_id)
    if student is None or not _ours(do, interview, student):
        return False
    if item.kind == "abandon":
        return await _abandon(do, interview)
    if item.kind == "draft":
        return await _hand_in(do, interview, student)
    return await _warn(do, interview)


def _ours(do: Services, interview: Interview, student: User) -> bool:
    """Whether this process can tell the student; what it cannot tell is left to the one that can."""
    return bool(student.identities) and do.messenger.serves(known_as(interview, student))


async def _grade(do: Services, attempt_id: str) -> bool:
    """Grades an answer that was left behind. Its interview stays where the student left it: the next
    question is put, with this grade, at their next sign of life."""
    attempt = await do.attempts.get(attempt_id)
    if attempt is None or attempt.graded:
        return False
    await marking.grade(do, attempt, _quietly)
    interview = await do.interviews.get(attempt.session_id)
    group = await do.groups.get(attempt.session_id)
    if interview is not None:
        await conduct.recount(do, interview)
    elif group is not None:
        await live.soon(do, group)
    return True


async def _retell(do: Services, attempt_id: str) -> bool:
    """Has a student told of a grade that changed, where this process can tell them.

    Where that failed too often it waits for an operator, and is looked at again after a while.
    """
    attempt = await do.attempts.get(attempt_id)
    group = await do.groups.get(attempt.session_id) if attempt else None
    if attempt is not None and group is not None:
        await retelling.tell_soon(do, attempt)
        return live.serves(do, group)
    interview = await do.interviews.get(attempt.session_id) if attempt else None
    student = await do.users.get(attempt.student_id) if attempt else None
    if attempt is None or interview is None or student is None or not _ours(do, interview, student):
        return False
    if await retelling.put_off(do, interview, student, attempt):
        return False
    await retelling.tell_soon(do, attempt)
    return True


async def _hand_in(do: Services, interview: Interview, student: User) -> bool:
    """Has an answer graded whose pause ended while no process was there to see it."""
    asked = interview.open_question
    if asked is None:
        return False
    await do.jobs.add("submit_draft", drafts.job(interview, asked, known_as(interview, student)))
    return True


async def _draw(do: Services, report_id: str) -> bool:
    """Has a report drawn that a crash kept from it, and sent where its interview was held."""
    report = await do.reports.get(report_id)
    interview = await do.interviews.get(report.session_id or "") if report else None
    student = await do.users.get(report.student_id) if report else None
    if interview is None or student is None or not _ours(do, interview, student):
        return False
    if await reporting.is_early(do, interview):
        return False
    job = reporting.report_job(report_id, known_as(interview, student), Place.of(interview.place))
    if await do.aside.has("render_report", job):
        return False
    await do.jobs.add("render_report", job)
    return True


async def _warn(do: Services, interview: Interview) -> bool:
    """Says once that a question's time is over; long after the fact it is only marked as said."""
    now = do.clock.now()
    mine: list[bool] = []

    def step(stored: Interview) -> Interview:
        mine[:] = [stored.warn_at is not None and stored.warn_at <= now]
        return stored.with_warning() if mine[0] else stored

    changed = await do.interviews.change(interview.id, step)
    asked = changed.open_question
    if not mine[0] or asked is None or asked.deadline < now - WARNING_STALE:
        return False
    if any(a.question_id == asked.question_id for a in await do.attempts.of_session(changed.id)):
        return False
    words = (
        f"The {show.minutes(asked.time_limit_seconds)} for question {changed.number} are over. You can still "
        "answer: it will be graded the same, and the report will say that it took longer."
    )
    await _tell(do, changed, say("Time is up", words, buttons=show.question_buttons(changed)))
    return True


async def _abandon(do: Services, interview: Interview) -> bool:
    asked, draft = interview.open_question, await drafts.take(do, interview, by_hand=True)
    if asked is not None and draft is not None:
        await do.attempts.add(conduct.new_attempt(do, interview, asked, conduct.Given(draft.text)))
    for attempt in await do.attempts.of_session(interview.id):
        await marking.grade(do, attempt, _quietly)
    ended = await conduct.abandon(do, interview)
    if ended is None:
        return False
    words = "Nothing happened in your interview for a long time, so I closed it."
    if ended.report_id is None:
        reply = say("Interview closed", words, buttons=(show.start_button(),))
    else:
        report = await reporting.report_of(do, ended)
        kept = f"What you answered is kept: {show.score(report.overall, report.low, report.high)}."
        reply = say("Interview closed", words, kept, buttons=show.result_buttons(ended))
    await _tell(do, ended, reply)
    return True


ANYWHERE: Mapping[str, Callable[[Services, str], Awaitable[bool]]] = MappingProxyType(
    {
        "grade": _grade,
        "regrade": regrading.carry_out,
        "tell": _retell,
        "report": _draw,
        "resume": resumes.carry_out,
        "erase": erasure.carry_out,
        "export": exporting.carry_out,
        "chat": conversation.end_quiet,
        "round": clock.tend,
        "remark": remark_news.carry_on,
        "assignment": assignment_news.carry_on,
        "cards": recall.carry_out,
        "quiz": quizzing.carry_out,
        "progress": learning.carry_out,
        "join": joining.finish,
    }
)


async def _tell(do: Services, interview: Interview, reply: Reply) -> None:
    student = await do.users.get(interview.student_id)
    if student is not None and student.identities:
        await tell(do, known_as(interview, student), Place.of(interview.place), reply)


async def _quietly(_: str) -> None:
    """Nobody waits for a sweep, so nobody is told how far it is."""
