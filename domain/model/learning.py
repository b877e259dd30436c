"""A student's way through a roadmap: stages with due dates, what is done, and how far it is."""

from typing import Literal

from pydantic import Field

from domain.model.base import Day, Entity, UtcTime, Value
from domain.model.roadmap import Assessment, Kind

StageStatus = Literal["not_started", "in_progress", "completed"]
Priority = Literal["HIGH", "MEDIUM", "LOW"]


class PathResource(Value):
    """`minutes` is what the student says it took; `retired` that the roadmap has it no more."""

    resource_id: str
    type: Kind
    title: str
    url: str
    duration_minutes: int
    source: str
    completed: bool = False
    completed_at: UtcTime | None = None
    minutes: int | None = None
    retired: bool = False


class PathStage(Value):
    """One stage of a path. `slug` names the roadmap's stage it was made from, whatever its number.

    `hours` is its study time for this student. `due_at` is the end of its last day in the student's zone;
    `due_on` that day. `promised_on` is the day it was due on before the student moved it, told in advance.
    `best_score` is the best quiz result in percent. A stage is `retired` where the roadmap has it no more
    between the path's levels; it is kept for what was done in it, behind the others.
    """

    slug: str
    stage_number: int
    stage_name: str
    duration_weeks: float
    hours: float
    topics: tuple[str, ...]
    resources: tuple[PathResource, ...]
    assessment: Assessment
    status: StageStatus = "not_started"
    due_on: Day
    due_at: UtcTime
    promised_on: Day | None = None
    completed_at: UtcTime | None = None
    best_score: int | None = None
    minutes_logged: int = Field(default=0, ge=0)
    late: bool = False
    retired: bool = False

    @property
    def open(self) -> bool:
        return self.status != "completed"


class PathProgress(Value):
    """`current_stage` is the number of the open stage, or of the last one where all are done."""

    current_stage: int
    completion_percentage: int = Field(ge=0, le=100)
    time_spent_minutes: int = Field(ge=0)
    estimated_completion_date: Day


class Logged(Value):
    """Minutes of study that the student put down on their `day`, for the stage of that slug.

    `event` is the platform's event that brought them, so that it counts once however often it comes.
    """

    id: str
    day: Day
    stage: str
    minutes: int = Field(gt=0)
    event: str = ""


class Owed(Value):
    """An entry of `learning_progress` that the path holds already and the collection may not yet.

    `minutes` is what the student said it took, or else the resource's own duration.
    """

    resource_id: str
    stage_number: int
    completed_at: UtcTime
    minutes: int
    undone: bool = False


class LearningPath(Entity):
    """One student's path for one skill (unique together).

    `deadline` is the student's own last day, met or not; None where the pace alone decides. `hours` is a
    week's study time, worked out from the deadline where the student named none (`hours_named` False).
    `touched_at` is when the student last did something with it: commands that name no skill mean the path
    touched last. `owed` is what `learning_progress` still has to be told, since `owed_at`: path and progress
    are one write, and this is carried over after it, by whoever comes first. `template` is the fingerprint of
    the roadmap that the stages were made from. A dropped path is kept, so that it can be taken up again;
    `started_on` is then later by the days that it lay. `logged` holds the entries of the last day on which
    there were any. `absorbed` are the ids of paths of joined accounts that have gone into this one.
    """

    student_id: str
    skill: str
    current_level: int = Field(ge=0, le=100)
    target_level: int = Field(ge=1, le=100)
    gap_priority: Priority
    priority_named: bool = False
    hours: float
    hours_named: bool = True
    deadline: Day | None = None
    started_on: Day
    template: str
    stages: tuple[PathStage, ...]
    progress: PathProgress
    touched_at: UtcTime
    logged: tuple[Logged, ...] = ()
    owed: tuple[Owed, ...] = ()
    owed_at: UtcTime | None = None
    dropped_at: UtcTime | None = None
    absorbed: tuple[str, ...] = ()

    @property
    def current(self) -> PathStage | None:
        """The stage that is open now; None where all are completed."""
        return next((stage for stage in self.stages if stage.open and not stage.retired), None)

    @property
    def last(self) -> PathStage:
        """The open stage, or the last one that the roadmap has where all are completed."""
        kept = [stage for stage in self.stages if not stage.retired] or self.stages
        return self.current or kept[-1]

    def stage(self, number: int) -> PathStage | None:
        return next((stage for stage in self.stages if stage.stage_number == number), None)

    def named(self, slug: str) -> PathStage | None:
        return next((stage for stage in self.stages if stage.slug == slug), None)

    def resource(self, resource_id: str) -> PathResource | None:
        found = (r for stage in self.stages for r in stage.resources if r.resource_id == resource_id)
        return next(found, None)
