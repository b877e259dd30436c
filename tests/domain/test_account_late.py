"""Whatever comes late or at the same time, two accounts that become one lose and double nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain import exporting, marking
from domain.accounts import joining
from domain.accounts.folding_learning import owing_all
from domain.errors import AccountGone, UserError
from domain.model.account import Tombstone
from domain.model.attempt import Attempt
from domain.model.learning import LearningPath
from domain.model.usage import Use
from domain.services import Services
from storage.sqlite import open_sqlite
from tests.domain.builders import an_attempt
from tests.domain.known import HALF, ONE, known_world
from tests.domain.nudged import known
from tests.domain.stored_rounds import a_put, a_round, a_score
from tests.domain.two_accounts import (
    OLDER,
    YOUNGER,
    Held,
    check_whole,
    inventory,
    path_of,
    services_over,
    two,
)
from tests.fakes import NOON
from tests.world import World, data


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def test_two_processes_that_join_the_same_two_at_once_lose_and_double_nothing(
    world: World, tmp_path: Path
) -> None:
    one, other = await two(world.do)
    before = await inventory(world.documents)
    async with open_sqlite(tmp_path / "world.db") as store:
        second = services_over(world.do, store, world.clock)
        joined = await asyncio.gather(
            joining.join(world.do, one, other, login=other), joining.join(second, other, one, login=other)
        )
    assert {user.id for user in joined} == {OLDER}
    await check_whole(world.do, world.documents, before)


async def test_what_comes_late_for_the_account_that_went_goes_to_the_other(world: World) -> None:
    one, other = await two(world.do)
    await joining.join(world.do, one, other, login=one)
    before = await inventory(world.documents)
    do = world.do
    await do.attempts.add(an_attempt(_id="late", session_id="late", student_id=YOUNGER, score=None))
    await marking.grade(do, await found(do, "late"), quietly)
    late_path = path_of(YOUNGER, "rust", (1,), 7)
    await do.paths.add(late_path)
    for owed in owing_all(late_path, NOON).owed:
        await do.paths.record(late_path, owed)
    await do.usage.add(a_use(YOUNGER, calls=5))
    changed = await do.users.change(YOUNGER, lambda u: u.model_copy(update={"name": "late"}))
    assert (changed.id, changed.name) == (OLDER, "late")
    late = await found(do, "late")
    assert late.student_id == OLDER
    assert late.graded
    calls = before["figures"]["calls"] + 5
    assert (await inventory(world.documents))["figures"]["calls"] == calls
    assert sum(use.calls for use in await do.usage.of(OLDER, NOON.date())) == calls
    assert await world.documents.find("learning_progress", {"student_id": YOUNGER}) == []
    assert (await world.documents.get("learning_progress", f"{OLDER}:rust-1")) is not None


async def test_an_interview_that_goes_on_while_the_accounts_are_joined_is_the_same_one_after(
    world: World,
) -> None:
    await world.say("/help", "ana")
    world.clock.forward(minutes=1)
    await world.say(ONE, "bob")
    ana, bob = await known(world, "ana"), await known(world, "bob")
    answer, _ = await asyncio.gather(
        world.say(HALF, "bob"), joining.join(world.do, ana, bob, login=ana), return_exceptions=False
    )
    status = data(await world.say("/interview status", "ana"))
    session = await world.session("bob")
    attempts = await world.do.attempts.of_session(session.id)
    assert status["session_id"] == session.id
    assert session.student_id == ana.id
    assert {attempt.student_id for attempt in attempts} <= {ana.id}
    assert len(attempts) == (0 if answer.failed else 1)


async def test_of_two_open_interviews_the_one_touched_last_goes_on_and_the_other_keeps_its_answers(
    world: World,
) -> None:
    two_questions = "/interview start rounds:technical_qa questions:2"
    await world.say(two_questions, "ana")
    await world.say(HALF, "ana")
    ended = await world.session("ana")
    world.clock.forward(minutes=5)
    await world.say(two_questions, "bob")
    goes_on = await world.session("bob")
    joined = await joining.join(
        world.do, await known(world, "ana"), await known(world, "bob"), login=await known(world)
    )
    interviews = {i.id: i for i in await world.do.interviews.of(joined.id, 10)}
    assert interviews[goes_on.id].open
    assert interviews[ended.id].answered == 1
    assert interviews[ended.id].report_id is not None
    assert await world.do.reports.get(interviews[ended.id].report_id or "") is not None


async def test_three_accounts_in_a_row_joined_at_once_end_as_the_oldest(world: World) -> None:
    people = []
    for name in ("ana", "bob", "cy"):
        await world.say(ONE if name != "bob" else "/help", name)
        people.append(await known(world, name))
        world.clock.forward(minutes=1)
    ana, bob, cy = people
    await asyncio.gather(
        joining.join(world.do, bob, cy, login=bob),
        joining.join(world.do, ana, bob, login=ana),
        return_exceptions=True,
    )
    for half in await world.do.joins.half_done(world.clock.now() + timedelta(days=1), 9):
        await joining.finish(world.do, half.id)
    assert {(await known(world, name)).id for name in ("ana", "bob", "cy")} == {ana.id}
    assert len(await world.do.interviews.of(ana.id, 10)) == 2
    assert await world.documents.find("interview_sessions", {"student_id": {"$ne": ana.id}}) == []


async def test_an_account_is_itself_again_where_what_it_was_joined_into_is_deleted(world: World) -> None:
    _, other = await two(world.do)
    await world.do.users.change(YOUNGER, lambda u: u.model_copy(update={"joined_into": OLDER}))
    await world.do.tombstones.add(Tombstone(id=OLDER, created_at=NOON, updated_at=NOON))
    await world.documents.delete("users", {"_id": OLDER})
    assert not await joining.finish(world.do, YOUNGER)
    back = await world.do.users.get(YOUNGER)
    assert back is not None
    assert (back.id, back.joined_into, back.identities) == (YOUNGER, None, other.identities)
    erased = await world.do.tombstones.get(OLDER)
    assert erased is not None
    assert erased.owed_at is not None


async def test_the_sweep_goes_on_with_a_joining_that_was_left(world: World) -> None:
    await two(world.do, Held(), Held())
    before = await inventory(world.documents)
    await world.do.users.change(YOUNGER, lambda u: u.model_copy(update={"joined_into": OLDER}))
    assert [item.kind for item in await world.sweep()] == []
    world.clock.forward(minutes=2)
    assert ("join", YOUNGER) in [(item.kind, item.subject) for item in await world.sweep()]
    await check_whole(world.do, world.documents, before)


async def test_nothing_is_joined_with_an_account_that_was_deleted(world: World) -> None:
    one, other = await two(world.do)
    await world.do.tombstones.add(Tombstone(id=YOUNGER, created_at=NOON, updated_at=NOON))
    await world.documents.delete("users", {"_id": YOUNGER})
    with pytest.raises(UserError, match="deleted"):
        await joining.join(world.do, one, other, login=one)
    with pytest.raises(AccountGone):
        await world.do.usage.add(a_use(YOUNGER, calls=1))


async def test_both_answers_to_one_question_of_a_round_are_kept(world: World) -> None:
    one, other = await two(world.do, Held(), Held())
    asked = a_put(candidate=YOUNGER, interviewer="cy")
    await world.do.groups.add(a_round([YOUNGER, OLDER, "cy"], mode="panel", questions=(asked,)))
    for who, about in ((OLDER, YOUNGER), ("cy", YOUNGER)):
        await world.do.panel_scores.add(a_score(who, about, 1))
    for student in (OLDER, YOUNGER):
        await world.do.attempts.add(
            an_attempt(_id=f"in-round-{student}", session_id="round", student_id=student)
        )
    await joining.join(world.do, one, other, login=one)
    attempts = await world.do.attempts.tries_of_session("round")
    assert sorted((a.student_id, a.attempt_no) for a in attempts) == [(OLDER, 1), (OLDER, 2)]
    stored = await world.do.groups.get("round")
    assert stored is not None
    assert (stored.host, stored.participants, stored.present) == (OLDER, (OLDER, "cy"), (OLDER, "cy"))
    assert stored.questions[0].candidate == OLDER
    scores = await world.do.panel_scores.of_round("round")
    assert [(score.student_id, score.subject_id) for score in scores] == [("cy", OLDER)]


async def test_minutes_put_down_while_two_paths_become_one_are_counted(world: World) -> None:
    one, other = await two(world.do)
    path = next(p for p in await world.do.paths.of(YOUNGER) if p.skill == "sql")
    removing = world.do.paths.remove
    asked: list[str] = []

    async def late(doomed: LearningPath) -> bool:
        if not asked:
            asked.append(doomed.id)
            await world.do.paths.change(path.id, lambda p: with_minutes(p, 11))
        return await removing(doomed)

    before = await inventory(world.documents)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(world.do.paths, "remove", late)
        await joining.join(world.do, one, other, login=one)
    after = await inventory(world.documents)
    assert asked == [path.id]
    assert after["minutes"]["sql"] == before["minutes"]["sql"] + 11


def with_minutes(path: LearningPath, minutes: int) -> LearningPath:
    (stage,) = path.stages
    more = stage.model_copy(update={"minutes_logged": stage.minutes_logged + minutes})
    return path.model_copy(update={"stages": (more,)})


async def found(do: Services, attempt_id: str) -> Attempt:
    attempt = await do.attempts.get(attempt_id)
    assert attempt is not None
    return attempt


async def quietly(_: str) -> None:
    return None


def a_use(user_id: str, calls: int) -> Use:
    return Use(user_id=user_id, day=NOON.date(), purpose="grade", model="m", calls=calls)


async def test_a_copy_of_the_account_that_went_is_no_longer_on_the_disk(world: World, tmp_path: Path) -> None:
    """Whoever deletes the other account has nothing left here, also within the hour of that copy."""
    await world.say("/help")
    world.clock.forward(minutes=1)
    await world.say("/help", "bob")
    await world.say("/account export", "bob")
    assert list(tmp_path.glob("exports/*/*.zip"))
    await joining.join(world.do, await known(world, "bob"), await known(world), login=await known(world))
    assert not list(tmp_path.glob("exports/*/*.zip"))


async def test_a_copy_being_made_while_the_account_is_joined_still_comes(world: World) -> None:
    await world.say("/help")
    world.clock.forward(minutes=1)
    await world.say("/help", "bob")
    ana, bob = await known(world), await known(world, "bob")

    async def joined(_: str) -> None:
        await joining.join(world.do, bob, ana, login=ana)

    made = await exporting.export(world.do, bob, joined)
    assert [part.size > 0 for part in made.parts] == [True]
