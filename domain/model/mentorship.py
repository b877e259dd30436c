"""A student's consent that a mentor sees some of their work for some time, and a record of every look."""

from datetime import datetime, timedelta
from typing import Literal, Self, get_args

from pydantic import Field

from domain.model.base import Entity, UtcTime, Value
from domain.times import as_utc

Scope = Literal["reports", "attempts", "roadmap", "chat"]
State = Literal["pending", "active", "declined", "revoked"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
STATES: tuple[State, ...] = get_args(State)

ANSWERED_WITHIN = timedelta(days=14)
ASKED_AGAIN_AFTER = timedelta(days=7)
A_DAY = timedelta(days=1)
MOST_LOOKS, KEPT_LOOKS = 1_000, 500
"""How many looks one document takes; how many of the last go along where the student invites anew."""


class Look(Value):
    """The mentor was shown `what`; where that came several times running, the last of them at `last_at`."""

    at: UtcTime
    what: str
    times: int = Field(default=1, ge=1)
    last_at: UtcTime


class Coming(Value):
    """Something that the mentor began to set the student `at` that moment, and that may not be stored yet."""

    key: str
    assignment_id: str
    at: UtcTime


class Mentorship(Entity):
    """(mentor_id, student_id) is unique. `days` is how long it lasts once the mentor has accepted.

    `expires_at` is when it ends; of a pending one, until when it can be accepted; of a declined one, from
    when on the mentor may be asked again. `asked_at` is when the mentor was last sent the invitation, and
    `told_at` when the student was last told of a look; `commented_at` is when they were last told of a
    comment, the one whose id `commented` is, or of several with it. `coming` are the last assignments.
    """

    mentor_id: str
    student_id: str
    scopes: tuple[Scope, ...]
    days: int = Field(ge=1, le=365)
    state: State = "pending"
    expires_at: UtcTime
    asked_at: UtcTime
    told_at: UtcTime | None = None
    commented_at: UtcTime | None = None
    commented: str = ""
    looks: tuple[Look, ...] = ()
    coming: tuple[Coming, ...] = ()

    def pending(self, now: datetime) -> bool:
        return self.state == "pending" and now < self.expires_at

    def active(self, now: datetime) -> bool:
        return self.state == "active" and now < self.expires_at

    def live(self, now: datetime) -> bool:
        """Whether either side could still end it."""
        return self.pending(now) or self.active(now)

    def grants(self, scope: Scope, now: datetime) -> bool:
        return self.active(now) and scope in self.scopes

    @property
    def full(self) -> bool:
        """Whether no further look can be written down, so that none may be had."""
        return len(self.looks) >= MOST_LOOKS

    def renewed(self, scopes: tuple[Scope, ...], days: int, now: datetime) -> Self:
        """On other terms by the student's word: at once where it is active, else as an invitation.

        The same terms again change nothing while the invitation waits. A mentor who was asked within a day is
        not asked again: the buttons they have still count.
        """
        now = as_utc(now)
        if self.pending(now) and (self.scopes, self.days) == (scopes, days):
            return self
        terms = {"scopes": scopes, "days": days, "looks": self.looks[-KEPT_LOOKS:]}
        if self.active(now):
            return self.model_copy(update={**terms, "expires_at": now + timedelta(days=days)})
        asked = self.asked_at if now - self.asked_at < A_DAY else now
        waiting = {"state": "pending", "expires_at": now + ANSWERED_WITHIN, "asked_at": asked}
        return self.model_copy(update={**terms, **waiting})

    def accepted(self, now: datetime) -> Self:
        until = as_utc(now) + timedelta(days=self.days)
        return self.model_copy(update={"state": "active", "expires_at": until})

    def declined(self, now: datetime) -> Self:
        again = as_utc(now) + ASKED_AGAIN_AFTER
        return self.model_copy(update={"state": "declined", "expires_at": again})

    def revoked(self, now: datetime) -> Self:
        return self.model_copy(update={"state": "revoked", "expires_at": as_utc(now)})

    def looked(self, what: str, now: datetime) -> Self:
        """With one more look; the same thing again within a day adds to the last one."""
        now = as_utc(now)
        last = self.looks[-1] if self.looks else None
        if last is not None and last.what == what and now - last.at < A_DAY:
            again = last.model_copy(update={"times": last.times + 1, "last_at": now})
            return self.model_copy(update={"looks": (*self.looks[:-1], again)})
        return self.model_copy(update={"looks": (*self.looks, Look(at=now, what=what, last_at=now))})
