"""Makes the stages of a learning path out of a roadmap and what the student wishes, and dates them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain import days
from domain.headway import DAYS_A_WEEK, ends, hours_left, progress, share
from domain.model.learning import LearningPath, PathResource, PathStage, Priority
from domain.model.roadmap import Material, Roadmap, StageTemplate

LEAST_HOURS, MOST_HOURS = 0.5, 80.0
MOST_WORKED_OUT = 40.0
"""Hours a week that are asked of nobody who did not name more."""
SMALLEST_SHARE = 0.25
HIGH_GAP, MEDIUM_GAP = 50, 25
PRIORITIES: tuple[Priority, ...] = ("LOW", "MEDIUM", "HIGH")
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Today:
    """The day that it is for the student, in their zone; `usual` is a week's hours where they name none."""

    day: date
    zone: ZoneInfo
    usual: float


@dataclass(frozen=True, slots=True)
class Pace:
    """What a path is dated by: `hours` a week until the day it `ends`, its deadline if it has one.

    `refused` is a deadline that these hours cannot meet, `ends` is then the nearest day that they can;
    `enough` is the hours a week that would do, None where those are too many.
    """

    hours: float
    ends: date
    refused: date | None = None
    enough: float | None = None


def priority(level: int, target: int, *, weak: bool) -> Priority:
    """By the gap, and one up where interviews or quizzes keep showing the skill's topics as weak."""
    gap = target - level
    rank = (gap >= MEDIUM_GAP) + (gap >= HIGH_GAP) + weak
    return PRIORITIES[min(rank, len(PRIORITIES) - 1)]


def hours_of(stage: StageTemplate, level: int, target: int) -> float:
    """The study time of a stage between two levels, in quarters of an hour; 0 where it lies outside."""
    part = min(target, stage.level_to) - max(level, stage.level_from)
    if part <= 0:
        return 0
    whole = max(SMALLEST_SHARE, part / (stage.level_to - stage.level_from))
    return max(1, round(stage.hours * whole * 4)) / 4


def reaches(roadmap: Roadmap, level: int, target: int) -> bool:
    """Whether the roadmap has anything to learn between these levels."""
    return any(hours_of(stage, level, target) for stage in roadmap.stages)


def planned(path: LearningPath, roadmap: Roadmap, on: Today, *, told: bool) -> tuple[LearningPath, Pace]:
    """The path with the roadmap's stages between its levels, dated from today; nothing that was done is lost.

    `told` says that it is the student who moves the dates: hours that they did not name then follow from
    their deadline, and otherwise stay. The stages end at the deadline, or on the nearest day that can be met.
    A roadmap with nothing more between the levels leaves them as they are.
    """
    stages = path.stages
    if reaches(roadmap, path.current_level, path.target_level):
        stages = _merged(path, roadmap, on)
    hours = path.hours if path.hours_named or not told else None
    pace = _pace(hours_left(stages), hours, path.deadline, on)
    dated = _dated(stages, {stage.slug: stage for stage in path.stages}, pace, on, told=told)
    changed = path.model_copy(
        update={
            "stages": dated,
            "hours": pace.hours,
            "template": roadmap.fingerprint,
        }
    )
    return reckoned(changed, on.day), pace


def reckoned(path: LearningPath, day: date) -> LearningPath:
    """The path with its open stages in order and its figures as of that day."""
    current = path.current
    stages = tuple(
        stage.model_copy(update={"status": "in_progress" if stage is current else "not_started"})
        if stage.open
        else stage
        for stage in path.stages
    )
    changed = path.model_copy(update={"stages": stages})
    return changed.model_copy(update={"progress": progress(changed, day)})


