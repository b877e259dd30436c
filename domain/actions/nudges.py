"""/nudges: whether, when and where to be reminded, and what there would be to say."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from domain import days, streak
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.model.user import User
from domain.nudging import message, schedule
from domain.nudging.ledger import history_of
from domain.nudging.reasons import reckon
from domain.nudging.schedule import Hours
from domain.replies import Button, Field, Reply, Text, say
from domain.tokens import encode

LONGER = (3, 7)
NO_QUIET = ("off", "none", "no", "never")
_HALF = re.compile(r"(am|pm)\b\s*(.*)", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.ASCII)


async def on(call: Call) -> Reply:
    """Reminders go where this was asked for; a snooze is over."""
    actor = call.request.actor
    user = await _set(call, on=True, snoozed_until=None, told_as=actor.key)
    where = "here" if len(user.identities) < 2 else f"here, on {actor.platform.capitalize()}"
    words = f"I write to you {where}, at most once a day and only if something is due. {_when(call, user)}"
    return say("Reminders are on", Text(words), *_hint(user), buttons=_switches(user), data=_data(call, user))


async def off(call: Call) -> Reply:
    user = await _set(call, on=False)
    return say(
        "Reminders are off",
        "I will not write to you by myself any more. Everything else goes on as it was.",
        buttons=(on_button("Turn on again"),),
        data=_data(call, user),
    )


async def time(call: Call) -> Reply:
    """The hour, and with `quiet` the hours in which nothing is sent."""
    typed, quiet = _half_of_day(call.text("at") or "", call.text("quiet"))
    at = clock(typed)
    span = {} if quiet is None else dict(zip(("quiet_from", "quiet_to"), _span(quiet), strict=True))
    user = await _set(call, at=at, **span)
    hours = schedule.hours_of(user, call.do.nudging)
    within = (
        (Text(f"{at} lies in your quiet hours, so I wait for their end, {hours.told_at}."),)
        if hours.told_at != at
        else ()
    )
    return say(
        f"Reminders come at {hours.told_at}",
        Text(_when(call, user)),
        *within,
        *_hint(user),
        buttons=_switches(user),
        data=_data(call, user),
    )


async def snooze(call: Call) -> Reply:
    """Nothing is sent before their hour on the day that is so many days from today."""
    count = call.number("days") or 1
    until = days.today(call.user, call.do.clock.now()) + timedelta(days=count)
    user = await _set(call, snoozed_until=until)
    if not user.nudge_settings.on:
        words = "Your reminders are off, so it is quiet until you turn them on."
        return say("Reminders are off", words, buttons=(on_button("Turn on"),), data=_data(call, user))
    longer = tuple(message.snooze_button(n, f"Snooze {n} days") for n in LONGER if n > count)
    hours = schedule.hours_of(user, call.do.nudging)
    return say(
        f"Quiet until {_shown(hours.slot(until), hours)}",
        "Nothing is lost: what still matters then is in one message.",
        buttons=(*longer, on_button("Wake me now")),
        data=_data(call, user),
    )


async def show(call: Call) -> Reply:
    """Every setting, the next look, the streak, and what would be said now."""
    user, now = call.user, call.do.clock.now()
    history = await history_of(call.do, user, now)
    outlook = await reckon(call.do, user, now, history.told)
    said = message.compose("", outlook.reasons, history.today) if outlook.reasons else None
    words = message.plain(said) if said else "Nothing: all is done or told."
    data = {**_data(call, user), "would_say": [reason.key for reason in outlook.reasons]}
    return say(
        "Your reminders",
        fields=(*_fields(call, user), Field("What I would say now", words)),
        buttons=_switches(user),
        data=data,
    )


def _half_of_day(at: str, quiet: str | None) -> tuple[str, str | None]:
    """`6` and `pm 22:00-08:00`, which is how words without a name arrive, as what they mean."""
    behind = _HALF.fullmatch(quiet.strip()) if quiet is not None else None
    return (at, quiet) if behind is None else (f"{at} {behind[1]}", behind[2] or None)


def clock(text: str) -> str:
    """`8`, `8:30`, `08.30` or `8:30 pm` as `HH:MM`. Raises UserError."""
    found = _CLOCK.fullmatch(text.strip().casefold())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    half = found[3] if found else None
    if half is not None:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise UserError(
            f"“{text[:40]}” is no time of a day. Write it like 08:30 or 18:00.", title="Which time?"
        )
    return f"{hour:02}:{minute:02}"


def _span(text: str) -> tuple[str, str]:
    """`22:00-08:00`, or `off` for no quiet hours at all. Raises UserError."""
    if text.strip().casefold() in NO_QUIET:
        return "00:00", "00:00"
    ends = re.split(r"\s*(?:-|–|\bto\b)\s*", text.strip())
    if len(ends) != 2:
        raise UserError(
            f"“{text[:40]}” are no quiet hours. "
            "Write them like `quiet:22:00-08:00`, or `quiet:off` for none.",
            title="Which hours?",
        )
    return clock(ends[0]), clock(ends[1])


async def _set(call: Call, **settings: object) -> User:
    """The user with these settings, looked at in their next slot by them."""
    do, now = call.do, call.do.clock.now()

    def rule(user: User) -> User:
        chosen = user.nudge_settings.model_copy(update=settings)
        changed = user.model_copy(update={"nudge_settings": chosen})
        return changed.model_copy(update={"look_at": schedule.next_look(changed, do.nudging, now)})

    return await do.users.change(call.user.id, rule)


def on_button(label: str) -> Button:
    return Button(label, encode("nudges on"), "primary")


def _switches(user: User) -> tuple[Button, ...]:
    if not user.nudge_settings.on:
        return (on_button("Turn on"),)
    return (message.snooze_button(1, "Snooze"), message.stop_button())


def _when(call: Call, user: User) -> str:
    hours = schedule.hours_of(user, call.do.nudging)
    quiet = f", never from {hours.quiet_from} to {hours.quiet_to}" if _has_quiet(hours) else ""
    return (
        f"My hour is {hours.told_at} in {hours.zone.key}, where it is {_clock_now(call, hours)} now{quiet}."
    )


def _hint(user: User) -> tuple[Text, ...]:
    if user.timezone != "UTC":
        return ()
    return (Text("Is that not your time? `/profile timezone` sets yours.", markup=True),)


def _has_quiet(hours: Hours) -> bool:
    return hours.quiet_from != hours.quiet_to


def _clock_now(call: Call, hours: Hours) -> str:
    return f"{call.do.clock.now().astimezone(hours.zone):%H:%M}"


def _shown(moment: datetime, hours: Hours) -> str:
    return moment.astimezone(hours.zone).strftime("%a %-d %b, %H:%M")


def _fields(call: Call, user: User) -> tuple[Field, ...]:
    hours, settings = schedule.hours_of(user, call.do.nudging), user.nudge_settings
    quiet = f"{hours.quiet_from} to {hours.quiet_to}" if _has_quiet(hours) else "none"
    until = settings.snoozed_until
    snoozed = (
        (Field("Snoozed until", _shown(hours.slot(until), hours)),) if _snoozed(call, user) and until else ()
    )
    stands = streak.standing(user.streak, hours.zone, call.do.clock.now())
    froze = f", {stands.freezes} freeze day{'' if stands.freezes == 1 else 's'}" if stands.freezes else ""
    return (
        Field("Reminders", "on" if settings.on else "off"),
        Field("Hour", hours.told_at),
        Field("Time zone", f"{hours.zone.key}, {_clock_now(call, hours)} now"),
        Field("Quiet hours", quiet),
        *snoozed,
        Field("Next look", _shown(user.look_at, hours) if user.look_at else "none"),
        Field("Days in a row", f"{stands.days}, best {stands.best}{froze}"),
    )


def _snoozed(call: Call, user: User) -> bool:
    until = user.nudge_settings.snoozed_until
    return until is not None and days.today(user, call.do.clock.now()) < until


def _data(call: Call, user: User) -> dict[str, Any]:
    hours, settings = schedule.hours_of(user, call.do.nudging), user.nudge_settings
    stands = streak.standing(user.streak, hours.zone, call.do.clock.now())
    until: date | None = settings.snoozed_until if _snoozed(call, user) else None
    return {
        "on": settings.on,
        "at": hours.told_at,
        "timezone": hours.zone.key,
        "local_time": _clock_now(call, hours),
        "quiet": [hours.quiet_from, hours.quiet_to] if _has_quiet(hours) else None,
        "snoozed_until": until.isoformat() if until else None,
        "next_look": user.look_at.isoformat() if user.look_at else None,
        "streak": {
            "days": stands.days,
            "best": stands.best,
            "freezes": stands.freezes,
            "today": stands.today,
        },
    }
