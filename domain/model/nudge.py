"""A reminder in the ledger: claimed by one process, sent once, and kept as the record that it was."""

from typing import Literal

from domain.model.base import Day, Entity, UtcTime, Value


class NudgePayload(Value):
    """`day` is the student's own. `reasons` name what it tells of, such as `stage:PATH:SLUG:2027-03-01:week`.

    `last` says that it is the last before the student is left in peace. `to` are the keys of the identities
    that it may go to, the one that they would rather have first.
    """

    day: Day
    reasons: tuple[str, ...] = ()
    last: bool = False
    to: tuple[str, ...] = ()


class Nudge(Entity):
    """At most one a student and day: `key` is `USER:DAY`, unique. What was told once is not told again.

    A mentor's digest of their students' week is one too, at most one a week: `USER:digest:2026-W48`.

    `due_at` is when it is to be dealt with next: sent, or taken over from who claimed it. `attempts` counts
    the sends that began. `key` goes along with each, so that a platform that knows keys shows it once. One
    that is `claimed` may have been shown; `dropped` ones had nothing to say any more when their time came.
    """

    key: str
    user_id: str
    kind: Literal["daily", "digest"] = "daily"
    due_at: UtcTime
    state: Literal["due", "claimed", "sent", "dropped", "dead"] = "due"
    lease_until: UtcTime | None = None
    attempts: int = 0
    payload: NudgePayload
    sent_at: UtcTime | None = None
    error: str = ""
