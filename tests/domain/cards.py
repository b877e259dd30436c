"""Recall cards to be changed where a test cares, and a look at those of a world."""

from datetime import date
from typing import Any

from domain import memory
from domain.model.card import ReviewCard
from domain.model.user import User
from tests.fakes import NOON
from tests.world import World, actor

DAY = date(2026, 11, 22)


def a_card(card_id: str = "card", **change: Any) -> ReviewCard:
    given: dict[str, Any] = {
        "_id": card_id,
        "created_at": NOON,
        "updated_at": NOON,
        "student_id": "student",
        "question_id": "index-cost",
        "point_id": card_id,
        "source": "attempt",
        "topics": ("indexing",),
        "front": "What happens before the transaction commits?",
        "back": "The change is logged first",
        "fsrs": memory.fresh(DAY),
        "due_at": NOON,
        "missed_at": NOON,
    }
    return ReviewCard(**{**given, **change})


async def student(world: World, name: str = "ana") -> User:
    known = await world.do.users.of(actor(name))
    assert known is not None
    return known


async def cards_of(world: World, name: str = "ana") -> dict[str, ReviewCard]:
    """All of a student's cards, buried ones too, by question and point."""
    found = await world.do.cards.of_student((await student(world, name)).id, 1000)
    by_point = {f"{card.question_id} {card.point_id}": card for card in found}
    assert len(by_point) == len(found)
    return by_point


async def asked_of(world: World, name: str = "ana") -> set[str]:
    """The points of the cards that are asked."""
    return {card.point_id for card in (await cards_of(world, name)).values() if not card.buried}
