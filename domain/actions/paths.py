"""How a learning path looks: its bar, the open stage and what is due, and the same as data for programs."""

from datetime import date
from typing import Any

from domain import headway
from domain.actions import show
from domain.model.learning import LearningPath, PathResource, PathStage
from domain.replies import Bullets, Button, Card, Field, Text
from domain.tokens import encode

LABEL = 75
COMING = 2
COUNTED_IN_DAYS = 21
DAYS_A_WEEK = 7
HALF_HOUR = 30


def path_cards(path: LearningPath, name: str, today: date, *, warned: bool = False) -> tuple[Card, ...]:
    """The whole path: its head, the open stage, the next ones; `warned` as for path_card."""
    current = path.current
    stages = () if current is None else (stage_card(path, current, today), *_coming(path, current, today))
    return (path_card(path, name, today, warned=warned), *stages)


def path_card(path: LearningPath, name: str, today: date, *, warned: bool = False) -> Card:
    """The path in a few lines: how far it is, what is left and until when.

    `warned` where the student was just told that the deadline cannot be met.
    """
    figures = headway.progress(path, today)
    percent, done_on = figures.completion_percentage, figures.estimated_completion_date
    if path.current is None:
        said = f"{percent} %: every stage is passed, the last on {day(done_on, today)}."
    else:
        left = max(1, round(headway.hours_left(path.stages)))
        passed = sum(not stage.open and not stage.retired for stage in path.stages)
        stages = "1 stage" if count(path) == 1 else f"{count(path)} stages"
        parts = (f"{percent} %", f"{passed} of {stages} passed", f"{left} h left")
        said = " · ".join((*parts, f"done by about {day(done_on, today)}"))
    warning = () if warned else _warning(path, done_on, today)
    body = (Text(show.bar(percent)), Text(said), *warning)
    return Card(name, body, _fields(path, figures.time_spent_minutes, today))


def _warning(path: LearningPath, done_on: date, today: date) -> tuple[Text, ...]:
    if path.current is None or path.deadline is None or done_on <= path.deadline:
        return ()
    deadline = day(path.deadline, today)
    return (Text(f"That is after your deadline, {deadline}. Replan moves it, or take more hours a week."),)


def _fields(path: LearningPath, minutes: int, today: date) -> tuple[Field, ...]:
    deadline = (Field("Deadline", day(path.deadline, today)),) if path.deadline else ()
    studied = (Field("Studied", duration(minutes)),) if minutes else ()
    return (
        Field("Level", f"{path.current_level} → {path.target_level}"),
        Field("Plan", f"{hours(path.hours)} a week"),
        *deadline,
        *studied,
        Field("Priority", path.gap_priority.lower()),
    )


def stage_card(path: LearningPath, stage: PathStage, today: date) -> Card:
    """A stage with its resources, numbered as `/roadmap done` takes them."""
    asked = stage.assessment
    best = f" Your best: {stage.best_score} %." if stage.best_score is not None else ""
    moved = f" Moved from {day(stage.promised_on, today)}." if stage.promised_on else ""
    due = due_words(stage.due_on, today)
    body = (
        Text(f"{due[0].upper()}{due[1:]}; {_length(stage)}.{moved}"),
        Text("\n".join(resource_line(n, r) for n, r in enumerate(stage.resources, 1))),
        Text(f"Quiz: {asked.questions_count} questions, {asked.passing_score} % pass it.{best}"),
    )
    topics = ", ".join(topic.replace("-", " ") for topic in stage.topics)
    return Card(
        f"Stage {stage.stage_number} of {count(path)}: {stage.stage_name}", body, (Field("Topics", topics),)
    )


def _length(stage: PathStage) -> str:
    """Its study time, which is less than its resources take where it begins or ends between its levels."""
    listed = sum(r.duration_minutes for r in stage.resources if not r.retired)
    known = ", as part of it lies outside of your levels" if listed > stage.hours * 60 else ""
    return f"{stage.hours:g} h in all{known}"


def resource_line(number: int, resource: PathResource) -> str:
    """Two lines: number, ✓ where it is done, title and length; then the address."""
    done = "✓ " if resource.completed else ""
    gone = " · no longer in the roadmap" if resource.retired else ""
    length = duration(resource.duration_minutes)
    return f"{number}. {done}{resource.title} · {length}{gone}\n{resource.url}"


