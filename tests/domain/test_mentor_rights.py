"""Who sees what of a student: every action about mentors, by every role, by every way in."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import pytest

from adapters.console.request import Line
from domain.actions import TABLE
from domain.model.mentorship import Mentorship, Scope, State
from domain.replies import Reply
from domain.requests import Actor
from domain.tokens import encode
from tests.domain.mentored import ALL, SECRET, Work, all_of, mentorship, stored, worked
from tests.domain.roadmaps import learning_world
from tests.world import World, actor, text_of

ROLES: dict[str, tuple[tuple[Scope, ...], State, int] | None] = {
    "stranger": None,
    "ana": None,
    "bob": None,
    "root": None,
    "pending": (ALL, "pending", 5),
    "declined": (ALL, "declined", 5),
    "expired": (ALL, "active", 0),
    "revoked": (ALL, "revoked", 5),
    "reporter": (("reports",), "active", 5),
    "reader": (("attempts",), "active", 5),
    "planner": (("roadmap",), "active", 5),
    "listener": (("chat",), "active", 5),
    "pair": (("reports", "attempts"), "active", 5),
    "full": (ALL, "active", 5),
}
Needed = Scope | Literal["any"]
JUDGED = {"answer": "1", "row": "2", "met": "100", "text": "Because."}
ACTIONS: dict[str, tuple[str, dict[str, str], Needed]] = {
    "report": ("report student", {}, "reports"),
    "results": ("mentor look", {"what": "reports"}, "reports"),
    "comment": ("mentor comment", {"answer": "1", "text": "Well said."}, "attempts"),
    "comment form": ("mentor comment", {"answer": "1"}, "attempts"),
    "override": ("mentor override", JUDGED, "attempts"),
    "override form": ("mentor override", {"answer": "1"}, "attempts"),
    "remarks": ("mentor remarks", {"answer": "1"}, "attempts"),
    "mock": ("mentor assign", {"what": "mock", "due": "2026-12-01"}, "any"),
    "stage": ("mentor assign", {"what": "stage", "due": "2026-12-01", "skill": "juggling"}, "roadmap"),
    "answers": ("mentor look", {"what": "attempts"}, "attempts"),
    "roadmaps": ("mentor look", {"what": "roadmap"}, "roadmap"),
    "talks": ("mentor look", {"what": "chat"}, "chat"),
}


UNSEEN = frozenset(("mock", "remarks", "comment form"))
"""What shows a mentor nothing of the student's: what was set or said is their own."""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        yield opened


@pytest.fixture
async def work(world: World) -> Work:
    return await worked(world)


async def everybody(world: World) -> dict[str, Mentorship]:
    """The mentorship of each role that has one."""
    return {
        role: await mentorship(world, role, terms[0], terms[1], days=terms[2])
        for role, terms in ROLES.items()
        if terms is not None
    }


async def pressed(world: World, who: str, action: str, **args: str) -> Reply:
    found = await world.maybe(Line(actor(who), press=encode(action, args)))
    assert found is not None
    return found


def typed(action: str, args: dict[str, str]) -> str:
    return " ".join([f"/{action}", *(f"{name}:{value}" for name, value in args.items())])


def may(role: str, scope: Needed) -> bool:
    terms = ROLES[role]
    if terms is None or terms[1] != "active" or terms[2] <= 0:
        return False
    return scope == "any" or scope in terms[0]


async def refused(world: World) -> str:
    """What is said where nobody of that name was ever there."""
    return all_of(await world.say("/report student console:nobody", "bob"))


@pytest.mark.parametrize("name", ACTIONS)
async def test_what_is_granted_and_nothing_else_is_shown(world: World, work: Work, name: str) -> None:
    known, (action, args, scope) = await everybody(world), ACTIONS[name]
    nothing, wrong, typable = await refused(world), [], not TABLE[action].hidden
    for role in ROLES:
        own = known[role].id if role in known else known["full"].id
        replies = {"button": await pressed(world, role, action, student=own, **args)}
        for by, student in {"command": "console:ana", "name": "Ana"}.items() if typable else ():
            replies[by] = await world.say(typed(action, {"student": student, **args}), role)
        for by, reply in replies.items():
            shown = not reply.failed or "by 100 % already" in text_of(reply)
            right = shown if may(role, scope) else all_of(reply) == nothing
            if not right:
                wrong.append((role, by, all_of(reply)))
        looks = (await stored(world, known[role])).looks if role in known else ()
        looked = may(role, scope) and name not in UNSEEN
        assert bool(looks) is looked, (role, "a look is written down where there was one")
    assert wrong == []


