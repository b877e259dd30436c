"""What mentors set: told, reminded of, done by what was done, declined, dropped, and over with consent."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.mentoring import assignment_news
from domain.mentoring.assigning_room import MOST
from domain.model.mentorship import Scope
from domain.replies import Reply
from tests.domain.known import HALF, ONE
from tests.domain.mentored import interviewed, mentorship, sent_to, stored, titles, whats
from tests.domain.nudged import at, keys, known, labels, nudges, set_user
from tests.domain.roadmaps import learning_world
from tests.domain.test_quiz import right, take
from tests.world import World, data, text_of

MOCK = "/mentor assign ana mock 2026-11-26 rounds:technical_qa"
NEWS = "Something to do, from your mentor"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        for user in ("ana", "mia"):
            await opened.say("/help", user)
        yield opened


async def assigned(
    world: World, line: str = MOCK, scopes: tuple[Scope, ...] = ("reports", "roadmap")
) -> Reply:
    await mentorship(world, scopes=scopes)
    reply = await world.say(line, "mia")
    assert not reply.failed, text_of(reply)
    world.clock.forward(minutes=1)
    return reply


def asked(world: World) -> Reply:
    return [reply for reply in sent_to(world, "ana") if reply.cards[0].title == NEWS][-1]


async def states(world: World, user: str = "mia") -> list[str]:
    reply = await world.say("/mentor assignments", user)
    return [one["state"] for one in data(reply)["students" if user == "mia" else "mine"]]


async def test_a_mock_is_set_begun_with_a_button_and_done_by_holding_it(world: World) -> None:
    made = await assigned(world)
    assert data(made)["rounds"] == ["technical_qa"]
    told = asked(world)
    assert "a mock interview (Technical), until Thu 26 Nov" in text_of(told)
    assert labels(told) == ["Start it", "Not now", "Decline"]
    later = await world.press(told, "Not now")
    assert "the day before" in text_of(later)
    begun = await world.press(later, "Start it")
    assert data(begun)["rounds"] == ["technical_qa"]
    assert await states(world) == ["open"]
    while (await world.session()).open:
        await world.say(f"/answer {HALF}")
    assert await states(world) == ["done"]
    assert await states(world, "ana") == ["done"]
    assert "It is done already" in text_of(await world.press(told, "Start it"))


async def test_what_was_held_before_or_half_or_is_another_does_not_count(world: World) -> None:
    await interviewed(world, HALF, start=ONE)
    world.clock.forward(minutes=1)
    await assigned(world)
    await world.say("/interview start rounds:technical_qa questions:2")
    await world.say(f"/answer {HALF}")
    await world.say("/interview end")
    await interviewed(world, "Constant time.", start="/interview start rounds:dsa questions:1")
    assert await states(world) == ["open"]
    await interviewed(world, HALF, start=ONE)
    assert await states(world) == ["done"]


async def test_a_quiz_and_a_stage_are_done_by_what_the_path_says(world: World) -> None:
    await world.say("/roadmap create juggling")
    await mentorship(world, scopes=("roadmap",))
    for kind in ("quiz", "stage"):
        made = await world.say(f"/mentor assign ana {kind} 2026-12-01 skill:juggling stage:1", "mia")
        assert not made.failed, text_of(made)
    world.clock.forward(minutes=1)
    assert await states(world) == ["open", "open"]
    begun = await world.press(asked(world), "Start it")
    assert not begun.failed
    reply, _ = await take(world, right, right, right)
    assert data(reply)["passed"]
    assert await states(world) == ["done", "done"]
    reply = await world.say("/mentor assign ana stage 2026-12-01 skill:juggling stage:1", "mia")
    assert "passed stage 1" in text_of(reply)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mock 2026-11-21", "is over"),
        ("mock 21.12.2026", "`2026-12-21`"),
        ("mock 2028-01-01", "more than a year"),
        ("quiz 2026-12-01", "name its `skill`"),
        ("quiz 2026-12-01 skill:juggling stage:9", "The stages: 1 "),
        ("mock 2026-12-01 skill:juggling", "for a quiz or a stage"),
        ("stage 2026-12-01 skill:juggling company:Google", "for a mock interview"),
        ("mock,quiz 2026-12-01", "one of mock, quiz, stage, not “mock,quiz”"),
    ],
)
async def test_what_cannot_be_set_is_refused_with_the_reason(world: World, line: str, said: str) -> None:
    await mentorship(world)
    reply = await world.say(f"/mentor assign ana {line}", "mia")
    assert reply.failed
    assert said in text_of(reply)
    assert titles(world, "ana").count(NEWS) == 0


async def test_the_day_before_and_once_when_it_is_over_it_is_reminded_of(world: World) -> None:
    await assigned(world)
    for day in range(23, 31):
        at(world, f"2026-11-{day}T09:00")
        await world.sweep()
    told = [key.rsplit(":", 2)[1:] for key in keys(nudges(world)) if key.startswith("assigned")]
    assert told == [["2026-11-26", "day"], ["2026-11-26", "after"]]
    first = next(reply for reply in nudges(world) if "from your mentor" in reply.cards[0].title)
    assert first.cards[0].title == "Due tomorrow, from your mentor"
    assert "mia set you a mock interview" in text_of(first)
    assert labels(first)[0] == "Start it"


@pytest.mark.parametrize("how", ["done", "declined", "dropped", "ended", "off", "peace"])
async def test_nobody_is_reminded_of_what_is_over_or_against_their_will(world: World, how: str) -> None:
    made = await assigned(world)
    at(world, "2026-11-24T12:00")
    if how == "done":
        await interviewed(world, HALF, start=ONE)
    elif how == "declined":
        await world.submit(await world.press(asked(world), "Decline"), text="")
    elif how == "dropped":
        await world.press(made, "Drop it", "mia")
    elif how == "ended":
        await world.say("/mentor revoke mia")
    elif how == "off":
        await world.say("/nudges off")
    else:
        await set_user(world, "ana", unanswered=4, look_at=None)
    for day in range(25, 31):
        at(world, f"2026-11-{day}T09:00")
        await world.sweep()
    assert [key for key in keys(nudges(world)) if key.startswith("assigned")] == []


async def test_who_left_in_peace_is_told_of_a_new_one_and_not_reminded(world: World) -> None:
    await set_user(world, "ana", unanswered=4, look_at=None)
    await assigned(world)
    assert titles(world, "ana").count(NEWS) == 1
    assert (await known(world)).look_at is None


async def test_declining_takes_a_word_to_the_mentor(world: World) -> None:
    await assigned(world)
    form = await world.press(asked(world), "Decline")
    done = await world.submit(form, text="I have *exams*.")
    assert data(done)["state"] == "dropped"
    told = sent_to(world, "mia")[-1]
    assert told.cards[0].title == "Declined"
    assert "I have *exams*." in text_of(told)
    assert "declined: “I have *exams*.”" in text_of(await world.say("/mentor assignments", "mia"))
    await world.submit(form, text="Again.")
    assert titles(world, "mia").count("Declined") == 1


async def test_the_mentor_drops_it_and_the_student_is_told(world: World) -> None:
    made = await assigned(world)
    await world.press(await world.press(made, "Assignments", "mia"), drop_label(), "mia")
    assert titles(world, "ana")[-1] == "Your mentor dropped it"
    assert await states(world) == ["dropped"]


def drop_label() -> str:
    return "Drop for ana: a mock interview (Technical)"


async def test_it_ends_with_the_mentorship_and_stays_ended(world: World) -> None:
    await assigned(world)
    before = len(sent_to(world, "ana"))
    await world.say("/mentor revoke mia")
    assert data(await world.say("/mentor assignments"))["mine"] == []
    await world.press(await world.say("/mentor invite mia"), "Invite")
    await world.say("/mentor accept", "mia")
    assert data(await world.say("/mentor assignments", "mia"))["students"] == []
    await world.sweep()
    assert [title for title in titles(world, "ana")[before:] if "mentor" in title] == ["Your mentor accepted"]


async def test_what_needs_the_roadmap_ends_where_that_is_granted_no_more(world: World) -> None:
    await assigned(world, "/mentor assign ana quiz 2026-12-01 skill:juggling")
    await world.press(await world.say("/mentor invite mia scope:reports"), "Change")
    assert data(await world.say("/mentor assignments", "mia"))["students"] == []
    assert data(await world.say("/mentor assignments"))["mine"] == []


async def test_an_assignment_that_is_late_needs_a_look_and_is_missed_in_the_end(world: World) -> None:
    one = await mentorship(world, scopes=("chat",))
    await world.say(MOCK, "mia")
    at(world, "2026-11-28T12:00")
    (student,) = data(await world.say("/mentor list", "mia"))["students"]
    assert [need["kind"] for need in student["needs"]] == ["assignment"]
    assert "2 days overdue: a mock interview" in student["needs"][0]["why"]
    at(world, "2026-12-20T12:00")
    assert await states(world) == ["missed"]
    assert ("what is done of what they set you", 1) in whats(await stored(world, one))


async def test_there_are_so_many_and_the_same_is_set_once(world: World) -> None:
    await mentorship(world)
    both = await asyncio.gather(*(world.say(MOCK, "mia") for _ in range(2)))
    assert data(both[0])["assignment_id"] == data(both[1])["assignment_id"]
    for day in range(1, MOST):
        assert not (await world.say(f"/mentor assign ana mock 2026-12-0{day}", "mia")).failed
    full = await world.say("/mentor assign ana mock 2026-12-09", "mia")
    assert (full.cards[0].title, labels(full)) == ("Enough for now", ["Assignments"])
    dropped = await world.press(both[0], "Drop it", "mia")
    assert not dropped.failed
    assert "Enough for today" in text_of(await world.say("/mentor assign ana mock 2026-12-09", "mia"))
    assert titles(world, "ana").count(NEWS) == MOST


async def test_what_was_lost_before_it_was_told_is_told_by_the_sweep_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mentorship(world)

    async def dies(*_: object) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr(assignment_news, "tell", dies)
        assert (await world.say(MOCK, "mia")).failed
    for _ in range(3):
        world.clock.forward(minutes=5)
        await world.sweep()
    assert titles(world, "ana").count(NEWS) == 1
    assert await world.do.assignments.untold(world.clock.now() + timedelta(days=1), 10) == []


async def test_a_company_counts_by_any_of_its_names(world: World) -> None:
    await assigned(world, "/mentor assign ana mock 2026-11-26 company:Acme")
    await interviewed(world, HALF, start="/interview start company:ACME rounds:technical_qa questions:1")
    assert await states(world) == ["done"]


async def test_two_people_who_set_each_other_something_see_both_sides(world: World) -> None:
    await assigned(world)
    await mentorship(world, "ana", student="mia")
    await world.say("/mentor assign mia mock 2026-11-27", "ana")
    reply = data(await world.say("/mentor assignments", "ana"))
    assert [one["due_on"] for one in reply["mine"]] == ["2026-11-26"]
    assert [one["name"] for one in reply["students"]] == ["mia"]


async def test_of_many_set_at_once_there_are_never_too_many(world: World) -> None:
    await mentorship(world, scopes=("reports", "roadmap"))
    lines = [f"/mentor assign ana mock 2026-12-{day:02}" for day in range(1, MOST + 4)]
    replies = await asyncio.gather(*(world.say(line, "mia") for line in lines))
    assert sum(reply.failed for reply in replies) >= len(lines) - MOST
    assert len(await states(world)) <= MOST
