"""What a student asks of a learning path, and the path as it is asked for, before it is planned."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.model.learning import LearningPath, PathProgress, Priority
from domain.planning import priority

LEVEL, TARGET = 0, 100
"""Where a path begins and ends unless the student says otherwise: the whole roadmap."""


@dataclass(frozen=True, slots=True)
class Wish:
    """None is what the student leaves as it is, or to be worked out; `no_deadline` takes theirs away."""

    level: int | None = None
    target: int | None = None
    priority: Priority | None = None
    hours: float | None = None
    deadline: date | None = None
    no_deadline: bool = False


def begun(
    path_id: str, student_id: str, skill: str, now: datetime, today: date, usual: float
) -> LearningPath:
    """A path of the whole roadmap without any stages yet."""
    return LearningPath(
        id=path_id,
        created_at=now,
        updated_at=now,
        student_id=student_id,
        skill=skill,
        current_level=LEVEL,
        target_level=TARGET,
        gap_priority="LOW",
        hours=usual,
        hours_named=False,
        started_on=today,
        template="",
        stages=(),
        progress=PathProgress(
            current_stage=1, completion_percentage=0, time_spent_minutes=0, estimated_completion_date=today
        ),
        touched_at=now,
    )


def wished(path: LearningPath, wish: Wish, today: date, *, weak: bool) -> LearningPath:
    """The path with what was asked for; `weak` as for planning.priority."""
    level = path.current_level if wish.level is None else wish.level
    target = path.target_level if wish.target is None else wish.target
    worked_out = path.gap_priority if path.priority_named else priority(level, target, weak=weak)
    return path.model_copy(
        update={
            "current_level": level,
            "target_level": target,
            "gap_priority": wish.priority or worked_out,
            "priority_named": path.priority_named or wish.priority is not None,
            "hours": wish.hours or path.hours,
            "hours_named": path.hours_named or wish.hours is not None,
            "deadline": _deadline(path, wish, today),
        }
    )


def taken_up(path: LearningPath, dropped_on: date, today: date) -> LearningPath:
    """A dropped path as if the days that it lay had not been."""
    lay = max(timedelta(), today - dropped_on)
    stages = tuple(s.model_copy(update={"due_on": s.due_on + lay}) if s.open else s for s in path.stages)
    return path.model_copy(update={"dropped_at": None, "started_on": path.started_on + lay, "stages": stages})


def _deadline(path: LearningPath, wish: Wish, today: date) -> date | None:
    """The one named now, or the one named before as long as it is not over."""
    if wish.deadline is not None or wish.no_deadline:
        return wish.deadline
    return path.deadline if path.deadline is not None and path.deadline >= today else None
