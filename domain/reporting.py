"""An interview's report: compiled from what is stored, drawn as pages, drawn again when a file is lost."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from domain import improvement, scoring, titles
from domain.errors import Duplicate, UserError
from domain.improvement import NO_ADVICE, Advice
from domain.model.attempt import Attempt
from domain.model.grade import Grade
from domain.model.interview import AskedQuestion, Interview
from domain.model.question import Question
from domain.model.report import Comment, QuestionSection, Report, ReportSheet
from domain.ports import Progress
from domain.requests import Actor, Place
from domain.services import Services

FEWEST_AXES = 3
REDRAWN = 3
RACES = 10
NEAR = timedelta(minutes=2)
MOST_AXES = 8

log = logging.getLogger(__name__)
Grades = Mapping[str, Grade]


async def report_of(do: Services, interview: Interview) -> Report:
    """The interview's report, stored now if a crash came before it was. Raises UserError if there is none."""
    if interview.open:
        raise UserError("This interview is still open. `/interview end` ends it and makes the report.")
    if interview.report_id is None:
        raise UserError("No question of that interview was answered, so there is no report on it.")
    stored = await do.reports.get(interview.report_id)
    if stored is not None:
        return stored
    report, grades = await _compiled(do, interview)
    try:
        await do.reports.add(report)
    except Duplicate:
        log.info("report %s was made twice at once; the first is kept", report.id)
    if grades != _grades(await do.attempts.of_session(interview.id)):
        await refresh(do, interview)
    return await do.reports.get(report.id) or report


async def refresh(do: Services, interview: Interview) -> None:
    """Compiles a stored report anew after an answer came late; its pages are drawn when next asked for.

    A grade can change while it is written, so it is written until it is made of the grades there are.
    """
    if interview.report_id is None or await do.reports.get(interview.report_id) is None:
        return
    for _ in range(RACES):
        stored = await do.interviews.get(interview.id) or interview
        fresh, grades = await _compiled(do, stored)
        await do.reports.change(fresh.id, partial(_anew, fresh))
        if grades == _grades(await do.attempts.of_session(interview.id)):
            return


def _anew(fresh: Report, stored: Report) -> Report:
    return fresh.model_copy(update={"version": stored.version})


async def _compiled(do: Services, interview: Interview) -> tuple[Report, Grades]:
    """The report, and the grades that it is made of."""
    attempts = await do.attempts.of_session(interview.id)
    known = await improvement.advice(do, interview.student_id)
    report = compile_report(interview, attempts, await bank_of(do, interview), known)
    return report, _grades(attempts)


def _grades(attempts: Sequence[Attempt]) -> Grades:
    return {attempt.id: attempt.grade() for attempt in attempts if attempt.graded}


def compile_report(
    interview: Interview,
    attempts: Sequence[Attempt],
    bank: Mapping[str, Question],
    known: Advice = NO_ADVICE,
) -> Report:
    """The report as data. The interview must have ended with something answered."""
    rounds = scoring.by_round(interview, attempts)
    overall, low, high = scoring.overall(rounds)
    ended_at = interview.completed_at or interview.last_active_at
    if interview.report_id is None:
        raise ValueError(f"interview {interview.id} has no report")
    return Report(
        id=interview.report_id,
        created_at=ended_at,
        updated_at=ended_at,
        session_id=interview.id,
        student_id=interview.student_id,
        overall=overall,
        low=low,
        high=high,
        by_round=rounds,
        strengths=scoring.strengths(attempts),
        weaknesses=scoring.weaknesses(attempts),
        feedback=scoring.feedback(rounds, whole=interview.whole),
        improvement_plan=improvement.plan(attempts, bank, known),
    )


async def is_early(do: Services, interview: Interview) -> bool:
    """Whether a better grade is so near that the pages had better wait for it."""
    near = do.clock.now() + NEAR
    attempts = await do.attempts.of_session(interview.id)
    return any(a.owed_at is not None and a.owed_at <= near and not a.owed_tries for a in attempts)


def report_job(report_id: str, to: Actor, place: Place) -> dict[str, str]:
    """The payload of `render_report`: which report, and to whom and where its pages go."""
    return {
        "report_id": report_id,
        "platform": to.platform,
        "workspace_id": to.workspace_id,
        "user_id": to.user_id,
        "place_kind": place.kind,
        "place_id": place.id,
    }


async def draw(do: Services, report: Report, progress: Progress) -> Report:
    """The report with its PDF on disk; draws the pages only where there is no file.

    Pages of a report that is compiled anew while they are drawn are of before, and are drawn once more.
    """
    if report.pdf_path is not None and await do.files.exists(report.pdf_path):
        return report
    await progress("Writing your report…")
    for _ in range(REDRAWN):
        rendered = await do.renderer.render(await sheet(do, report))
        path = await do.files.save(f"{report.id}.pdf", rendered.pdf)
        drawn = report.model_copy(update={"pdf_path": path, "pages": rendered.pages})
        report = await _kept(do, drawn)
        if report.pdf_path is not None:
            break
    return report


async def _kept(do: Services, drawn: Report) -> Report:
    """The stored report with its pages. Where it was deleted meanwhile they go too: raises LookupError."""
    try:
        return await do.reports.change(drawn.id, partial(_drawn, drawn))
    except LookupError:
        await do.files.delete([f"{drawn.id}.pdf"])
        raise


