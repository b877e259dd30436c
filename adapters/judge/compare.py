"""Whether what a function gave is what was expected: decided here, outside of the sandbox, on plain values.

`True` is not `1` and `2` is not `2.0`. A tuple came out as a list. A set counts as a list only where the
order does not. What the student's objects say of their own equality never matters: none gets here.
"""

import math
from typing import Any

from adapters.judge.wire import DictValue, SetValue
from domain.model.question import Compare

TOLERANCE = 1e-6
_ALL_LEVELS = 1_000
_SORTED_LEVELS = {"exact": 0, "unordered": 1, "unordered_nested": _ALL_LEVELS}


def matches(expected: Any, got: Any, compare: Compare) -> bool:
    """`expected` is a JSON value, `got` a decoded one.

    "unordered" ignores the order of the outermost list, "unordered_nested" that of every list. "close"
    accepts numbers within 1e-6, relative or absolute, wherever they stand in lists; two integers are equal
    or they are not.
    """
    if compare == "close":
        return _close(expected, got)
    levels = _SORTED_LEVELS[compare]
    return _canonical(expected, levels) == _canonical(got, levels)


def _canonical(value: Any, sorted_levels: int) -> str:
    """A text that equal values share, with the order removed from that many levels of lists."""
    match value:
        case bool() | None:
            return repr(value)
        case int():
            return f"i{value:x}"
        case float():
            return f"f{value + 0.0!r}"
        case list() | tuple():
            parts = [_canonical(item, sorted_levels - 1) for item in value]
            return f"[{','.join(sorted(parts) if sorted_levels > 0 else parts)}]"
        case SetValue(items):
            parts = sorted(_canonical(item, sorted_levels - 1) for item in items)
            return f"[{','.join(parts)}]" if sorted_levels > 0 else f"set[{','.join(parts)}]"
        case dict() | DictValue():
            pairs = value.pairs if isinstance(value, DictValue) else value.items()
            inner = sorted(f"{_canonical(k, 0)}:{_canonical(v, sorted_levels - 1)}" for k, v in pairs)
            return f"{{{','.join(inner)}}}"
    return repr(value)


def _close(expected: Any, got: Any) -> bool:
    if isinstance(expected, list | tuple) and isinstance(got, list):
        return len(expected) == len(got) and all(map(_close, expected, got))
    numbers = [v for v in (expected, got) if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) < 2 or all(isinstance(v, int) for v in numbers):
        return _canonical(expected, 0) == _canonical(got, 0)
    try:
        return math.isclose(expected, got, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    except OverflowError:
        return False
