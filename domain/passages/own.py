"""What a student's own results say, to be found beside the shipped content; never a word of their answers."""

from collections.abc import Iterator, Mapping, Sequence

from domain.model.attempt import Attempt
from domain.model.passage import Passage
from domain.model.question import Question
from domain.model.report import PlanItem, Report
from domain.passages.questions import title
from domain.passages.wording import listed, spoken
from domain.scoring import NOT_COUNTED
from domain.weakness import BELOW, Profile, Standing

MOST_ANSWERS = 12
LOWEST = 3
_OVERVIEW = ("weak points", "my weaknesses", "weakest", "improve")


def own_passages(
    profile: Profile,
    report: Report | None,
    attempts: Sequence[Attempt],
    bank: Mapping[str, Question],
) -> tuple[Passage, ...]:
    """Weak topics with their figures, the given report's findings, and what the last answers missed.

    `attempts` are the newest first, `bank` has their questions by slug. Who may not know a part is given
    `weakness.NOTHING_SEEN`, None or ().
    """
    return (
        *_weak_topics(profile),
        *(_of_report(report) if report else ()),
        *_missed(attempts, bank),
    )


def _weak_topics(profile: Profile) -> Iterator[Passage]:
    if profile.standings:
        yield _weakness("", "Where you are weak", _overview(profile), _OVERVIEW)
    for standing in profile.weaknesses:
        topic = standing.topic.replace("-", " ")
        text = f"You are weak in {topic} again and again: {_figures(standing)}."
        yield _weakness(standing.topic, f"Your weak topic: {topic}", text, (topic,))


def _overview(profile: Profile) -> str:
    if profile.weaknesses:
        return f"You are weak again and again in:\n{listed(map(_line, profile.weaknesses))}"
    lowest = listed(map(_line, profile.standings[:LOWEST]))
    return f"No topic is below {BELOW:.0%} often enough to call it a weakness. The lowest so far:\n{lowest}"


def _line(standing: Standing) -> str:
    return f"{standing.topic.replace('-', ' ')}: {_figures(standing)}"


def _figures(standing: Standing) -> str:
    seen = "once" if standing.observations == 1 else f"{standing.observations} times"
    on = "one day" if standing.days == 1 else f"{standing.days} days"
    return f"{standing.mean:.0%} on average, seen {seen} on {on}"


def _weakness(topic: str, name: str, text: str, tags: tuple[str, ...]) -> Passage:
    return Passage(
        id=f"weakness:{topic}",
        kind="weakness",
        title=name,
        text=text,
        source="Your own answers, quizzes and reviews",
        subject=topic,
        tags=tags,
    )


def _of_report(report: Report) -> Iterator[Passage]:
    parts = (
        ("strengths", "What went well", report.strengths),
        ("weaknesses", "What was missing", report.weaknesses),
        ("plan", "What to do next", tuple(map(_planned, report.improvement_plan))),
    )
    for part, name, lines in parts:
        if lines:
            yield Passage(
                id=f"report:{report.id}:{part}",
                kind="report",
                title=f"{name} in your last interview",
                text=f"Your last interview came to {report.overall}/100. {name}:\n{listed(lines)}",
                source=f"The report of your interview of {report.created_at:%d %B %Y}",
                subject=report.session_id or "",
                tags=("report", "score", "result", part),
            )


def _planned(item: PlanItem) -> str:
    return f"{item.weakness}. {item.action} ({item.minutes} minutes)"


def _missed(attempts: Sequence[Attempt], bank: Mapping[str, Question]) -> Iterator[Passage]:
    """Of each question the newest answer alone: what an older one missed may be known by now."""
    newest: dict[str, Attempt] = {}
    for attempt in attempts:
        if attempt.graded and NOT_COUNTED not in attempt.flags:
            newest.setdefault(attempt.question_id, attempt)
    for attempt in list(newest.values())[:MOST_ANSWERS]:
        question = bank.get(attempt.question_id.split("~", 1)[0])
        if question and attempt.grade().missed:
            yield _answer(attempt, question)


def _answer(attempt: Attempt, question: Question) -> Passage:
    points = listed(row.point for row in attempt.grade().missed)
    put = title(question) if question.runs_code else question.prompt
    return Passage(
        id=f"answer:{attempt.id}",
        kind="answer",
        title=f"Your answer: {title(question)}",
        text=f"Your answer to “{put}” got {attempt.score}/100. It missed:\n{points}",
        source=f"Your answer of {attempt.answered_at:%d %B %Y}",
        subject=question.slug,
        tags=spoken(question.tags),
    )
