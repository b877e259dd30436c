"""How people, scopes and times are named wherever mentors are spoken of."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.mentoring.people import Pair, address
from domain.model.interview import Interview
from domain.model.mentorship import Look, Scope
from domain.model.user import User
from domain.requests import Actor

NAMES: dict[Scope, str] = {
    "reports": "the results of your interviews",
    "attempts": "your answers with their grades",
    "roadmap": "your roadmaps",
    "chat": "what you and the coach said",
}
_SHORT: dict[Scope, str] = {
    "reports": "reports",
    "attempts": "answers",
    "roadmap": "roadmaps",
    "chat": "conversations with the coach",
}


def who(user: User, by: Actor) -> str:
    """`Mia (discord:123)`: a name and what makes it unique."""
    return f"{user.name} ({address(user, by)})"


def called(pairs: Sequence[Pair], by: Actor) -> dict[str, str]:
    """How each person is called, by mentorship id: an address goes along where names are alike."""
    names = Counter(pair.other.name.casefold() for pair in pairs)
    return {
        p.mentorship.id: p.other.name if names[p.other.name.casefold()] == 1 else who(p.other, by)
        for p in pairs
    }


def scopes(granted: Sequence[Scope]) -> str:
    """`reports, answers and roadmaps`."""
    return listed([_SHORT[scope] for scope in granted])


def listed(names: Sequence[str]) -> str:
    """`one, two and three`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def day(moment: datetime) -> str:
    return moment.strftime("%-d %b %Y")


def moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%-d %b %Y, %H:%M")


def interview(held: Interview, zone: ZoneInfo) -> str:
    """`22 Nov 2026, 14:05, Google · SDE Intern`: there may be several of a day."""
    named = " · ".join(part for part in (held.company, held.role) if part)
    return f"{moment(held.started_at, zone)}, {named or 'mock interview'}"


def look(one: Look, zone: ZoneInfo) -> str:
    """`22 Nov 2026, 14:05: the report of …`, and how often it came in a row."""
    first = f"{moment(one.at, zone)}: {one.what}"
    if one.times == 1:
        return first
    return f"{first}, {one.times} times until {one.last_at.astimezone(zone):%-d %b, %H:%M}"
