"""How members are called, and their words quoted, within a sentence that a whole group reads."""

import unicodedata
from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")

LONGEST_NAME = 40
NAMELESS = "somebody"
# Of what cannot be seen, these two are part of how some scripts and emoji are written.
JOINERS = "\u200c\u200d"


def one_line(text: str) -> str:
    """The text in one line, without what cannot be seen but hides or turns the words around it."""
    return " ".join("".join(map(_seen, text)).split())


def called(name: str) -> str:
    """The name in one line, cut where it is very long."""
    line = one_line(name)
    if not line.strip(JOINERS):
        return NAMELESS
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1].rstrip()}…"


def told_apart(names: Mapping[Key, str]) -> dict[Key, str]:
    """The same with a number behind a name that somebody before has: `Ana`, `Ana (2)`.

    In the order in which people joined, the numbers stay as long as the round does.
    """
    marked: dict[Key, str] = {}
    taken: set[str] = set()
    for key, name in names.items():
        tries = (name, *(f"{name} ({number})" for number in range(2, len(names) + 2)))
        marked[key] = next(one for one in tries if one.casefold() not in taken)
        taken.add(marked[key].casefold())
    return marked


def _seen(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf") and char not in JOINERS else char
