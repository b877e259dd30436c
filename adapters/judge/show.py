"""Short texts about a run, for the student who wrote the code."""

import re
from collections.abc import Sequence
from typing import Any

from adapters.judge.wire import Problem
from domain.model.question import Case

VALUE = 200
LINE = 100
TEXT = 300
_GUEST_FILE = re.compile(r" \(/usr/local/lib/[^)]*\)")


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def value(what: Any) -> str:
    """As Python would write it, at most 200 characters."""
    try:
        return cut(repr(what), VALUE)
    except ValueError:
        return "<a number of thousands of digits>"


def arguments(case: Case) -> str:
    """`[3, 3], 6`; where an expression builds the arguments, that expression after a star."""
    if case.build is not None:
        return cut(f"*{case.build}", VALUE)
    return cut(", ".join(map(value, case.args)), VALUE)


def problem(what: Problem, code: str) -> str:
    """`line 4: return nums[i] -> IndexError: list index out of range`."""
    text = cut(plain(_GUEST_FILE.sub("", what.text)), TEXT)
    said = f"{plain(what.type)}: {text}" if text else plain(what.type)
    return " -> ".join((*_line(what.line, code.split("\n")), said))


def _line(number: int | None, lines: Sequence[str]) -> tuple[str, ...]:
    if number is None or not 1 <= number <= len(lines):
        return ()
    return (f"line {number}: {cut(plain(lines[number - 1]).strip(), LINE)}",)


def plain(text: str) -> str:
    """Without control characters and lone surrogates, which no platform and no store takes."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
