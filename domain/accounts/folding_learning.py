"""What a path or a card is after that of a joined account, about the same thing, went into it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from domain.model.card import ReviewCard
from domain.model.learning import LearningPath, Owed, PathResource, PathStage
from domain.planning import counts, reckoned


def given(path: LearningPath, student_id: str, now: datetime) -> LearningPath:
    """The path as that student's; `learning_progress` is owed all of it under their name."""
    if path.student_id == student_id:
        return path
    return owing_all(path.model_copy(update={"student_id": student_id}), now)


def owing_all(path: LearningPath, now: datetime) -> LearningPath:
    owed = tuple(
        Owed(
            resource_id=resource.resource_id,
            stage_number=stage.stage_number,
            completed_at=resource.completed_at,
            minutes=resource.duration_minutes if resource.minutes is None else resource.minutes,
        )
        for stage in path.stages
        for resource in stage.resources
        if resource.completed and resource.completed_at is not None
    )
    return path.model_copy(update={"owed": owed, "owed_at": now if owed else None})


def paths(
    kept: LearningPath, other: LearningPath, before: LearningPath | None, now: datetime, day: date
) -> LearningPath:
    """One path of two for the same skill: planned like the one with more done, with all that was in either.

    `before` is the other as it was when it went into this one earlier; its minutes count once. Where it is
    None and the other went in all the same, a crash came before that was known, and they count no more.
    """
    if before is None and other.id in kept.absorbed:
        before = other
    if before is not None:
        other = _less(other, before)
    base, extra = (other, kept) if _done(other) > _done(kept) else (kept, other)
    both = base.model_copy(
        update={
            **{
                name: getattr(kept, name)
                for name in ("id", "version", "created_at", "updated_at", "student_id")
            },
            "stages": _stages(base, extra),
            "started_on": min(kept.started_on, other.started_on),
            "touched_at": max(kept.touched_at, other.touched_at),
            "logged": tuple({entry.id: entry for entry in (*kept.logged, *other.logged)}.values()),
            "dropped_at": kept.dropped_at and other.dropped_at,
            "absorbed": tuple(dict.fromkeys((*kept.absorbed, *other.absorbed, other.id))),
        }
    )
    return reckoned(owing_all(both, now), day)


def _done(path: LearningPath) -> tuple[int, int]:
    return path.progress.completion_percentage, sum(r.completed for s in path.stages for r in s.resources)


def _less(path: LearningPath, before: LearningPath) -> LearningPath:
    """The path with only those minutes that it did not have before."""
    known = {r.resource_id: r.minutes or 0 for stage in before.stages for r in stage.resources}

    def stage_less(stage: PathStage) -> PathStage:
        earlier = before.named(stage.slug)
        left = tuple(
            r.model_copy(update={"minutes": (r.minutes or 0) - known.get(r.resource_id, 0) or None})
            for r in stage.resources
        )
        logged = stage.minutes_logged - (earlier.minutes_logged if earlier else 0)
        return stage.model_copy(update={"resources": left, "minutes_logged": max(0, logged)})

    return path.model_copy(update={"stages": tuple(map(stage_less, path.stages))})


def _stages(base: LearningPath, extra: LearningPath) -> tuple[PathStage, ...]:
    """The base's, and behind them, retired, what was done in stages that only the other has."""
    theirs = {r.resource_id: r for stage in extra.stages for r in stage.resources}
    placed = {r.resource_id for stage in base.stages for r in stage.resources}
    shared = [_stage(stage, extra.named(stage.slug), theirs, placed) for stage in base.stages]
    slugs = {stage.slug for stage in base.stages}
    alone = [_alone(stage, placed) for stage in extra.stages if stage.slug not in slugs]
    first = max((stage.stage_number for stage in base.stages), default=0) + 1
    numbered = enumerate((stage for stage in alone if counts(stage)), first)
    return (*shared, *(stage.model_copy(update={"stage_number": number}) for number, stage in numbered))


def _alone(stage: PathStage, placed: set[str]) -> PathStage:
    left = tuple(r for r in stage.resources if r.resource_id not in placed)
    return stage.model_copy(update={"retired": True, "resources": left})


def _stage(
    stage: PathStage, other: PathStage | None, theirs: Mapping[str, PathResource], placed: set[str]
) -> PathStage:
    resources = tuple(_resource(r, theirs.get(r.resource_id)) for r in stage.resources)
    if other is None:
        return stage.model_copy(update={"resources": resources})
    gone = tuple(
        r.model_copy(update={"retired": True})
        for r in other.resources
        if r.completed and r.resource_id not in placed
    )
    passed = sorted(
        (s for s in (stage, other) if not s.open and s.completed_at), key=lambda s: str(s.completed_at)
    )
    done: dict[str, Any] = passed[0].model_dump(include={"status", "completed_at", "late"}) if passed else {}
    scores = [s.best_score for s in (stage, other) if s.best_score is not None]
    return stage.model_copy(
        update={
            **done,
            "resources": (*resources, *gone),
            "best_score": max(scores, default=None),
            "minutes_logged": stage.minutes_logged + other.minutes_logged,
        }
    )


def _resource(one: PathResource, other: PathResource | None) -> PathResource:
    if other is None or not other.completed:
        return one
    moments = [r.completed_at for r in (one, other) if r.completed and r.completed_at is not None]
    said = [r.minutes for r in (one, other) if r.completed and r.minutes is not None]
    return one.model_copy(
        update={
            "completed": True,
            "completed_at": min(moments, default=None),
            "minutes": sum(said) if said else None,
        }
    )


def cards(kept: ReviewCard, other: ReviewCard) -> ReviewCard:
    """The one that was reviewed more, due as soon as either, and buried only if both are."""
    best = max(kept, other, key=lambda card: (card.reviewed, card.missed_at))
    same = {name: getattr(kept, name) for name in ("id", "version", "created_at", "updated_at", "student_id")}
    return best.model_copy(
        update={
            **same,
            "due_at": min(kept.due_at, other.due_at),
            "missed_at": max(kept.missed_at, other.missed_at),
            "buried": kept.buried and other.buried,
        }
    )
