"""Progress over all interviews: gathered from the store in pieces, then compiled into what the pages show."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain import calibration, days, headway, scoring, story_grid, streak, trend, weakness
from domain.model.attempt import Attempt
from domain.model.company import Company
from domain.model.interview import Interview
from domain.model.learning import LearningPath
from domain.model.progress_sheet import (
    Guess,
    Guessing,
    HeldInterview,
    PlanProgress,
    Practice,
    ProgressSheet,
    Topic,
)
from domain.model.question import Question
from domain.model.user import User
from domain.ports import Progress
from domain.services import Services
from domain.stories import Telling, telling
from domain.story_grid import Today
from domain.weakness import Profile, Standing

MOST_TOPICS, MOST_WATCHED = 8, 4
WATCHED_BELOW = 0.6
LONGEST_ANSWER = 3600
"""Seconds that one answer counts at most: a question may lie open overnight."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that the store holds of a student's progress; interviews and attempts have the newest first."""

    user: User
    now: datetime
    interviews: Sequence[Interview]
    attempts: Sequence[Attempt]
    bank: Mapping[str, Question]
    company: Company | None
    profile: Profile
    paths: Sequence[tuple[LearningPath, str]]
    cards_due: int

    @property
    def today(self) -> Today:
        zone = days.zone(self.user)
        return Today(self.now.astimezone(zone).date(), zone)


async def sheet(do: Services, user: User) -> ProgressSheet:
    """The student's progress as it stands now; compiled in a thread, since that takes long for hundreds."""
    return await asyncio.to_thread(compiled, await gathered(do, user))


async def gathered(do: Services, user: User) -> Known:
    """Read a few documents at a time, so that others are answered in between."""
    interviews = [one async for page in do.interviews.each_of(user.id) for one in page]
    attempts = [_light(one) async for page in do.attempts.each_of(user.id) for one in page]
    bank = await story_grid.behavioral_bank(do)
    for slug in {a.question_id.split("~", 1)[0] for a in attempts if a.round == "behavioral"} - bank.keys():
        question = await do.questions.get(slug)
        bank |= {slug: question} if question else {}
    return Known(
        user=user,
        now=do.clock.now(),
        interviews=interviews,
        attempts=attempts,
        bank=bank,
        company=await story_grid.target(do, user),
        profile=await weakness.of_answers(do, user, attempts[: weakness.ANSWERS]),
        paths=[(path, await _name(do, path)) for path in await do.paths.of(user.id) if not path.dropped_at],
        cards_due=await do.cards.count_due(user.id, do.clock.now()),
    )


def _light(attempt: Attempt) -> Attempt:
    """Without what no figure is made of: of hundreds, it would be most of the memory."""
    told = attempt.student_answer if attempt.round == "behavioral" else ""
    rest = {"rows": (), "grades": (), "verdict": None, "feedback": "", "student_answer": told}
    return attempt.model_copy(update=rest)


async def _name(do: Services, path: LearningPath) -> str:
    roadmap = await do.roadmaps.get(path.skill)
    return roadmap.name if roadmap else path.skill


def compiled(known: Known) -> ProgressSheet:
    """The sheet; the same knowledge always gives the same."""
    user, today, own = known.user, known.today, [a for a in known.attempts if a.attempt_no == 1]
    rounds = trend.by_round(own, today, known.now)
    held = streak.standing(user.streak, today.zone, known.now)
    return ProgressSheet(
        made_at=known.now,
        today=today.day,
        student_name=user.name,
        first_on=min((_day(at, today) for at in _moments(known)), default=None),
        interviews=len(known.interviews),
        completed=sum(i.status == "completed" for i in known.interviews),
        answers=len(own),
        retries=len(known.attempts) - len(own),
        seconds=sum(min(a.time_taken_seconds, LONGEST_ANSWER) for a in known.attempts),
        standing=trend.standing(rounds),
        rounds=rounds,
        guesses=_guesses(known.attempts),
        guessing=tuple(
            Guessing(round=found.round, answers=found.answers, sentence=found.sentence)
            for found in calibration.by_round(known.attempts)
        ),
        recurring=tuple(map(_topic, known.profile.weaknesses[:MOST_TOPICS])),
        watched=tuple(_topic(one) for one in known.profile.standings if _is_watched(one))[:MOST_WATCHED],
        plans=tuple(_plan(path, name, today.day) for path, name in known.paths),
        practice=Practice(streak=held.days, best_streak=held.best, cards_due=known.cards_due),
        stories=story_grid.grid(
            _tellings(known), known.bank, known.company, story_grid.projects_of(user), today
        ),
        held=_held(known, own),
    )