def _coming(path: LearningPath, current: PathStage, today: date) -> tuple[Card, ...]:
    waiting = [s for s in path.stages if s.open and not s.retired and s is not current]
    if not waiting:
        return ()
    lines = [stage_line(stage, today) for stage in waiting[:COMING]]
    more = len(waiting) - COMING
    return (Card("Then", (Bullets((*lines, *([f"and {more} more"] if more > 0 else []))),)),)


def stage_line(stage: PathStage, today: date) -> str:
    """`Stage 3: Aggregation · 12 h · due Fri 8 Jan 2027`."""
    return (
        f"Stage {stage.stage_number}: {stage.stage_name} · {stage.hours:g} h · due {day(stage.due_on, today)}"
    )


def path_buttons(path: LearningPath) -> tuple[Button, ...]:
    """What can be done with the open stage: its next resource, its quiz, half an hour logged; new dates."""
    stage, here = path.current, {"skill": path.skill}
    if stage is None:
        return (list_button(),)
    following = next_resource(stage)
    return (
        *((done_button(following),) if following else ()),
        quiz_button(path, following is None),
        Button("Log 30 min", encode("roadmap log", {"minutes": str(HALF_HOUR), **here})),
        Button("Replan", encode("roadmap replan", here)),
    )


def next_resource(stage: PathStage) -> PathResource | None:
    return next((r for r in stage.resources if not r.completed and not r.retired), None)


def done_button(resource: PathResource) -> Button:
    """Marks it as done; it is named in the label."""
    label = f"Done: {resource.title}"
    label = label if len(label) <= LABEL else label[: LABEL - 1].rstrip() + "…"
    return Button(label, encode("roadmap done", {"resource": resource.resource_id}), "primary")


def quiz_button(path: LearningPath, ready: bool) -> Button:
    """The quiz of the open stage, which can be taken at any time; `ready` puts it first in sight."""
    token = encode("roadmap quiz", {"skill": path.skill})
    return Button("Start quiz", token, "primary" if ready else "secondary")


def show_button(path: LearningPath, label: str = "Roadmap") -> Button:
    return Button(label, encode("roadmap show", {"skill": path.skill}))


def list_button() -> Button:
    return Button("All paths", encode("roadmap list"))


def count(path: LearningPath) -> int:
    """The stages that the roadmap has."""
    return sum(not stage.retired for stage in path.stages)


def day(that: date, today: date) -> str:
    """`Fri 4 Dec`, with its year where that is another."""
    return that.strftime("%a %-d %b" if that.year == today.year else "%a %-d %b %Y")


def due_words(due: date, today: date) -> str:
    """`due Fri 4 Dec, in 6 days`, `due tomorrow`, `was due Fri 4 Dec, 3 days ago`."""
    left = (due - today).days
    near = {0: "due today", 1: "due tomorrow", -1: "was due yesterday"}
    if left in near:
        return near[left]
    if left < 0:
        return f"was due {day(due, today)}, {-left} days ago"
    if left < COUNTED_IN_DAYS:
        return f"due {day(due, today)}, in {left} days"
    return f"due {day(due, today)}, in {left // DAYS_A_WEEK} weeks"


def duration(minutes: int) -> str:
    """`45 min`, `2 h`, `2 h 30 min`."""
    whole, rest = divmod(minutes, 60)
    parts = ([f"{whole} h"] if whole else []) + ([f"{rest} min"] if rest or not whole else [])
    return " ".join(parts)


def hours(number: float) -> str:
    """`1 hour`, `2.5 hours`."""
    return "1 hour" if number == 1 else f"{number:g} hours"


def path_data(path: LearningPath, today: date) -> dict[str, Any]:
    """The path for programs; a stage that the roadmap has no more says so by `retired`."""
    figures = headway.progress(path, today)
    return {
        "path_id": path.id,
        "skill": path.skill,
        "percent": figures.completion_percentage,
        "current_stage": figures.current_stage,
        "estimated_completion_date": figures.estimated_completion_date.isoformat(),
        "stages": [_stage_data(stage) for stage in path.stages],
    }


def _stage_data(stage: PathStage) -> dict[str, Any]:
    return {
        "number": stage.stage_number,
        "name": stage.stage_name,
        "status": stage.status,
        "due": stage.due_on.isoformat(),
        "resources": [_resource_data(resource) for resource in stage.resources],
        "assessment": {**stage.assessment.model_dump(), "best_score": stage.best_score},
        **({"retired": True} if stage.retired else {}),
    }


def _resource_data(resource: PathResource) -> dict[str, Any]:
    return {
        "id": resource.resource_id,
        "title": resource.title,
        "url": resource.url,
        "minutes": resource.duration_minutes,
        "completed": resource.completed,
    }
