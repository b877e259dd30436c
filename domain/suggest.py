"""What an option can be completed with while it is typed, for every platform that completes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.actions.help import granted, visible
from domain.actions.interview import history_line
from domain.actions.kinds import Action, Option
from domain.actions.show import headline
from domain.opening import streams
from domain.requests import Actor
from domain.rights import is_admin
from domain.services import Services

RECENT = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`label` is what a person reads, `value` what is sent for it."""

    label: str
    value: str


async def suggestions(
    do: Services, table: Mapping[str, Action], actor: Actor, option: Option, typed: str
) -> tuple[Suggestion, ...]:
    """Those that fit what was typed so far; ones that begin with it come first. Raises StoreUnavailable."""
    if option.choices:
        return _lists(option.choices, typed)
    return _fitting(await known(do, table, actor, option.source), typed)


async def known(
    do: Services, table: Mapping[str, Action], actor: Actor, source: str
) -> tuple[Suggestion, ...]:
    """All that a source of `Option.source` has for that person. Raises StoreUnavailable."""
    match source:
        case "companies":
            return _same(company.company for company in await do.companies.all())
        case "streams":
            return _same(await streams(do))
        case "commands":
            theirs = granted(table, is_admin(do, await do.users.of(actor), actor))
            return _same(action.name for action in visible(theirs))
        case "roadmaps":
            return tuple(Suggestion(roadmap.name, roadmap.slug) for roadmap in await do.roadmaps.all())
        case "sessions":
            return await _sessions(do, actor)
        case "descriptions":
            user = await do.users.of(actor)
            return tuple(Suggestion(d.headline, d.id) for d in user.job_descriptions) if user else ()
    return ()


async def _sessions(do: Services, actor: Actor) -> tuple[Suggestion, ...]:
    user = await do.users.of(actor)
    if user is None:
        return ()
    recent = await do.interviews.of(user.id, RECENT)
    return tuple(Suggestion(f"{headline(i)} · {history_line(i)}", i.id) for i in recent)


def _same(names: Iterable[str]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(name, name) for name in names)


def _fitting(known: tuple[Suggestion, ...], typed: str) -> tuple[Suggestion, ...]:
    wanted = typed.strip().casefold()
    found = [s for s in known if wanted in s.label.casefold() or wanted == s.value.casefold()]
    return tuple(sorted(found, key=lambda s: not s.label.casefold().startswith(wanted)))


def _lists(choices: tuple[str, ...], typed: str) -> tuple[Suggestion, ...]:
    """A list with commas, gone on with each choice that is not in it yet."""
    begun, _, last = typed.rpartition(",")
    chosen = [c for part in begun.split(",") if (c := part.strip().casefold()) in choices]
    left = [c for c in choices if c not in chosen]
    fitting = [c for c in left if c.startswith(last.strip().casefold())] or left
    return _same(",".join([*chosen, c]) for c in fitting)
