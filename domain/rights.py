"""Who may do what only the operators may."""

from domain.model.user import User
from domain.requests import Actor
from domain.services import Services


def is_admin(do: Services, user: User | None, actor: Actor) -> bool:
    """Whether the account is an admin's, or the identity it is used by is named in config.toml's [admin].

    `user` is None for somebody without an account.
    """
    return actor.key in do.admins or (user is not None and user.role == "admin")
