"""Learning paths in the store: found, made, gone along, and `learning_progress` told of every step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from domain import days, fitting, headway, planning, steps, streak, weakness
from domain.errors import Duplicate, UserError
from domain.model.learning import LearningPath, Logged
from domain.model.roadmap import Roadmap
from domain.model.user import User
from domain.planning import Pace, Today
from domain.services import Services
from domain.skills import no_path, offers
from domain.times import as_utc
from domain.wishes import Wish, begun, taken_up, wished

GRACE = timedelta(minutes=1)
BATCH = 200
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Made:
    """A path after its student asked for something; `before` is what it was, None where it is new."""

    path: LearningPath
    pace: Pace
    before: LearningPath | None

    @property
    def news(self) -> Literal["new", "back", "changed", "same"]:
        """Begun, taken up again after it was dropped, changed, or as it was."""
        if self.before is None:
            return "new"
        if self.before.dropped_at is not None:
            return "back"
        return "same" if _wishes(self.before) == _wishes(self.path) else "changed"


def _wishes(path: LearningPath) -> tuple[object, ...]:
    due = tuple((stage.slug, stage.due_on) for stage in path.stages)
    return (path.current_level, path.target_level, path.gap_priority, path.hours, path.deadline, due)


def clock_of(do: Services, user: User) -> Today:
    """The user's day, zone and usual hours."""
    return Today(days.today(user, do.clock.now()), days.zone(user), do.learning.hours)


async def current_path(do: Services, user: User, skill: str | None = None) -> LearningPath:
    """The path of that skill, else the one touched last, brought up to date.

    Raises UserError, with the next step, where there is none or it was dropped.
    """
    paths = await do.paths.of(user.id)
    if skill is None:
        kept = [path for path in paths if path.dropped_at is None]
        found = next(iter(kept or paths), None)
    else:
        roadmap = await do.roadmaps.find(skill)
        wanted = roadmap.slug if roadmap else skill.strip().casefold()
        found = next((path for path in paths if path.skill == wanted), None)
    if found is None or found.dropped_at is not None:
        raise await no_path(do, skill, found)
    return await settle(do, await up_to_date(do, user, found))


async def up_to_date(do: Services, user: User, path: LearningPath) -> LearningPath:
    """The path by the roadmap as it is now and by the zone the student is in; what was done stays."""
    roadmap, on = await do.roadmaps.get(path.skill), clock_of(do, user)

    def rule(stored: LearningPath) -> LearningPath:
        if roadmap is not None and stored.template != roadmap.fingerprint:
            stored, _ = planning.planned(stored, roadmap, on, told=False)
        return planning.in_zone(stored, on.zone)

    return path if rule(path) == path else await do.paths.change(path.id, rule)


async def ask(do: Services, user: User, roadmap: Roadmap, wish: Wish) -> Made:
    """Makes the student's path for that roadmap, or changes the one there is; nothing done is lost.

    Raises UserError where the roadmap has nothing between the levels.
    """
    now, on = as_utc(do.clock.now()), clock_of(do, user)
    weak = await _weak(do, user, roadmap)
    known = next((path for path in await do.paths.of(user.id) if path.skill == roadmap.slug), None)
    if known is None:
        new = begun(do.random.new_id(), user.id, roadmap.slug, now, on.day, on.usual)
        path, pace = _asked(new, roadmap, wish, on, weak=weak)
        try:
            await do.paths.add(path)
        except Duplicate:
            return await ask(do, user, roadmap, wish)
        return Made(path, pace, None)
    made: list[Made] = []

    def rule(stored: LearningPath) -> LearningPath:
        path, pace = _asked(stored, roadmap, wish, on, weak=weak)
        made[:] = [Made(path.model_copy(update={"touched_at": now}), pace, stored)]
        return made[0].path

    path = await up_to_date(do, user, await do.paths.change(known.id, rule))
    return Made(await settle(do, path), made[0].pace, made[0].before)


