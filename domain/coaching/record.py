"""Answers to what a student asks of their own record: the figures as they stand, and never an article."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from domain import days, streak, weakness
from domain.coaching.asked import Asked
from domain.coaching.known import Known
from domain.model.passage import Passage
from domain.model.question import ROUND_NAMES, ROUNDS, Round
from domain.model.report import Report
from domain.model.user import User
from domain.passages.wording import listed
from domain.readiness import FEWEST, READY_FROM
from domain.services import Services
from domain.streak import Standing
from domain.weakness import Profile

MOST_LINES = 5
SOURCE = "Your own answers, quizzes and reviews"
KEPT_BACK = (
    "You keep your {part} back from me, so I did not look. Profile shows you more, and “What I know of you” "
    "switches what I may know."
)
Part = Literal["weaknesses", "report"]
_PARTS: Mapping[Asked, tuple[Part, str]] = MappingProxyType(
    {
        "ready": ("weaknesses", "weak points"),
        "weak": ("weaknesses", "weak points"),
        "missed": ("report", "last report"),
    }
)
_TITLES: Mapping[Asked, str] = MappingProxyType(
    {
        "ready": "How ready you are",
        "weak": "Where you are weak",
        "missed": "Your last interview",
        "today": "What to do today",
        "next": "What to do next",
        "streak": "Days in a row",
        "practise": "Practise",
    }
)
PRACTISE = "A press begins one question of that round, and Start a whole interview."
BUSY = "An interview of yours is open. Finish it first, or end it, to begin another."
NO_ANSWERS = (
    f"I cannot tell yet, since you have no graded answer. With {FEWEST} answers in a round I can; one "
    "question of each round is a good beginning."
)
ENOUGH = "One answer, recall card or resource"
WEAK = "Weak again and again, the weakest first:"
LOWEST = "Nothing went wrong often enough to call it a weakness. Your lowest topics so far:"
NO_REPORT = "You have no finished interview yet, so there is nothing to look back on."
NOTHING_DUE = "Nothing is due. One mock interview shows best what to work on."
_ROUNDS: Mapping[Round, re.Pattern[str]] = MappingProxyType(
    {
        "dsa": re.compile(r"\b(?:dsa|coding|code|leetcode|algo\w*|data structures?)\b", re.IGNORECASE),
        "behavioral": re.compile(r"\b(?:behaviou?ral|hr|star|story|stories)\b", re.IGNORECASE),
        "system_design": re.compile(r"\b(?:design|architecture|hld)\b", re.IGNORECASE),
        "technical_qa": re.compile(r"\b(?:technical|theory|sql|frontend|backend|java\w*)\b", re.IGNORECASE),
    }
)


@dataclass(frozen=True, slots=True)
class Today:
    """What stands open beside the learning paths."""

    waiting: bool
    cards_due: int
    standing: Standing
    day: date


async def passage(do: Services, user: User, known: Known, asked: Asked, text: str) -> Passage:
    """The answer to that message, made of what the student shares with the coach, and of nothing else."""
    part, name = _PARTS.get(asked, (None, ""))
    if part is not None and not getattr(user.sharing, part):
        return _made(asked, KEPT_BACK.format(part=name), state="kept")
    match asked:
        case "ready":
            return await _ready(do, known)
        case "weak":
            return _weak(known.profile)
        case "missed":
            return _missed(known.report, days.zone(user))
        case "today" | "next":
            return _made(asked, _to_do(known, await _today(do, user), await _names(do, known)))
        case "streak":
            return _made(asked, _in_a_row((await _today(do, user)).standing))
        case "practise":
            begun = await do.interviews.open_of(user.id) is not None
            return _made(asked, BUSY if begun else PRACTISE, subject=_round_in(text), source="")


def _made(asked: Asked, text: str, *, state: str = "own", subject: str = "", source: str = SOURCE) -> Passage:
    """`state` is `own`, `kept` where the student does not share it, and `none` where nothing is there yet."""
    return Passage(
        id=f"{state}:{asked}",
        kind="own",
        title=_TITLES[asked],
        text=text,
        source=source if state == "own" else "",
        subject=subject,
    )


def _round_in(text: str) -> str:
    return next((round_ for round_, pattern in _ROUNDS.items() if pattern.search(text)), "")


async def _ready(do: Services, known: Known) -> Passage:
    if not known.ready:
        return _made("ready", NO_ANSWERS, state="none")
    lines = [f"{ROUND_NAMES[found.round]}: {found.sentence}" for found in known.ready]
    seen = {found.round for found in known.ready}
    left = [
        ROUND_NAMES[round_]
        for round_ in ROUNDS
        if round_ not in seen and await do.questions.candidates(round_)
    ]
    untried = f"\nNot tried yet: {', '.join(left)}." if left else ""
    text = f"{listed(lines)}\nReady means that the whole band lies at {READY_FROM} or above.{untried}"
    return _made("ready", text)


def _weak(profile: Profile) -> Passage:
    if not profile.standings:
        return _made("weak", NO_ANSWERS, state="none")
    topics = listed(map(_topic, (profile.weaknesses or profile.standings)[:MOST_LINES]))
    return _made("weak", f"{WEAK if profile.weaknesses else LOWEST}\n{topics}")


def _topic(standing: weakness.Standing) -> str:
    return f"{standing.topic.replace('-', ' ')}: {round(100 * standing.mean)}/100 on average"


def _missed(report: Report | None, zone: ZoneInfo) -> Passage:
    if report is None:
        return _made("missed", NO_REPORT, state="none")
    day = f"{report.created_at.astimezone(zone):%-d %B %Y}"
    begun = f"Your interview of {day} came to {report.overall}/100 ({report.low}–{report.high})."
    missing = report.weaknesses[:MOST_LINES]
    said = f"What was missing:\n{listed(missing)}" if missing else "Nothing of weight was missing."
    source = f"The report of your interview of {day}"
    return _made("missed", f"{begun} {said}", subject=report.session_id or "", source=source)


async def _today(do: Services, user: User) -> Today:
    now = do.clock.now()
    return Today(
        waiting=await do.interviews.open_of(user.id) is not None,
        cards_due=await do.cards.count_due(user.id, now),
        standing=streak.standing(user.streak, days.zone(user), now),
        day=days.today(user, now),
    )


async def _names(do: Services, known: Known) -> Mapping[str, str]:
    """What the skills of the paths are called; a roadmap that is gone has no name any more."""
    found = [await do.roadmaps.get(path.skill) for path in known.paths]
    return {roadmap.slug: roadmap.name for roadmap in found if roadmap is not None}


def _to_do(known: Known, today: Today, names: Mapping[str, str]) -> str:
    lines = [*_due(known, today, names)][:MOST_LINES]
    return f"The most urgent first:\n{listed(lines)}" if lines else NOTHING_DUE


def _due(known: Known, today: Today, names: Mapping[str, str]) -> Iterator[str]:
    if today.waiting:
        yield "Finish the interview that is open."
    if today.cards_due:
        yield f"Review {_counted(today.cards_due, 'recall card')}."
    for path in known.paths:
        if (stage := path.current) is not None:
            yield f"{names.get(path.skill, path.skill)}: {stage.stage_name}, {_by(stage.due_on, today.day)}."
    if known.profile.weaknesses:
        yield f"Practise {known.profile.weaknesses[0].topic.replace('-', ' ')}, your weakest topic."
    if today.standing.days and not today.standing.today:
        yield f"Any of this keeps your {_counted(today.standing.days, 'day')} in a row."


def _by(due: date, today: date) -> str:
    if due < today:
        return f"which was due on {due:%-d %B}"
    return "due today" if due == today else f"due on {due:%-d %B}"


def _in_a_row(standing: Standing) -> str:
    if standing.best == 0:
        return f"None yet. {ENOUGH} begins a row."
    if not standing.days:
        ended = f"Your {_counted(standing.lost, 'day')} in a row ended; it happens. " if standing.lost else ""
        return f"{ended}Your best is {standing.best}. {ENOUGH} begins a new one."
    count = f"{_counted(standing.days, 'day')} in a row, {standing.best} at best."
    return f"{count} Today counts already." if standing.today else f"{count} {ENOUGH} today keeps them."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