def in_zone(path: LearningPath, zone: ZoneInfo) -> LearningPath:
    """The path whose days end when they do in that zone."""
    stages = tuple(s.model_copy(update={"due_at": end_of(s.due_on, zone)}) for s in path.stages)
    return path if stages == path.stages else path.model_copy(update={"stages": stages})


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of the next day."""
    return days.at(day + timedelta(days=1), "00:00", zone)


def _merged(path: LearningPath, roadmap: Roadmap, on: Today) -> tuple[PathStage, ...]:
    """The roadmap's stages with all that was done in the path's, then those it has no more but that count."""
    wanted = [
        (stage, hours)
        for stage in roadmap.stages
        if (hours := hours_of(stage, path.current_level, path.target_level))
    ]
    known = {r.resource_id: r for stage in path.stages for r in stage.resources}
    placed = {material.id for stage, _ in wanted for material in stage.resources}
    kept = [_fresh(stage, hours, path.named(stage.slug), known, placed, on) for stage, hours in wanted]
    slugs = {stage.slug for stage, _ in wanted}
    retired = [_retired(stage, placed) for stage in path.stages if stage.slug not in slugs]
    numbered = enumerate([*kept, *(stage for stage in retired if counts(stage))], 1)
    return tuple(stage.model_copy(update={"stage_number": number}) for number, stage in numbered)


def _fresh(
    template: StageTemplate,
    hours: float,
    before: PathStage | None,
    known: Mapping[str, PathResource],
    placed: Iterable[str],
    on: Today,
) -> PathStage:
    """A stage as the roadmap has it now, with what the student did in it and with its resources."""
    resources = tuple(_resource(material, known.get(material.id)) for material in template.resources)
    gone = [r for r in before.resources if r.resource_id not in placed and r.completed] if before else []
    fields = {
        "stage_name": template.name,
        "hours": hours,
        "topics": template.topics,
        "resources": (*resources, *(r.model_copy(update={"retired": True}) for r in gone)),
        "assessment": template.assessment,
        "retired": False,
    }
    if before is not None:
        return before.model_copy(update=fields)
    return PathStage(
        slug=template.slug,
        stage_number=1,
        duration_weeks=0,
        due_on=on.day,
        due_at=end_of(on.day, on.zone),
        **fields,
    )


def _resource(material: Material, before: PathResource | None) -> PathResource:
    done = {} if before is None else before.model_dump(include={"completed", "completed_at", "minutes"})
    return PathResource(
        resource_id=material.id,
        type=material.type,
        title=material.title,
        url=material.url,
        duration_minutes=material.minutes,
        source=material.source,
        **done,
    )


def _retired(stage: PathStage, placed: Iterable[str]) -> PathStage:
    """A stage that the roadmap has no more, without the resources that it has elsewhere."""
    left = tuple(r for r in stage.resources if r.resource_id not in placed)
    return stage.model_copy(update={"retired": True, "resources": left})


def counts(stage: PathStage) -> bool:
    """Whether anything was done in a stage, which must then not be lost."""
    done = not stage.open or stage.minutes_logged or stage.best_score is not None
    return bool(done or any(r.completed for r in stage.resources))


def _pace(left: float, hours: float | None, deadline: date | None, on: Today) -> Pace:
    weekly = hours or on.usual
    if deadline is None:
        return Pace(weekly, ends(left, weekly, on.day))
    enough = _enough(left, deadline, on.day)
    if hours is None:
        weekly = min(enough, MOST_WORKED_OUT)
    nearest = ends(left, weekly, on.day)
    if nearest <= deadline:
        return Pace(weekly, deadline)
    return Pace(weekly, nearest, deadline, enough if enough <= MOST_WORKED_OUT else None)


def _enough(left: float, deadline: date, today: date) -> float:
    """The fewest hours a week, in halves, that meet a deadline; it may be over already."""
    days_left = max(1, (deadline - today).days + 1)
    return max(LEAST_HOURS, math.ceil(left * DAYS_A_WEEK / days_left * 2 - _TINY) / 2)


def _dated(
    stages: Sequence[PathStage], before: Mapping[str, PathStage], pace: Pace, on: Today, *, told: bool
) -> tuple[PathStage, ...]:
    """The open stages due one after the other, each as far along the way to the end as its hours are."""
    whole, reached = hours_left(stages), 0.0
    length = (pace.ends - on.day).days + 1
    dated = []
    for stage in stages:
        if stage.open and not stage.retired:
            reached += stage.hours * (1 - share(stage))
            due = on.day + timedelta(days=max(1, math.ceil(reached / whole * length - _TINY)) - 1)
            stage = _moved(stage, before.get(stage.slug), due, on, told=told)
        weeks = round(stage.hours / pace.hours, 1)
        dated.append(stage.model_copy(update={"duration_weeks": weeks}))
    return tuple(dated)


def _moved(stage: PathStage, before: PathStage | None, due: date, on: Today, *, told: bool) -> PathStage:
    """A stage that is due on another day; what was late by then stays so, what was told in time never is."""
    late = before is not None and before.due_on < on.day
    promised = stage.promised_on
    if told and before is not None and not late and before.due_on != due:
        promised = before.due_on
    update = {
        "due_on": due,
        "due_at": end_of(due, on.zone),
        "late": stage.late or late,
        "promised_on": promised,
    }
    return stage.model_copy(update=update)
