"""A field of a form that is picked: the list as it is shown, and which of it is meant by what was typed."""

from collections.abc import Iterator

from domain.replies import Choice, Input

NOTHING = Choice("nothing", "")


def listed(item: Input) -> Iterator[str]:
    """`1 Met fully`, one a line; Enter takes what is marked."""
    for number, choice in enumerate(item.choices, 1):
        mark = " (Enter)" if item.chosen and choice.value == item.chosen else ""
        yield f"{number} {choice.label}{mark}"


def picked(item: Input, typed: str) -> Choice | None:
    """The choice of that number or label, or of the only label that begins so; None where none is meant.

    An empty line is what is chosen already, or nothing where that will do.
    """
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        chosen = next((c for c in item.choices if c.value == item.chosen), None)
        return chosen or (None if item.required else NOTHING)
    for number, choice in enumerate(item.choices, 1):
        if wanted in (str(number), choice.label.casefold()):
            return choice
    begun = [choice for choice in item.choices if choice.label.casefold().startswith(wanted)]
    return begun[0] if len(begun) == 1 else None
