"""/review: the recall cards that are due, one at a time, and what will be remembered by the interview."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from domain import days, reviewing
from domain.actions import show as shown
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.model.card import Rating, ReviewCard
from domain.replies import Button, Card, Field, Reply, Text
from domain.reviewing import Forecast, Rated
from domain.tokens import encode

SECONDS_A_CARD = 30
FORECAST_DAYS = 7
FURTHEST = timedelta(days=3 * 365)
NO_DAY = ("none", "no", "off", "never")
RATINGS: tuple[Rating, ...] = ("again", "hard", "good", "easy")
HOW = "Say the answer to yourself, then press Show."
RATE = "How well did you know it? Be honest: it decides when the card comes back."


async def review(call: Call) -> Reply:
    """The card that is due longest; with a date, what will be remembered on that day comes first."""
    named = call.text("interview")
    if named is None:
        return await _next(call)
    if named.strip().casefold() in NO_DAY:
        await call.do.users.change(call.user.id, lambda u: u.model_copy(update={"interview_on": None}))
        return await _next(call, Card("No interview in sight", (Text("Its day is forgotten."),)))
    on = _day(call, named)
    await call.do.users.change(call.user.id, lambda u: u.model_copy(update={"interview_on": on}))
    forecast = await reviewing.forecast_for(call.do, call.user, on)
    words = Text("There are no recall cards yet. What your answers miss becomes one.")
    card = _forecast_card(forecast) if forecast else Card(f"Your interview: {_date(on)}", (words,))
    return await _next(call, card, **_forecast_data(forecast, on))


def _day(call: Call, named: str) -> date:
    """Raises UserError where that is no day, or not one of the next three years."""
    today = days.today(call.user, call.do.clock.now())
    try:
        on = date.fromisoformat(named.strip())
    except ValueError:
        on = date.min
    if not today <= on <= today + FURTHEST:
        raise UserError(
            f"`interview` is the day of your interview, such as `{today + timedelta(days=30)}`: "
            "today or later, and within three years; `none` forgets it.",
            title="Not a day to prepare for",
        )
    return on


async def show(call: Call) -> Reply:
    """The other side of a card, with a button for each rating."""
    card = await reviewing.card_of(call.do, call.user, call.text("card") or "")
    number = call.number("n") or 0
    if card.buried or card.reviewed + 1 != number:
        return await _next(call, _settled(call, card))
    if card.question_id in await reviewing.open_questions(call.do, call.user):
        words = Text("That question is open and waits for your answer. The card can be shown after it.")
        return await _next(call, Card("Answer first", (words,)))
    due = await reviewing.due(call.do, call.user)
    read = (Text(f"Read it up: {card.read}, {card.url}"),) if card.url else ()
    answer = Card("The answer", (*shown.prose(card.back), *read, Text(RATE)))
    return Reply(
        (Card(_title(len(due)), shown.prose(card.front)), answer),
        tuple(_rating_button(card, rating) for rating in RATINGS),
        data={**_data(card, len(due)), "back": card.back, "read": card.read, "url": card.url},
    )


async def rate(call: Call) -> Reply:
    """Takes a rating, says when the card comes back, and puts the next one."""
    card = await reviewing.card_of(call.do, call.user, call.text("card") or "")
    rating = next(r for r in RATINGS if r == call.text("rating"))
    rated = await reviewing.rate(call.do, call.user, card.id, call.number("n") or 0, rating)
    return await _next(call, _rated(call, rated), rated=card.id, counted=rated.counted)


async def _next(call: Call, *first: Card, **data: Any) -> Reply:
    """The next card that is due, or that none is; `first` is said before it, `data` added to its own."""
    due = await reviewing.due(call.do, call.user)
    reply = _front(due[0], len(due)) if due else await _none_due(call, told="forecast" in data)
    return replace(reply, cards=(*first, *reply.cards), data=reply.data | data)


def _front(card: ReviewCard, count: int) -> Reply:
    body = (*shown.prose(card.front), Text(HOW))
    press = {"card": card.id, "n": str(card.reviewed + 1)}
    buttons = (Button("Show", encode("review show", press), "primary"),)
    return Reply((Card(_title(count), body),), buttons, data=_data(card, count))


def _title(count: int) -> str:
    """`Review: 7 due, about 4 minutes`."""
    minutes = ceil(count * SECONDS_A_CARD / 60)
    return f"Review: {count} due, about {minutes} minute{'s' if minutes > 1 else ''}"


def _rating_button(card: ReviewCard, rating: Rating) -> Button:
    press = {"card": card.id, "n": str(card.reviewed + 1), "rating": rating}
    return Button(rating.capitalize(), encode("review rate", press))


async def _none_due(call: Call, *, told: bool) -> Reply:
    """When the next card comes and what will be remembered, where that is not said already."""
    coming = await reviewing.next_due(call.do, call.user)
    if coming is None:
        words = (
            "What your answers and quizzes miss becomes a card here, and is asked just before you forget it."
        )
        card = Card("Nothing to review yet", (Text(words),))
        return Reply((card,), (shown.start_button(),), data=_data(None, 0))
    when = _when(call, coming)
    cards = [Card("Nothing is due", (Text(f"The next card comes {when}."),))]
    data = {**_data(None, 0), "next_due": coming.isoformat()}
    today = days.today(call.user, call.do.clock.now())
    named = call.user.interview_on
    on = named if named is not None and named >= today else today + timedelta(days=FORECAST_DAYS)
    forecast = None if told else await reviewing.forecast_for(call.do, call.user, on)
    if forecast is not None:
        hint = (
            () if on == named else (Text("`/review interview:DATE` names the day that counts.", markup=True),)
        )
        cards.append(_forecast_card(forecast, *hint))
        data |= _forecast_data(forecast, on)
    return Reply(tuple(cards), (shown.start_button(),), data=data)


def _forecast_card(forecast: Forecast, *more: Text) -> Card:
    """What will be remembered on a day, with and without reviews."""
    cards = "card" if forecast.cards == 1 else "cards"
    unseen = f" ({forecast.unseen} never reviewed, which count as not remembered)" if forecast.unseen else ""
    fields = (
        Field("Without another review", _percent(forecast.as_it_is)),
        Field("If you review what comes due", _percent(forecast.kept_up)),
    )
    words = Text(f"How much of {forecast.cards} {cards} you are likely to remember then{unseen}.")
    return Card(f"Forecast for {_date(forecast.day)}", (words, *more), fields)


def _rated(call: Call, rated: Rated) -> Card:
    if not rated.counted:
        return _settled(call, rated.card)
    return Card(f"{rated.card.reviews[-1].rating.capitalize()}: {_comes_back(call, rated.card)}")


def _settled(call: Call, card: ReviewCard) -> Card:
    """What became of a card whose button was pressed too late."""
    if card.buried:
        return Card("No longer asked", (Text("A closer reading of your answer found that point met."),))
    last = f"You rated it “{card.reviews[-1].rating}”; it" if card.reviews else "It"
    return Card("Done before", (Text(f"{last} {_comes_back(call, card)}."),))


def _comes_back(call: Call, card: ReviewCard) -> str:
    if card.due_at <= call.do.clock.now():
        return "comes once more today"
    return f"comes back {_when(call, card.due_at)}"


def _when(call: Call, moment: datetime) -> str:
    """`tomorrow`, `in 5 days, on 27 Nov 2026`, or the time of a day that has begun."""
    at = moment.astimezone(days.zone(call.user))
    ahead = (at.date() - days.today(call.user, call.do.clock.now())).days
    if ahead <= 0:
        return f"today at {at:%H:%M}"
    return "tomorrow" if ahead == 1 else f"in {ahead} days, on {_date(at.date())}"


def _date(day: date) -> str:
    return f"{day:%-d %b %Y}"


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _data(card: ReviewCard | None, due_count: int) -> dict[str, Any]:
    return {
        "card_id": card.id if card else None,
        "due_count": due_count,
        "n": card.reviewed + 1 if card else None,
        "front": card.front if card else None,
        "topics": list(card.topics) if card else [],
    }


def _forecast_data(forecast: Forecast | None, on: date) -> dict[str, Any]:
    """Shares of 0 to 1, rounded to hundredths."""
    return {
        "forecast": {
            "day": on.isoformat(),
            "cards": forecast.cards if forecast else 0,
            "unseen": forecast.unseen if forecast else 0,
            "as_it_is": round(forecast.as_it_is, 2) if forecast else None,
            "kept_up": round(forecast.kept_up, 2) if forecast else None,
        }
    }
