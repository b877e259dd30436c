"""How members are called, and their words quoted, within a sentence that a whole group reads."""

import unicodedata

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


def _seen(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf") and char not in JOINERS else char
