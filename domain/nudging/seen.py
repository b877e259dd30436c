"""A student did something: what they are reminded of begins anew."""

import logging

from domain.errors import Conflict, StoreUnavailable
from domain.model.user import User
from domain.nudging import schedule
from domain.services import Services

log = logging.getLogger(__name__)


async def seen(do: Services, user: User) -> User:
    """The user after a sign of life; it is written once a day, and once after each nudge.

    Where it cannot be written the request goes on without: it has better reasons to fail.
    """
    now = do.clock.now()
    if schedule.noted(user, do.nudging, now) == user:
        return user
    try:
        return await do.users.change(user.id, lambda u: schedule.noted(u, do.nudging, now))
    except (StoreUnavailable, Conflict) as error:
        log.warning("a sign of life of %s could not be noted: %s", user.id, error)
        return user
