"""Consent as students and mentors live it: a preview, an invitation, and an end by either side."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.console.request import Line
from domain.requests import Actor
from tests.domain.known import HALF, SPLIT, known_world
from tests.domain.mentored import (
    SECRET,
    interviewed,
    mentorship,
    sent_to,
    stored,
    talked,
    titles,
)
from tests.domain.nudged import known, labels, set_user
from tests.fakes import ManualClock
from tests.world import World, actor, data, text_of


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        await opened.say("/help", "mia")
        yield opened


async def test_from_the_preview_to_the_end(world: World) -> None:
    await interviewed(world, HALF, SPLIT)
    preview = await world.say("/mentor invite console:mia")
    assert data(preview) | {"mentor": ""} == {
        "mentor": "", "scopes": ["reports", "attempts", "roadmap"], "days": 90, "sent": False,
    }  # fmt: skip
    assert "mia (console:mia)" in text_of(preview)
    assert "question 1, index cost" in text_of(preview)
    assert sent_to(world, "mia") == []
    sent = await world.press(preview, "Invite")
    assert data(sent)["state"] == "pending"
    (asked,) = sent_to(world, "mia")
    assert "reports, answers and roadmaps" in text_of(asked)
    assert (await world.say("/report student ana", "mia")).failed
    accepted = await world.press(asked, "Accept", "mia")
    assert labels(accepted) == ["Report: ana", "Answers: ana", "Roadmaps: ana", "End"]
    assert titles(world, "ana")[-1] == "Your mentor accepted"
    report = await world.press(accepted, "Report: ana", "mia")
    assert [file.name[-11:] for file in report.files] == ["-mentor.pdf"]
    listed = await world.say("/mentor list")
    (mentor,) = data(listed)["mentors"]
    assert [look["what"] for look in mentor["looks"]] == ["the report of 22 Nov 2026, 12:05, mock interview"]
    assert data(await world.press(listed, "End: mia"))["state"] == "revoked"
    assert (await world.say("/report student ana", "mia")).failed
    assert titles(world, "mia") == ["Will you be a mentor?"], "a mentor is not told that a student ended it"


class GoingOn(ManualClock):
    """A clock as clocks are: it shows another moment each time it is looked at."""

    def now(self) -> datetime:
        self.forward(microseconds=1_700)
        return super().now()


async def test_both_are_told_by_a_clock_that_goes_on(tmp_path: Path) -> None:
    async with known_world(tmp_path, clock=GoingOn()) as world:
        await world.say("/help", "mia")
        await interviewed(world, HALF)
        for _ in range(2):
            await world.press(await world.say("/mentor invite mia"), "Invite")
        (asked,) = sent_to(world, "mia")
        await world.press(asked, "Accept", "mia")
        for _ in range(2):
            assert not (await world.say("/report student ana", "mia")).failed
        assert titles(world, "ana")[-2:] == ["Your mentor accepted", "Your mentor looked"]


async def test_each_scope_is_switched_in_the_preview_and_chat_only_if_named(world: World) -> None:
    await talked(world)
    preview = await world.say("/mentor invite mia scope:reports,chat days:30")
    assert (data(preview)["scopes"], data(preview)["days"]) == (["reports", "chat"], 30)
    assert SECRET not in text_of(preview)
    less = await world.press(preview, "Without chat")
    assert data(less)["scopes"] == ["reports"]
    assert "Without reports" not in labels(less), "something must be left"
    more = await world.press(less, "With roadmap")
    assert data(more)["scopes"] == ["reports", "roadmap"]
    nothing = await world.press(more, "Cancel")
    assert not data(nothing)["sent"]
    assert data(await world.say("/mentor list"))["mentors"] == []


async def test_the_preview_says_what_is_withheld(world: World) -> None:
    await interviewed(world, HALF, SPLIT)
    await world.say("/mentor withhold 2")
    preview = text_of(await world.say("/mentor invite mia"))
    assert "question 2, cache cost (withheld: not shown)" in preview
    assert "mock interview (without 1 withheld)" in preview


async def test_nobody_is_invited_by_a_name_or_by_themselves(world: World) -> None:
    await set_user(world, "mia", name="Professor")
    for line in ("/mentor invite Professor", "/mentor invite nobody", "/mentor invite ana"):
        assert (await world.say(line)).failed, line
    assert not (await world.say("/mentor invite mentor:slack:T1:U2")).buttons


async def test_an_invitation_waits_for_two_weeks(world: World) -> None:
    one = await mentorship(world, state="pending", days=14)
    world.clock.forward(days=14)
    listed = await world.say("/mentor list", "mia")
    assert data(listed)["invitations"] == []
    assert (await world.say("/mentor accept ana", "mia")).failed
    (own,) = data(await world.say("/mentor list"))["mentors"]
    assert own["state"] == "expired"
    again = await world.press(await world.say("/mentor invite mia"), "Invite")
    assert data(again)["mentorship_id"] == one.id
    assert not (await world.say("/mentor accept ana", "mia")).failed


async def test_who_declined_is_left_in_peace_for_a_week(world: World) -> None:
    await world.press(await world.say("/mentor invite mia"), "Invite")
    await world.press(sent_to(world, "mia")[0], "Decline", "mia")
    assert titles(world, "ana") == ["Your mentor declined"]
    preview = await world.say("/mentor invite mia")
    assert "29 Nov 2026" in text_of(await world.press(preview, "Invite"))
    world.clock.forward(days=7)
    assert not (await world.press(preview, "Invite")).failed
    assert len(sent_to(world, "mia")) == 2


async def test_an_invitation_is_sent_once_a_day_however_often_it_is_changed(world: World) -> None:
    for scope in ("reports", "attempts", "reports", "roadmap"):
        await world.press(await world.say(f"/mentor invite mia {scope}"), "Invite")
        world.clock.forward(hours=5)
    accepted = await world.press(sent_to(world, "mia")[0], "Accept", "mia")
    assert data(accepted)["scopes"] == ["roadmap"], "what counts is what stands, not the old message"
    assert len(sent_to(world, "mia")) == 1


async def test_who_is_invited_uninvited_and_invited_again_is_sent_one_message(world: World) -> None:
    for _ in range(3):
        sent = await world.press(await world.say("/mentor invite mia"), "Invite")
        await world.press(sent, "End")
    await world.press(await world.say("/mentor invite mia"), "Invite")
    (asked,) = sent_to(world, "mia")
    assert data(await world.press(asked, "Accept", "mia"))["state"] == "active"


async def test_a_student_narrows_what_is_seen_at_once(world: World) -> None:
    await interviewed(world, HALF)
    one = await mentorship(world)
    preview = await world.say("/mentor invite Console:mia roadmap 5")
    assert "sees reports, answers, roadmaps and conversations with the coach until 20 Feb" in text_of(preview)
    await world.press(preview, "Change")
    now = await stored(world, one)
    assert (now.scopes, now.state) == (("roadmap",), "active")
    assert now.expires_at == world.clock.now() + timedelta(days=5)
    assert (await world.say("/report student ana", "mia")).failed


async def test_accepting_twice_changes_nothing_and_tells_once(world: World) -> None:
    one = await mentorship(world, state="pending")
    for _ in range(2):
        assert not (await world.say("/mentor accept console:ana", "mia")).failed
    accepted = await stored(world, one)
    assert accepted.expires_at == world.clock.now() + timedelta(days=90)
    assert titles(world, "ana") == ["Your mentor accepted"]


async def test_the_only_invitation_is_taken_up_without_a_name(world: World) -> None:
    nothing = await world.say("/mentor accept", "mia")
    assert nothing == await world.say("/mentor accept console:nobody", "mia")
    await mentorship(world, state="pending")
    assert data(await world.say("/mentor accept", "mia"))["name"] == "ana"
    for user in ("bob", "cam"):
        await known(world, user)
        await mentorship(world, state="pending", student=user)
    which = await world.say("/mentor accept", "mia")
    assert sorted(labels(which)) == ["bob (console:bob)", "cam (console:cam)"]
    assert data(await world.press(which, "bob (console:bob)", "mia"))["name"] == "bob"
    assert data(await world.say("/mentor accept", "mia"))["name"] == "cam"


async def test_of_those_that_ended_the_last_are_shown_and_the_others_named(world: World) -> None:
    for number in range(6):
        await known(world, f"old{number}")
        await mentorship(world, f"old{number}", state="revoked")
    await mentorship(world)
    listed = await world.say("/mentor list")
    titles_ = [card.title for card in listed.cards]
    assert sum(title.startswith("old") for title in titles_) == 3
    assert "and 3 that ended before" in titles_
    assert sum(f"old{number}" in text_of(listed) for number in range(6)) == 6
    assert len(data(listed)["mentors"]) == 7


async def test_a_mentor_ends_it_and_the_student_is_told(world: World) -> None:
    await interviewed(world, HALF)
    one = await mentorship(world)
    await world.say("/report student ana", "mia")
    assert data(await world.say("/mentor revoke ana", "mia"))["state"] == "revoked"
    assert not [path for path in world.files.kept if one.id in path]
    assert (await stored(world, one)).state == "revoked"
    assert titles(world, "ana")[-1] == "Mentorship ended"
    assert (await world.say("/mentor revoke ana", "mia")).failed


async def test_a_mentor_is_named_once_their_platform_tells_it(world: World) -> None:
    """Slack names nobody in an event, only with a command or a button."""
    tip, named = Actor("slack", "U7", "T1"), Actor("slack", "U7", "T1", "Tip")
    await world.maybe(Line(tip, text="/help"))
    preview = await world.say("/mentor invite slack:T1:U7")
    assert "U7 (slack:T1:U7)" in text_of(preview)
    await world.press(preview, "Invite")
    await world.maybe(Line(named, text="/mentor accept console:ana"))
    await world.maybe(Line(tip, text="/help"))
    assert "Tip (slack:T1:U7)" in text_of(await world.say("/mentor list"))
    await set_user(world, "mia", name="Professor")
    await world.say("/help", "mia")
    assert (await known(world, "mia")).name == "Professor"


async def test_of_two_who_are_each_others_mentors_either_half_is_ended(world: World) -> None:
    mentor, student = await mentorship(world), await mentorship(world, "ana", student="mia")
    asked = await world.say("/mentor revoke console:mia")
    assert labels(asked) == ["Mentor mia (console:mia)", "Student mia (console:mia)"]
    await world.press(asked, "Student mia (console:mia)")
    assert [(await stored(world, one)).state for one in (mentor, student)] == ["active", "revoked"]
    assert not (await world.say("/mentor revoke console:mia")).failed


async def test_a_mentor_ends_it_from_their_list(world: World) -> None:
    one = await mentorship(world)
    await world.press(await world.say("/mentor list", "mia"), "End with student: ana", "mia")
    assert (await stored(world, one)).state == "revoked"


async def test_two_students_of_one_name_are_told_apart_by_address(world: World) -> None:
    for user in ("ana", "bob"):
        await interviewed(world, HALF, user=user)
        await set_user(world, user, name="Sam")
        await mentorship(world, student=user)
    assert "Several go by that name" in text_of(await world.say("/report student Sam", "mia"))
    bob = await world.session("bob")
    assert "Report: Sam (console:bob)" in labels(await world.say("/mentor list", "mia"))
    assert data(await world.say("/report student console:bob", "mia"))["session_id"] == bob.id


async def test_a_deleted_account_leaves_no_mentorship_and_no_pages(world: World) -> None:
    await interviewed(world, HALF)
    one = await mentorship(world)
    await world.say("/report student ana", "mia")
    assert [path for path in world.files.kept if one.id in path]
    asked = await world.press(await world.say("/account delete"), "Delete …")
    await world.press(asked, "Delete everything")
    assert await world.do.users.of(actor("ana")) is None
    assert await world.do.mentorships.get(one.id) is None
    assert not [path for path in world.files.kept if one.id in path]
