"""Spreads new recall cards over days, so that one bad interview does not make a wall."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from domain import days
from domain.model.card import ReviewCard
from domain.services import Services

NEW_A_DAY = 20
MOST = 5_000
# A day's cards come due before anybody is up, and not for who is still up at midnight.
DAWN = "04:00"


async def spread(do: Services, student_id: str) -> None:
    """Has at most `NEW_A_DAY` cards a day asked for the first time: the oldest first, then the heaviest.

    What is in its place already is not written, so it can be done again and again.
    """
    user = await do.users.get(student_id)
    if user is None:
        return
    now, zone = do.clock.now(), days.zone(user)
    cards = await do.cards.of_student(student_id, MOST)
    for card, due_at in placed(cards, now, zone):
        if due_at != card.due_at:
            await do.cards.change(card.id, partial(_moved, due_at))


def _moved(due_at: datetime, card: ReviewCard) -> ReviewCard:
    return card if card.reviewed else card.model_copy(update={"due_at": due_at})


def placed(
    cards: Sequence[ReviewCard], now: datetime, zone: ZoneInfo
) -> Iterator[tuple[ReviewCard, datetime]]:
    """Each card that was never reviewed, in their order, with when it is due.

    Those reviewed today for the first time have had their place of today. Overdue ones give way as well:
    who was away for a week comes back to one day's share.
    """
    today = _day(now, zone)
    begun = sum(_first_asked(card, zone) == today for card in cards)
    waiting = sorted(
        (card for card in cards if not card.reviewed and not card.buried),
        key=lambda card: (_day(card.missed_at, zone), -card.weight, card.missed_at, card.id),
    )
    for place, card in enumerate(waiting, begun):
        ahead = place // NEW_A_DAY
        morning = days.at(today + timedelta(days=ahead), DAWN, zone)
        yield card, morning if ahead else min(card.due_at, now)


def _first_asked(card: ReviewCard, zone: ZoneInfo) -> date | None:
    """The day of the first review, where that is still among those kept."""
    whole = card.reviews and card.reviewed == len(card.reviews)
    return _day(card.reviews[0].at, zone) if whole else None


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
