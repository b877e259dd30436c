"""Twelve weeks of one student at the console: a roadmap, interviews, quizzes, recall, silence, crashes."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.model.learning import LearningPath
from domain.model.nudge import Nudge as Entry
from storage.learning import CardRepository, NudgeRepository, PathRepository
from storage.repositories import UserRepository
from storage.sqlite import open_sqlite
from tests.cli.process import command
from tests.cli.studying import DAY, EARLY, MORNING, NOON, Lives, Nudge, Student, lives
from tests.fakes import ManualClock
from tests.world import actor

pytestmark = pytest.mark.acceptance

FIRST = date(2031, 9, 1)
"""A Monday; Berlin's clocks are set back on the 26th of October, New York's a week later."""
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
HALF = "An index makes reads faster."
SATURDAY = 5


async def test_twelve_weeks_of_one_student(data_folder: Path) -> None:
    ratings = cycle(["Good", "Again", "Easy", "Hard"])
    async with lives(data_folder) as process:
        student = Student(data_folder, await process.begin(), FIRST)
        await begins(student)
        await live(student, ratings, until=8)
        await fails_a_quiz_and_passes_it_a_day_later(student)
        await live(student, ratings, until=12)
        await a_sweep_tells_what_the_next_one_will_say(student)
        await dies(student, process)
        await live(student, ratings, until=18)
        await replans_in_time(student)
        await live(student, ratings, until=24)
        await passes(student)
        await live(student, ratings, until=30)
        await snoozes_and_pauses_an_interview(student)
        await live(student, ratings, until=46)
        await replans_late(student)
        await dies_in_a_quiz(student, process)
        await flies_west(student, ratings)
        await falls_silent(student)
        await finishes(student, ratings)
    says_each_thing_once(student.heard)
    await check_the_store(student)


async def begins(student: Student) -> None:
    await student.wait(NOON)
    await student.say("/profile timezone berlin")
    student.zone = BERLIN
    made = await student.say("/roadmap create sql level:10 target:80 hours:8 deadline:2031-11-14")
    assert [stage["status"] for stage in made["data"]["stages"]] == ["in_progress", *["not_started"] * 4]
    assert made["data"]["stages"][-1]["due"] == "2031-11-14"
    await student.say("/roadmap log 45")
    quiet = await student.say("/nudges time 07:30 quiet:22:00-08:00")
    assert quiet["data"]["at"] == "08:00"
    await student.interview(HALF)
    assert (await student.say("/review"))["data"]["due_count"] > 0


async def live(student: Student, ratings: Iterator[str], *, until: int) -> None:
    """Studies on three days of a week, reviews on Saturdays and looks at every reminder; up to a morning."""
    while student.today < FIRST + until * DAY:
        student.today += DAY
        if student.today.weekday() < 3:
            assert await student.wait(EARLY) == [], "it was said in the quiet hours"
        for nudge in await student.wait(MORNING):
            await student.try_all(nudge)
        if student.today.weekday() < 3:
            await student.study()
        if student.today.weekday() == SATURDAY:
            assert await student.review(ratings, 5) > 0
    await student.wait(NOON)


async def fails_a_quiz_and_passes_it_a_day_later(student: Student) -> None:
    failed = await student.quiz(1, 2, 3, 4)
    assert (failed["data"]["score"], failed["data"]["passed"]) == (42, False)
    waits = await student.say("/roadmap quiz")
    assert waits["data"]["question"] is None
    assert waits["data"]["again_at"] == "2031-09-10T10:30:00+00:00"
    student.today += DAY
    await student.wait(NOON)
    await passes(student)


async def passes(student: Student) -> None:
    open_before = student.path["current_stage"]
    passed = await student.quiz(2)
    assert (passed["data"]["score"], passed["data"]["passed"]) == (85, True)
    assert passed["data"]["stages"][open_before - 1]["status"] == "completed"


async def a_sweep_tells_what_the_next_one_will_say(student: Student) -> None:
    student.today += DAY
    moment = f"{student.today}T07:02:00Z"
    code, out, errors = await command(student.folder, "sweep", "--at", moment, "--dry-run")
    assert code == 0, errors
    (told,) = [json.loads(line) for line in out.splitlines()]
    (nudge,) = await student.wait(MORNING)
    assert (told["kind"], told["done"]) == ("nudge", False)
    assert told["subject"] == nudge.message["data"]["nudge"]
    assert told["detail"].startswith(nudge.message["title"])


async def dies(student: Student, process: Lives) -> None:
    """In the morning, when all was said; nothing of it is said again, and nothing is lost."""
    before = (await student.say("/roadmap list"))["data"]
    student.bot = await process.after_kill(student.bot)
    assert await student.wait(MORNING) == []
    assert (await student.say("/roadmap list"))["data"] == before


async def replans_in_time(student: Student) -> None:
    """The stage is passed after its old date and before its new one."""
    await student.say("/roadmap replan 2031-11-21")
    assert student.path["stages"][1]["due"] == "2031-09-28"


async def snoozes_and_pauses_an_interview(student: Student) -> None:
    assert (await student.say("/nudges snooze 10"))["data"]["snoozed_until"] == "2031-10-11"
    for _ in range(9):
        student.today += DAY
        assert await student.wait(MORNING) == []
    await student.say("/interview start rounds:technical_qa questions:1")
    await student.say("/interview pause")
    student.today += DAY
    (nudge,) = await student.wait(MORNING)
    assert any(reason.startswith("paused:") for reason in nudge.reasons)
    resumed = await student.press(nudge.message, "Resume")
    assert resumed["data"]["question"]["number"] == 1
    await student.say("/interview end")


async def replans_late(student: Student) -> None:
    """After the third stage was due; its target is raised, so that what was done is a smaller part."""
    assert student.path["stages"][2]["due"] < str(student.today)
    student.percent = 0
    raised = await student.say("/roadmap create sql target:90 deadline:2031-11-28")
    assert len(raised["data"]["stages"]) == 6


async def dies_in_a_quiz(student: Student, process: Lives) -> None:
    """It goes on at the same question, with those before it answered."""
    first = await student.say("/roadmap quiz")
    second = await student.press(first, "A")
    student.bot = await process.after_kill(student.bot)
    await student.wait(NOON)
    again = await student.say("/roadmap quiz")
    assert again["data"]["question"] == second["data"]["question"]
    assert (await student.press(first, "B"))["data"]["question"] == second["data"]["question"]
    await passes_what_is_left(student)


async def passes_what_is_left(student: Student) -> None:
    result = await student.quiz()
    assert result["data"]["passed"] is True


async def flies_west(student: Student, ratings: Iterator[str]) -> None:
    """On the eve of the night that Berlin's clocks are set back."""
    await live(student, ratings, until=54)
    moved = await student.say("/profile timezone America/New_York")
    assert moved["data"]["local_time"].endswith("-04:00")
    student.zone = NEW_YORK
    await live(student, ratings, until=57)


