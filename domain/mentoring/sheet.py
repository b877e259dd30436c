"""A report for a mentor: compiled anew from what was granted, so that nothing else follows from it."""

from domain import reporting, scoring, study
from domain.improvement import NO_ADVICE, Advice
from domain.mentoring.people import Pair
from domain.mentoring.seen import Seen, is_withheld
from domain.model.question import Question
from domain.model.report import Asked, QuestionSection, Report, ReportSheet
from domain.services import Services


async def sheet(do: Services, pair: Pair, seen: Seen, asked: Asked) -> ReportSheet:
    """All that the pages show. There must be something reportable.

    The plan names what to read in the student's own roadmaps only where those are granted.
    """
    interview = seen.interview
    bank = await reporting.bank_of(do, interview)
    sections = _sections(seen, bank) if "attempts" in pair.mentorship.scopes else ()
    return ReportSheet(
        report=_report(seen, bank, await _advice(do, pair)),
        student_name=pair.other.name,
        company=interview.company,
        role=interview.role,
        stream=interview.stream,
        started_at=interview.started_at,
        ended_at=interview.completed_at or interview.last_active_at,
        completed=interview.status == "completed",
        radar=reporting.radar(seen.attempts, bank),
        sections=sections,
        asked=asked,
    )


async def _advice(do: Services, pair: Pair) -> Advice:
    """Never a weakness seen elsewhere: withheld answers are among those that it was seen in."""
    if "roadmap" not in pair.mentorship.scopes:
        return NO_ADVICE
    return Advice(NO_ADVICE.profile, await study.library(do, pair.mentorship.student_id))


def _report(seen: Seen, bank: dict[str, Question], known: Advice) -> Report:
    report = reporting.compile_report(seen.without, seen.attempts, bank, known)
    said = scoring.feedback(report.by_round, whole=seen.interview.whole)
    if seen.held_back:
        answers = "1 answer" if seen.held_back == 1 else f"{seen.held_back} answers"
        said = f"{said} The student withheld {answers}; no figure here holds any of that."
    return report.model_copy(update={"feedback": said})


def _sections(seen: Seen, bank: dict[str, Question]) -> tuple[QuestionSection, ...]:
    """Each question under its own number; one that is withheld says that, and its follow-ups are left out."""
    found = []
    whole = reporting.sections(seen.interview, seen.attempts, bank)
    for asked, section in zip(seen.interview.questions, whole, strict=True):
        if not is_withheld(asked.question_id, seen.withheld):
            found.append(section)
        elif asked.question_id in seen.withheld and asked.slug not in seen.withheld - {asked.question_id}:
            found.append(_blank(section))
    return tuple(found)


def _blank(section: QuestionSection) -> QuestionSection:
    """What was asked, and nothing that came of it."""
    return QuestionSection(
        number=section.number,
        round=section.round,
        title=section.title,
        prompt=section.prompt,
        difficulty=section.difficulty,
        answer=None,
        score=None,
        follow_up_of=section.follow_up_of,
        withheld=True,
    )
