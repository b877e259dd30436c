"""A person's name, where their platform tells it only after their first message."""

import logging

from domain.errors import Conflict, StoreUnavailable
from domain.model.user import User
from domain.requests import Actor
from domain.services import Services

log = logging.getLogger(__name__)


async def named(do: Services, user: User, actor: Actor) -> User:
    """The user under their name, where only their id was known; as before where that cannot be kept."""
    if user.named(actor) == user:
        return user
    try:
        return await do.users.change(user.id, lambda u: u.named(actor))
    except (StoreUnavailable, Conflict) as error:
        log.warning("the name of %s could not be kept: %s", user.id, error)
        return user