async def falls_silent(student: Student) -> None:
    """Over New York's own autumn night: after 1, 2 and 4 days, the last says so, and then peace."""
    before = len(student.heard)
    for _ in range(14):
        student.today += DAY
        assert await student.wait(EARLY) == []
        await student.wait(MORNING)
    said = student.heard[before:]
    assert [(after.at.date() - nudge.at.date()).days for nudge, after in pairwise(said)] == [1, 2, 4]
    assert ["my last reminder" in nudge.message["text"] for nudge in said] == [False, False, False, True]


async def finishes(student: Student, ratings: Iterator[str]) -> None:
    """Back after two weeks: all that is left is studied and passed, and the reminders have come back."""
    await student.wait(NOON)
    before = len(student.heard)
    while student.path["percent"] < 100:
        for _ in range(6):
            await student.study()
        await passes(student)
        await live(student, ratings, until=(student.today - FIRST).days + 3)
    assert student.today <= FIRST + timedelta(weeks=12)
    assert len(student.heard) > before
    listed = await student.say("/roadmap list")
    assert "Every stage is passed." in listed["text"]
    assert [stage["status"] for stage in student.path["stages"]] == ["completed"] * 6


def says_each_thing_once(heard: list[Nudge]) -> None:
    assert max(Counter(nudge.at.date() for nudge in heard).values()) == 1, "two in a day"
    assert max(Counter(reason for nudge in heard for reason in nudge.reasons).values()) == 1
    kinds = {reason.partition(":")[0] for nudge in heard for reason in nudge.reasons}
    assert kinds == {"stage", "review", "paused", "week", "streak"}


async def check_the_store(student: Student) -> None:
    clock = ManualClock()
    async with open_sqlite(student.folder / "mockingbird.db", busy_timeout=5) as documents:
        user = await UserRepository(documents, clock).of(actor("ana"))
        assert user is not None
        (path,) = await PathRepository(documents, clock).of(user.id)
        entries = await NudgeRepository(documents, clock).of_user(user.id, 200)
        cards = await CardRepository(documents, clock).of_student(user.id, 200)
        progress = await documents.find("learning_progress", {"student_id": user.id})
    check_the_path(path, {str(entry["resource_id"]) for entry in progress})
    check_the_ledger(student.heard, entries)
    assert {card.source for card in cards} == {"attempt", "quiz"}


def check_the_path(path: LearningPath, told: set[str]) -> None:
    """Only what was past its day when it was passed or moved is late; the fourth was due in the silence."""
    assert [stage.slug for stage in path.stages if stage.late] == ["querying", "aggregation", "modelling"]
    assert path.stages[1].promised_on == date(2031, 9, 22)
    assert path.stages[0].minutes_logged == 45
    assert told == {r.resource_id for stage in path.stages for r in stage.resources if r.completed}
    assert path.owed == ()


def check_the_ledger(heard: list[Nudge], entries: list[Entry]) -> None:
    sent = [entry.key for entry in entries if entry.state == "sent"]
    assert sorted(sent) == sorted(nudge.message["data"]["nudge"] for nudge in heard)
