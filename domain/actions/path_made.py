"""What is said of a path that was just made or changed: until when it goes, what moved, what cannot be."""

from collections.abc import Iterator
from datetime import date

from domain import headway
from domain.actions import paths
from domain.learning import Made
from domain.model.learning import LearningPath
from domain.planning import MOST_WORKED_OUT, Pace, counts
from domain.replies import Block, Bullets, Button, Card, Text
from domain.tokens import encode


def made_card(made: Made, name: str, today: date) -> Card:
    """What happened to the path of that name."""
    path, titles = made.path, {
        "new": f"Your path to {name}",
        "back": f"{name} is taken up again",
        "changed": f"Your {name} path is changed",
        "same": f"You are on the {name} path already",
    }  # fmt: skip
    moved = tuple(_moves(made.before, path, today)) if made.before and made.news != "same" else ()
    body: list[Block] = [Text(_plan(made, today))]
    if made.pace.refused is not None and path.current is not None:
        body.append(Text(_refused(made.pace, path)))
    if moved:
        body.append(Bullets(moved))
    if made.before is not None and any(counts(stage) for stage in path.stages):
        body.append(Text("All that you did is kept."))
    return Card(titles[made.news], tuple(body))


def _plan(made: Made, today: date) -> str:
    """`3 stages, 40 hours of study: at 5 hours a week you are done by Fri 15 Jan 2027.`"""
    path, count, ends = made.path, paths.count(made.path), paths.day(made.pace.ends, today)
    if path.current is None:
        return "Every stage is passed."
    left = round(headway.hours_left(path.stages))
    stages = f"{count} stage{'' if count == 1 else 's'}"
    week = paths.hours(made.pace.hours)
    return f"{stages}, {paths.hours(left)} left: at {week} a week you are done by {ends}."


def _refused(pace: Pace, path: LearningPath) -> str:
    """The deadline that cannot be met, the nearest that can, and what it would take."""
    even = "" if path.hours_named else "even "
    week = f"{even}with {paths.hours(pace.hours)} a week"
    words = f"{pace.refused} cannot be met {week}: {pace.ends} is the nearest"
    if pace.enough is not None:
        return f"{words}; {paths.hours(pace.enough)} a week would do."
    more = path.hours_named and pace.hours < MOST_WORKED_OUT
    return f"{words}. It would take more than {MOST_WORKED_OUT:g} hours a week." if more else f"{words}."


def other_way(made: Made, usual: float) -> tuple[Button, ...]:
    """More hours for a deadline that was refused, or none of it where those would be too many.

    `usual` is a week's hours where the student names none.
    """
    path, pace = made.path, made.pace
    if pace.refused is None or path.current is None:
        return ()
    if pace.enough is not None:
        label, hours, deadline = f"{paths.hours(pace.enough)} a week", pace.enough, str(pace.refused)
    else:
        label, hours, deadline = f"No deadline, {paths.hours(usual)} a week", usual, "none"
    args = {"skill": path.skill, "hours": f"{hours:g}", "deadline": deadline}
    return (Button(label, encode("roadmap create", args)),)


def _moves(before: LearningPath, path: LearningPath, today: date) -> Iterator[str]:
    """A line for each open stage that is new or due on another day, and for each that is left out now."""
    for stage in path.stages:
        was = before.named(stage.slug)
        name = f"{stage.stage_name}: "
        if stage.retired and was is not None and not was.retired:
            yield f"{name}left out now"
        elif stage.open and not stage.retired and (was is None or was.retired):
            yield f"{name}new, due {paths.day(stage.due_on, today)}"
        elif stage.open and was is not None and was.due_on != stage.due_on:
            yield f"{name}due {paths.day(was.due_on, today)} → {paths.day(stage.due_on, today)}"
    gone = (stage for stage in before.stages if path.named(stage.slug) is None)
    yield from (f"{stage.stage_name}: left out now" for stage in gone)
