"""A person: one account, known by one or more platforms."""

from typing import Literal

from domain.model.base import Entity, UtcTime, Value
from domain.requests import Actor


class Identity(Value):
    """How one platform knows the person; (platform, workspace_id, user_id) is unique in the store."""

    platform: str
    workspace_id: str = ""
    user_id: str
    display_name: str = ""


class User(Entity):
    name: str
    email: str | None = None
    role: Literal["user", "admin"] = "user"
    registered_at: UtcTime
    last_login: UtcTime | None = None
    identities: tuple[Identity, ...] = ()
    timezone: str = "UTC"
    locale: str = "en"

    def seen_as(self, actor: Actor) -> bool:
        """Whether that platform's person is this one."""
        return any(
            (i.platform, i.workspace_id, i.user_id) == (actor.platform, actor.workspace_id, actor.user_id)
            for i in self.identities
        )
