"""What is said of a task is so on the day on which it is said, and nothing that was set is out of reach."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.model.assignment import Assignment, Task
from domain.replies import Reply
from tests.domain.mentored import mentorship, sent_to, titles
from tests.domain.nudged import DAY, at, labels, set_user
from tests.domain.roadmaps import learning_world
from tests.world import World, data, text_of

TODAY, QUIZ = "2026-11-22", "/mentor assign ana quiz 2026-12-01 skill:juggling"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        for user in ("ana", "mia"):
            await opened.say("/help", user)
        yield opened


def asked(world: World) -> Reply:
    return sent_to(world, "ana")[-1]


async def many(world: World, count: int) -> list[Assignment]:
    """That many, each due a day before the one set before it, set on days of their own."""
    made, now, one = [], world.clock.now(), await mentorship(world, days=300)
    for number in range(count):
        due_at = now + (100 - number) * DAY
        fresh = Assignment(
            id=f"set-{number}", created_at=now, updated_at=now, student_id=one.student_id,
            mentor_id=one.mentor_id, key=f"set-{number}", task=Task(kind="mock", name=f"Firm {number:02}"),
            due_on=due_at.date(), due_at=due_at,
        )  # fmt: skip
        await world.do.assignments.add(fresh)
        made.append(fresh)
    return made


@pytest.mark.parametrize(
    ("due", "said", "unsaid"),
    [(TODAY, "once when it is overdue", "the day before"), ("2026-11-24", "the day before", "It was due")],
)
async def test_the_day_before_is_promised_only_while_it_is_ahead(
    world: World, due: str, said: str, unsaid: str
) -> None:
    await mentorship(world)
    made = await world.say(f"/mentor assign ana mock {due}", "mia")
    later = await world.press(asked(world), "Not now")
    for reply in (made, later):
        assert said in text_of(reply)
        assert unsaid not in text_of(reply)


async def test_what_is_left_for_later_after_its_day_is_said_to_be_late(world: World) -> None:
    await mentorship(world)
    await world.say(f"/mentor assign ana mock {TODAY}", "mia")
    told = asked(world)
    at(world, "2026-11-25T12:00")
    later = text_of(await world.press(told, "Not now"))
    assert "It was due Sun 22 Nov" in later
    assert "counts until Sun 6 Dec" in later
    assert "I remind you" not in later


async def test_who_declines_twice_is_shown_the_word_that_was_told(world: World) -> None:
    await mentorship(world)
    await world.say(f"/mentor assign ana mock {TODAY}", "mia")
    form = await world.press(asked(world), "Decline")
    await world.submit(form, text="No time.")
    again = text_of(await world.submit(form, text="Never told."))
    assert "No time." in again
    assert "Never told." not in again


async def test_a_mentor_without_that_grant_hears_nothing_of_what_is_declined(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mentorship(world)
    await world.say(QUIZ, "mia")
    form = await world.press(asked(world), "Decline")

    async def dies(*_: object) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr("domain.mentoring.assignment_news.tell", dies)
        await world.submit(form, text="No time.")
    await world.press(await world.say("/mentor invite mia scope:reports"), "Change")
    for _ in range(2):
        world.clock.forward(minutes=5)
        await world.sweep()
    assert titles(world, "mia") == []
    assert await world.do.assignments.untold(world.clock.now() + DAY, 9) == []


async def test_all_that_was_set_can_be_reached_what_is_due_first_at_the_top(world: World) -> None:
    made = await many(world, 23)
    seen: list[str] = []
    reply = await world.say("/mentor assignments", "mia")
    for _ in range(3):
        drops = [label.removeprefix("Drop for ana: a mock interview for ") for label in labels(reply)]
        seen += [name for name in drops if name.startswith("Firm")]
        if "More" in labels(reply):
            reply = await world.press(reply, "More", "mia")
    assert seen == [one.task.name for one in reversed(made)]
    assert "More" not in labels(reply)


async def test_a_students_buttons_are_for_the_lines_above_them(world: World) -> None:
    made = await many(world, 7)
    reply = await world.say("/mentor assignments")
    firsts = [one.task.name for one in reversed(made)]
    assert labels(reply)[::2] == [f"Start it: a mock interview for {name}" for name in firsts[:5]] + ["More"]
    assert "and 2 more" in text_of(reply)
    assert len(data(reply)["mine"]) == 7
    more = await world.press(reply, "More")
    assert labels(more)[::2] == [f"Start it: a mock interview for {name}" for name in firsts[5:]]
    assert "more" not in text_of(more)


async def test_a_mentor_is_told_what_comes_before_a_quiz(world: World) -> None:
    await mentorship(world)
    assert "They have not begun Juggling yet" in text_of(await world.say(QUIZ, "mia"))
    await world.say("/roadmap create juggling")
    assert "opens for them" in text_of(await world.say(f"{QUIZ} stage:2", "mia"))
    assert "opens for them" not in text_of(await world.say(f"{QUIZ} stage:1", "mia"))


async def test_who_moved_is_late_by_the_day_where_they_are(world: World) -> None:
    await world.say("/profile timezone Asia/Tokyo")
    await mentorship(world)
    await world.say(f"/mentor assign ana mock {TODAY}", "mia")
    await world.say("/profile timezone America/Los_Angeles")
    at(world, f"{TODAY}T23:00")
    assert "due today" in text_of(await world.say("/mentor assignments", "mia"))
    (student,) = data(await world.say("/mentor list", "mia"))["students"]
    assert student["needs"] == []
    at(world, "2026-11-23T23:00")
    (student,) = data(await world.say("/mentor list", "mia"))["students"]
    assert student["needs"][0]["why"].startswith("1 day overdue")


async def test_two_of_one_name_are_told_apart_wherever_they_are_listed(world: World) -> None:
    await set_user(world, "ann", name="ana")
    for student in ("ana", "ann"):
        await mentorship(world, student=student)
        await world.say(f"/mentor assign console:{student} mock {TODAY}", "mia")
    listed = await world.say("/mentor assignments", "mia")
    drops = [f"Drop for ana (console:{one}): a mock interview" for one in ("ana", "ann")]
    assert sorted(labels(listed)) == drops
    assert "ana (console:ann), a mock interview" in text_of(listed)
    await world.say("/mentor digest on", "mia")
    at(world, "2026-11-23T08:00")
    await world.sweep()
    digest = next(reply for reply in sent_to(world, "mia") if "students" in reply.data)
    assert "ana (console:ann): nothing new" in text_of(digest)
    assert "ana (console:ana): nothing new" in text_of(digest)


async def test_a_reminder_of_two_says_which_of_them_its_button_begins(world: World) -> None:
    await mentorship(world)
    await world.say("/mentor assign ana mock 2026-11-24 company:Acme", "mia")
    await world.say("/mentor assign ana mock 2026-11-23", "mia")
    at(world, "2026-11-23T20:00")
    await world.sweep()
    (reminder,) = [reply for reply in sent_to(world, "ana") if "nudge" in reply.data]
    assert labels(reminder)[:2] == ["Start it: a mock interview", "Assignments"]