async def sent(do: Services, interview: Interview) -> Report | None:
    """The interview's report, if its student has been sent it."""
    report = await do.reports.get(interview.report_id) if interview.report_id else None
    return report if report is not None and report.sent else None


def _drawn(drawn: Report, stored: Report) -> Report:
    """The stored report with its pages, unless they are of another version of it."""
    if stored.version != drawn.version:
        return stored
    sent = stored.sent and stored.pdf_path is not None
    return stored.model_copy(update={"pdf_path": drawn.pdf_path, "pages": drawn.pages, "sent": sent})


async def mark_sent(do: Services, report: Report) -> None:
    """Remembers that these pages have been sent; not where others are to follow them."""

    def rule(stored: Report) -> Report:
        return stored.model_copy(update={"sent": True}) if stored.version == report.version else stored

    await do.reports.change(report.id, rule)


async def sheet(do: Services, report: Report) -> ReportSheet:
    """All that the pages of an interview's report show."""
    interview = await do.interviews.get(report.session_id or "")
    student = await do.users.get(report.student_id)
    if interview is None:
        raise LookupError(f"report {report.id} has no interview")
    attempts = await do.attempts.of_session(interview.id)
    bank, names = await bank_of(do, interview), await _mentors(do, attempts)
    whole = zip(interview.questions, sections(interview, attempts, bank), strict=True)
    return ReportSheet(
        report=report,
        student_name=student.name if student else "",
        company=interview.company,
        role=interview.role,
        stream=interview.stream,
        started_at=interview.started_at,
        ended_at=interview.completed_at or interview.last_active_at,
        completed=interview.status == "completed",
        radar=radar(attempts, bank),
        sections=tuple(
            section.model_copy(update={"comments": _comments(asked, attempts, names)})
            for asked, section in whole
        ),
    )


async def _mentors(do: Services, attempts: Sequence[Attempt]) -> Mapping[str, str]:
    """The names of those who wrote to these answers."""
    ids = {said.mentor_id for attempt in attempts for said in attempt.remarks}
    return await do.users.names(sorted(ids)) if ids else {}


def _comments(
    asked: AskedQuestion, attempts: Sequence[Attempt], names: Mapping[str, str]
) -> tuple[Comment, ...]:
    return tuple(
        Comment(name=names.get(said.mentor_id, ""), at=said.at, text=said.text)
        for attempt in attempts
        if attempt.question_id == asked.question_id
        for said in attempt.remarks
        if said.kind == "comment"
    )


async def bank_of(do: Services, interview: Interview) -> dict[str, Question]:
    """The bank's questions behind those that were put, by slug."""
    found = [await do.questions.get(slug) for slug in {q.slug for q in interview.questions}]
    return {question.slug: question for question in found if question is not None}


def radar(attempts: Sequence[Attempt], bank: Mapping[str, Question]) -> tuple[tuple[str, int], ...]:
    """The share of rubric weight met by topic, 0 to 100, for the topics with the most weight."""
    met: dict[str, float] = {}
    weight: dict[str, float] = {}
    for attempt in scoring.best(attempts).values():
        question = bank.get(attempt.question_id.split("~", 1)[0])
        if question is None:
            continue
        topic = question.competency or (question.tags[0] if question.tags else question.stream)
        for row in attempt.rows:
            met[topic] = met.get(topic, 0) + row.met * row.weight
            weight[topic] = weight.get(topic, 0) + row.weight
    heaviest = sorted(weight, key=lambda topic: (-weight[topic], topic))[:MOST_AXES]
    axes = tuple((topic.replace("-", " "), round(100 * met[topic] / weight[topic])) for topic in heaviest)
    return axes if len(axes) >= FEWEST_AXES else ()


def sections(
    interview: Interview, attempts: Sequence[Attempt], bank: Mapping[str, Question]
) -> tuple[QuestionSection, ...]:
    """One section for each question that was put, in order; an open one counts as unanswered."""
    graded = scoring.best(attempts)
    numbers = {q.question_id: number for number, q in enumerate(interview.questions, 1)}
    return tuple(
        _section(numbers, asked, graded.get(asked.question_id), bank.get(asked.slug))
        for asked in interview.questions
    )


def _section(
    numbers: Mapping[str, int], asked: AskedQuestion, attempt: Attempt | None, question: Question | None
) -> QuestionSection:
    main = asked.follow_up_of is None
    return QuestionSection(
        number=numbers[asked.question_id],
        round=asked.round,
        title=titles.title(asked.slug, question),
        prompt=asked.prompt,
        difficulty=asked.difficulty,
        answer=attempt.student_answer if attempt else None,
        score=attempt.score if attempt else None,
        low=attempt.low if attempt else None,
        high=attempt.high if attempt else None,
        rows=attempt.rows if attempt else (),
        feedback=attempt.feedback if attempt else "",
        grader=attempt.grader if attempt else "",
        verdict=attempt.verdict if attempt else None,
        model_answer=question.model_answer if question and main else "",
        reference_solution=question.reference_solution if question and main else None,
        time_taken_seconds=attempt.time_taken_seconds if attempt else 0,
        time_limit_seconds=asked.time_limit_seconds,
        hints_used=asked.hints_used,
        predicted=attempt.predicted if attempt else None,
        follow_up_of=numbers.get(asked.follow_up_of) if asked.follow_up_of else None,
    )
