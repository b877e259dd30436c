"""Asking recall cards: which are due, what a rating does to one, and what will be remembered by a day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean
from zoneinfo import ZoneInfo

from domain import days, introducing, memory, streak
from domain.errors import NotYours
from domain.introducing import DAWN, MOST, NEW_A_DAY
from domain.model.card import KEPT_REVIEWS, Rating, Review, ReviewCard
from domain.model.user import User
from domain.services import Services


@dataclass(frozen=True, slots=True)
class Rated:
    """A card after a rating; `counted` is False where that review of it had been rated before."""

    card: ReviewCard
    counted: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will be remembered of `cards` cards on a day, as shares of 0 to 1.

    `as_it_is` is without any review until then, `kept_up` with each on its day and the answer known. The
    `unseen` ones were never reviewed: they were missed once, and count as not remembered.
    """

    day: date
    cards: int
    unseen: int
    as_it_is: float
    kept_up: float


async def due(do: Services, user: User) -> list[ReviewCard]:
    """What is to be asked now: the longest due first, and of those due together the heaviest.

    Questions that are open in an interview or a group's round are left out: their cards would answer them.
    """
    now = do.clock.now()
    found = await do.cards.due(user.id, now, MOST)
    if sum(not card.reviewed for card in found) > NEW_A_DAY:
        await introducing.spread(do, user.id)
        found = await do.cards.due(user.id, now, MOST)
    asked = await open_questions(do, user)
    mine = [card for card in found if card.question_id not in asked]
    return sorted(mine, key=lambda c: (c.due_at, _comes_again(c), -c.weight, c.missed_at, c.id))


def _comes_again(card: ReviewCard) -> bool:
    """Whether it is due since the moment it was forgotten."""
    return bool(card.reviews) and card.reviews[-1].at == card.due_at


async def open_questions(do: Services, user: User) -> frozenset[str]:
    """The slugs of those that wait for an answer in the student's interview, or for a group's reveal."""
    interview = await do.interviews.open_of(user.id)
    asked = [interview.open_question if interview else None]
    asked += [one.hidden_question for one in await do.groups.open_with(user.id) if user.id in one.present]
    return frozenset(one.slug for one in asked if one is not None)


async def card_of(do: Services, user: User, card_id: str) -> ReviewCard:
    """The student's own card of that id. Raises NotYours."""
    card = await do.cards.get(card_id)
    if card is None or card.student_id != user.id:
        raise NotYours
    return card


async def rate(do: Services, user: User, card_id: str, number: int, rating: Rating) -> Rated:
    """Takes a rating for the card's review of that number, from 1; of two for the same one the first counts.

    Raises LookupError where there is no such card.
    """
    now, zone, mine = do.clock.now(), days.zone(user), [False]

    def rule(card: ReviewCard) -> ReviewCard:
        mine[0] = card.reviewed + 1 == number and not card.buried
        return reviewed(card, rating, now, zone, do.learning.retention) if mine[0] else card

    card = await do.cards.change(card_id, rule)
    if card.reviews and card.reviews[-1].at.astimezone(zone).date() == days.today(user, now):
        await streak.practised(do, user.id)
    return Rated(card, mine[0])


def reviewed(card: ReviewCard, rating: Rating, now: datetime, zone: ZoneInfo, retention: float) -> ReviewCard:
    """The card after that review. What was forgotten comes once more today, behind all that is due; what is
    forgotten again, and all else, on the morning of the day that its scheduler wants."""
    today = now.astimezone(zone).date()
    state = memory.rated(card.fsrs, rating, today, retention)
    again = any(r.rating == "again" and r.at.astimezone(zone).date() == today for r in card.reviews)
    morning = days.at(memory.due_on(state), DAWN, zone)
    return card.model_copy(
        update={
            "fsrs": state,
            "due_at": now if rating == "again" and not again else morning,
            "reviewed": card.reviewed + 1,
            "reviews": (*card.reviews, Review(at=now, rating=rating))[-KEPT_REVIEWS:],
        }
    )


async def next_due(do: Services, user: User) -> datetime | None:
    """When the next card comes that is not due yet; None where there is none."""
    now = do.clock.now()
    cards = await do.cards.of_student(user.id, MOST)
    return min((card.due_at for card in cards if not card.buried and card.due_at > now), default=None)


async def forecast_for(do: Services, user: User, day: date) -> Forecast | None:
    """What the student will remember on that day; None where there are no cards."""
    cards = await do.cards.of_student(user.id, MOST)
    now, zone = do.clock.now(), days.zone(user)
    return await asyncio.to_thread(forecast, cards, day, now, zone, do.learning.retention)


def forecast(
    cards: Sequence[ReviewCard], day: date, now: datetime, zone: ZoneInfo, retention: float
) -> Forecast | None:
    """The mean over all cards that are asked."""
    asked = [card for card in cards if not card.buried]
    if not asked:
        return None
    today = now.astimezone(zone).date()
    kept = [memory.kept_up(card.fsrs, _due_on(card, today, zone), day, retention) for card in asked]
    return Forecast(
        day=day,
        cards=len(asked),
        unseen=sum(not card.reviewed for card in asked),
        as_it_is=fmean(memory.remembered(card.fsrs, day) for card in asked),
        kept_up=fmean(memory.remembered(state, day) for state in kept),
    )


def _due_on(card: ReviewCard, today: date, zone: ZoneInfo) -> date:
    return max(today, card.due_at.astimezone(zone).date())
