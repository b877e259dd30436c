"""What a student does on a learning path, as pure rules: done, undone, logged, a quiz taken."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.model.learning import LearningPath, Logged, Owed, PathResource, PathStage
from domain.planning import Today, reckoned


def done(path: LearningPath, resource_id: str, minutes: int | None, now: datetime, on: Today) -> LearningPath:
    """With that resource completed, or with what it took where that was not said before.

    The same path where there is no news in it.
    """
    stage, resource = _found(path, resource_id)
    if resource.completed and minutes in (None, resource.minutes):
        return path
    said = resource.minutes if minutes is None else minutes
    update = {"completed": True, "completed_at": resource.completed_at or now, "minutes": said}
    return _told(path, stage, resource.model_copy(update=update), now, on)


def undone(path: LearningPath, resource_id: str, now: datetime, on: Today) -> LearningPath:
    """With that resource open again, as if it had never been done."""
    stage, resource = _found(path, resource_id)
    if not resource.completed:
        return path
    update = {"completed": False, "completed_at": None, "minutes": None}
    return _told(path, stage, resource.model_copy(update=update), now, on)


def logged(path: LearningPath, entry: Logged, now: datetime, on: Today) -> LearningPath:
    """With these minutes on their stage; the same path where their event brought them before."""
    if entry.event and any(known.event == entry.event for known in path.logged):
        return path
    kept = tuple(known for known in path.logged if known.day == entry.day)
    return _with_minutes(path, entry.stage, entry.minutes, (*kept, entry), now, on)


def unlogged(path: LearningPath, entry_id: str, now: datetime, on: Today) -> LearningPath:
    """Without that entry; the same path where it is gone."""
    entry = next((known for known in path.logged if known.id == entry_id), None)
    if entry is None:
        return path
    kept = tuple(known for known in path.logged if known is not entry)
    return _with_minutes(path, entry.stage, -entry.minutes, kept, now, on)


def quizzed(path: LearningPath, slug: str, score: int, now: datetime) -> LearningPath:
    """With the best result of that stage's quiz, in percent; a stage that is gone changes nothing."""
    stage = path.named(slug)
    if stage is None:
        return path
    best = max(score, stage.best_score or 0)
    return _touched(_with(path, stage, best_score=best), now) if best != stage.best_score else path


def passed(path: LearningPath, slug: str, score: int, at: datetime, on: Today) -> LearningPath:
    """With that stage completed and the next one open; it is late where its last day was over by then."""
    path = quizzed(path, slug, score, at)
    stage = path.named(slug)
    if stage is None or not stage.open:
        return path
    late = stage.late or at.astimezone(on.zone).date() > stage.due_on
    changed = _with(path, stage, status="completed", completed_at=at, late=late)
    return reckoned(_touched(changed, at), on.day)


def recorded(path: LearningPath, told: tuple[Owed, ...], now: datetime) -> LearningPath:
    """Without the entries of `learning_progress` that were written.

    Where one of them was overtaken, so that it may have been written over newer news, those are owed again.
    """
    left = [owed for owed in path.owed if owed not in told]
    waiting = {owed.resource_id for owed in left}
    last = {owed.resource_id: owed for owed in told}
    overtaken = [owed for owed in last.values() if owed.resource_id not in waiting]
    again = [now_true for owed in overtaken if (now_true := _as_it_is(path, owed)) != owed]
    owed = (*left, *again)
    return path.model_copy(update={"owed": owed, "owed_at": now if again else path.owed_at if owed else None})


def minutes_on(path: LearningPath, day: date, zone: ZoneInfo) -> int:
    """What the student says they studied that day."""
    said = sum(entry.minutes for entry in path.logged if entry.day == day)
    resources = (r for stage in path.stages for r in stage.resources if r.completed_at is not None)
    took = sum(r.minutes or 0 for r in resources if _day(r, zone) == day)
    return said + took


def _day(resource: PathResource, zone: ZoneInfo) -> date | None:
    return resource.completed_at.astimezone(zone).date() if resource.completed_at else None


def _found(path: LearningPath, resource_id: str) -> tuple[PathStage, PathResource]:
    """Raises LookupError where the path has no such resource."""
    for stage in path.stages:
        for resource in stage.resources:
            if resource.resource_id == resource_id:
                return stage, resource
    raise LookupError(f"path {path.id} has no resource {resource_id}")


def _told(
    path: LearningPath, stage: PathStage, resource: PathResource, now: datetime, on: Today
) -> LearningPath:
    """With a resource as it is now, which `learning_progress` is owed in the same write."""
    resources = tuple(resource if r.resource_id == resource.resource_id else r for r in stage.resources)
    waiting = tuple(owed for owed in path.owed if owed.resource_id != resource.resource_id)
    owed = (*waiting, _owed(stage, resource, now))
    changed = _with(path, stage, resources=resources).model_copy(
        update={"owed": owed, "owed_at": path.owed_at or now}
    )
    return reckoned(_touched(changed, now), on.day)


def _owed(stage: PathStage, resource: PathResource, now: datetime) -> Owed:
    return Owed(
        resource_id=resource.resource_id,
        stage_number=stage.stage_number,
        completed_at=resource.completed_at or now,
        minutes=resource.duration_minutes if resource.minutes is None else resource.minutes,
        undone=not resource.completed,
    )


def _as_it_is(path: LearningPath, told: Owed) -> Owed:
    """What an entry should say by now; itself where its resource is gone or it says so."""
    try:
        stage, resource = _found(path, told.resource_id)
    except LookupError:
        return told
    fresh = _owed(stage, resource, told.completed_at)
    return told if fresh.model_copy(update={"stage_number": told.stage_number}) == told else fresh


def _with_minutes(
    path: LearningPath, slug: str, minutes: int, entries: tuple[Logged, ...], now: datetime, on: Today
) -> LearningPath:
    stage = path.named(slug) or path.last
    changed = _with(path, stage, minutes_logged=max(0, stage.minutes_logged + minutes))
    return reckoned(_touched(changed.model_copy(update={"logged": entries}), now), on.day)


def _with(path: LearningPath, stage: PathStage, **change: Any) -> LearningPath:
    changed = stage.model_copy(update=change)
    return path.model_copy(
        update={"stages": tuple(changed if s.slug == stage.slug else s for s in path.stages)}
    )


def _touched(path: LearningPath, now: datetime) -> LearningPath:
    return path.model_copy(update={"touched_at": max(now, path.touched_at)})
