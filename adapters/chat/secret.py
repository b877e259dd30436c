"""Which inputs of a form ask for a secret: their ids tell, since little else of a form comes back with it."""

from domain.replies import Input

MARK = "secret:"
NOTE = "It shows while you type. It is sent to me alone and stands in no message."
"""Said below such an input, since a chat platform cannot hide what is typed."""


def input_id(one: Input) -> str:
    """What an input goes by on the platform."""
    return MARK + one.name if one.secret else one.name


def name_of(input_id: str) -> str:
    """`Input.name` of such an id."""
    return input_id.removeprefix(MARK)


def is_secret(input_id: str) -> bool:
    """Whether what was given there must not be handed back, logged or kept."""
    return input_id.startswith(MARK)
