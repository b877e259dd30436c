"""The picture of a learning path as a file to send; where that fails, the path is shown without it."""

import logging
from datetime import date, tzinfo

from domain import days, headway
from domain.actions import paths
from domain.model.learning import LearningPath, PathStage
from domain.model.path_sheet import PathSheet, StageLine
from domain.model.user import User
from domain.replies import File
from domain.services import Services

log = logging.getLogger(__name__)


async def picture(do: Services, user: User, path: LearningPath, name: str) -> tuple[File, ...]:
    """The path drawn anew, in the place of its last picture; nothing where that fails."""
    zone = days.zone(user)
    sheet = sheet_of(path, name, do.clock.now().astimezone(zone).date(), zone)
    try:
        kept = await do.files.save(f"path-{path.id}.png", await do.pictures.draw(sheet))
    except Exception:
        log.exception("the picture of path %s was left out", path.id)
        return ()
    if await do.paths.get(path.id) is None:
        await do.files.delete([f"path-{path.id}.png"])
        return ()
    return (File(f"{path.skill}-roadmap.png", kept),)


def sheet_of(path: LearningPath, name: str, today: date, zone: tzinfo) -> PathSheet:
    """What the picture shows; stages that the roadmap has no more are left out."""
    figures = headway.progress(path, today)
    done_on = paths.day(figures.estimated_completion_date, today)
    finish = f"All stages passed by {done_on}" if path.current is None else f"At this pace done by {done_on}"
    level = f"from level {path.current_level} to {path.target_level}"
    return PathSheet(
        title=name,
        aim=f"{level} · {paths.hours(path.hours)} a week · {path.gap_priority.lower()} priority",
        finish=finish,
        percent=figures.completion_percentage,
        stages=tuple(_line(path, stage, today, zone) for stage in path.stages if not stage.retired),
    )


def _line(path: LearningPath, stage: PathStage, today: date, zone: tzinfo) -> StageLine:
    given = {
        "number": stage.stage_number,
        "name": stage.stage_name,
        "share": round(100 * headway.share(stage)),
    }
    if stage.status == "completed":
        passed_on = stage.completed_at.astimezone(zone).date() if stage.completed_at else today
        score = f" with {stage.best_score} %" if stage.best_score is not None else ""
        return StageLine.model_validate(
            {**given, "state": "done", "note": f"passed{score} on {paths.day(passed_on, today)}"}
        )
    late = stage.due_on < today
    state = ("late" if late else "open") if stage is path.current else "ahead"
    return StageLine.model_validate({**given, "state": state, "note": paths.due_words(stage.due_on, today)})