def _asked(
    path: LearningPath, roadmap: Roadmap, wish: Wish, on: Today, *, weak: bool
) -> tuple[LearningPath, Pace]:
    if path.dropped_at is None and path.stages and wish == Wish():
        return path, Pace(path.hours, headway.progress(path, on.day).estimated_completion_date)
    if path.dropped_at is not None:
        path = taken_up(path, path.dropped_at.astimezone(on.zone).date(), on.day)
    path = wished(path, wish, on.day, weak=weak)
    level, target = path.current_level, path.target_level
    if not planning.reaches(roadmap, level, target):
        begin = min(level, 90)
        raise UserError(
            f"There is nothing to learn between level {level} and target {target}: the target must lie above "
            f"the level, and {roadmap.name} goes from 0 to {roadmap.stages[-1].level_to}. For example: "
            f"`/roadmap create {roadmap.slug} level:{begin} target:100`.",
            title="Nothing to learn there",
            buttons=offers([roadmap], {"level": str(begin), "target": "100"}, f"Level {begin} to 100"),
        )
    return planning.planned(path, roadmap, on, told=True)


async def _weak(do: Services, user: User, roadmap: Roadmap) -> bool:
    """Whether the roadmap teaches what the newest match of the student's resume found missing, or a topic
    that they were weak at again and again."""
    if roadmap.slug in await fitting.missing_roadmaps(user):
        return True
    profile = await weakness.of(do, user)
    return any(profile.recurring(topic) for stage in roadmap.stages for topic in stage.topics)


async def complete(
    do: Services, user: User, path_id: str, resource_id: str, minutes: int | None = None
) -> tuple[LearningPath, bool]:
    """Marks a resource as done; whether that is news. `minutes` is what the student says it took."""
    now, on = as_utc(do.clock.now()), clock_of(do, user)
    elsewhere = await _minutes_elsewhere(do, user, path_id, on)

    def rule(stored: LearningPath) -> LearningPath:
        return _within_a_day(steps.done(stored, resource_id, minutes, now, on), minutes or 0, elsewhere, on)

    return await _step(do, user, path_id, rule)


async def reopen(do: Services, user: User, path_id: str, resource_id: str) -> tuple[LearningPath, bool]:
    """Takes back that a resource is done; whether that is news."""
    now, on = as_utc(do.clock.now()), clock_of(do, user)
    path, news = await _changed(do, path_id, lambda path: steps.undone(path, resource_id, now, on))
    return await settle(do, path), news


async def log(
    do: Services, user: User, path: LearningPath, minutes: int, event: str = ""
) -> tuple[LearningPath, Logged]:
    """Puts minutes of study down on the open stage, once for an event.

    Raises UserError where the student's day would get more than 24 hours.
    """
    now, on = as_utc(do.clock.now()), clock_of(do, user)
    elsewhere = await _minutes_elsewhere(do, user, path.id, on)
    entry = Logged(id=do.random.new_id(), day=on.day, stage=path.last.slug, minutes=minutes, event=event)

    def rule(stored: LearningPath) -> LearningPath:
        changed = steps.logged(stored, entry, now, on)
        return stored if changed is stored else _within_a_day(changed, minutes, elsewhere, on)

    path, _ = await _step(do, user, path.id, rule)
    known = next((known for known in path.logged if event and known.event == event), entry)
    return path, known


async def unlog(do: Services, user: User, path_id: str, entry_id: str) -> tuple[LearningPath, bool]:
    """Takes minutes back that were put down the same day; whether they were still there."""
    now, on = as_utc(do.clock.now()), clock_of(do, user)
    return await _changed(do, path_id, lambda path: steps.unlogged(path, entry_id, now, on))


async def _minutes_elsewhere(do: Services, user: User, path_id: str, on: Today) -> int:
    """What was put down today on the student's other paths."""
    paths = await do.paths.of(user.id)
    return sum(steps.minutes_on(path, on.day, on.zone) for path in paths if path.id != path_id)


