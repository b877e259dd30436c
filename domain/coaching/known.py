"""What the coach knows of a student: no more than they share, in sections of a few lines each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from domain import readiness, resumes, weakness
from domain.model.attempt import Attempt
from domain.model.chat import Sharing
from domain.model.learning import LearningPath
from domain.model.passage import Passage
from domain.model.question import ROUND_NAMES, Question
from domain.model.report import Report
from domain.model.user import User
from domain.passages.own import own_passages
from domain.readiness import Readiness
from domain.resume.model import Resume
from domain.resume.orders import without_order
from domain.resume.private import contacts
from domain.resume.vocabulary import vocabulary
from domain.services import Services

PARTS = ("weaknesses", "roadmap", "report", "resume")
TITLES = {
    "weaknesses": "WEAK POINTS",
    "roadmap": "ROADMAP",
    "report": "LAST REPORT",
    "resume": "RESUME",
}
ANSWERS, INTERVIEWS = 100, 10
MOST_TOPICS, MOST_SKILLS, MOST_PROJECTS, MOST_BULLETS = 8, 25, 5, 8
LONGEST_LINE, LONGEST_SECTION = 240, 1_800


@dataclass(frozen=True, slots=True)
class Section:
    """One part of what is known, named as in Sharing."""

    part: str
    text: str

    @property
    def title(self) -> str:
        return TITLES[self.part]


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of the student; what they do not share is empty."""

    profile: weakness.Profile = weakness.NOTHING_SEEN
    ready: tuple[Readiness, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    bank: dict[str, Question] = field(default_factory=dict)
    paths: tuple[LearningPath, ...] = ()
    report: Report | None = None
    resume: Resume | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        """The parts that hold anything."""
        lines = {
            "weaknesses": _weak_points(self),
            "roadmap": _roadmap(self.paths),
            "report": _report(self.report),
            "resume": _resume(self.resume),
        }
        texts = {part: "\n".join(_cut(lines[part]))[:LONGEST_SECTION] for part in PARTS}
        return tuple(Section(part, text) for part, text in texts.items() if text)

    @property
    def passages(self) -> Sequence[Passage]:
        """The same to be looked things up in, but for the resume."""
        return own_passages(self.profile, self.report, self.attempts, self.bank)


async def of(do: Services, user: User, sharing: Sharing) -> Known:
    """Reads what the student shares, and nothing else."""
    report = await _last_report(do, user) if sharing.report else None
    resume = await resumes.of(do, user) if sharing.resume else None
    paths = [p for p in await do.paths.of(user.id) if p.dropped_at is None] if sharing.roadmap else []
    if not sharing.weaknesses:
        return Known(report=report, resume=resume, paths=tuple(paths))
    attempts = await do.attempts.of_student(user.id, ANSWERS)
    slugs = {attempt.question_id.split("~", 1)[0] for attempt in attempts}
    bank = {slug: question for slug in slugs if (question := await do.questions.get(slug)) is not None}
    return Known(
        profile=await weakness.of(do, user),
        ready=readiness.by_round(attempts, do.clock.now()),
        attempts=tuple(attempts),
        bank=bank,
        paths=tuple(paths),
        report=report,
        resume=resume,
    )


async def _last_report(do: Services, user: User) -> Report | None:
    for interview in await do.interviews.of(user.id, INTERVIEWS):
        if interview.report_id is not None:
            return await do.reports.get(interview.report_id)
    return None


def _cut(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        flat = " ".join(line.split())
        yield flat if len(flat) <= LONGEST_LINE else flat[: LONGEST_LINE - 1] + "…"


def _weak_points(known: Known) -> Iterator[str]:
    for found in known.ready:
        yield f"{ROUND_NAMES[found.round]}: {found.sentence}"
    for weak in known.profile.weaknesses[:MOST_TOPICS]:
        topic = weak.topic.replace("-", " ")
        yield f"Weak again and again in {topic}: {round(100 * weak.mean)}/100 over {weak.observations} times"


def _roadmap(paths: Sequence[LearningPath]) -> Iterator[str]:
    for path in paths:
        current = path.current
        yield f"{path.skill}: {path.progress.completion_percentage} % done"
        if current is not None:
            topics = ", ".join(topic.replace("-", " ") for topic in current.topics)
            yield f"Open stage: {current.stage_name} ({topics}), due {current.due_on}"


def _report(report: Report | None) -> Iterator[str]:
    if report is None:
        return
    yield f"Interview of {report.created_at:%d %B %Y}: {report.overall}/100 ({report.low}–{report.high})"
    for one in report.by_round:
        yield f"{ROUND_NAMES[one.round]}: {one.score}/100, {one.answered} of {one.asked} answered"
    yield from (f"Shown: {line}" for line in report.strengths)
    yield from (f"Missing: {line}" for line in report.weaknesses)
    yield from (f"To do: {item.weakness.rstrip('.')}: {item.action}" for item in report.improvement_plan)


def _resume(resume: Resume | None) -> Iterator[str]:
    if resume is None:
        return
    if resume.experience.years is not None:
        yield f"Years of work: {resume.experience.years:g}"
    names = [vocabulary().name(found.skill) for found in resume.skills[:MOST_SKILLS]]
    if names:
        yield f"Skills: {', '.join(names)}"
    yield from (f"Project: {_bare(one.line)}" for one in resume.projects[:MOST_PROJECTS])
    yield from (f"Did: {_bare(one.text)}" for one in resume.bullets[:MOST_BULLETS])


def _bare(line: str) -> str:
    """The line without contact details, and without what tells its reader what to conclude."""
    line = without_order(line)
    for found in sorted(contacts(line, 0, 0), reverse=True):
        line = line[: found.start] + "[…]" + line[found.end :]
    return line
