"""Work that takes longer than a blink, by name; each can run twice without harm."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from domain import conduct, drafts, recall, regrading, reporting, resume_news, retelling
from domain.actions import current, show
from domain.actions.answer import hand_in
from domain.actions.kinds import Call
from domain.actions.report import report_reply
from domain.coaching import summing
from domain.dispatch import refusal
from domain.errors import UserError
from domain.grouping import answers, clock, live, summary
from domain.mentoring import assignment_news, news, remark_news
from domain.model.aside import job_digest
from domain.model.draft import Draft
from domain.model.interview import Interview
from domain.model.report import Report
from domain.replies import Reply
from domain.requests import Actor, Place, Request
from domain.services import Services
from domain.telling import tell

log = logging.getLogger(__name__)

Payload = Mapping[str, str]


async def render_report(do: Services, payload: Payload) -> None:
    """Draws a report's pages, unless they are there, and has the file sent where the interview ended.

    With `told` it counts as sent: the student knows of what changed, and has the way to it.
    """
    report = await _drawn(do, payload)
    if payload.get("platform"):
        await do.jobs.add("send_report", payload)
    elif payload.get("told"):
        await reporting.mark_sent(do, report)


async def send_report(do: Services, payload: Payload) -> None:
    """Sends a report's file, once as it is; where another machine drew it, it is drawn here once more."""
    report = await _drawn(do, payload)
    if report.sent:
        return
    interview = await do.interviews.get(report.session_id or "")
    if interview is not None:
        place = Place(payload.get("place_kind", "dm"), payload.get("place_id", ""))
        await tell(do, _addressee(payload), place, report_reply(interview, report))
        await reporting.mark_sent(do, report)


async def _drawn(do: Services, payload: Payload) -> Report:
    report = await do.reports.get(payload["report_id"])
    if report is None:
        raise LookupError(f"no report {payload['report_id']}")
    return await reporting.draw(do, report, _quietly)


async def grade_attempt(do: Services, payload: Payload) -> None:
    """Tries to replace a provisional grade."""
    await regrading.better(do, payload["attempt_id"])


async def make_cards(do: Services, payload: Payload) -> None:
    """Makes recall cards of what an answer missed."""
    await recall.make_cards(do, payload["attempt_id"])


async def analyse_resume(do: Services, payload: Payload) -> None:
    """Works out what a student's resume says, unless that is known, and has them told."""
    await resume_news.read(do, payload["user_id"])


async def tell_resume(do: Services, payload: Payload) -> None:
    """Tells a student what their long resume was understood to say."""
    await resume_news.tell_of(do, payload["owner"], payload["resume"])


async def summarise_chat(do: Services, payload: Payload) -> None:
    """Sums up what of a conversation with the coach is too long ago to be told word by word."""
    await summing.summarise(do, payload["session_id"])


async def tell_regrade(do: Services, payload: Payload) -> None:
    """Tells a student of a grade that changed after they had seen it."""
    await retelling.tell_regrade(do, payload["attempt_id"])


async def tell_mentorship(do: Services, payload: Payload) -> None:
    """Tells a student or mentor what the other did."""
    await news.carry_out(do, payload)


async def tell_remark(do: Services, payload: Payload) -> None:
    """Tells a student what their mentor put to an answer, or a mentor that it was set back."""
    await remark_news.carry_out(do, payload)


async def tell_assignment(do: Services, payload: Payload) -> None:
    """Tells a student what their mentor set them, or a mentor what became of it."""
    await assignment_news.carry_out(do, payload)


async def refresh_round(do: Services, payload: Payload) -> None:
    """Shows a group where its round stands."""
    await live.refresh(do, payload["round_id"])


async def tend_round(do: Services, payload: Payload) -> None:
    """Does what is due of a group's round by its clock; begun too early, it waits for the rest of it."""
    left = datetime.fromisoformat(payload["at"]) - do.clock.now()
    if left > timedelta():
        await do.jobs.add("tend_round", payload, left)
        return
    await clock.tend(do, payload["round_id"])


async def grade_round(do: Services, payload: Payload) -> None:
    """Grades what a group has answered so far; what came as late as the reveal is then shown there."""
    group = await answers.grade_open(do, payload["round_id"])
    if group is not None and group.phase == "revealed":
        await live.soon(do, group)


