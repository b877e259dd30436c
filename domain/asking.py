"""What is asked next: a follow-up on what was missed, or the next planned question."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain import choice
from domain.model.attempt import Attempt
from domain.model.interview import AskedQuestion, Interview
from domain.model.question import FollowUp, Question, Round
from domain.rules import InterviewRules
from domain.services import Services

FOLLOW_UP_SECONDS = 180
COACHED = 3
"""Conversations with the coach that are looked through for what was shown, the newest."""
SHOWN = ("question", "hint")


class Next(NamedTuple):
    """The difficulty to aim at, the plan as the bank can fill it, and the question if there is one."""

    aim: int
    plan: tuple[int, ...]
    question: AskedQuestion | None


async def next_question(
    do: Services, interview: Interview, last: AskedQuestion, attempts: Sequence[Attempt]
) -> Next:
    """What comes after `last`, which `interview` has closed already."""
    attempt = next((a for a in attempts if a.question_id == last.question_id), None)
    if attempt is not None:
        follow_up = await _follow_up(do, interview, last, attempts)
        if follow_up is not None:
            return Next(interview.difficulty, interview.plan, follow_up)
    aim = interview.difficulty
    if last.follow_up_of is None:
        aim = choice.next_difficulty(
            aim,
            attempt.score if attempt else None,
            last.hints_used,
            attempt is not None and attempt.over_time,
        )
    return await pick(do, interview, aim)


async def pick(do: Services, interview: Interview, aim: int) -> Next:
    """The next planned question; a round whose questions have run out is cut short for the next round."""
    while (round_ := interview.round_due()) is not None:
        question = await _pick(do, interview, round_, aim)
        if question is not None:
            return Next(aim, interview.plan, question)
        interview = interview.cut(round_)
    return Next(aim, interview.plan, None)


async def _pick(do: Services, interview: Interview, round_: Round, aim: int) -> AskedQuestion | None:
    about_project = await _about_project(do, interview, round_)
    if about_project is not None:
        return about_project
    company = await do.companies.find(interview.company) if interview.company else None
    asked = frozenset(question.slug for question in interview.questions)
    put = await _tags_put(do, interview) if interview.focus or interview.topics else []
    focus, about = choice.focus(interview.focus, put), choice.about(round_, interview.topics, put)
    wish = choice.wanted(round_, aim, interview.stream, company, asked, focus, about)
    seen = await _seen(do, interview.student_id)
    seed = f"{interview.seed}:{len(interview.questions)}"
    chosen = choice.choose(await do.questions.candidates(round_), wish, seen, seed)
    question = await do.questions.get(chosen.slug) if chosen else None
    return None if question is None else _put(do, question)


async def _seen(do: Services, student_id: str) -> dict[str, datetime]:
    """Slugs of what an interview put to the student or the coach showed them, with when it last was."""
    seen = await do.interviews.seen(student_id)
    for session in await do.chats.of(student_id, COACHED):
        for message in session.messages:
            for ground in message.grounds:
                if ground.kind in SHOWN:
                    last = seen.get(ground.subject, message.timestamp)
                    seen[ground.subject] = max(last, message.timestamp)
    return seen


async def _about_project(do: Services, interview: Interview, round_: Round) -> AskedQuestion | None:
    """The question about the resume's project, where it is its turn and the bank has one."""
    if not interview.project or round_ != _project_round(interview):
        return None
    if any(asked.round == round_ for asked in interview.questions):
        return None
    wish = choice.Wanted(round=round_, difficulty=interview.difficulty, project=True)
    seen = await do.interviews.seen(interview.student_id)
    chosen = choice.choose(await do.questions.candidates(round_), wish, seen, str(interview.seed))
    question = await do.questions.get(chosen.slug) if chosen else None
    return None if question is None else _put(do, question, interview.project)


def _project_round(interview: Interview) -> Round | None:
    """The round that begins with the project: the technical one, unless that leaves it no other question."""
    plan = dict(zip(interview.rounds, interview.plan, strict=True))
    if plan.get("technical_qa", 0) > 1 or "behavioral" not in plan:
        return "technical_qa"
    return "behavioral"


async def _tags_put(do: Services, interview: Interview) -> list[tuple[str, ...]]:
    """The tags of each question that was put, follow-ups aside, in their order."""
    put = [asked.slug for asked in interview.questions if asked.follow_up_of is None]
    found = [await do.questions.get(slug) for slug in put]
    return [question.tags if question else () for question in found]


def _put(do: Services, question: Question, project: str = "") -> AskedQuestion:
    return AskedQuestion(
        question_id=question.slug,
        round=question.round,
        prompt=question.prompt,
        asked_at=do.clock.now(),
        difficulty=question.difficulty,
        time_limit_seconds=question.time_limit_seconds,
        project=project,
    )


async def _follow_up(
    do: Services, interview: Interview, last: AskedQuestion, attempts: Sequence[Attempt]
) -> AskedQuestion | None:
    question = await do.questions.get(last.slug)
    if question is None:
        return None
    found = choose_follow_up(do.rules, interview, last, attempts, question)
    if found is None:
        return None
    return AskedQuestion(
        question_id=f"{question.slug}~{found.point}",
        round=last.round,
        prompt=found.prompt,
        asked_at=do.clock.now(),
        difficulty=last.difficulty,
        time_limit_seconds=FOLLOW_UP_SECONDS,
        follow_up_of=question.slug,
    )


def choose_follow_up(
    rules: InterviewRules,
    interview: Interview,
    last: AskedQuestion,
    attempts: Sequence[Attempt],
    question: Question,
) -> FollowUp | None:
    """A probe of the heaviest missed point, where the last score lies in between and it is not too many.

    None where the bank has no follow-up on a missed point, or each has been put already.
    """
    by_id = {a.question_id: a for a in attempts}
    answered, main = by_id.get(last.question_id), by_id.get(question.slug)
    if answered is None or answered.score is None or main is None:
        return None
    if not rules.follow_up_from <= answered.score <= rules.follow_up_to:
        return None
    if interview.follow_ups_in_a_row >= rules.follow_ups_in_a_row:
        return None
    put = {asked.question_id for asked in interview.questions}
    missed = sorted((r for r in main.rows if r.met < 1), key=lambda r: (r.met >= 0.5, -r.weight))
    probes = {f.point: f for f in question.follow_ups if f"{question.slug}~{f.point}" not in put}
    return next((probes[row.point_id] for row in missed if row.point_id in probes), None)
