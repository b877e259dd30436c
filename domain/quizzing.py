"""Quizzes at the end of a stage: chosen fresh, gone on with after a break, passed or tried again."""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain import learning, recall, streak
from domain.errors import Duplicate, UserError
from domain.model.learning import LearningPath, PathStage
from domain.model.quiz import QuizAnswer, Sitting
from domain.model.roadmap import OPTIONS, QuizItem, StageTemplate
from domain.replies import Button
from domain.services import Services
from domain.tokens import encode

log = logging.getLogger(__name__)
NEVER = datetime.min.replace(tzinfo=UTC)
GRACE = timedelta(minutes=1)
AT_HAND = timedelta(hours=1)
RECENT = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A quiz that may not be taken yet, after the sitting that failed."""

    failed: Sitting
    until: datetime


async def begin(do: Services, path: LearningPath, stage: PathStage) -> Sitting | Waiting:
    """The open sitting of that stage, or a new one. Raises UserError where it has no quiz any more."""
    earlier = await do.quizzes.of_stage(path.id, stage.slug)
    for sitting in earlier:
        if sitting.owed_at is not None:
            await settle(do, sitting)
    going_on = next((sitting for sitting in earlier if sitting.state == "open"), None)
    if going_on is not None:
        now = do.clock.now()
        touched = await do.quizzes.change(going_on.id, lambda s: s.model_copy(update={"updated_at": now}))
        return await up_to_date(do, touched)
    waiting = _waiting(do, earlier)
    if waiting is not None:
        return waiting
    sitting = _new(do, path, stage, await template(do, path.skill, stage.slug), earlier)
    try:
        await do.quizzes.add(sitting)
    except Duplicate:
        log.info("two quizzes of one stage were begun at once; the first is kept")
        return next(s for s in await do.quizzes.of_stage(path.id, stage.slug) if s.state == "open")
    return sitting


async def at_hand(do: Services, student_id: str) -> Sitting | None:
    """The open sitting that the student touched last, within the hour, on a path that still has its stage."""
    since = do.clock.now() - AT_HAND
    kept = {path.id: path for path in await do.paths.of(student_id) if path.dropped_at is None}
    found = [
        sitting
        for sitting in await do.quizzes.of_student(student_id, RECENT)
        if sitting.state == "open" and sitting.updated_at >= since and sitting.path_id in kept
    ]
    going = [sitting for sitting in found if goes_on(kept[sitting.path_id], sitting)]
    return max(going, key=lambda sitting: sitting.updated_at, default=None)


def goes_on(path: LearningPath, sitting: Sitting) -> bool:
    """Whether the path still has the stage that the quiz is about."""
    stage = path.named(sitting.stage)
    return stage is not None and not stage.retired


def _waiting(do: Services, earlier: Sequence[Sitting]) -> Waiting | None:
    last = next((sitting for sitting in earlier if sitting.ended_at is not None), None)
    if last is None or last.state != "failed" or last.ended_at is None:
        return None
    until = again_at(do, last.ended_at)
    return Waiting(last, until) if do.clock.now() < until else None


def again_at(do: Services, failed_at: datetime) -> datetime:
    """When a quiz that was failed then can be taken again: to the minute that students are told."""
    return (failed_at + do.learning.cooldown).replace(second=0, microsecond=0)


async def template(do: Services, skill: str, stage: str) -> StageTemplate:
    """The stage as the roadmap has it now. Raises UserError where it has it no more."""
    roadmap = await do.roadmaps.get(skill)
    found = roadmap.stage(stage) if roadmap else None
    if found is None or not found.quiz:
        raise UserError(
            "The roadmap has changed: this stage has no quiz any more. `/roadmap show` has the stages.",
            title="No quiz there",
            buttons=(Button("Roadmap", encode("roadmap show", {"skill": skill})),),
        )
    return found


def _new(
    do: Services, path: LearningPath, stage: PathStage, made_from: StageTemplate, earlier: Sequence[Sitting]
) -> Sitting:
    now, draw = do.clock.now(), random.Random(do.random.seed())  # noqa: S311 - a choice of questions, no secret
    chosen = choose(made_from.quiz, made_from.assessment.questions_count, earlier, draw)
    return Sitting(
        id=do.random.new_id(),
        created_at=now,
        updated_at=now,
        student_id=path.student_id,
        path_id=path.id,
        skill=path.skill,
        stage=stage.slug,
        items=tuple(_asked(item, draw) for item in chosen),
        passing_score=stage.assessment.passing_score,
        started_at=now,
    )


def choose(
    items: Sequence[QuizItem], count: int, earlier: Sequence[Sitting], draw: random.Random
) -> list[QuizItem]:
    """Items never asked first, then those asked longest ago; among them as many topics as there are."""
    asked: dict[str, datetime] = {}
    for sitting in earlier:
        for answer in sitting.items:
            asked[answer.item_id] = max(asked.get(answer.item_id, NEVER), sitting.started_at)
    left = draw.sample(list(items), len(items))
    chosen: list[QuizItem] = []
    while left and len(chosen) < count:
        topics = [item.topic for item in chosen]
        best = min(left, key=lambda item: (asked.get(item.id, NEVER), topics.count(item.topic)))
        chosen.append(best)
        left.remove(best)
    return chosen


def _asked(item: QuizItem, draw: random.Random) -> QuizAnswer:
    return QuizAnswer(item_id=item.id, topic=item.topic, order=tuple(draw.sample(range(OPTIONS), OPTIONS)))


async def up_to_date(do: Services, sitting: Sitting) -> Sitting:
    """The open sitting with another question in the place of one that the roadmap has no more."""
    stage = await template(do, sitting.skill, sitting.stage)
    question, number = sitting.question, sitting.number
    if question is None or stage.item(question.item_id) is not None:
        return sitting
    draw = random.Random(do.random.seed())  # noqa: S311 - a choice of questions, no secret
    used = {item.item_id for item in sitting.items}
    others = [item for item in stage.quiz if item.id not in used]
    other = choose(others or stage.quiz, 1, (), draw)[0]
    changed = await do.quizzes.change(
        sitting.id,
        lambda s: s.asking_instead(number, _asked(other, draw)) if s.number == number else s,
    )
    return await up_to_date(do, changed)


async def answer(do: Services, sitting_id: str, number: int, pick: int) -> tuple[Sitting, bool]:
    """The sitting with that option pressed, and whether it counted: a question is answered once.

    Raises LookupError where there is no such sitting.
    """
    mine: list[bool] = []

    def rule(stored: Sitting) -> Sitting:
        after = stored.answered(number, pick, do.clock.now())
        mine[:] = [after is not stored]
        return after

    sitting = await do.quizzes.change(sitting_id, rule)
    if mine[0]:
        await streak.practised(do, sitting.student_id)
    if sitting.owed_at is not None:
        sitting = await settle(do, sitting)
    return sitting, mine[0]


async def settle(do: Services, sitting: Sitting) -> Sitting:
    """What follows from a result: the next stage opens, what was missed becomes cards; can be repeated."""
    if sitting.score is None or sitting.ended_at is None or sitting.owed_at is None:
        return sitting
    if sitting.state == "passed":
        await learning.pass_stage(do, sitting.path_id, sitting.stage, sitting.score, sitting.ended_at)
    else:
        await learning.quiz_result(do, sitting.path_id, sitting.stage, sitting.score)
    roadmap = await do.roadmaps.get(sitting.skill)
    missed = [roadmap.item(a.item_id) for a in sitting.items if not a.right] if roadmap else []
    known = [item for item in missed if item is not None]
    await recall.missed_items(do, sitting.student_id, sitting.skill, known, sitting.ended_at)
    return await do.quizzes.change(sitting.id, Sitting.settled)


async def owing(do: Services, limit: int) -> list[Sitting]:
    """Sittings that a crash kept from having an effect."""
    return await do.quizzes.owing(do.clock.now() - GRACE, limit)


async def carry_out(do: Services, sitting_id: str) -> bool:
    """Has the effect of one of them; whether there was any left."""
    sitting = await do.quizzes.get(sitting_id)
    if sitting is None or sitting.owed_at is None:
        return False
    await settle(do, sitting)
    return True
