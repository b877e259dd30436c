"""Progress over all interviews: every figure is one of the store's, and what is too early is said to be."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import calibration, progress, readiness, scoring
from domain.model.attempt import Attempt
from domain.model.progress_sheet import ProgressSheet
from domain.progress import compiled
from tests.domain.builders import an_attempt, an_interview
from tests.domain.histories import any_attempt, history, known
from tests.domain.profiles import account
from tests.examples import tried
from tests.fakes import NOON
from tests.world import World, data, text_of


def sheet(interviews: int, **change: object) -> ProgressSheet:
    return compiled(known(*history(interviews, **change)))  # type: ignore[arg-type]


def test_nothing_is_said_of_nothing() -> None:
    empty = sheet(0)
    assert (empty.interviews, empty.answers, empty.first_on, empty.rounds) == (0, 0, None, ())
    assert empty.standing == "There is nothing to judge yet: no answer has been graded so far."


def test_one_interview_of_two_answers_a_round_is_too_early() -> None:
    one = sheet(1)
    assert {found.verdict for found in one.rounds} == {"too early"}
    assert all(not found.marks and len(found.dots) == 2 for found in one.rounds)
    assert one.standing.startswith("Too early to judge: that takes 3 answers in a round")


def test_the_figures_are_those_of_readiness_and_calibration() -> None:
    held, attempts = history(30)
    found = compiled(known(held, attempts))
    newest = attempts[-200:]
    for one, ready in zip(found.rounds, readiness.by_round(newest, NOON), strict=True):
        assert (one.estimate, one.low, one.high, one.verdict) == (
            ready.estimate, ready.low, ready.high, ready.verdict
        )  # fmt: skip
        assert (one.marks[-1].estimate, one.marks[-1].day) == (ready.estimate, NOON.date())
        assert len(one.dots) == 60
    assert [g.sentence for g in found.guessing] == [c.sentence for c in calibration.by_round(attempts)]
    assert len(found.guesses) == sum(c.answers for c in calibration.by_round(attempts))
    assert (found.interviews, found.completed, found.answers) == (30, 24, 180)
    assert found.seconds == sum(a.time_taken_seconds for a in attempts)


def test_a_change_is_told_only_where_the_bands_lie_apart() -> None:
    assert "Behavioral has risen from 40 to 68 since 1 September 2026." in sheet(50).standing
    assert "No round has moved by more than its band so far." in sheet(3).standing
    within_a_week = sheet(50, days=5).standing
    assert "moved" not in within_a_week
    assert "risen" not in within_a_week


def test_days_are_those_of_the_student() -> None:
    late = NOON.replace(hour=23, minute=30) - timedelta(days=2)
    attempts = [
        an_attempt(f"q{n}", answered_at=late + timedelta(minutes=20 * n), session_id="s") for n in range(3)
    ]
    for zone, days in (("UTC", {20, 21}), ("Asia/Tokyo", {21}), ("Pacific/Honolulu", {20})):
        (found,) = compiled(known((), attempts, zone)).rounds
        assert {dot.day.day for dot in found.dots} == days


def test_an_answer_left_open_overnight_counts_an_hour() -> None:
    slow = an_attempt(time_taken_seconds=50_000)
    assert compiled(known((), [slow])).seconds == 3600


def test_an_open_interview_has_no_score_and_one_without_answers_none_either() -> None:
    held, attempts = history(2)
    open_ = held[1].model_copy(update={"status": "in_progress", "completed_at": None})
    empty = an_interview(_id="empty", status="abandoned")
    newest, bare, first = compiled(known([held[0], empty, open_], attempts)).held
    assert (newest.score, bare.score) == (None, None)
    worth = scoring.overall(scoring.by_round(held[0], attempts[:6]))
    assert (first.score, first.low, first.high) == worth
    assert [name for name, _ in first.rounds] == ["dsa", "technical_qa", "behavioral"]


@tried(30)
@given(st.lists(any_attempt, max_size=60, unique_by=lambda a: a.id))
def test_any_history_compiles_into_figures_that_agree(attempts: list[Attempt]) -> None:
    found = compiled(known((), attempts))
    assert found.answers + found.retries == len(attempts)
    for one in found.rounds:
        assert len(one.dots) == one.answers
        assert (one.estimate is None) == (one.verdict == "too early")
        assert all(mark.low <= mark.estimate <= mark.high for mark in one.marks)
        assert [mark.day for mark in one.marks] == sorted({mark.day for mark in one.marks})
        assert all(0 < dot.place < 1 for dot in one.dots)
    assert compiled(known((), attempts)) == found


async def keep(world: World, interviews: int, user: str = "ana") -> str:
    await world.say("/help", user=user)
    student = (await account(world, user)).id
    held, attempts = history(interviews, student=student)
    for interview in held:
        await world.do.interviews.add(interview)
    for attempt in attempts:
        await world.do.attempts.add(attempt)
    return student


async def test_the_report_is_a_file_with_the_way_on(world: World) -> None:
    student = await keep(world, 3)
    await world.say("/roadmap create sql")
    reply = await world.say("/report me")
    assert data(reply)["report_id"] == f"progress-{student}"
    assert data(reply)["pages"] == 1
    assert [(f.name, f.path) for f in reply.files] == [
        ("mockingbird-progress-2026-11-22.pdf", f"/reports/progress-{student}.pdf")
    ]
    assert [button.label for button in reply.buttons] == ["Stories", "Roadmaps", "Review", "Start"]
    assert "3 interviews, 18 answers, 1 page." in text_of(reply)
    assert world.progress == ["Gathering your interviews…", "Drawing your progress…"]
    (drawn,) = world.renderer.progressed
    assert (drawn.student_name, drawn.interviews, drawn.answers) == ("ana", 3, 18)
    assert [(plan.name, plan.percent) for plan in drawn.plans] == [("SQL", 0)]
    for label in ("Stories", "Roadmaps", "Review", "Start"):
        assert not (await world.press(reply, label)).failed


async def test_a_new_student_gets_a_page_too_and_sees_nobody_else(world: World) -> None:
    await keep(world, 2)
    reply = await world.say("/report me", user="ben")
    assert not reply.failed
    assert world.renderer.progressed[-1].answers == 0
    assert world.renderer.progressed[-1].held == ()


async def test_the_pages_go_with_the_account(world: World) -> None:
    student = await keep(world, 1)
    await world.say("/report me")
    assert f"progress-{student}.pdf" in await world.do.holdings.files(student)
    assert f"/reports/progress-{student}.pdf" in world.files.kept
    asked = await world.press(await world.say("/account delete"), "Delete …")
    assert not (await world.press(asked, "Delete everything")).failed
    assert world.files.kept == {}


async def test_pages_drawn_while_the_account_is_deleted_are_not_kept(world: World) -> None:
    await keep(world, 1)
    student = await account(world)
    ghost = student.model_copy(update={"id": "gone"})
    with pytest.raises(LookupError):
        await progress.draw(world.do, ghost, world.note)
    assert world.files.kept == {}


async def test_reading_in_pieces_loses_nothing_whatever_the_times(world: World) -> None:
    await world.say("/help")
    student = (await account(world)).id
    moments = [NOON] * 45 + [NOON - timedelta(minutes=n) for n in range(30)] + [NOON - timedelta(days=1)] * 21
    for number, moment in enumerate(moments):
        attempt = an_attempt(f"q{number}", _id=f"a{number}", created_at=moment, student_id=student)
        await world.do.attempts.add(attempt)
    pages = [page async for page in world.do.attempts.each_of(student)]
    found = [attempt for page in pages for attempt in page]
    assert len(found) == len({attempt.id for attempt in found}) == len(moments)
    assert [a.created_at for a in found] == sorted(moments, reverse=True)
    assert len(pages) > 2


async def test_others_are_answered_while_a_long_history_is_gathered(world: World) -> None:
    student = await keep(world, 30)
    user = await world.do.users.get(student)
    assert user is not None
    gathering = asyncio.ensure_future(progress.sheet(world.do, user))
    turns = 0
    while not gathering.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 20
    assert gathering.result().interviews == 30
