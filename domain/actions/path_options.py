"""The options of /roadmap as a student types them: days, hours, a resource by number or name."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain import learning
from domain.actions import paths
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.model.learning import LearningPath, PathResource, Priority
from domain.planning import LEAST_HOURS, MOST_HOURS
from domain.wishes import Wish

PRIORITIES: dict[str, Priority] = {"high": "HIGH", "medium": "MEDIUM", "low": "LOW"}
NONE = ("none", "no", "off")
FARTHEST_YEARS = 5
EXAMPLE = timedelta(days=90)
LISTED = 8
SHOWN = 40
MOST_MINUTES = 1440
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_HOURS = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hours?)?", re.ASCII | re.IGNORECASE)
_WITH_MINUTES = re.compile(r"(.+?)\s+minutes:(\d{1,6})", re.DOTALL | re.ASCII)
_WITH_SKILL = re.compile(r"(.+?)\s+skill:(.+)", re.DOTALL)


def wish_of(call: Call, today: date) -> Wish:
    """What the options ask for. Raises UserError naming the option, what it takes and an example."""
    deadline = call.text("deadline")
    none = deadline is not None and deadline.casefold() in NONE
    return Wish(
        level=call.number("level"),
        target=call.number("target"),
        priority=_priority(call.text("priority")),
        hours=_hours(call.text("hours")),
        deadline=None if deadline is None or none else day_of(deadline, today),
        no_deadline=none,
    )


def _priority(text: str | None) -> Priority | None:
    return None if text is None else PRIORITIES[text]


def _hours(text: str | None) -> float | None:
    if text is None:
        return None
    found = _HOURS.fullmatch(text.strip())
    number = float(found[1].replace(",", ".")) if found else 0
    if not LEAST_HOURS <= number <= MOST_HOURS:
        raise UserError(
            f"`hours` is your study time in a week, from {LEAST_HOURS:g} to {MOST_HOURS:g}, such as "
            f"`hours:5` or `hours:2.5`, not “{_cut(text)}”.",
            title="How many hours a week?",
        )
    return number


def day_of(text: str, today: date) -> date:
    """`2027-03-01`, from today on. Raises UserError with the form, and with what was likely meant."""
    named = any_day(text, today)
    if named < today:
        raise UserError(
            f"{named} is over; today is {today} for you. Name a later day, or `deadline:none` for none.",
            title="That day is over",
        )
    if named > today + timedelta(days=366 * FARTHEST_YEARS):
        raise UserError(
            f"{named} is more than {FARTHEST_YEARS} years away. Name a nearer day, or leave the deadline "
            "out: the hours a week then tell when you are done.",
            title="That is far away",
        )
    return named


def any_day(text: str, today: date) -> date:
    """`2027-03-01`, whenever it is. Raises UserError as `day_of`."""
    found = _ISO.fullmatch(text.strip())
    if found is None:
        raise UserError(_form(text, today), title="Which day?")
    named = _calendar_day(found[1], found[2], found[3])
    if named is None:
        raise UserError(f"There is no {_cut(text)} in the calendar. {_written(today)}", title="Which day?")
    return named


def _form(text: str, today: date) -> str:
    dotted = _DOTTED.fullmatch(text.strip())
    meant = _calendar_day(dotted[3], dotted[2], dotted[1]) if dotted else None
    if meant is not None:
        return f"Write a day as year, month and day: “{_cut(text)}” is `{meant}`."
    return f"“{_cut(text)}” is no day that I can read. {_written(today)}"


def _written(today: date) -> str:
    return f"Write it as year, month and day, such as `{today + EXAMPLE}`."


def _calendar_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


async def resource_of(call: Call) -> tuple[LearningPath, PathResource, int | None]:
    """The path and resource meant, by id, number in the open stage or part of its title, and its minutes.

    Raises UserError, which lists them, where none or several fit.
    """
    found, skill = apart(call.text("resource"), call.text("skill"))
    typed, minutes = _minutes_apart((found or "").strip(), call.number("minutes"))
    return *await _meant(call, typed, skill), minutes


async def _meant(call: Call, typed: str, skill: str | None) -> tuple[LearningPath, PathResource]:
    known = await call.do.paths.of(call.user.id)
    owner = next((path for path in known if path.resource(typed)), None)
    path = await learning.current_path(call.do, call.user, owner.skill if owner else skill)
    exact = path.resource(typed)
    if exact is not None:
        return path, exact
    others = [p for p in known if skill is None and p.dropped_at is None and _named(p, typed)]
    if others and not _named(path, typed):
        path = await learning.current_path(call.do, call.user, others[0].skill)
    return path, _fitting(path, typed)


def apart(text: str | None, skill: str | None) -> tuple[str | None, str | None]:
    """A typed name and its skill, where `skill:` stands behind the name."""
    behind = _WITH_SKILL.fullmatch(text.strip()) if text and skill is None else None
    return (text, skill) if behind is None else (behind[1], behind[2])


def _minutes_apart(text: str, minutes: int | None) -> tuple[str, int | None]:
    """A typed name and its minutes, where `minutes:` stands behind the name and before `skill:`."""
    behind = _WITH_MINUTES.fullmatch(text) if minutes is None else None
    if behind is None:
        return text, minutes
    if not 1 <= (number := int(behind[2])) <= MOST_MINUTES:
        raise UserError(
            f"`minutes` is a whole number from 1 to {MOST_MINUTES}, not “{behind[2]}”.", title="Out of range"
        )
    return behind[1], number


def _named(path: LearningPath, typed: str) -> list[PathResource]:
    """The resources of a path whose titles have that in them."""
    wanted = _folded(typed)
    return [r for stage in path.stages for r in stage.resources if wanted in _folded(r.title)]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _fitting(path: LearningPath, typed: str) -> PathResource:
    shown = path.last.resources
    if typed.isdecimal():
        number = int(typed[:9])
        if 1 <= number <= len(shown):
            return shown[number - 1]
        raise _which(f"There is no resource {_cut(typed)} in this stage", shown)
    fitting = _named(path, typed)
    for found in ([r for r in fitting if r in shown], fitting):
        same = [r for r in found if _folded(r.title) == _folded(typed)]
        if len(found) == 1 or len(same) == 1:
            return (same or found)[0]
        if found:
            raise _which(f"“{_cut(typed)}” fits more than one resource", found)
    raise _which(f"No resource of this path is called “{_cut(typed)}”", shown)


def _which(what: str, offered: Sequence[PathResource]) -> UserError:
    names = "; ".join(f"{number}. {resource.title}" for number, resource in enumerate(offered[:LISTED], 1))
    still_open = [resource for resource in offered[:LISTED] if not resource.completed]
    return UserError(
        f"{what}. There {'is' if len(offered) == 1 else 'are'}: {names}. Press one that you have done, or "
        "name more of its title.",
        title="Which one?",
        buttons=tuple(paths.done_button(resource) for resource in still_open),
    )


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
