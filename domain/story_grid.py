"""The story grid: what a company asks stories about, against the stories that a student has told."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain import days
from domain.model.attempt import Attempt
from domain.model.company import Company
from domain.model.question import Question
from domain.model.story_grid import GOOD_FROM, Need, NeedState, StoryGrid, ToldStory
from domain.model.user import User
from domain.services import Services
from domain.stories import MOST, Story, Telling, everyday, stories, telling

MOST_COMPETENCIES = 3
RUNNING = 3
OLD_AFTER = 60
"""In days."""
LOOKED_BACK = 20
"""Interviews in which a company is looked for where none is named."""


@dataclass(frozen=True, slots=True)
class Today:
    """The day that it is for the student, and where they are."""

    day: date
    zone: ZoneInfo


async def of(do: Services, user: User, company: Company | None) -> StoryGrid:
    """The grid of that company, or of all competencies that the bank knows, as things stand now."""
    bank = await behavioral_bank(do)
    told: list[Telling] = []
    async for page in do.attempts.each_of(user.id):
        told += await _told(do, page, bank)
        if len(told) >= MOST:
            break
    return await asyncio.to_thread(grid, told, bank, company, projects_of(user), today_of(do, user))


async def _told(do: Services, page: Sequence[Attempt], bank: dict[str, Question]) -> list[Telling]:
    """The tellings of some answers; questions that are no longer asked join the bank."""
    found = []
    for attempt in page:
        slug = attempt.question_id.split("~", 1)[0]
        if attempt.round == "behavioral" and slug not in bank:
            question = await do.questions.get(slug)
            if question is not None:
                bank[slug] = question
        one = telling(attempt, bank.get(slug))
        found += [one] if one else []
    return found


async def behavioral_bank(do: Services) -> dict[str, Question]:
    """The behavioural questions that may be asked."""
    slugs = [candidate.slug for candidate in await do.questions.candidates("behavioral")]
    found = [await do.questions.get(slug) for slug in slugs]
    return {question.slug: question for question in found if question is not None}


async def target(do: Services, user: User) -> Company | None:
    """The company of the newest interview that was held for one whose themes are known."""
    for interview in await do.interviews.of(user.id, LOOKED_BACK):
        company = await do.companies.find(interview.company) if interview.company else None
        if company is not None and company.behavioral_themes:
            return company
    return None


def projects_of(user: User) -> tuple[str, ...]:
    """The names of the projects of the student's resume."""
    resume = user.resume.corrected if user.resume else None
    return tuple(project.name for project in resume.projects) if resume else ()


def today_of(do: Services, user: User) -> Today:
    zone = days.zone(user)
    return Today(do.clock.now().astimezone(zone).date(), zone)


def grid(
    told: Sequence[Telling],
    bank: Mapping[str, Question],
    company: Company | None,
    projects: Sequence[str],
    today: Today,
) -> StoryGrid:
    """The grid of these tellings; the stories told last come first."""
    known = stories(told, everyday(tuple(bank.values())), projects)
    running = _running(known)
    newest = sorted(known, key=lambda story: story.tellings[-1].at, reverse=True)
    shown = tuple(_told_story(story, today, running=story is running) for story in newest)
    themes = company.behavioral_themes if company and company.behavioral_themes else ()
    asked_for = tuple(theme.casefold() for theme in themes) or _competencies(bank.values())
    needs = tuple(_need(competency, newest, shown) for competency in dict.fromkeys(asked_for))
    answers = sum(len(story.tellings) for story in known)
    return StoryGrid(
        company=company.company if company and themes else None, needs=needs, stories=shown, answers=answers
    )


def _competencies(bank: Iterable[Question]) -> tuple[str, ...]:
    return tuple(sorted({q.competency.casefold() for q in bank if q.round == "behavioral" and q.competency}))


def _running(known: Sequence[Story]) -> Story | None:
    """The story that was told the last three times, whatever was asked; a retry is no new telling."""
    at = [(one.at, number) for number, story in enumerate(known) for one in story.tellings if not one.again]
    last = [number for _, number in sorted(at)[-RUNNING:]]
    return known[last[0]] if len(last) == RUNNING and len(set(last)) == 1 else None


def _told_story(story: Story, today: Today, *, running: bool) -> ToldStory:
    first, last = (_day(one.at, today) for one in (story.tellings[0], story.tellings[-1]))
    told_for = tuple(dict.fromkeys(one.asked for one in story.tellings))
    worn = f"told the last {RUNNING} times running" if running else ""
    if len(told_for) > MOST_COMPETENCIES:
        worn = f"told for {len(told_for)} competencies"
    ago = max(0, (today.day - last).days)
    return ToldStory(
        title=story.title,
        project=story.project,
        told=max(1, sum(not one.again for one in story.tellings)),
        best=max(one.score for one in story.tellings),
        first_on=first,
        last_on=last,
        days_ago=ago,
        told_for=told_for,
        worn=worn,
        old=ago > OLD_AFTER,
    )


def _day(at: datetime, today: Today) -> date:
    return at.astimezone(today.zone).date()


def _need(competency: str, known: Sequence[Story], shown: Sequence[ToldStory]) -> Need:
    tops = [_top(competency, story) for story in known]
    scores = tuple(top.score if top else None for top in tops)
    best = max((top for top in tops if top), key=lambda top: (top.score, top.at), default=None)
    if best is None:
        return Need(competency=competency, state="none", scores=scores)
    good = [ahead for ahead, score in zip(shown, scores, strict=True) if (score or 0) >= GOOD_FROM]
    state: NeedState = "weak" if not good else "old" if all(story.old for story in good) else "ready"
    return Need(
        competency=competency,
        state=state,
        scores=scores,
        best=best.score,
        story=tops.index(best),
        session_id=best.session_id,
        question_id=best.question_id,
    )


def _top(competency: str, story: Story) -> Telling | None:
    """The best telling of a story for that competency."""
    told = [one for one in story.tellings if competency in one.themes]
    return max(told, key=lambda one: (one.score, one.at), default=None)
