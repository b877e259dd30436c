"""How recall cards come to be: from what an answer missed, and from quiz questions answered wrong.

A card is unique by student, question and point, and whatever is done here can be repeated: a job that runs
twice, a regrade and a race of two of them neither lose a card nor double it.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

from domain import days, flashcards, introducing, marking, memory, study
from domain.errors import Duplicate
from domain.grouping import secrecy
from domain.model.attempt import Attempt
from domain.model.card import ReviewCard
from domain.model.grade import Grade
from domain.model.question import Question, RubricPoint
from domain.model.roadmap import QuizItem, Roadmap
from domain.scoring import NOT_COUNTED
from domain.services import Services
from domain.study import Reading

log = logging.getLogger(__name__)
BATCH = 200
RACES = 5
# More would make a wall of one bad answer.
CARDS_AN_ANSWER = 3
ITEM_WEIGHT = 2.0
MET = 0.5
# What is not graded fully yet will be, and makes its cards then.
UNGRADED = frozenset((NOT_COUNTED, marking.UNTESTED))


@dataclass(frozen=True, slots=True)
class Miss:
    """Something that a student did not know: all that a card holds of it. `attempt_id` is the answer's."""

    question_id: str
    point_id: str
    source: Literal["attempt", "quiz"]
    topics: tuple[str, ...]
    front: str
    back: str
    read: str
    url: str
    weight: float
    missed_at: datetime
    attempt_id: str = ""


async def make_cards(do: Services, attempt_id: str) -> None:
    """Makes the cards that an answer's grade owes. Harmless if repeated.

    Those of an answer that a group may not be told of yet are owed until its reveal.
    """
    attempt = await do.attempts.get(attempt_id)
    if attempt is None or not attempt.graded:
        return
    later = await secrecy.hidden_until(do, attempt)
    if later is not None:
        await do.attempts.change(
            attempt_id, lambda a: a.making_cards(later) if a.cards_due_at else a, attempt
        )
        return
    await missed_points(do, attempt)
    await do.attempts.change(attempt_id, partial(_made, attempt), attempt)


def _made(attempt: Attempt, stored: Attempt) -> Attempt:
    """Owes no more, unless it was graded again meanwhile."""
    return stored.making_cards(None) if len(stored.grades) == len(attempt.grades) else stored


async def missed_points(do: Services, attempt: Attempt) -> None:
    """Has a card for each point that answers to the attempt's question missed in its interview.

    A card that a better grade or a follow-up has made needless is buried, if it was never reviewed. Where
    an answer is graded meanwhile all is looked at once more, so that the last of several runs is right.
    """
    question = await do.questions.get(_slug(attempt))
    if question is None:
        log.warning("the question bank has no %s, so there are no cards about it", attempt.question_id)
        return
    some = False
    for _ in range(RACES):
        attempts = await _answers(do, attempt)
        some |= await _settle(do, question, attempts)
        if _grades(attempts) == _grades(await _answers(do, attempt)):
            break
    if some:
        await introducing.spread(do, attempt.student_id)


async def _answers(do: Services, attempt: Attempt) -> list[Attempt]:
    """The student's graded answers to that question, its follow-ups and retries, in their order."""
    found = await do.attempts.tries_at(attempt.session_id, attempt.student_id, _slug(attempt))
    return [a for a in found if a.graded]


def _slug(attempt: Attempt) -> str:
    return attempt.question_id.partition("~")[0]


def _grades(attempts: Sequence[Attempt]) -> dict[str, Grade]:
    return {attempt.id: attempt.grade() for attempt in attempts}


async def _settle(do: Services, question: Question, attempts: Sequence[Attempt]) -> bool:
    """Whether there is any card about the question, now or before."""
    if not attempts:
        return False
    wanted = missed(question, attempts)
    cards = {c.point_id: c for c in await do.cards.of_question(attempts[0].student_id, question.slug)}
    if wanted:
        reading = (await study.library(do, attempts[0].student_id)).about(question.tags)
        for point_id, attempt in wanted.items():
            point = question.point(point_id)
            if point is not None:
                miss = await asyncio.to_thread(_of_point, question, point, attempt, reading)
                await _keep(do, attempt.student_id, miss, cards.get(point_id))
    for point_id in sorted({row.point_id for a in attempts for row in a.rows} - wanted.keys()):
        if point_id in cards:
            await _bury(do, cards[point_id], attempts)
    return bool(cards or wanted)


