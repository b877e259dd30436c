"""A person: one account, known by one or more platforms."""

from datetime import datetime
from typing import Literal, Self

from domain.model.base import Entity, UtcTime, Value
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


class Retrying(Value):
    """A question of an earlier interview that waits for a second answer, which will be its try `attempt_no`.

    `place` is where it was asked for, as a Place's text.
    """

    session_id: str
    question_id: str
    attempt_no: int
    asked_at: UtcTime
    place: str = "dm"


class User(Entity):
    """`retrying` is the question that the next plain message answers while no interview is open."""

    name: str
    email: str | None = None
    role: Literal["user", "admin"] = "user"
    registered_at: UtcTime
    last_login: UtcTime | None = None
    identities: tuple[Identity, ...] = ()
    timezone: str = "UTC"
    locale: str = "en"
    retrying: Retrying | None = None

    def seen_as(self, actor: Actor) -> bool:
        """Whether that platform's person is this one."""
        return any(identity.is_of(actor) for identity in self.identities)

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
