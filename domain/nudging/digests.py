"""A mentor's weekly digest in the ledger of nudges: put there once a week, on Monday morning.

It has a switch of its own; quiet hours and a snooze hold for it as for reminders.
"""

import logging
from datetime import date, datetime, timedelta

from domain import days
from domain.errors import Duplicate
from domain.mentoring.digest import compose
from domain.model.nudge import Nudge, NudgePayload
from domain.model.user import User
from domain.nudging import schedule
from domain.nudging.week import monday_of
from domain.replies import Reply
from domain.rules import NudgeRules
from domain.services import Services

log = logging.getLogger(__name__)

MORNING = "08:00"
WEEK = timedelta(days=7)
LATEST = timedelta(days=2)
"""After Monday: a digest that could not be sent until then is not sent."""


def next_at(user: User, rules: NudgeRules, now: datetime) -> datetime:
    """The first Monday morning after that moment, in the mentor's zone; not within their quiet hours."""
    monday = monday_of(days.today(user, now))
    slot = _slot(user, rules, monday)
    return slot if slot > now else _slot(user, rules, monday + WEEK)


def _slot(user: User, rules: NudgeRules, monday: date) -> datetime:
    own = schedule.hours_of(user, rules)
    return schedule.Hours(MORNING, own.quiet_from, own.quiet_to, own.zone).slot(monday)


async def look(do: Services, user: User, to: tuple[str, ...]) -> None:
    """Puts this week's digest into the ledger, if it is the time, and says when to look next.

    Of several processes that look at once one does so: its key is unique.
    """
    now = do.clock.now()
    today = days.today(user, now)
    monday = monday_of(today)
    if _slot(user, do.nudging, monday) <= now and today - monday <= LATEST and to:
        try:
            await do.nudges.add(_digest(do, user, now, monday, to))
        except Duplicate:
            log.info("the digest of that week is in the ledger already")
    following = next_at(user, do.nudging, now)
    due = user.digest_at
    await do.users.change(
        user.id, lambda u: u.model_copy(update={"digest_at": following}) if u.digest_at == due else u
    )


def _digest(do: Services, user: User, now: datetime, monday: date, to: tuple[str, ...]) -> Nudge:
    year, week, _ = monday.isocalendar()
    key = f"{user.id}:digest:{year}-W{week:02}"
    return Nudge(
        id=do.random.new_id(),
        created_at=now,
        updated_at=now,
        key=key,
        user_id=user.id,
        kind="digest",
        due_at=now,
        payload=NudgePayload(day=monday, reasons=(key,), to=to),
    )


def begins_at(do: Services, user: User, nudge: Nudge, now: datetime) -> datetime | None:
    """From when it may be sent; None where it is not wanted any more, or its days are over."""
    today, snoozed = days.today(user, now), user.nudge_settings.snoozed_until
    late = nudge.state == "due" and today > nudge.payload.day + LATEST
    if user.digest_at is None or late or (snoozed is not None and today < snoozed):
        return None
    return schedule.hours_of(user, do.nudging).allowed(now)


async def worded(do: Services, user: User, nudge: Nudge) -> Reply | None:
    """The week before that Monday; None for somebody without students."""
    return await compose(do, user, nudge.key, nudge.payload.day - WEEK)


async def mark(do: Services, nudge: Nudge) -> None:
    """It was sent, whoever has claimed it since; the count of reminders that nobody answers is another."""
    change = {"state": "sent", "sent_at": do.clock.now(), "lease_until": None, "error": ""}
    await do.nudges.change(nudge.id, lambda n: n if n.state == "sent" else n.model_copy(update=change))
