"""Mentors and students as they name each other, looked for among their own and nowhere else."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from domain.errors import NotYours, UserError
from domain.identifying import identity, mentioned
from domain.model.mentorship import Mentorship, Scope
from domain.model.user import User
from domain.requests import Actor
from domain.services import Services


@dataclass(frozen=True, slots=True)
class Pair:
    """A mentorship, and the person on its other side."""

    mentorship: Mentorship
    other: User


async def mentors_of(do: Services, student: User) -> list[Pair]:
    """Whoever is or was invited, in whatever state."""
    found = await do.mentorships.of_student(student.id)
    return await _paired(do, [(one, one.mentor_id) for one in found])


async def students_of(do: Services, mentor: User) -> list[Pair]:
    """Whoever has ever invited that mentor, in whatever state."""
    found = await do.mentorships.of_mentor(mentor.id)
    return await _paired(do, [(one, one.student_id) for one in found])


async def _paired(do: Services, found: Iterable[tuple[Mentorship, str]]) -> list[Pair]:
    known = [(one, await do.users.get(other_id)) for one, other_id in found]
    return [Pair(one, other) for one, other in known if other is not None]


async def granted(do: Services, mentor: User, who: str, scope: Scope | None, by: Actor) -> Pair:
    """The student that a mentor means, who grants that now; with no scope, who grants anything.

    Raises NotYours for everybody else. It reads the same whoever was meant: who is no student of theirs is
    never looked for, and what is not granted is left out after everything was read.
    """
    now = do.clock.now()
    pairs = await students_of(do, mentor)
    mine = [p for p in pairs if p.mentorship.active(now) and (scope is None or scope in p.mentorship.scopes)]
    return one_of(named(mine, who, by))


async def changed(do: Services, pair: Pair, rule: Callable[[Mentorship], Mentorship]) -> Mentorship:
    """Raises NotYours where it was deleted since it was read."""
    try:
        return await do.mentorships.change(pair.mentorship.id, rule)
    except LookupError as gone:
        raise not_found() from gone


def not_found() -> NotYours:
    """The same for whatever is not granted, and for what does not exist."""
    return NotYours("`/mentor list` shows whom you see and who sees you.")


def one_of(found: Sequence[Pair]) -> Pair:
    """Raises NotYours for none, UserError for several."""
    if not found:
        raise not_found()
    if len(found) > 1:
        raise UserError(
            "Several go by that name. `/mentor list` shows each with an address, such as `console:ana`: give "
            "that in place of the name.",
            title="Which one?",
        )
    return found[0]


def named(pairs: Sequence[Pair], who: str, by: Actor) -> list[Pair]:
    """Those of them that the text means: one by id, address, mention or id on one's own platform, else all
    of that name."""
    meant = identity(who) or mentioned(who, by) or Actor(by.platform, who, by.workspace_id)
    exact = [p for p in pairs if who in (p.mentorship.id, p.other.id) or p.other.seen_as(meant)]
    return exact or [p for p in pairs if p.other.name.casefold() == who.casefold()]


async def invited(do: Services, who: str, by: Actor) -> User | None:
    """Whom a student names, by address, mention or id on their own platform; names are not unique."""
    return await do.users.of(identity(who) or mentioned(who, by) or Actor(by.platform, who, by.workspace_id))


def address(user: User, by: Actor) -> str:
    """`discord:123`, `slack:T1:U2` or `console:ana`: how anybody can name them, on any platform.

    Of several it is the one on the platform of who is told.
    """
    known = sorted(user.identities, key=lambda i: i.platform != by.platform)
    parts = (known[0].platform, known[0].workspace_id, known[0].user_id) if known else (user.id,)
    return ":".join(part for part in parts if part)
