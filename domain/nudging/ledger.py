"""What the ledger of nudges says of a student, and the look that puts today's nudge into it.

A process may die at any step of a nudge's way: looked for, claimed, sent, marked. Each can be repeated. A
nudge is one document a student and day, so looking again makes no second one. It is claimed for a lease;
whoever finds the lease over sends the same reasons under the same key, which a platform that knows keys shows
once. What was sent is marked, and what is marked is not told again.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import days
from domain.errors import Duplicate
from domain.model.nudge import Nudge, NudgePayload
from domain.model.user import User
from domain.nudging import schedule
from domain.nudging.reasons import Outlook, Reason, Told, reckon
from domain.requests import Actor
from domain.services import Services

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
KEPT = 40
"""Nudges that are read of a student: more than the days over which a reason that comes again is the same."""


@dataclass(frozen=True, slots=True)
class History:
    """A student's last nudges, the newest first, whether they are all, and the day that it is for them."""

    nudges: tuple[Nudge, ...]
    whole: bool
    today: date

    @property
    def told(self) -> Told:
        """A dropped one may have been shown by a process that died; its reasons were kept only then."""
        keys = (key for n in self.nudges if n.state in ("sent", "dropped") for key in n.payload.reasons)
        earliest = min((n.payload.day for n in self.nudges), default=self.today)
        return Told(frozenset(keys), date.min if self.whole else earliest)

    @property
    def last(self) -> Nudge | None:
        """The last that was sent, by a clock that was not too far ahead."""
        return next((n for n in self.nudges if n.state == "sent" and self._likely(n)), None)

    @property
    def under_way(self) -> bool:
        """Whether one may have been shown and is not marked yet."""
        return any(n.state == "claimed" and self._likely(n) for n in self.nudges)

    @property
    def stale(self) -> tuple[Nudge, ...]:
        """Those that nobody sent on their day."""
        return tuple(n for n in self.nudges if n.state == "due" and n.payload.day < self.today)

    def _likely(self, nudge: Nudge) -> bool:
        return nudge.payload.day <= self.today + schedule.AHEAD


@dataclass(frozen=True, slots=True)
class Plan:
    """What a look finds: the user as they are to be stored, and today's nudge if there is one."""

    user: User
    nudge: Nudge | None = None
    reasons: tuple[Reason, ...] = ()


async def history_of(do: Services, user: User, now: datetime) -> History:
    """Of the daily ones: a digest is no reminder of theirs."""
    known = await do.nudges.of_user(user.id, KEPT)
    daily = tuple(nudge for nudge in known if nudge.kind == "daily")
    return History(daily, len(known) < KEPT, days.today(user, now))


def addressees(user: User) -> tuple[Actor, ...]:
    """The identities that take messages; the one that they chose first."""
    open_ = [
        Actor(i.platform, i.user_id, i.workspace_id, i.display_name)
        for i in user.identities
        if i.unreachable_since is None
    ]
    return tuple(sorted(open_, key=lambda actor: actor.key != user.nudge_settings.told_as))


async def look(do: Services, user: User) -> None:
    """Puts today's nudge into the ledger, if there is something to say, and says when to look next.

    Of several processes that look at once one does so; a change of the user meanwhile has it done again.
    """
    now = do.clock.now()
    history = await history_of(do, user, now)
    for nudge in history.stale:
        await drop(do, nudge, shown=False)
    plan = await planned(do, user, now, history)
    if plan.nudge is not None:
        try:
            await do.nudges.add(plan.nudge)
        except Duplicate:
            log.info("%s is in the ledger already", plan.nudge.key)
    known = (user.id, user.version)
    await do.users.change(user.id, lambda u: plan.user if (u.id, u.version) == known else u)


async def planned(do: Services, user: User, now: datetime, history: History) -> Plan:
    """What a look at the user finds at that moment; nothing is written."""
    rules, today, last = do.nudging, history.today, history.last
    hours, snoozed = schedule.hours_of(user, rules), user.nudge_settings.snoozed_until
    if not user.nudge_settings.on or not addressees(user):
        return _wait(user, None)
    if snoozed is not None and today < snoozed:
        return _wait(user, schedule.next_look(user, rules, now))
    if hours.quiet(now):
        return _wait(user, hours.allowed(now))
    if history.under_way:
        return _wait(user, now + rules.lease)
    if last is not None:
        before, day = user, last.payload.day
        user = schedule.after(user, rules, day, now, last=last.payload.last)
        if user != before and (last.payload.last or today < schedule.rests_until(user, day)):
            return Plan(user)
        if told_today(last, today, user):
            return _wait(user, schedule.next_look(user, rules, now, today + DAY))
    return _found(do, user, now, await reckon(do, user, now, history.told))


def told_today(last: Nudge, today: date, user: User) -> bool:
    """Whether that nudge was today's, or was sent today because it could not be before."""
    sent_on = days.today(user, last.sent_at) if last.sent_at is not None else None
    return schedule.covers(last.payload.day, today) or sent_on == today


def _wait(user: User, look_at: datetime | None) -> Plan:
    return Plan(user.model_copy(update={"look_at": look_at}))


def _found(do: Services, user: User, now: datetime, outlook: Outlook) -> Plan:
    today = days.today(user, now)
    if not outlook.worth_telling:
        return _wait(user, _next_look(do, user, now, outlook.next_on))
    nudge = Nudge(
        id=do.random.new_id(),
        created_at=now,
        updated_at=now,
        key=f"{user.id}:{today}",
        user_id=user.id,
        due_at=now,
        payload=NudgePayload(
            day=today,
            reasons=tuple(reason.key for reason in outlook.reasons),
            last=user.unanswered + 1 >= schedule.LAST,
            to=tuple(actor.key for actor in addressees(user)),
        ),
    )
    following = _wait(user, schedule.next_look(user, do.nudging, now, today + DAY))
    return Plan(following.user, nudge, outlook.reasons)


def _next_look(do: Services, user: User, now: datetime, next_on: date | None) -> datetime | None:
    """Tomorrow after a day on which they did something, since what they did may be due soon."""
    tomorrow = days.today(user, now) + DAY
    if user.seen_on is not None and user.seen_on >= tomorrow - 2 * DAY:
        return schedule.next_look(user, do.nudging, now, tomorrow)
    if next_on is None:
        return None
    return schedule.next_look(user, do.nudging, now, max(next_on, tomorrow))


async def drop(do: Services, nudge: Nudge, *, shown: bool) -> None:
    """Ends a nudge that is not to be sent any more; only where it may have been `shown` do its reasons count.

    Nothing happens where somebody has changed it since.
    """
    reasons = nudge.payload.reasons if shown else ()
    payload = nudge.payload.model_copy(update={"reasons": reasons})
    change = {"state": "dropped", "payload": payload, "lease_until": None}
    await do.nudges.change(
        nudge.id, lambda n: n.model_copy(update=change) if n.version == nudge.version else n
    )