def _moments(known: Known) -> Iterator[datetime]:
    """When something was begun or answered, in rounds that others began too."""
    yield from (interview.started_at for interview in known.interviews)
    yield from (attempt.answered_at for attempt in known.attempts)


def _day(at: datetime, today: Today) -> date:
    return at.astimezone(today.zone).date()


def _tellings(known: Known) -> list[Telling]:
    told = (telling(a, known.bank.get(a.question_id.split("~", 1)[0])) for a in known.attempts)
    return [one for one in told if one is not None]


def _guesses(attempts: Sequence[Attempt]) -> tuple[Guess, ...]:
    """Those that the calibration looks at, the newest of each round."""
    found: list[Guess] = []
    counted: dict[str, int] = {}
    for attempt in sorted(attempts, key=lambda a: (a.answered_at, a.id), reverse=True):
        graded = attempt.score is not None and scoring.NOT_COUNTED not in attempt.flags
        if graded and attempt.predicted is not None and counted.get(attempt.round, 0) < calibration.NEWEST:
            counted[attempt.round] = counted.get(attempt.round, 0) + 1
            guess = {"predicted": attempt.predicted, "score": attempt.score}
            found.append(Guess.model_validate({"round": attempt.round, **guess}))
    return tuple(found)


def _topic(standing: Standing) -> Topic:
    return Topic(
        topic=standing.topic.replace("-", " "),
        mean=round(100 * standing.mean),
        observations=standing.observations,
        days=standing.days,
    )


def _is_watched(standing: Standing) -> bool:
    """Low, but seen too seldom to be called a weakness."""
    return standing.mean < WATCHED_BELOW and not standing.recurring


def _plan(path: LearningPath, name: str, today: date) -> PlanProgress:
    figures, stage = headway.progress(path, today), path.current
    live = [one for one in path.stages if not one.retired]
    return PlanProgress(
        name=name,
        percent=figures.completion_percentage,
        passed=sum(not one.open for one in live),
        stages=len(live),
        stage=path.last.stage_name,
        due_on=stage.due_on if stage else None,
        late=stage is not None and stage.due_on < today,
        done_by=figures.estimated_completion_date,
        minutes=figures.time_spent_minutes,
    )


def _held(known: Known, own: Sequence[Attempt]) -> tuple[HeldInterview, ...]:
    answers: dict[str, list[Attempt]] = {}
    for attempt in own:
        answers.setdefault(attempt.session_id, []).append(attempt)
    return tuple(_interview(one, answers.get(one.id, []), known.today) for one in known.interviews)


def _interview(interview: Interview, attempts: Sequence[Attempt], today: Today) -> HeldInterview:
    rounds = () if interview.open else scoring.by_round(interview, attempts)
    score, low, high = scoring.overall(rounds) if rounds else (None, None, None)
    named = " · ".join(part for part in (interview.company, interview.role) if part)
    return HeldInterview(
        held_on=_day(interview.started_at, today),
        title=named or "General practice",
        status=interview.status,
        answered=interview.answered,
        asked=len(interview.questions),
        score=score,
        low=low,
        high=high,
        rounds=tuple((found.round, found.score) for found in rounds),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet with its pages on disk, until they are drawn anew or the account is deleted."""

    sheet: ProgressSheet
    path: str
    pages: int


async def draw(do: Services, user: User, progress: Progress) -> Drawn:
    """The student's progress as a PDF, drawn anew each time, since every answer changes it.

    Where the account was deleted meanwhile the pages go too: raises LookupError.
    """
    await progress("Gathering your interviews…")
    found = await sheet(do, user)
    await progress("Drawing your progress…")
    rendered = await do.renderer.progress(found)
    name = f"{report_id(user)}.pdf"
    path = await do.files.save(name, rendered.pdf)
    if await do.users.get(user.id) is None:
        await do.files.delete([name])
        raise LookupError(f"the account {user.id} is gone")
    return Drawn(found, path, rendered.pages)


def report_id(user: User) -> str:
    """What the pages are kept under; `Holdings.files` knows it too."""
    return f"progress-{user.id}"