@pytest.mark.parametrize("name", ACTIONS)
async def test_a_forged_button_grants_nothing(world: World, work: Work, name: str) -> None:
    known, (action, args, _) = await everybody(world), ACTIONS[name]
    nothing, ana = await refused(world), await world.do.users.of(actor("ana"))
    assert ana is not None
    for role in ROLES.keys() - {"full"}:
        forged = await pressed(world, role, action, student=known["full"].id, **args)
        assert all_of(forged) == nothing, role
    for role in ("stranger", "bob", "root", "pending", "declined", "expired", "revoked"):
        assert all_of(await pressed(world, role, action, student=ana.id, **args)) == nothing, role
    assert (await stored(world, known["full"])).looks == ()


async def test_an_interview_is_no_way_around(world: World, work: Work) -> None:
    """Another student's, one of which all is withheld, one that never was, one that is open."""
    await everybody(world)
    await world.say("/interview start rounds:technical_qa questions:1", "bob")
    await world.say("/answer It updates the index.", "bob")
    theirs = await world.session("bob")
    world.clock.forward(minutes=1)
    await world.say("/interview start rounds:technical_qa questions:2")
    await world.say("/answer It updates the index.")
    nothing, open_ = await refused(world), await world.session()
    for session in (theirs.id, work.withheld.id, "0123456789abcdef", open_.id):
        reply = await world.say(f"/report student console:ana session:{session}", "full")
        assert all_of(reply) == nothing, session
    reply = await world.say(f"/report student console:ana session:{work.shown.id}", "full")
    assert reply.data["session_id"] == work.shown.id


@pytest.mark.parametrize("action", ["mentor accept", "mentor decline"])
async def test_an_invitation_is_for_whom_it_was_meant(world: World, action: str) -> None:
    known = await everybody(world)
    nothing = await refused(world)
    for role in ROLES.keys() - {"pending"}:
        assert all_of(await pressed(world, role, action, student=known["pending"].id)) == nothing, role
    for role in ("stranger", "bob", "root", "declined", "expired", "revoked"):
        assert all_of(await pressed(world, role, action, student="console:ana")) == nothing, role
    assert (await stored(world, known["pending"])).state == "pending"


async def test_nobody_else_ends_it_or_reads_its_looks(world: World) -> None:
    known = await everybody(world)
    nothing = await refused(world)
    for role in ROLES.keys() - {"full", "ana"}:
        assert all_of(await pressed(world, role, "mentor revoke", mentor=known["full"].id)) == nothing, role
    for role in ROLES.keys() - {"ana"}:
        assert all_of(await pressed(world, role, "mentor looks", mentor=known["full"].id)) == nothing, role
    assert (await stored(world, known["full"])).state == "active"


async def test_a_button_of_an_old_message_is_worth_nothing_once_it_ended(world: World, work: Work) -> None:
    await mentorship(world)
    old = await world.say("/mentor list", "mia")
    assert not (await world.press(old, "Report: ana", "mia")).failed
    await world.say("/mentor revoke console:mia")
    nothing = await refused(world)
    for label in ("Report: ana", "Answers: ana"):
        assert all_of(await world.press(old, label, "mia")) == nothing


async def test_a_mentor_elsewhere_of_the_same_id_is_somebody_else(world: World, work: Work) -> None:
    """Ids are unique on one platform and in one workspace only."""
    await mentorship(world)
    nothing = await refused(world)
    for other in (Actor("slack", "mia", "T1"), Actor("discord", "mia")):
        request = Line(other, text="/report student console:ana")
        reply = await world.maybe(request)
        assert reply is not None
        assert all_of(reply) == nothing


async def test_the_list_tells_a_mentor_of_what_is_granted_alone(world: World, work: Work) -> None:
    await everybody(world)
    for role in ROLES:
        reply = await world.say("/mentor list", role)
        assert SECRET not in all_of(reply)
        students: list[Any] = reply.data["students"]
        assert bool(students) is any(may(role, scope) for scope in ALL), role
        kinds = {need["kind"] for student in students for need in student["needs"]}
        assert ("low_score" in kinds) is (may(role, "attempts") or may(role, "reports")), role
        assert ("overdue" in kinds) is may(role, "roadmap"), role
        assert bool(reply.data["invitations"]) is (role == "pending"), role


async def test_who_is_refused_costs_the_same_whatever_the_reason(
    world: World, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How often the store is asked tells nothing: each of these has one mentorship, or none."""
    await everybody(world)
    reads: list[str] = []
    store = type(world.documents)
    for method in ("get", "find"):
        whole = getattr(store, method)

        async def counted(self: Any, *args: Any, _whole: Any = whole, **named: Any) -> Any:
            reads.append(str(args[0]))
            return await _whole(self, *args, **named)

        monkeypatch.setattr(store, method, counted)
    costs: dict[tuple[str, str], list[str]] = {}
    for role in ("pending", "declined", "expired", "revoked", "planner"):
        for student in ("console:ana", "console:bob", "console:nobody"):
            reads.clear()
            assert (await world.say(f"/report student {student}", role)).failed
            costs[role, student] = reads.copy()
    assert len({tuple(cost) for cost in costs.values()}) == 1, costs
