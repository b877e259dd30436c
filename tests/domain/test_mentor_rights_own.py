"""What a mentor put to an answer or set is theirs, and their student's: no other hand moves it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.model.assignment import Assignment
from domain.model.attempt import Attempt
from domain.model.mentorship import Mentorship
from domain.replies import Reply
from tests.domain.mentored import Work, all_of, worked
from tests.domain.nudged import known
from tests.domain.roadmaps import learning_world
from tests.domain.test_mentor_rights import ROLES, everybody, pressed, refused
from tests.world import World, data


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        yield opened


@dataclass(frozen=True)
class Theirs:
    """What the mentor with every scope has put to the first answer, and set."""

    work: Work
    by_role: dict[str, Mentorship]
    comment: str
    override: str
    assignment: str

    @property
    def full(self) -> str:
        return self.by_role["full"].id


@pytest.fixture
async def theirs(world: World) -> Theirs:
    work = await worked(world)
    by_role = await everybody(world)
    comment = await world.say("/mentor comment ana 1 Well said.", "full")
    override = await world.say("/mentor override ana 1 row:2 met:100 Because.", "full")
    world.clock.forward(minutes=1)
    assignment = await world.say("/mentor assign ana mock 2026-12-01", "full")
    return Theirs(
        work,
        by_role,
        data(comment)["remark_id"],
        data(override)["remark_id"],
        data(assignment)["assignment_id"],
    )


async def answer(world: World, work: Work) -> Attempt:
    return (await world.do.attempts.of_session(work.shown.id))[0]


async def as_it_was(world: World, theirs: Theirs) -> tuple[Attempt, Assignment | None]:
    return await answer(world, theirs.work), await world.do.assignments.get(theirs.assignment)


async def test_no_other_mentor_touches_a_remark(world: World, theirs: Theirs) -> None:
    """Not by their own mentorship with that student, not by the other's."""
    nothing, before = await refused(world), await as_it_was(world, theirs)
    attempt = before[0]
    for role in ROLES.keys() - {"full"}:
        own = theirs.by_role[role].id if role in theirs.by_role else theirs.full
        for student in (own, theirs.full):
            tries: list[tuple[str, dict[str, str]]] = [
                ("mentor comment", {"remark": theirs.comment, "text": "Mine."}),
                ("mentor uncomment", {"remark": theirs.comment}),
                ("mentor undo", {"remark": theirs.override}),
            ]
            for action, args in tries:
                reply = await pressed(world, role, action, student=student, answer=attempt.id, **args)
                assert all_of(reply) == nothing, (role, action)
    assert await as_it_was(world, theirs) == before


async def test_nobody_but_the_student_sets_an_override_back(world: World, theirs: Theirs) -> None:
    nothing, before = await refused(world), await as_it_was(world, theirs)
    wrong = {"answer": before[0].id, "remark": theirs.comment}
    right = {**wrong, "remark": theirs.override}
    for role in ROLES.keys() - {"ana"}:
        assert all_of(await pressed(world, role, "mentor reject", **right)) == nothing, role
    assert all_of(await pressed(world, "ana", "mentor reject", **wrong)) == nothing
    assert await as_it_was(world, theirs) == before
    assert not (await pressed(world, "ana", "mentor reject", **right)).failed


async def test_an_assignment_is_between_the_two(world: World, theirs: Theirs) -> None:
    nothing, before = await refused(world), await as_it_was(world, theirs)
    here = {"assignment": theirs.assignment}
    for role in ROLES.keys() - {"ana"}:
        for action in ("mentor begin", "mentor later", "mentor unassign", "mentor refuse"):
            assert all_of(await pressed(world, role, action, **here)) == nothing, (role, action)
    for role in ROLES.keys() - {"full"}:
        assert all_of(await pressed(world, role, "mentor drop", **here)) == nothing, role
        listed = data(await world.say("/mentor assignments", role))
        assert listed["students"] == [], role
        assert bool(listed["mine"]) is (role == "ana")
    assert await as_it_was(world, theirs) == before


async def test_with_consent_ends_every_way_to_what_was_said_and_set(world: World, theirs: Theirs) -> None:
    attempt = await answer(world, theirs.work)
    await world.say("/mentor revoke console:full")
    nothing, before = await refused(world), await as_it_was(world, theirs)
    here = {"student": theirs.full, "answer": attempt.id}
    replies = [
        await pressed(world, "full", "mentor undo", **here, remark=theirs.override),
        await pressed(world, "full", "mentor uncomment", **here, remark=theirs.comment),
        await pressed(world, "full", "mentor remarks", **here),
        await pressed(world, "full", "mentor drop", assignment=theirs.assignment),
        await world.say("/mentor assign console:ana mock 2026-12-02", "full"),
    ]
    assert [all_of(reply) for reply in replies] == [nothing] * len(replies)
    assert await as_it_was(world, theirs) == before
    assert before[1] is not None
    assert before[1].state == "dropped"


async def test_no_answer_out_of_sight_takes_a_word(world: World, theirs: Theirs) -> None:
    """Withheld, somebody else's, of an interview that is open, one that never was."""
    await known(world, "bob")
    await world.say("/interview start rounds:technical_qa questions:1", "bob")
    await world.say("/answer It updates the index.", "bob")
    world.clock.forward(minutes=1)
    await world.say("/interview start rounds:technical_qa questions:2")
    await world.say("/answer It updates the index.")
    nothing, hidden = await refused(world), (await world.do.attempts.of_session(theirs.work.withheld.id))[0]
    foreign = (await world.do.attempts.of_session((await world.session("bob")).id))[0]
    open_ = (await world.do.attempts.of_session((await world.session()).id))[0]

    async def said(args: str) -> Reply:
        return await world.say(f"/mentor comment student:console:ana {args} text:Well said.", "full")

    for attempt in (hidden, foreign, open_):
        assert all_of(await said(f"answer:{attempt.id}")) == nothing
        assert all_of(await said(f"answer:1 session:{attempt.session_id}")) == nothing
    for nobodys in ("0123456789abcdef", "99", "-1", "index-cost~log"):
        assert all_of(await said(f"answer:{nobodys}")) == nothing
