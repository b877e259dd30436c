"""A person: one account, known by one or more platforms."""

from datetime import datetime
from typing import Literal, Self

from pydantic import Field

from domain.model.base import Day, Entity, UtcTime, Value
from domain.model.chat import Sharing
from domain.model.profile import MOST_DESCRIPTIONS, JobDescription, KeptResume
from domain.requests import Actor


class Identity(Value):
    """How one platform knows the person; (platform, workspace_id, user_id) is unique in the store.

    `unreachable_since` is when a direct message could not be delivered; None as long as they can be.
    """

    platform: str
    workspace_id: str = ""
    user_id: str
    display_name: str = ""
    unreachable_since: UtcTime | None = None

    def is_of(self, actor: Actor) -> bool:
        mine = (self.platform, self.workspace_id, self.user_id)
        return mine == (actor.platform, actor.workspace_id, actor.user_id)

    @property
    def key(self) -> str:
        """As Actor.key."""
        return f"{self.platform}:{self.workspace_id}:{self.user_id}"


class Retrying(Value):
    """A question of an earlier interview that waits for a second answer, which will be its try `attempt_no`.

    `place` is where it was asked for, as a Place's text.
    """

    session_id: str
    question_id: str
    attempt_no: int
    asked_at: UtcTime
    place: str = "dm"


class NudgeSettings(Value):
    """When a person may be reminded, in their own zone; None stands for the operator's default.

    Times are `HH:MM`; quiet hours that begin when they end are none. `snoozed_until` is the first day on
    which they may be reminded again. `told_as` is the key of the identity that reminders go to; empty for
    any that works.
    """

    on: bool = True
    at: str | None = None
    quiet_from: str | None = None
    quiet_to: str | None = None
    snoozed_until: Day | None = None
    told_as: str = ""


class StreakBefore(Value):
    """A streak as it was before a day was missed."""

    days: int
    best: int
    last_on: Day
    last_at: UtcTime
    freezes: int


class Streak(Value):
    """Days in a row on which the person practised, in their own zone; a freeze stands in for a missed one.

    `last_on` is the last of them, `last_at` when it was counted. `frozen` are the missed days that a freeze
    stood in for last. `before` is how it stood before the day counted last, if days were missed before that:
    a clock that was ahead makes it look so.
    """

    days: int = Field(default=0, ge=0)
    best: int = Field(default=0, ge=0)
    last_on: Day | None = None
    last_at: UtcTime | None = None
    freezes: int = Field(default=0, ge=0)
    frozen: tuple[Day, ...] = ()
    before: StreakBefore | None = None


class Proof(Value):
    """That the person has shown to have another account as well, until then: they may join the two."""

    account_id: str
    until: UtcTime


class User(Entity):
    """`email` is the address as it is looked for, `email_typed` as it was typed; there are both or neither.

    `link_code` is the digest of the one code that may join another identity to this account.
    An account that was joined into another has that one's id in `joined_into`: whoever comes as this one is
    that one from then on. `keeps_login` says that its e-mail and password go along in any case. Identities
    that are about to be taken over from such an account are `claimed`.

    `retrying` is the question that the next plain message answers while no interview is open.

    `look_at` is when to look next whether there is something to remind them of; None where nothing is
    tracked. `unanswered` counts the nudges since they last did anything, the last of them on `nudged_on`;
    `seen_on` is the day on which they last did something.
    `interview_on` is the day of the interview that they prepare for. `digest_at` is when a mentor is to be
    sent the next digest of their students' week; None for no digests.
    `resume_before` and `description_before` are what was replaced or removed last, for its Undo.
    `analysis_due_at` is when the resume's analysis is believed to have died; None where none is owed.
    `matched` is the id of the job description that the resume was held against last.
    With `off_board` no board or summary of a group names them.
    """

    name: str
    email: str | None = None
    email_typed: str | None = None
    password_hash: str | None = None
    role: Literal["user", "admin"] = "user"
    registered_at: UtcTime
    last_login: UtcTime | None = None
    identities: tuple[Identity, ...] = ()
    claimed: tuple[Identity, ...] = ()
    joined_into: str | None = None
    keeps_login: bool = False
    link_code: str | None = None
    proof: Proof | None = None
    timezone: str = "UTC"
    locale: str = "en"
    retrying: Retrying | None = None
    nudge_settings: NudgeSettings = NudgeSettings()
    sharing: Sharing = Sharing()
    look_at: UtcTime | None = None
    unanswered: int = Field(default=0, ge=0)
    nudged_on: Day | None = None
    seen_on: Day | None = None
    streak: Streak = Streak()
    interview_on: Day | None = None
    digest_at: UtcTime | None = None
    resume: KeptResume | None = None
    resume_before: KeptResume | None = None
    analysis_due_at: UtcTime | None = None
    job_descriptions: tuple[JobDescription, ...] = Field(default=(), max_length=MOST_DESCRIPTIONS)
    description_before: JobDescription | None = None
    matched: str | None = None
    off_board: bool = False

    def seen_as(self, actor: Actor) -> bool:
        """Whether that platform's person is this one."""
        return any(identity.is_of(actor) for identity in self.identities)

    def named(self, actor: Actor) -> Self:
        """The user under the name that a platform tells, where their id stood in for it."""
        if not actor.display_name or self.name != actor.user_id or not self.seen_as(actor):
            return self
        identities = tuple(
            i.model_copy(update={"display_name": actor.display_name}) if i.is_of(actor) else i
            for i in self.identities
        )
        return self.model_copy(update={"name": actor.display_name, "identities": identities})

    def unreachable(self, actor: Actor) -> bool:
        """Whether direct messages to that identity are known to be closed."""
        return any(i.is_of(actor) and i.unreachable_since is not None for i in self.identities)

    def marked(self, actor: Actor, unreachable_since: datetime | None) -> Self:
        """The user with that identity closed to direct messages since then, or open to them again."""
        identities = tuple(
            i.model_copy(update={"unreachable_since": unreachable_since}) if i.is_of(actor) else i
            for i in self.identities
        )
        return self.model_copy(update={"identities": identities})
