"""How far a student is on a learning path, what is left of it, and when they will be done."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

from domain.model.learning import LearningPath, PathProgress, PathStage

STUDY = 0.7
"""What all resources of a stage come to; the rest of it is its quiz."""
LEARNT_AFTER = 14
FEWEST_DAYS = 7
SLOWEST = 0.1
"""A pace slower than this part of the plan's says no more about when somebody will be done."""
DAYS_A_WEEK = 7
_TINY = 1e-9


def share(stage: PathStage) -> float:
    """How much of a stage is done, 0 to 1: its resources by their minutes, all of it once it is passed."""
    if not stage.open:
        return 1
    counted = [r for r in stage.resources if r.completed or not r.retired]
    minutes = sum(r.duration_minutes for r in counted)
    done = sum(r.duration_minutes for r in counted if r.completed)
    return STUDY * done / minutes if minutes else 0


def hours_left(stages: Sequence[PathStage]) -> float:
    """Study time until the last of these is passed; retired ones need none."""
    return math.fsum(stage.hours * (1 - share(stage)) for stage in stages if not stage.retired)


def percent(stages: Sequence[PathStage]) -> int:
    """0 to 100 by the stages' hours; 100 exactly where every stage that the roadmap has is completed."""
    counted = _counted(stages)
    if all(not stage.open for stage in counted):
        return 100
    whole = math.fsum(stage.hours for stage in counted)
    return int(100 * _worked(counted) / whole + _TINY)


def ends(hours: float, weekly: float, today: date) -> date:
    """The day on which so many hours are done at `weekly` a week, beginning today."""
    days = math.ceil(hours * DAYS_A_WEEK / weekly - _TINY)
    return today + timedelta(days=max(1, days) - 1)


def progress(path: LearningPath, today: date) -> PathProgress:
    """The figures of a path as they stand that day."""
    live = [stage for stage in path.stages if not stage.retired]
    current = next((stage for stage in live if stage.open), live[-1])
    logged = sum(stage.minutes_logged for stage in path.stages)
    said = sum(r.minutes or 0 for stage in path.stages for r in stage.resources)
    return PathProgress(
        current_stage=current.stage_number,
        completion_percentage=percent(path.stages),
        time_spent_minutes=logged + said,
        estimated_completion_date=_completion(path, live, today),
    )


def _counted(stages: Sequence[PathStage]) -> list[PathStage]:
    """Stages that make up the whole: a retired one only where it was passed."""
    return [stage for stage in stages if not stage.retired or not stage.open]


def _worked(stages: Sequence[PathStage]) -> float:
    return math.fsum(stage.hours * share(stage) for stage in stages)


def _completion(path: LearningPath, live: Sequence[PathStage], today: date) -> date:
    """By the pace the student keeps, once that is known; until then, and where there is none, by the plan."""
    waiting = [stage.due_on for stage in live if stage.open]
    if not waiting:
        finished = path.progress.completion_percentage == 100
        return path.progress.estimated_completion_date if finished else today
    left, pace = hours_left(live), _pace(path, today)
    if pace is not None:
        return ends(left, pace, today)
    return max(waiting) if max(waiting) >= today else ends(left, path.hours, today)


def _pace(path: LearningPath, today: date) -> float | None:
    """Hours a week that the student really keeps, in the stages' own; None while it is too early to tell."""
    counted = _counted(path.stages)
    worked, days = _worked(counted), (today - path.started_on).days + 1
    known = days > LEARNT_AFTER or any(not stage.open for stage in counted)
    if not known or not worked:
        return None
    return max(worked * DAYS_A_WEEK / max(days, FEWEST_DAYS), path.hours * SLOWEST)
