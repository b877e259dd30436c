"""The rows of the action table that are about all that is held of a person."""

from domain.actions import erase, export
from domain.actions.kinds import Action, Opens, Option

DATA: tuple[Action, ...] = (
    Action(
        "account export",
        "all that I hold of you, as files",
        export.export,
        opens=Opens.SLOW,
        newcomers="refused",
    ),
    Action(
        "account delete",
        "delete your account and all that I hold of you",
        erase.delete,
        (
            Option("once", "that the first question was answered", internal=True),
            Option("twice", "that the last question was answered", internal=True),
            Option("keep", "that all is to stay", internal=True),
        ),
        Opens.SLOW,
        newcomers="refused",
    ),
)