def _within_a_day(path: LearningPath, minutes: int, elsewhere: int, on: Today) -> LearningPath:
    """The path with these minutes in it. Raises UserError where they make more than the day has."""
    over = steps.minutes_on(path, on.day, on.zone) + elsewhere - DAY_MINUTES
    if minutes and over > 0:
        raise UserError(
            f"A day has 24 hours: {max(0, minutes - over)} more minutes of today can be put down. "
            "Nothing was changed.",
            title="More than a day",
        )
    return path


async def drop(do: Services, path: LearningPath) -> LearningPath:
    """Lays the path aside with all that was done."""
    now = as_utc(do.clock.now())
    return await do.paths.change(
        path.id, lambda p: p if p.dropped_at else p.model_copy(update={"dropped_at": now})
    )


async def restore(do: Services, user: User, path: LearningPath) -> LearningPath:
    """Takes a dropped path up again: the same day as it was, later with new dates."""
    roadmap, on, now = await do.roadmaps.get(path.skill), clock_of(do, user), as_utc(do.clock.now())

    def rule(stored: LearningPath) -> LearningPath:
        if stored.dropped_at is None:
            return stored
        dropped_on = stored.dropped_at.astimezone(on.zone).date()
        back = taken_up(stored, dropped_on, on.day).model_copy(update={"touched_at": now})
        if roadmap is None or dropped_on >= on.day:
            return back
        return planning.planned(back, roadmap, on, told=True)[0]

    return await up_to_date(do, user, await do.paths.change(path.id, rule))


async def pass_stage(do: Services, path_id: str, stage_slug: str, score: int, at: datetime) -> LearningPath:
    """Completes a stage whose quiz was passed, with that score in percent, and opens the next.

    Harmless if repeated. Raises LookupError where there is no such path.
    """
    on = await _clock_of_path(do, path_id)
    path, _ = await _changed(do, path_id, lambda path: steps.passed(path, stage_slug, score, as_utc(at), on))
    return path


async def quiz_result(do: Services, path_id: str, stage_slug: str, score: int) -> LearningPath:
    """Keeps the best result of a stage's quiz. Raises LookupError where there is no such path."""
    now = as_utc(do.clock.now())
    path, _ = await _changed(do, path_id, lambda path: steps.quizzed(path, stage_slug, score, now))
    return path


async def _clock_of_path(do: Services, path_id: str) -> Today:
    path = await do.paths.get(path_id)
    user = await do.users.get(path.student_id) if path else None
    if user is None:
        raise LookupError(f"there is no path {path_id} of a student")
    return clock_of(do, user)


async def settle(do: Services, path: LearningPath) -> LearningPath:
    """Tells `learning_progress` what the path owes it; harmless if repeated, by however many at once."""
    while path.owed:
        told = path.owed
        for owed in told:
            await do.paths.record(path, owed)
        now = as_utc(do.clock.now())
        path = await do.paths.change(path.id, partial(steps.recorded, told=told, now=now))
    return path


async def owing(do: Services) -> Sequence[LearningPath]:
    """Paths whose progress a crash kept from being told."""
    return await do.paths.owing(as_utc(do.clock.now()) - GRACE, BATCH)


async def carry_out(do: Services, path_id: str) -> bool:
    """Tells what one of them owes; whether there was anything."""
    path = await do.paths.get(path_id)
    if path is None or not path.owed:
        return False
    await settle(do, path)
    return True


Rule = Callable[[LearningPath], LearningPath]


async def _step(do: Services, user: User, path_id: str, rule: Rule) -> tuple[LearningPath, bool]:
    """A change that counts as practice."""
    path, news = await _changed(do, path_id, rule)
    if news:
        await streak.practised(do, user.id)
    return await settle(do, path), news


async def _changed(do: Services, path_id: str, rule: Rule) -> tuple[LearningPath, bool]:
    news: list[bool] = []

    def noted(stored: LearningPath) -> LearningPath:
        changed = rule(stored)
        news[:] = [changed is not stored]
        return changed

    return await do.paths.change(path_id, noted), news[0]