def missed(question: Question, attempts: Sequence[Attempt]) -> Mapping[str, Attempt]:
    """The ids of the rubric's points that were missed, each with the answer that missed it last.

    Of each answer the heaviest three count. What a follow-up has brought out is not missed.
    """
    found: dict[str, Attempt] = {}
    for attempt in attempts:
        if UNGRADED & set(attempt.flags):
            continue
        own = [row.point_id for row in attempt.grade().missed if question.point(row.point_id)]
        if "~" in attempt.question_id:
            for row in attempt.rows:
                if row.met >= MET:
                    found.pop(row.point_id, None)
        found |= dict.fromkeys(own[:CARDS_AN_ANSWER], attempt)
    return found


def _of_point(question: Question, point: RubricPoint, attempt: Attempt, reading: Reading | None) -> Miss:
    return Miss(
        question_id=question.slug,
        point_id=point.id,
        source="attempt",
        topics=question.tags,
        front=flashcards.front_of_point(question, point),
        back=flashcards.back_of_point(point),
        read=reading.title if reading else "",
        url=reading.url if reading else "",
        weight=point.weight,
        missed_at=attempt.answered_at,
        attempt_id=attempt.id,
    )


async def missed_items(
    do: Services, student_id: str, skill: str, items: Sequence[QuizItem], at: datetime
) -> None:
    """Has a card for each quiz question of that skill that was answered wrong then. Harmless if repeated."""
    roadmap = await do.roadmaps.get(skill)
    for item in items:
        known = await do.cards.of_point(student_id, item.id, item.id)
        await _keep(do, student_id, _of_item(roadmap, item, at), known)
    if items:
        await introducing.spread(do, student_id)


def _of_item(roadmap: Roadmap | None, item: QuizItem, at: datetime) -> Miss:
    stages = roadmap.stages if roadmap else ()
    material = next((m for stage in stages if (m := stage.material(item.resource))), None)
    return Miss(
        question_id=item.id,
        point_id=item.id,
        source="quiz",
        topics=(item.topic,),
        front=flashcards.front_of_item(item),
        back=flashcards.back_of_item(item),
        read=material.title if material else "",
        url=material.url if material else "",
        weight=ITEM_WEIGHT,
        missed_at=at,
    )


async def _keep(do: Services, student_id: str, miss: Miss, known: ReviewCard | None) -> None:
    """A card for that, new or the one that is known of it."""
    if known is None:
        try:
            await do.cards.add(await _new(do, student_id, miss))
        except Duplicate:
            known = await do.cards.of_point(student_id, miss.question_id, miss.point_id)
    if known is not None:
        await do.cards.change(known.id, partial(_missed_again, miss, do.clock.now()))


async def _new(do: Services, student_id: str, miss: Miss) -> ReviewCard:
    now, user = do.clock.now(), await do.users.get(student_id)
    day = days.today(user, now) if user else now.date()
    fields = {name: getattr(miss, name) for name in Miss.__slots__}
    state = await asyncio.to_thread(memory.fresh, day)
    card_id = do.random.new_id()
    return ReviewCard(
        id=card_id, created_at=now, updated_at=now, student_id=student_id, due_at=now, fsrs=state, **fields
    )


def _missed_again(miss: Miss, now: datetime, card: ReviewCard) -> ReviewCard:
    """The card asked about again soon; an older miss, or the same one, tells nothing new of it."""
    if miss.missed_at < card.missed_at or (miss.missed_at == card.missed_at and not card.buried):
        return card
    due_at = min(card.due_at, now)
    update = {"missed_at": miss.missed_at, "attempt_id": miss.attempt_id, "buried": False, "due_at": due_at}
    return card.model_copy(update=update)


async def _bury(do: Services, card: ReviewCard, attempts: Sequence[Attempt]) -> None:
    """Has a card of these answers, which was never reviewed, not asked: its point was met after all."""
    if card.attempt_id in {attempt.id for attempt in attempts}:
        await do.cards.change(card.id, _buried)


def _buried(card: ReviewCard) -> ReviewCard:
    return card if card.reviewed else card.model_copy(update={"buried": True})


async def owed(do: Services) -> list[Attempt]:
    """Answers whose cards should have been made by now."""
    return await do.attempts.without_cards(do.clock.now(), BATCH)


async def carry_out(do: Services, attempt_id: str) -> bool:
    """Has the cards made that an answer owes, by the one of several processes that comes first.

    Where that failed too often they are owed no more until an operator wants them.
    """
    now, mine = do.clock.now(), [False]
    found = await do.attempts.get(attempt_id)
    if found is None:
        return False
    aside = await do.aside.has(marking.CARDS_JOB, marking.job(found))

    def claim(stored: Attempt) -> Attempt:
        mine[0] = stored.cards_due_at is not None and stored.cards_due_at <= now
        return stored.making_cards(None if aside else now + marking.LEASE) if mine[0] else stored

    attempt = await do.attempts.change(attempt_id, claim)
    if aside or not mine[0]:
        return False
    await do.jobs.add(marking.CARDS_JOB, marking.job(attempt))
    return True
