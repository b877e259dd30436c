"""As much of an account as its group is shown."""

from domain.model.base import Value


class Named(Value):
    """`id` is that of the account which is left, where several were joined."""

    id: str
    name: str
    off_board: bool = False
