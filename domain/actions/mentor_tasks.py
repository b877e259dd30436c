"""What a mentor sets, as they type it: the kind, what of it, and until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from domain import days
from domain.actions.kinds import Call
from domain.actions.path_options import any_day
from domain.actions.start import nearest_company
from domain.errors import UserError
from domain.mentoring.people import Pair
from domain.model.assignment import Kind, Task
from domain.model.question import Round
from domain.model.roadmap import Roadmap
from domain.skills import nearest

FARTHEST = timedelta(days=366)
LONGEST_NAME = 60


async def task_of(call: Call, pair: Pair, kind: Kind) -> Task:
    """Raises UserError for what there is not, or is done already."""
    if kind == "mock":
        return await _mock(call)
    if call.text("company") or call.text("rounds"):
        raise UserError("`company` and `rounds` are for a mock interview.", title="What is to be done?")
    typed = call.text("skill")
    if typed is None:
        raise UserError(
            f"A {kind} is of a roadmap: name its `skill`, such as `skill:sql`, and its `stage`.",
            title="Of which roadmap?",
        )
    return await _of_stage(call, pair, kind, await _roadmap(call, typed))


async def _roadmap(call: Call, typed: str) -> Roadmap:
    found = await call.do.roadmaps.find(typed)
    if found is None:
        names = ", ".join(roadmap.name for roadmap in nearest(await call.do.roadmaps.all(), typed))
        raise UserError(
            f"There is no roadmap for “{typed[:40]}”. Those there are: {names}.", title="No such roadmap"
        )
    return found


async def _mock(call: Call) -> Task:
    if call.text("skill") or call.text("stage"):
        raise UserError("`skill` and `stage` are for a quiz or a stage.", title="What is to be done?")
    rounds = dict.fromkeys(part for part in (call.text("rounds") or "").split(",") if part)
    typed = call.text("company")
    known = (await call.do.companies.find(typed) or await nearest_company(call, typed)) if typed else None
    name = known.company if known else (typed or "")[:LONGEST_NAME]
    return Task(kind="mock", rounds=cast(tuple[Round, ...], tuple(rounds)), name=name)


async def _of_stage(call: Call, pair: Pair, kind: Kind, roadmap: Roadmap) -> Task:
    """A stage of the student's path, or of the roadmap where they have not begun it."""
    paths = await call.do.paths.of(pair.other.id)
    path = next((p for p in paths if p.skill == roadmap.slug and p.dropped_at is None), None)
    if path is None:
        names = [(number, stage.slug, stage.name) for number, stage in enumerate(roadmap.stages, 1)]
        number, slug, name = _named(names, call.text("stage"), "1")
        return Task(kind=kind, skill=roadmap.slug, stage=slug, name=f"{name} ({roadmap.name})")
    stages = [(s.stage_number, s.slug, s.stage_name) for s in path.stages if not s.retired]
    number, slug, name = _named(stages, call.text("stage"), str(path.last.stage_number))
    stage = path.stage(number)
    if kind == "stage" and stage is not None and not stage.open:
        raise UserError(f"They have passed stage {number}, {name}, already.", title="Done already")
    return Task(kind=kind, skill=roadmap.slug, stage=slug, name=f"{name} ({roadmap.name})")


def _named(stages: Sequence[tuple[int, str, str]], typed: str | None, usual: str) -> tuple[int, str, str]:
    """By its number, or by a part of its name that no other has."""
    wanted = " ".join((typed or usual).casefold().split())
    same = [one for one in stages if wanted in (str(one[0]), one[2].casefold())]
    like = same or [one for one in stages if wanted in one[2].casefold() and not wanted.isdecimal()]
    if len(like) != 1:
        listed = "; ".join(f"{number} {name}" for number, _, name in stages)
        raise UserError(f"There is no one stage “{wanted[:40]}”. The stages: {listed}.", title="Which stage?")
    return like[0]


async def hurdle(call: Call, pair: Pair, task: Task) -> str:
    """What comes before it for the student, as a sentence; empty where they can begin at once."""
    if task.kind == "mock":
        return ""
    paths = await call.do.paths.of(pair.other.id)
    path = next((p for p in paths if p.skill == task.skill and p.dropped_at is None), None)
    if path is None:
        roadmap = await call.do.roadmaps.get(task.skill)
        return f"They have not begun {roadmap.name if roadmap else task.skill} yet, and do that first."
    stage = path.named(task.stage)
    waits = stage is not None and stage.status == "not_started"
    return "That stage opens for them when the one before it is passed." if waits else ""


def due_of(call: Call, pair: Pair) -> date:
    """The last day for it, on the student's calendar. Raises UserError."""
    today = days.today(pair.other, call.do.clock.now())
    named = any_day(call.text("due") or "", today)
    if not today <= named <= today + FARTHEST:
        far = "over" if named < today else "more than a year away"
        raise UserError(
            f"{named} is {far}; for them it is {today} now. Name another day.", title="Which day?"
        )
    return named
