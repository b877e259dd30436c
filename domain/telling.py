"""What the bot says by itself goes out here; somebody who closed their messages is not tried again."""

import logging

from domain.errors import Unreachable
from domain.model.interview import Interview
from domain.model.user import User
from domain.replies import Reply
from domain.requests import Actor, Place
from domain.services import Services

log = logging.getLogger(__name__)


async def tell(
    do: Services, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False
) -> bool:
    """Sends a message; False where the person cannot be reached, which is remembered until they write, or has
    no account any more: somebody who has just deleted it is told of nothing else.

    One of a `key` that was shown already is not shown again where the platform can tell; `again` says that an
    earlier send may have shown it.
    """
    user = await do.users.of(to)
    if user is None:
        log.info("a message was not sent: its addressee has no account any more")
        return False
    if place.kind == "dm" and user.unreachable(to):
        log.info("a message to %s was not tried: they closed their direct messages", user.id)
        return False
    try:
        await do.messenger.send(to, place, reply, key, again)
    except Unreachable as error:
        log.info("a message could not be delivered: %s", error)
        await do.users.change(user.id, lambda u: u.marked(to, do.clock.now()))
        return False
    return True


async def written_by(do: Services, user: User, actor: Actor) -> User:
    """The user after they wrote in a direct message, which shows that they can be reached there again."""
    if not user.unreachable(actor):
        return user
    return await do.users.change(user.id, lambda u: u.marked(actor, None))


def known_as(interview: Interview, student: User) -> Actor:
    """The identity under which the student holds this interview; any, where that is theirs no more."""
    held_as = Actor.of(interview.held_as) if interview.held_as else None
    if held_as is not None and student.seen_as(held_as):
        return held_as
    identity = student.identities[0]
    return Actor(identity.platform, identity.user_id, identity.workspace_id, identity.display_name)
