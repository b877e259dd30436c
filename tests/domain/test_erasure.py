"""/account delete: asked twice, and then there is nothing left of the person, in whatever they had a part."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.request import Line
from domain.errors import StoreUnavailable
from domain.model.account import Tombstone
from domain.replies import Reply
from storage.schema import OWNERS
from tests.domain.held import MARK, OTHER, WHO, full, held_world, lived, marks
from tests.domain.known import HALF, ONE
from tests.examples import tried
from tests.world import World, actor, data, text_of


async def deleted(world: World, who: str = WHO) -> Reply:
    """The reply once both questions were answered."""
    asked = await world.press(await world.say("/account delete", who), "Delete …", who)
    return await world.press(asked, "Delete everything", who)


async def test_nothing_of_the_person_is_left(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user = await full(world)
        await world.say("/account export", WHO)
        counts = await world.do.holdings.counts(user)
        assert set(OWNERS) <= set(counts)
        assert marks(tmp_path)
        assert data(await deleted(world)) == {"deleted": True}
        assert marks(tmp_path) == {}
        assert [path.name for path in tmp_path.rglob("*") if path.suffix in (".pdf", ".png", ".zip")] == []
        assert await world.do.holdings.counts(user) == {"audit_log": 2, "tombstones": 1}
        assert await world.do.users.of(actor(WHO)) is None


async def test_what_a_group_shares_stays_without_them(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user = await full(world)
        await deleted(world)
        find = world.documents.find
        mine = [a for a in await find("interview_attempts", {}) if a["student_id"] != OTHER]
        assert [a["score"] for a in mine] == [60, 60]
        assert [[row["met"] for row in a["rows"]] for a in mine] == [[1, 0], [1, 0]]
        assert {a["student_answer"] for a in mine} == {""}
        names = {a["session_id"]: a["student_id"] for a in mine}
        assert len({*names.values(), user.id}) == 3
        for session in await find("interview_sessions", {}):
            there = {names[session["_id"]], OTHER}
            assert set(session["participants"]) == {m["user_id"] for m in session["members"]} == there
        theirs = await world.do.groups.get("theirs")
        assert theirs is not None
        assert (theirs.student_id, theirs.questions[0].interviewer) == (OTHER, OTHER)
        assert theirs.questions[0].candidate == names["theirs"]
        scores = await find("panel_scores", {})
        assert {(s["student_id"], s["subject_id"]) for s in scores} == {
            (OTHER, names["theirs"]), (names["theirs"], OTHER),
        }  # fmt: skip
        (other,) = [a for a in await find("interview_attempts", {}) if a["student_id"] == OTHER]
        assert other["student_answer"] == "others"
        left = [(one["id"], one["mentor_id"], one["text"]) for one in other["remarks"]]
        assert left == [("r2", "", ""), ("r3", "another", "others")]
        (stone,) = await find("tombstones", {"_id": user.id})
        assert stone["salt"] == ""


async def test_costs_stay_as_figures(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user = await full(world)
        await deleted(world)
        (row,) = data(await world.say("/usage all", "root"))["users"]
        assert (row["calls"], row["name"]) == (3, "an account that is gone")
        assert row["user_id"].startswith("deleted:")
        assert user.id not in row["user_id"]


async def test_the_next_message_begins_anew(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        before = await lived(world)
        old = await world.press(await world.say("/account delete", WHO), "Delete …", WHO)
        await world.press(old, "Delete everything", WHO)
        again = await world.press(old, "Delete everything", WHO)
        assert "nothing is kept of you" in text_of(again)
        assert await world.do.users.of(actor(WHO)) is None
        await world.say("/help", WHO)
        after = await world.do.users.of(actor(WHO))
        assert after is not None
        assert (after.id != before.id, after.resume) == (True, None)
        assert (await world.press(old, "Delete everything", WHO)).failed
        assert await world.do.users.of(actor(WHO)) == after


async def test_it_can_be_thought_better_of(world: World) -> None:
    await world.say("/help")
    first = await world.say("/account delete")
    assert data(first)["deleted"] is False
    second = await world.press(first, "Delete …")
    for asked in (first, second):
        assert data(await world.press(asked, "Keep it")) == {"deleted": False}
    assert data(await world.press(first, "Export first"))["bytes"] > 0
    assert await world.do.users.of(actor("ana")) is not None


@pytest.mark.parametrize(("minutes", "counts"), [(9, True), (11, False), (60 * 24 * 30, False)])
async def test_an_old_button_deletes_nothing(world: World, minutes: int, counts: bool) -> None:
    await world.say("/help")
    second = await world.press(await world.say("/account delete"), "Delete …")
    world.clock.forward(minutes=minutes)
    reply = await world.press(second, "Delete everything")
    assert (not reply.failed, await world.do.users.of(actor("ana")) is None) == (counts, counts)
    if not counts:
        assert [b.label for b in reply.buttons] == ["Ask again"]
        assert "ten minutes" in text_of(reply)


@pytest.mark.parametrize("seal", [".", "zz.zz", "6b02d940.0000000000000000"])
async def test_a_button_made_by_hand_deletes_nothing(world: World, seal: str) -> None:
    await world.say("/help")
    for step in ("once", "twice"):
        assert (await world.event("account delete", **{step: seal})).failed
    first = await world.say("/account delete")
    token = next(b.token for b in first.buttons if b.label == "Delete …").replace("once=", "twice=")
    for user in ("ana", "ben"):
        await world.say("/help", user)
        reply = await world.maybe(Line(actor(user), press=token))
        assert reply is not None
        assert reply.failed
        assert await world.do.users.of(actor(user)) is not None


async def test_the_same_press_delivered_twice_makes_no_new_account(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await lived(world)
        second = await world.press(await world.say("/account delete", WHO), "Delete …", WHO)
        line = Line(actor(WHO), press=second.buttons[1].token, event="zyxpress")
        assert data(await world.maybe(line) or Reply()) == {"deleted": True}
        assert await world.maybe(line) is None
        assert await world.documents.count("users", {}) == 0
        assert marks(tmp_path) == {}


async def test_at_once_from_two_buttons_it_is_deleted_once(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await full(world)
        second = await world.press(await world.say("/account delete", WHO), "Delete …", WHO)
        replies = await asyncio.gather(*(world.press(second, "Delete everything", WHO) for _ in range(3)))
        assert any(reply.data == {"deleted": True} for reply in replies)
        assert not any("wrong on my side" in text_of(reply) for reply in replies)
        assert marks(tmp_path) == {}


@pytest.mark.parametrize("action", ["amend", "withdraw", "typing"])
async def test_who_clears_the_chat_afterwards_is_given_no_account(world: World, action: str) -> None:
    """A platform tells of each message that they edit or delete."""
    await world.say("/help")
    await deleted(world, "ana")
    assert data(await world.event(action, message="m1")) == {"silent": True}
    assert await world.documents.count("users", {}) == 0


@pytest.mark.parametrize("line", ["/account delete", "/account export"])
async def test_a_stranger_is_given_no_account_for_it(world: World, line: str) -> None:
    reply = await world.say(line, "nobody")
    assert "nothing is kept of you" in text_of(reply)
    assert await world.documents.count("users", {}) == 0


async def test_where_the_store_fails_half_way_it_is_said_and_done_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with held_world(tmp_path) as world:
        await full(world)
        second = await world.press(await world.say("/account delete", WHO), "Delete …", WHO)
        delete = world.documents.delete

        async def broken(collection: str, where: dict[str, object]) -> int:
            if collection == "learning_paths":
                raise StoreUnavailable("The disk is full.")
            return await delete(collection, where)

        with monkeypatch.context() as patched:
            patched.setattr(world.documents, "delete", broken)
            reply = await world.press(second, "Delete everything", WHO)
        assert reply.failed
        assert "The disk is full. You need do nothing more" in text_of(reply)
        assert marks(tmp_path)
        world.clock.forward(minutes=3)
        assert "erase" in [due.kind for due in await world.sweep()]
        assert marks(tmp_path) == {}


async def test_after_a_day_the_tombstone_is_bare(world: World) -> None:
    await world.say("/help")
    user = await world.do.users.of(actor("ana"))
    assert user is not None
    await deleted(world, "ana")
    looks = []
    for minutes in (5, 10, 60, 24 * 60, 60, 24 * 60):
        world.clock.forward(minutes=minutes)
        looks += [due.subject for due in await world.sweep() if due.kind == "erase"]
    assert looks == [user.id, user.id]
    stone = await world.do.tombstones.get(user.id)
    assert stone is not None
    assert (stone.owed_at, stone.salt, stone.files, stone.into) == (None, "", (), None)


DEEDS = (
    ONE,
    f"/answer zyxanswer {HALF}",
    "/interview hint",
    "/interview skip",
    "/interview end",
    "/interview appeal 1 zyxappeal index",
    "/interview retry 1 zyxretry index",
    "/interview pause",
    "/profile resume zyxresume Engineer, Python",
    "/profile jd title:zyxtitle We need zyx and Python.",
    "/profile match",
    "/chat ask zyxquestion What is an index?",
    "/chat end",
    "/account export",
    "/account link",
    "/nudges time 18:00",
    "/profile timezone Europe/Berlin",
    "/report session",
    "/admin stats",
    "zyxplain words",
)


async def after(folder: Path, deeds: list[str]) -> None:
    async with held_world(folder) as world:
        for deed in deeds:
            await world.say(deed, WHO)
            world.clock.forward(minutes=1)
        await world.say("/help", WHO)
        assert MARK in str(await world.documents.find("users", {}))
        await deleted(world)
        assert marks(folder) == {}
        assert await world.documents.count("users", {}) == 0


@tried(10)
@given(st.lists(st.sampled_from(DEEDS), max_size=10))
def test_whatever_they_did_before(deeds: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(after(Path(folder), deeds))


async def test_what_another_account_brought_in_goes_too(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await lived(world)
        await world.say("/help", "ben")
        code = data(await world.press(await world.say("/account link", "ben"), "Get a code", "ben"))["code"]
        await world.press(await world.say(f"/account link {code}", WHO), "Join", WHO)
        for _ in range(3):
            world.clock.forward(minutes=1)
            await world.sweep()
        joined = await world.do.users.of(actor(WHO))
        assert joined == await world.do.users.of(actor("ben"))
        assert marks(tmp_path)
        await deleted(world, "ben")
        assert marks(tmp_path) == {}
        assert await world.documents.count("users", {}) == 0
        assert await world.do.users.of(actor(WHO)) is None


async def test_a_joining_under_way_keeps_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with held_world(tmp_path) as world:
        old = await lived(world)
        await world.say("/help", "ben")
        ben = await world.do.users.of(actor("ben"))
        assert ben is not None
        await world.do.users.change(old.id, lambda u: u.model_copy(update={"joined_into": ben.id}))
        now = world.clock.now()
        await world.do.tombstones.add(Tombstone(id=old.id, created_at=now, updated_at=now, into=ben.id))
        await deleted(world, "ben")
        assert marks(tmp_path) == {}
        for minutes in (1, 15, 60 * 25):
            world.clock.forward(minutes=minutes)
            await world.sweep()
        assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
        assert await world.documents.count("users", {}) == 0
        assert await world.do.tombstones.owing(world.clock.now(), 10) == []
