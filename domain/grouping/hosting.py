"""Messages for whoever leads a round alone: what it came to, where its place takes no messages any more."""

from dataclasses import replace

from domain.model.group import GroupRound
from domain.model.user import User
from domain.replies import Reply
from domain.requests import Actor, Place
from domain.services import Services
from domain.telling import tell


async def tell_host(do: Services, group: GroupRound, reply: Reply, key: str, again: bool) -> None:
    """In a direct message; nobody is told where the host has no account any more. `key` is as for tell."""
    host = await do.users.get(group.host)
    if host is not None and host.identities:
        await tell(do, _reached_as(group, host), Place(), replace(reply, private=True), key, again)


def _reached_as(group: GroupRound, host: User) -> Actor:
    """The host on the platform where the round was held, if they are still there."""
    held_as = Actor.of(group.held_as)
    here = [
        i for i in host.identities if (i.platform, i.workspace_id) == (held_as.platform, held_as.workspace_id)
    ]
    identity = (here or host.identities)[0]
    return Actor(identity.platform, identity.user_id, identity.workspace_id, identity.display_name)
