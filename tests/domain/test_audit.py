"""Every admin action is on record: before it runs, with what came of it, and without a word of a student."""

from typing import Any

import pytest

from domain.errors import StoreUnavailable
from domain.model.account import AuditEntry
from tests.domain.nudged import known, set_user
from tests.world import World, data, text_of

ROOT = "root"


async def entries(world: World) -> list[AuditEntry]:
    """The oldest first."""
    found = await world.documents.find("audit_log", {}, sort=[("at", 1)])
    return [AuditEntry.model_validate(document) for document in found]


async def test_a_run_is_recorded_with_its_outcome(world: World) -> None:
    await world.say("/help")
    ana = await known(world)
    await world.say("/admin stats", ROOT)
    world.clock.forward(minutes=1)
    await world.say("/admin role ana admin", ROOT)
    world.clock.forward(minutes=1)
    await world.say("/admin role nobody-of-that-name admin", ROOT)
    root = await known(world, ROOT)
    told = [(e.admin_id, e.admin_key, e.action, e.subject, e.outcome) for e in await entries(world)]
    assert told == [
        (root.id, "console::root", "admin stats", "", "done"),
        (root.id, "console::root", "admin role", ana.id, "done"),
        (root.id, "console::root", "admin role", "", "refused"),
    ]


async def test_the_newest_are_shown_first_for_some_days(world: World) -> None:
    await world.say("/help")
    ana = await known(world)
    await world.say("/admin role ana admin", ROOT)
    world.clock.forward(days=3)
    await world.say("/admin stats")
    reply = await world.say("/admin audit", ROOT)
    shown = [(entry["admin_id"], entry["action"], entry["outcome"]) for entry in data(reply)["entries"]]
    root = await known(world, ROOT)
    assert shown == [
        (root.id, "admin audit", "begun"),
        (ana.id, "admin stats", "done"),
        (root.id, "admin role", "done"),
    ] or shown == [
        (ana.id, "admin stats", "done"),
        (root.id, "admin audit", "begun"),
        (root.id, "admin role", "done"),
    ]
    assert f"root ({root.id}), /admin role on {ana.id} (admin), done" in text_of(reply)
    assert "22 Nov 2026 12:00 UTC" in text_of(reply)
    world.clock.forward(days=1)
    recent = data(await world.say("/admin audit 2", ROOT))
    assert {entry["action"] for entry in recent["entries"]} == {"admin audit", "admin stats"}


async def test_what_cannot_be_recorded_does_not_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.say("/help")
    await world.say("/help", ROOT)

    async def full(_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(type(world.do.audit), "add", lambda self, entry: full(entry))
        reply = await world.say("/admin role ana admin", ROOT)
    assert "The disk is full" in text_of(reply)
    assert (await known(world)).role == "user"


async def test_what_it_is_about_is_recorded_before_it_is_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.say("/help")
    ana = await known(world)

    async def dies(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(world.do.users), "change", dies)
    assert (await world.say("/admin role ana admin", ROOT)).failed
    (entry,) = await entries(world)
    assert (entry.subject, entry.outcome) == (ana.id, "failed")


async def test_where_the_outcome_cannot_be_written_the_reply_comes_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(type(world.do.audit), "change", full)
    assert data(await world.say("/admin stats", ROOT))["users"] == 1
    assert [entry.outcome for entry in await entries(world)] == ["begun"]


async def test_somebody_without_the_right_is_recorded_once_a_day(world: World) -> None:
    for line in ("/admin stats", "/admin stats", "/admin role ana admin", "/usage all", "/usage 30"):
        await world.say(line)
    ana = await known(world)
    told = [(entry.admin_id, entry.action, entry.outcome) for entry in await entries(world)]
    assert sorted(told) == [
        (ana.id, action, "refused: not an admin") for action in ("admin role", "admin stats", "usage")
    ]
    world.clock.forward(days=1)
    await world.say("/admin stats")
    assert len(await entries(world)) == 4


async def test_a_look_at_others_use_is_recorded(world: World) -> None:
    await world.say("/help")
    ana = await known(world)
    await world.say("/usage", ROOT)
    assert await entries(world) == []
    for who in ("all", ana.id):
        await world.say(f"/usage {who}", ROOT)
        world.clock.forward(seconds=1)
    assert [(e.action, e.subject, e.outcome) for e in await entries(world)] == [
        ("usage", "all", "done"),
        ("usage", ana.id, "done"),
    ]


async def test_nothing_that_was_typed_is_in_it(world: World) -> None:
    await set_user(world, "zyxana", role="user")
    lines = (
        "/admin role zyxana admin",
        "/admin role zyxnobody admin",
        "/admin retry zyxjob",
        "/admin question zyxslug",
        "/admin company zyxcompany",
        "/usage zyxwho",
    )
    for line in lines:
        await world.say(line, ROOT)
        await world.say(line, "ana")
    found: list[dict[str, Any]] = await world.documents.find("audit_log", {})
    assert len(found) == 11
    assert "zyx" not in str(found)
