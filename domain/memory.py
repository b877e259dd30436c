"""How well a card is remembered, by FSRS, which counts whole days: here the student's own.

The library is imported when it is first needed, since that takes a tenth of a second.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from domain.model.card import Rating

if TYPE_CHECKING:
    from fsrs import Card, Scheduler
    from fsrs.card import CardDict

State = dict[str, Any]
# Whoever prepares for an interview gains nothing by a card that comes back in several years.
LONGEST_DAYS = 365
NOON = time(12, tzinfo=UTC)
RATINGS: Mapping[Rating, int] = MappingProxyType({"again": 1, "hard": 2, "good": 3, "easy": 4})


def fresh(day: date) -> State:
    """The state of a card that was never reviewed, as the scheduler writes it."""
    from fsrs import Card

    # Without an id the library takes one from the clock and sleeps; nothing here needs it.
    return _written(Card(card_id=0, due=_noon(day)))


def rated(state: State, rating: Rating, day: date, retention: float) -> State:
    """The state after a review on that day; `retention` is the share that shall be remembered, 0 to 1."""
    from fsrs import Rating as Grade

    card, _ = _scheduler(retention).review_card(_card(state), Grade(RATINGS[rating]), _noon(day))
    return _written(card)


def due_on(state: State) -> date:
    """The day on which its scheduler wants it reviewed."""
    return _card(state).due.date()


def remembered(state: State, day: date) -> float:
    """The chance of recalling it on that day, 0 to 1; 0 for a card that was never reviewed."""
    return float(_scheduler().get_card_retrievability(_card(state), _noon(day)))


def kept_up(state: State, due: date, until: date, retention: float) -> State:
    """The state on that day if from `due` on each review is made on its day, and the answer known."""
    from fsrs import Rating as Grade

    card, scheduler = _card(state), _scheduler(retention)
    while due < until:
        card, _ = scheduler.review_card(card, Grade.Good, _noon(due))
        due = card.due.date()
    return _written(card)


@lru_cache(maxsize=8)
def _scheduler(retention: float = 0.9) -> "Scheduler":
    """Without steps of minutes, for people who review once a day, and without chance."""
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


def _card(state: State) -> "Card":
    from fsrs import Card

    return Card.from_dict(cast("CardDict", state))


def _written(card: "Card") -> State:
    return dict(card.to_dict())


def _noon(day: date) -> datetime:
    return datetime.combine(day, NOON)
