"""Looks: what a mentor is shown and where, each written down before, and who needs one first."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.errors import StoreUnavailable, Unreachable
from domain.model.mentorship import MOST_LOOKS, Look
from tests.domain.known import HALF, ONE, known_world
from tests.domain.mentored import (
    ALL,
    SECRET,
    interviewed,
    mentorship,
    sent_to,
    stored,
    talked,
    titles,
    whats,
)
from tests.domain.nudged import known, labels, path_due
from tests.world import World, data, text_of


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        await opened.say("/help", "mia")
        yield opened


async def test_every_report_is_reached_from_the_newest_and_each_is_a_look_of_its_own(world: World) -> None:
    held = [await interviewed(world, HALF, start=ONE) for _ in range(3)]
    one = await mentorship(world)
    await world.say("/mentor withhold 1 ")
    reply = await world.say("/report student ana", "mia")
    shown = [data(reply)["session_id"]]
    while earlier := [label for label in labels(reply) if label.startswith("Earlier")]:
        reply = await world.press(reply, earlier[0], "mia")
        shown.append(data(reply)["session_id"])
    assert shown == [held[1].id, held[0].id], "all of the newest is withheld"
    assert [times for _, times in whats(await stored(world, one))] == [1, 1]


async def test_every_look_is_known_and_told_once_a_day(world: World) -> None:
    await interviewed(world, HALF)
    one = await mentorship(world)
    for line in ("/report student ana", "/report student ana", "/mentor look ana attempts", "/mentor list"):
        await world.say(line, "mia")
        world.clock.forward(minutes=10)
    assert whats(await stored(world, one)) == [
        ("the report of 22 Nov 2026, 12:05, mock interview", 2),
        ("your newest answers", 1),
        ("who of the students needs a look", 1),
    ]
    assert titles(world, "ana").count("Your mentor looked") == 1
    world.clock.forward(days=1)
    await world.say("/mentor look ana roadmap", "mia")
    assert titles(world, "ana").count("Your mentor looked") == 2
    assert "12:05" in text_of(await world.say("/mentor list"))


async def test_what_cannot_be_written_down_is_not_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await interviewed(world, f"{SECRET} {HALF}")
    one = await mentorship(world)

    async def refuse(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(type(world.do.mentorships), "change", refuse)
    for line in ("/report student ana", "/mentor look ana attempts", "/mentor list"):
        reply = await world.say(line, "mia")
        assert reply.failed, line
        assert (reply.files, SECRET in text_of(reply)) == ((), False), line
    assert not [path for path in world.files.kept if one.id in path]


async def test_a_full_record_shows_nothing_more_until_the_student_invites_anew(world: World) -> None:
    await interviewed(world, HALF)
    one, now = await mentorship(world), world.clock.now()
    looks = tuple(Look(at=now, what=str(n), last_at=now) for n in range(MOST_LOOKS))
    await world.do.mentorships.change(one.id, lambda m: m.model_copy(update={"looks": looks}))
    assert "is full" in text_of(await world.say("/report student ana", "mia"))
    page = await world.press(await world.say("/mentor list"), "All looks: mia")
    assert len(data(page)["looks"]) == MOST_LOOKS
    assert "999" in text_of(page)
    assert "969" in text_of(await world.press(page, "Older"))
    await world.press(await world.say("/mentor invite mia"), "Change")
    assert not (await world.say("/report student ana", "mia")).failed


async def test_a_report_asked_for_in_public_goes_to_the_direct_messages(world: World) -> None:
    await interviewed(world, HALF)
    await mentorship(world)
    reply = await world.say("/report student ana", "mia", place="channel:all")
    assert reply.files == ()
    assert [len(message.files) for message in sent_to(world, "mia")] == [1]
    world.outbox.fault = Unreachable("closed")
    closed = await world.say("/report student ana", "mia", place="channel:all")
    assert closed.failed
    assert "no direct messages" in text_of(closed)


async def test_the_same_event_twice_is_one_look_and_one_report(world: World) -> None:
    await interviewed(world, HALF)
    one = await mentorship(world)
    await world.say("/report student ana", "mia", event="e1", place="channel:all")
    with pytest.raises(AssertionError, match="no reply"):
        await world.say("/report student ana", "mia", event="e1", place="channel:all")
    assert whats(await stored(world, one)) == [("the report of 22 Nov 2026, 12:05, mock interview", 1)]
    assert len(sent_to(world, "mia")) == 1


async def test_who_needs_a_look_stands_first_each_with_the_reason(world: World) -> None:
    for user in ("calm", "silent", "late", "lower", "low"):
        await known(world, user)
        await mentorship(world, student=user)
    await interviewed(world, HALF, user="lower", start=ONE)
    await path_due(world, -3, "late")
    world.clock.forward(days=1)
    await interviewed(world, HALF, user="low", start=ONE)
    await interviewed(world, "On every insert.", user="silent", start=ONE)
    students = data(await world.say("/mentor list", "mia"))["students"]
    assert [s["name"] for s in students][:2] == ["silent", "low"]
    assert [s["name"] for s in students][2:] == ["lower", "late", "calm"]
    assert students[3]["needs"][0]["why"].endswith("is 4 days overdue")
    world.clock.forward(days=15)
    quiet = data(await world.say("/mentor list", "mia"))["students"]
    assert quiet[0]["name"] == "late"
    assert {s["needs"][0]["kind"] for s in quiet[1:]} == {"silence"}


async def test_a_list_of_nobody_says_how_to_begin(world: World) -> None:
    reply = await world.say("/mentor list", "mia")
    assert "/mentor invite console:mia" in text_of(reply)
    assert data(reply)["mentors"] == data(reply)["students"] == []


async def test_a_mentor_with_every_scope_sees_each_part_in_chat(world: World) -> None:
    await interviewed(world, f"{SECRET} {HALF}")
    await talked(world)
    await path_due(world, 5)
    await mentorship(world, scopes=ALL)
    shown = {what: text_of(await world.say(f"/mentor look ana {what}", "mia")) for what in ALL[1:]}
    assert f"{SECRET} {HALF}" in shown["attempts"]
    assert "Each write updates the index" in shown["attempts"]
    assert "Joins and sets" in shown["roadmap"]
    assert f"{SECRET} chat" in shown["chat"]


async def test_results_are_looked_at_in_chat_without_what_is_withheld(world: World) -> None:
    await interviewed(world, HALF, f"{SECRET} {HALF}")
    one = await mentorship(world, scopes=("reports",))
    await world.say("/mentor withhold 2")
    shown = await world.say("/mentor look ana reports", "mia")
    assert "Technical: 25/100" in text_of(shown)
    assert SECRET not in text_of(shown)
    assert whats(await stored(world, one)) == [("your newest results", 1)]
    assert data(await world.say("/mentor look ana", "mia"))["what"] == "reports"
