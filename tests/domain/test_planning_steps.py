"""What a student does on a path, step by step: how far it brings them, and what counts as late."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain import headway, steps
from domain.wishes import Wish, taken_up
from tests.domain.roadmaps import NOW, TODAY, a_path, ask, later


def test_a_delay_told_in_advance_is_not_late_and_one_told_too_late_is() -> None:
    path = a_path()
    first = path.stages[0].due_on
    in_time, _ = ask(path, Wish(deadline=first + timedelta(days=90)), replace(TODAY, day=first))
    assert (in_time.stages[0].late, in_time.stages[0].promised_on) == (False, first)
    after = replace(TODAY, day=in_time.stages[0].due_on)
    assert not steps.passed(in_time, "cascade", 90, noon(after.day), after).stages[0].late
    over = replace(TODAY, day=first + timedelta(days=1))
    too_late, _ = ask(path, Wish(deadline=first + timedelta(days=90)), over)
    assert (too_late.stages[0].late, too_late.stages[1].late) == (True, False)
    assert steps.passed(too_late, "cascade", 90, noon(over.day), over).stages[0].late


def noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)


def test_a_stage_passed_at_the_end_of_its_last_day_is_in_time_by_the_students_own_midnight() -> None:
    path = a_path()
    end = path.stages[0].due_at
    on = replace(TODAY, day=path.stages[0].due_on)
    assert not steps.passed(path, "cascade", 90, end - timedelta(seconds=1), on).stages[0].late
    assert steps.passed(path, "cascade", 90, end, on).stages[0].late


def test_percent_weighs_stages_by_hours_and_resources_by_minutes() -> None:
    path = steps.done(a_path(), "juggling-throws", None, NOW, TODAY)
    assert path.progress.completion_percentage == int(100 * 10 * 0.7 * 0.5 / 40)
    path = steps.passed(path, "cascade", 80, NOW, TODAY)
    assert path.progress.completion_percentage == 25
    path = steps.passed(steps.passed(path, "columns", 80, NOW, TODAY), "clubs", 80, NOW, TODAY)
    assert path.progress.completion_percentage == 100
    assert path.current is None


def test_the_end_is_estimated_by_the_pace_that_is_kept_once_that_is_known() -> None:
    path = a_path()
    planned = path.progress.estimated_completion_date
    read = steps.done(path, "juggling-throws", None, NOW, TODAY)
    assert headway.progress(read, later(13).day).estimated_completion_date == planned
    # 3.5 of 40 hours in 20 days: the other 36.5 take 208.57 days more.
    assert headway.progress(read, later(19).day).estimated_completion_date == later(19 + 208).day
    passed = steps.passed(path, "cascade", 80, NOW, TODAY)
    # 10 hours on the first day count as a week's work.
    assert headway.progress(passed, TODAY.day).estimated_completion_date == later(20).day
    assert headway.progress(path, later(100).day).estimated_completion_date == later(155).day


def test_days_that_a_path_lay_dropped_do_not_count() -> None:
    path = a_path()
    back = taken_up(path, later(2).day, later(32).day)
    assert back.started_on == later(30).day
    assert [stage.due_on for stage in back.stages] == [
        stage.due_on + timedelta(days=30) for stage in path.stages
    ]


def test_minutes_said_later_do_not_change_when_it_was_done() -> None:
    path = steps.done(a_path(), "juggling-throws", None, NOW, TODAY)
    said = steps.done(path, "juggling-throws", 45, NOW + timedelta(days=2), later(2))
    resource = said.resource("juggling-throws")
    assert resource is not None
    assert (resource.completed_at, resource.minutes) == (NOW, 45)
    assert steps.done(said, "juggling-throws", None, NOW, TODAY) is said


def test_only_what_was_told_is_owed_no_more() -> None:
    path = steps.done(a_path(), "juggling-throws", None, NOW, TODAY)
    both = steps.done(path, "juggling-rhythm", None, NOW + timedelta(hours=1), TODAY)
    left = steps.recorded(both, path.owed, NOW + timedelta(hours=2))
    assert [owed.resource_id for owed in left.owed] == ["juggling-rhythm"]
    assert left.owed_at == NOW
    assert steps.recorded(left, left.owed, NOW).owed_at is None