async def render_group(do: Services, payload: Payload) -> None:
    """Draws the summary of a group's round and shows it to the group."""
    await summary.render(do, payload["round_id"])


async def submit_draft(do: Services, payload: Payload) -> None:
    """Hands in an answer of several messages once its pause is over, and sends its grade.

    A pause that messages or typing have lengthened is waited for again. Of several runs one hands it in.
    """
    interview = await do.interviews.get(payload["session_id"])
    asked = interview.open_question if interview else None
    if interview is None or asked is None or asked.question_id != payload["question_id"]:
        return
    if interview.draft is None or interview.draft_due_at is None:
        return
    left = interview.draft_due_at - do.clock.now()
    if left > timedelta() and not interview.draft.taken:
        await do.jobs.add("submit_draft", payload, left)
        return
    draft = await drafts.take(do, interview, by_hand=False)
    if draft is not None:
        to, place = _addressee(payload), Place.of(interview.place)
        await tell(do, to, place, await _graded(do, interview, draft, to, place))


async def _graded(do: Services, interview: Interview, draft: Draft, to: Actor, place: Place) -> Reply:
    """What became of the draft; an earlier run that died after storing the answer is gone on with."""

    async def progress(text: str) -> None:
        await do.messenger.working(to, place, text)

    user = await do.users.get(interview.student_id)
    if user is None:
        raise LookupError(f"interview {interview.id} has no student")
    call = Call(do, user, Request(to, "submit", place), {}, progress)
    asked = interview.open_question
    try:
        settled = await conduct.settle(do, interview, progress)
        if settled.open_question == asked:
            return await hand_in(call, interview, draft.text)
    except UserError as error:
        return refusal(error)
    stored = (await do.attempts.of_session(interview.id))[-1]
    card = show.grade_card(show.as_shown(settled, stored), interview.number)
    return await current.whats_next(call, settled, card, attempt=stored)


def _addressee(payload: Payload) -> Actor:
    return Actor(payload["platform"], payload["user_id"], payload.get("workspace_id", ""))


async def _quietly(_: str) -> None:
    """Nobody waits for this work, so nobody is told how far it is."""


async def run_job(do: Services, name: str, payload: Payload) -> None:
    """Does a job by its name. One about something that is no more, as its account was deleted, is done."""
    try:
        await JOBS[name](do, payload)
    except Exception as error:
        if not await do.holdings.is_of_nobody(payload):
            raise
        log.info("a job %s was about nobody any more: %s", name, type(error).__name__)


async def put_aside(do: Services, name: str, payload: Payload, error: str, tries: int) -> None:
    """Keeps a job whose last try failed for an operator, unless what it is about is no more.

    That is looked for afterwards too: what deletes an account removes the jobs that it finds by then.
    """
    if await do.holdings.is_of_nobody(payload):
        return
    await do.aside.put(name, payload, error, tries)
    if await do.holdings.is_of_nobody(payload):
        await do.aside.take(job_digest(name, payload))


JOBS: Mapping[str, Callable[[Services, Payload], Awaitable[None]]] = MappingProxyType(
    {
        "analyse_resume": analyse_resume,
        "grade_attempt": grade_attempt,
        "grade_round": grade_round,
        "make_cards": make_cards,
        "refresh_round": refresh_round,
        "render_group": render_group,
        "render_report": render_report,
        "send_report": send_report,
        "submit_draft": submit_draft,
        "summarise_chat": summarise_chat,
        "tend_round": tend_round,
        "tell_assignment": tell_assignment,
        "tell_mentorship": tell_mentorship,
        "tell_regrade": tell_regrade,
        "tell_remark": tell_remark,
        "tell_resume": tell_resume,
    }
)
TALKING = frozenset(
    (
        "refresh_round",
        "render_group",
        "send_report",
        "submit_draft",
        "tell_assignment",
        "tell_mentorship",
        "tell_regrade",
        "tell_remark",
        "tell_resume",
        "tend_round",
    )
)


def platform_of(name: str, payload: Payload) -> str:
    """The platform that a process must be connected to for this job; empty where any process can do it."""
    return payload.get("platform", "") if name in TALKING else ""
