"""/roadmap: create, show, list, done, log, replan, drop, and the way back from a slip."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain import days, headway, learning, skills
from domain.actions import paths, show
from domain.actions.kinds import Call
from domain.actions.path_made import made_card, other_way
from domain.actions.path_options import resource_of, wish_of
from domain.errors import UserError
from domain.model.learning import LearningPath, PathResource, PathStage
from domain.model.roadmap import Roadmap
from domain.picturing import picture
from domain.replies import Bullets, Button, Card, Form, Input, Reply, Text, say
from domain.tokens import encode

OPTIONS = ("level", "target", "priority", "hours", "deadline")
OFFERED = 5


async def create(call: Call) -> Reply:
    """Makes a path for a skill, or changes the one there is."""
    given = {name: str(call.args[name]) for name in OPTIONS if name in call.args}
    roadmap = await skills.roadmap_of(call.do, call.text("skill") or "", given)
    return await _asked(call, roadmap)


async def _asked(call: Call, roadmap: Roadmap) -> Reply:
    made = await learning.ask(call.do, call.user, roadmap, wish_of(call, _today(call)))
    buttons = other_way(made, call.do.learning.hours)
    card, warned = made_card(made, roadmap.name, _today(call)), made.pace.refused is not None
    return await _whole(call, made.path, roadmap, card, buttons=buttons, warned=warned)


async def _whole(
    call: Call,
    path: LearningPath,
    roadmap: Roadmap,
    *before: Card,
    buttons: Sequence[Button] = (),
    warned: bool = False,
) -> Reply:
    """What came before, then the whole path with its picture; these buttons come first."""
    return Reply(
        (*before, *paths.path_cards(path, roadmap.name, _today(call), warned=warned)),
        (*buttons, *paths.path_buttons(path)),
        files=await picture(call.do, call.user, path, roadmap.name),
        data=paths.path_data(path, _today(call)),
    )


async def replan(call: Call) -> Reply:
    """Moves the dates of the open stages; with nothing named, a form asks until when."""
    path = await learning.current_path(call.do, call.user, call.text("skill"))
    if path.current is None:
        raise UserError(
            "Every stage of this path is passed, so there are no dates to move.",
            title="All done",
            buttons=(paths.show_button(path),),
        )
    if call.text("deadline") is None and call.text("hours") is None:
        return _replan_form(path)
    return await _asked(call, await _roadmap(call, path))


def _replan_form(path: LearningPath) -> Reply:
    until = path.deadline or max(stage.due_on for stage in path.stages if stage.open)
    inputs = (
        Input("deadline", "Done by, as year-month-day", value=str(until)),
        Input("hours", "Hours a week", required=False, value=f"{path.hours:g}"),
    )
    token = encode("roadmap replan", {"skill": path.skill})
    return Reply((Card("New dates"),), form=Form(token, "New dates", inputs))


async def show_path(call: Call) -> Reply:
    """The path whole: how far it is, what is due when, what to read."""
    path = await learning.current_path(call.do, call.user, call.text("skill"))
    return await _whole(call, path, await _roadmap(call, path))


async def list_paths(call: Call) -> Reply:
    """Every path with its bar, the one touched last first; then those dropped."""
    found = await call.do.paths.of(call.user.id)
    if not found:
        raise await skills.no_path(call.do, None, None)
    kept = [await learning.current_path(call.do, call.user, p.skill) for p in found if p.dropped_at is None]
    dropped = [path for path in found if path.dropped_at is not None]
    cards = [listed(path, (await _roadmap(call, path)).name, _today(call)) for path in kept]
    names = [(path, (await _roadmap(call, path)).name) for path in dropped]
    if names:
        cards.append(Card("Dropped", (Bullets(tuple(_dropped_line(path, name) for path, name in names)),)))
    buttons = [paths.show_button(path, f"Show {(await _roadmap(call, path)).name}") for path in kept]
    back = [Button(f"Take up {name}", _restore(path)) for path, name in names]
    data = {"paths": [paths.path_data(path, _today(call)) for path in kept]}
    return Reply((Card("Your learning paths"), *cards), (*buttons[:OFFERED], *back[:OFFERED]), data=data)


def listed(path: LearningPath, name: str, today: date) -> Card:
    """One path of several: its percent and bar, the open stage and when that is due."""
    percent, stage = headway.percent(path.stages), path.current
    body = [Text(show.bar(percent))]
    if stage is None:
        body.append(Text("Every stage is passed."))
    else:
        where = f"Stage {stage.stage_number} of {paths.count(path)}: {stage.stage_name}"
        body.append(Text(f"{where}, {paths.due_words(stage.due_on, today)}."))
    return Card(f"{name}: {percent} %", tuple(body))


def _dropped_line(path: LearningPath, name: str) -> str:
    return f"{name}, at {headway.percent(path.stages)} %"


async def done(call: Call) -> Reply:
    """Marks a resource as done, once; says what comes next."""
    path, resource, minutes = await resource_of(call)
    path, news = await learning.complete(call.do, call.user, path.id, resource.resource_id, minutes)
    resource = path.resource(resource.resource_id) or resource
    title = "Done" if news or call.again else "Done already"
    return _after_step(call, path, f"{title}: {resource.title}", _about(path, resource), _undo(resource))


def _about(path: LearningPath, resource: PathResource) -> str:
    """What it took, and which stage it is of where that is not the open one."""
    stage = next((stage for stage in path.stages if resource in stage.resources), None)
    took = f"It took you {paths.duration(resource.minutes)}. " if resource.minutes else ""
    if stage is None or stage is path.current:
        return took.strip()
    return f"{took}It belongs to stage {stage.stage_number}, {stage.stage_name}."


async def undo(call: Call) -> Reply:
    """Takes back what a button or a slip marked as done, or minutes put down today."""
    entry, resource_id = call.text("log"), call.text("resource") or ""
    for path in await call.do.paths.of(call.user.id):
        resource = path.resource(resource_id)
        if resource is not None:
            path, _ = await learning.reopen(call.do, call.user, path.id, resource_id)
            return _after_step(call, path, f"Open again: {resource.title}", "", paths.done_button(resource))
        logged = next((known for known in path.logged if known.id == entry), None)
        if logged is not None:
            path, _ = await learning.unlog(call.do, call.user, path.id, logged.id)
            return _after_step(call, path, f"Taken back: {paths.duration(logged.minutes)}", "")
    raise UserError(
        "That is taken back already, or it was on an earlier day and stays as it is.", title="Nothing to undo"
    )


async def log(call: Call) -> Reply:
    """Puts minutes of study down on the open stage."""
    path = await learning.current_path(call.do, call.user, call.text("skill"))
    minutes = call.number("minutes") or 0
    path, entry = await learning.log(call.do, call.user, path, minutes, call.request.event_id)
    stage = path.named(entry.stage) or path.last
    here = paths.duration(stage.minutes_logged)
    undo = Button("Undo", encode("roadmap undo", {"log": entry.id}))
    words = f"On stage {stage.stage_number}, {stage.stage_name}: {here} in all."
    reply = _after_step(call, path, f"Logged: {paths.duration(entry.minutes)}", words, undo)
    return replace(reply, data={**reply.data, "minutes": entry.minutes})


def _after_step(call: Call, path: LearningPath, title: str, words: str, *more: Button) -> Reply:
    """What was done, the bar, and what comes next with its buttons."""
    percent, stage = headway.percent(path.stages), path.current
    said = (Text(words),) if words else ()
    following = paths.next_resource(stage) if stage else None
    body = (Text(show.bar(percent)), *said, Text(_next(path, stage, following, percent), markup=True))
    buttons = (*([paths.done_button(following)] if following else []), *_quiz(path, stage, following), *more)
    unique = {button.token: button for button in (*buttons, paths.show_button(path))}
    return Reply((Card(title, body),), tuple(unique.values()), data=paths.path_data(path, _today(call)))


def _quiz(path: LearningPath, stage: PathStage | None, following: PathResource | None) -> tuple[Button, ...]:
    return (paths.quiz_button(path, ready=True),) if stage and following is None else ()


def _next(path: LearningPath, stage: PathStage | None, following: PathResource | None, percent: int) -> str:
    if stage is None:
        return f"{percent} %: every stage of this path is passed."
    live = [resource for resource in stage.resources if not resource.retired]
    read = sum(resource.completed for resource in live)
    where = f"{percent} % of the path, {read} of {len(live)} resources of stage {stage.stage_number}."
    if following is None:
        asked = stage.assessment
        return f"{where} All is read: its quiz opens the next stage, {asked.questions_count} questions."
    return f"{where} Next: {following.title}, {paths.duration(following.duration_minutes)}, {following.url}"


def _undo(resource: PathResource) -> Button:
    return Button("Undo", encode("roadmap undo", {"resource": resource.resource_id}))


async def drop(call: Call) -> Reply:
    """Lays a path aside; nothing of it is lost."""
    path = await learning.current_path(call.do, call.user, call.text("skill"))
    path = await learning.drop(call.do, path)
    name = (await _roadmap(call, path)).name
    return say(
        f"Dropped: {name}",
        "What you did is kept, and you are not reminded of it any more. "
        f"`/roadmap create {path.skill}` takes it up again at any time.",
        buttons=(Button("Undo", _restore(path)), paths.list_button()),
        data=paths.path_data(path, _today(call)),
    )


async def restore(call: Call) -> Reply:
    """Takes a dropped path up again."""
    wanted = call.text("path")
    path = next((p for p in await call.do.paths.of(call.user.id) if p.id == wanted), None)
    if path is None:
        raise await skills.no_path(call.do, None, None)
    path = await learning.restore(call.do, call.user, path)
    back = Card("Taken up again", (Text("All that you did is kept."),))
    return await _whole(call, path, await _roadmap(call, path), back)


def _restore(path: LearningPath) -> str:
    return encode("roadmap restore", {"path": path.id})


async def _roadmap(call: Call, path: LearningPath) -> Roadmap:
    found = await call.do.roadmaps.get(path.skill)
    if found is None:
        raise LookupError(f"the roadmap {path.skill} of path {path.id} is not in the store")
    return found


def _today(call: Call) -> date:
    return days.today(call.user, call.do.clock.now())
