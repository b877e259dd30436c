"""The planner's promises: dates in order and within the week's hours, and nothing that was done ever lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain import planning, steps
from domain.model.learning import LearningPath, Logged
from domain.model.roadmap import Roadmap
from domain.planning import Today
from domain.wishes import Wish, begun, taken_up, wished
from tests.domain.roadmaps import (
    BERLIN,
    CASCADE,
    CLUBS,
    COLUMNS,
    EDITED,
    JUGGLING,
    NOW,
    TODAY,
    a_path,
    ask,
    later,
)

FEW = settings(max_examples=60)

DAYS = st.dates(date(2026, 1, 1), date(2032, 12, 31))
HOURS = st.one_of(st.none(), st.sampled_from([0.5, 1, 2.5, 5, 12, 40, 80]))
LEVELS = st.tuples(st.integers(0, 99), st.integers(1, 100)).filter(lambda pair: pair[0] < pair[1])


def dues(path: LearningPath) -> list[date]:
    return [stage.due_on for stage in path.stages]


def done_in(path: LearningPath) -> tuple[set[str], int, dict[str, int | None], set[str]]:
    """What must never be lost: resources done, minutes, quiz results, stages passed."""
    return (
        {r.resource_id for stage in path.stages for r in stage.resources if r.completed},
        sum(stage.minutes_logged for stage in path.stages)
        + sum(r.minutes or 0 for stage in path.stages for r in stage.resources),
        {stage.slug: stage.best_score for stage in path.stages if stage.best_score is not None},
        {stage.slug for stage in path.stages if not stage.open},
    )


@given(DAYS, LEVELS, HOURS, st.one_of(st.none(), st.integers(0, 700)))
@example(date(2028, 2, 29), (0, 100), 5, 366)
@example(date(2027, 12, 31), (0, 100), None, 0)
@example(date(2028, 2, 28), (30, 60), 80, 1)
@FEW
def test_the_dates_of_a_plan(
    today: date, levels: tuple[int, int], hours: float | None, left: int | None
) -> None:
    on = replace(TODAY, day=today)
    deadline = None if left is None else today + timedelta(days=left)
    wish = Wish(levels[0], levels[1], None, hours, deadline)
    path, pace = ask(begun("path", "student", "juggling", NOW, today, on.usual), wish, on)
    assert [stage.stage_number for stage in path.stages] == list(range(1, len(path.stages) + 1))
    assert dues(path) == sorted(dues(path))
    assert dues(path)[0] >= today
    assert dues(path)[-1] == pace.ends == path.progress.estimated_completion_date
    for stage in path.stages:
        assert stage.due_at == datetime.combine(stage.due_on + timedelta(days=1), datetime.min.time(), BERLIN)
    daily, tiny = path.hours / 7, 1e-6
    assert sum(stage.hours for stage in path.stages) <= daily * ((pace.ends - today).days + 1) + tiny
    for first, last in combinations(path.stages, 2):
        between = path.stages[first.stage_number : last.stage_number]
        window = (last.due_on - first.due_on).days + 1
        assert sum(stage.hours for stage in between) <= daily * window + tiny
    assert deadline is None or pace.ends == deadline or (pace.refused == deadline < pace.ends)


@given(DAYS, LEVELS, st.integers(0, 700))
@FEW
def test_a_deadline_that_cannot_be_met_is_met_with_what_would_do(
    today: date, levels: tuple[int, int], left: int
) -> None:
    on, deadline = replace(TODAY, day=today), today + timedelta(days=left)
    path = begun("path", "student", "juggling", NOW, today, 5)
    wish = Wish(levels[0], levels[1], None, 1, deadline)
    path, pace = ask(path, wish, on)
    if pace.refused is None:
        assert path.progress.estimated_completion_date == deadline
        return
    _, nearest = ask(path, replace(wish, deadline=pace.ends), on)
    assert nearest.refused is None
    _, sooner = ask(path, replace(wish, deadline=pace.ends - timedelta(days=1)), on)
    assert sooner.refused is not None
    if pace.enough is not None:
        assert ask(path, replace(wish, hours=pace.enough), on)[1].refused is None
        assert ask(path, replace(wish, hours=pace.enough - 0.5), on)[1].refused is not None
    unnamed = ask(begun("path", "student", "juggling", NOW, today, 5), replace(wish, hours=None), on)[1]
    assert (unnamed.refused is None) == (pace.enough is not None)


RESOURCES = [material.id for stage in JUGGLING.stages for material in stage.resources]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("done"), st.sampled_from(RESOURCES)),
        st.tuples(st.just("log"), st.integers(1, 300)),
        st.tuples(st.just("quiz"), st.sampled_from(["cascade", "columns", "clubs"])),
        st.tuples(st.just("pass"), st.sampled_from(["cascade", "columns", "clubs"])),
        st.tuples(st.just("edit"), st.booleans()),
        st.tuples(st.just("level"), LEVELS),
        st.tuples(st.just("replan"), st.integers(0, 400)),
        st.tuples(st.just("drop"), st.integers(0, 60)),
        st.tuples(st.just("wait"), st.integers(1, 40)),
    ),
    max_size=12,
)


def one_step(path: LearningPath, roadmap: Roadmap, kind: str, what: object, on: Today) -> LearningPath:
    now = datetime.combine(on.day, datetime.min.time(), UTC) + timedelta(hours=12)
    match kind, what:
        case "done", str(resource) if path.resource(resource):
            return steps.done(path, resource, 30, now, on)
        case "log", int(minutes):
            entry = Logged(id=f"{minutes} {on.day}", day=on.day, stage=path.last.slug, minutes=minutes)
            return steps.logged(path, entry, now, on)
        case "quiz", str(slug):
            return steps.quizzed(path, slug, 40, now)
        case "pass", str(slug):
            return steps.passed(path, slug, 80, now, on)
        case "edit", _:
            return planning.planned(path, roadmap, on, told=False)[0]
        case "level", (int(level), int(target)):
            return ask(path, Wish(level=level, target=target), on, roadmap)[0]
        case "replan", int(left):
            return ask(path, Wish(deadline=on.day + timedelta(days=left)), on, roadmap)[0]
        case "drop", int(days):
            return ask(taken_up(path, on.day - timedelta(days=days), on.day), Wish(), on, roadmap)[0]
    return path


def whole(before: LearningPath, after: LearningPath, kind: str) -> None:
    """What holds after every step."""
    had, has = done_in(before), done_in(after)
    assert had[0] <= has[0]
    assert had[1] <= has[1]
    assert had[2].keys() <= has[2].keys()
    assert had[3] <= has[3]
    percent = after.progress.completion_percentage
    live = [stage for stage in after.stages if not stage.retired]
    assert (percent == 100) == all(not stage.open for stage in live)
    waiting = [stage for stage in live if stage.open]
    assert [stage.status for stage in waiting] == ["in_progress", *["not_started"] * 9][: len(waiting)]
    assert after.progress.current_stage == (waiting or live[-1:])[0].stage_number
    if kind in ("level", "replan", "edit", "drop"):
        assert [s.due_on for s in waiting] == sorted(s.due_on for s in waiting)
    assert all(stage.late for stage in after.stages if (known := before.named(stage.slug)) and known.late)


@given(STEPS)
@example([("done", "juggling-columns"), ("edit", True), ("pass", "clubs"), ("edit", False)])
@example([("pass", "cascade"), ("pass", "columns"), ("pass", "clubs"), ("edit", True), ("level", (70, 80))])
@FEW
def test_nothing_that_was_done_is_lost(taken: list[tuple[str, object]]) -> None:
    path, roadmap, on = a_path(), JUGGLING, TODAY
    for kind, what in taken:
        if kind == "edit":
            roadmap = EDITED if what else JUGGLING
        if kind == "wait":
            on = later(what if isinstance(what, int) else 0, on)
        before, path = path, one_step(path, roadmap, kind, what, on)
        whole(before, path, kind)


def test_stages_are_those_between_the_levels_and_keep_their_share_of_the_hours() -> None:
    path = a_path(Wish(level=15, target=70))
    assert [(stage.slug, stage.hours) for stage in path.stages] == [
        ("cascade", 5), ("columns", 14), ("clubs", 4)
    ]  # fmt: skip
    assert path.stages[2].hours == CLUBS.hours / 4
    assert a_path(Wish(level=29, target=31)).stages[0].hours == CASCADE.hours / 4
    assert [stage.slug for stage in a_path(Wish(level=30, target=60)).stages] == ["columns"]
    assert not planning.reaches(JUGGLING, 60, 60)
    assert not planning.reaches(JUGGLING, 100, 100)


def test_hours_follow_from_a_deadline_and_slack_is_spread() -> None:
    worked_out = a_path(Wish(deadline=TODAY.day + timedelta(days=69)))
    assert (worked_out.hours, worked_out.stages[-1].due_on) == (4, TODAY.day + timedelta(days=69))
    slack = a_path(Wish(hours=20, deadline=TODAY.day + timedelta(days=79)))
    assert dues(slack) == [TODAY.day + timedelta(days=n) for n in (19, 47, 79)]


def test_hours_that_nobody_named_are_worked_out_anew_and_named_ones_stay() -> None:
    path = a_path(Wish(deadline=TODAY.day + timedelta(days=69)))
    assert ask(path, Wish(deadline=TODAY.day + timedelta(days=34)))[0].hours == 8
    assert ask(path, Wish(no_deadline=True))[0].hours == TODAY.usual
    named, _ = ask(path, Wish(hours=3))
    replanned, pace = ask(named, Wish(deadline=TODAY.day + timedelta(days=13)))
    assert (replanned.hours, pace.refused, pace.enough) == (3, TODAY.day + timedelta(days=13), 20)


def test_the_end_of_a_day_follows_the_zone_over_the_night_of_the_change() -> None:
    assert planning.end_of(date(2026, 10, 24), BERLIN) == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert planning.end_of(date(2026, 10, 25), BERLIN) == datetime(2026, 10, 25, 23, tzinfo=UTC)
    path = planning.in_zone(a_path(), ZoneInfo("Asia/Kolkata"))
    assert path.stages[0].due_at == datetime(2026, 12, 5, 18, 30, tzinfo=UTC)
    assert planning.in_zone(path, ZoneInfo("Asia/Kolkata")) is path


def test_an_edited_roadmap_keeps_what_was_done_of_what_it_has_no_more() -> None:
    path = steps.done(a_path(), "juggling-throws", 50, NOW, TODAY)
    path = steps.done(path, "juggling-columns", None, NOW, TODAY)
    path = steps.quizzed(path, "columns", 50, NOW)
    edited, _ = planning.planned(path, EDITED, later(1), told=False)
    assert [(s.slug, s.retired) for s in edited.stages] == [
        ("cascade", False), ("multiplex", False), ("clubs", False), ("columns", True)
    ]  # fmt: skip
    assert [(r.resource_id, r.completed, r.retired) for r in edited.stages[0].resources] == [
        ("juggling-rhythm", False, False), ("juggling-first-drill", False, False),
        ("juggling-throws", True, True),
    ]  # fmt: skip
    assert edited.stages[1].resources[0].completed
    assert [r.resource_id for r in edited.stages[3].resources] == ["juggling-showers"]
    assert edited.stages[3].best_score == 50
    back, _ = planning.planned(edited, JUGGLING, later(2), told=False)
    assert [(s.slug, s.retired) for s in back.stages] == [
        ("cascade", False), ("columns", False), ("clubs", False)
    ]  # fmt: skip
    assert done_in(back) == done_in(path)


def test_an_edited_roadmap_does_not_hurry_a_student_whose_deadline_is_over() -> None:
    path = a_path(Wish(deadline=TODAY.day + timedelta(days=69)))
    edited, _ = planning.planned(path, EDITED, later(75), told=False)
    assert (edited.hours, edited.deadline) == (path.hours, path.deadline)
    assert edited.stages[-1].due_on > later(100).day


def test_a_roadmap_that_ends_below_the_path_leaves_it_as_it_is() -> None:
    path = a_path(Wish(level=60))
    short = JUGGLING.model_copy(update={"stages": (CASCADE, COLUMNS)})
    edited, _ = planning.planned(path, short, later(1), told=False)
    assert [stage.slug for stage in edited.stages] == ["clubs"]
    assert edited.template == short.fingerprint


@pytest.mark.parametrize(
    ("level", "target", "weak", "expected"),
    [(0, 100, False, "HIGH"), (50, 99, False, "MEDIUM"), (80, 100, False, "LOW"), (80, 100, True, "MEDIUM"),
     (50, 75, True, "HIGH"), (0, 50, True, "HIGH")],
)  # fmt: skip
def test_priority_is_the_gap_and_one_more_for_a_weakness(
    level: int, target: int, weak: bool, expected: str
) -> None:
    assert planning.priority(level, target, weak=weak) == expected


def test_a_named_priority_stays() -> None:
    path = wished(a_path(), Wish(priority="LOW"), TODAY.day, weak=True)
    assert wished(path, Wish(level=1), TODAY.day, weak=True).gap_priority == "LOW"
    assert wished(a_path(), Wish(level=90), TODAY.day, weak=False).gap_priority == "LOW"


def test_a_deadline_that_is_over_is_forgotten() -> None:
    path = a_path(Wish(deadline=later(3).day, hours=80))
    assert wished(path, Wish(hours=2), later(3).day, weak=False).deadline == later(3).day
    assert wished(path, Wish(hours=2), later(4).day, weak=False).deadline is None
