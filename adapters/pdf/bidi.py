"""Which way text runs: the Unicode bidirectional algorithm (UAX #9) for text without explicit controls.

Overrides and embeddings are left out on purpose, and are removed from text before it comes here: nobody's
answer may be shown in another order than it was graded in.
"""

import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

_STRONG_RTL = {"R", "AL"}
_NEUTRAL = {"B", "S", "WS", "ON"}
_BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "「": "」", "『": "』", "（": "）", "【": "】"}
_DEEPEST = 63


def base_level(text: str) -> int:
    """1 where the first letter is written right to left, else 0 (rules P2 and P3)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _STRONG_RTL:
            return 1
        if kind == "L":
            return 0
    return 0


def levels(text: str, base: int) -> list[int]:
    """The embedding level of every character of one paragraph: odd is right to left."""
    kinds = [unicodedata.bidirectional(char) or "L" for char in text]
    if base == 0 and not any(kind in ("R", "AL", "AN") for kind in kinds):
        return [0] * len(text)
    _resolve_weak(kinds, "R" if base else "L")
    _resolve_brackets(text, kinds, base)
    _resolve_neutral(kinds, base)
    return [_implicit(kind, base) for kind in kinds]


def _implicit(kind: str, base: int) -> int:
    if base == 0:
        return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return {"L": 2, "AN": 2, "EN": 2}.get(kind, 1)


def _resolve_weak(kinds: list[str], start: str) -> None:
    """Rules W1 to W7, in place."""
    _settle_marks_and_digits(kinds, start)
    for i in range(1, len(kinds) - 1):
        before, kind, after = kinds[i - 1 : i + 2]
        if before == after and (
            (kind == "CS" and before in ("EN", "AN")) or (kind == "ES" and before == "EN")
        ):
            kinds[i] = before
    _spread_numbers(kinds)
    strong = start
    for i, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[i] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"


def _settle_marks_and_digits(kinds: list[str], start: str) -> None:
    """Rules W1 to W3: a mark follows its letter, a digit after an Arabic letter is an Arabic number."""
    previous, strong = start, start
    for i, kind in enumerate(kinds):
        settled = previous if kind in ("NSM", "BN") else kind
        previous = settled
        if settled in ("L", "R", "AL"):
            strong = settled
        kinds[i] = "AN" if settled == "EN" and strong == "AL" else settled
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]


def _spread_numbers(kinds: list[str]) -> None:
    """Rule W5: signs such as % and $ next to a European number belong to it."""
    for order in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        for here, there in pairwise(order):
            if kinds[there] == "ET" and kinds[here] == "EN":
                kinds[there] = "EN"


def _side(kind: str) -> str | None:
    if kind in ("R", "EN", "AN"):
        return "R"
    return "L" if kind == "L" else None


def _resolve_brackets(text: str, kinds: list[str], base: int) -> None:
    """Rule N0: both brackets of a pair run the same way."""
    along = "R" if base else "L"
    for start, end in _pairs(text, kinds):
        inside = {_side(kind) for kind in kinds[start + 1 : end]} - {None}
        if along in inside:
            kinds[start] = kinds[end] = along
        elif inside:
            before = next((side for i in range(start - 1, -1, -1) if (side := _side(kinds[i]))), along)
            kinds[start] = kinds[end] = before


def _pairs(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for i, char in enumerate(text):
        if kinds[i] not in _NEUTRAL:
            continue
        if char in _BRACKETS:
            if len(stack) == _DEEPEST:
                break
            stack.append((_BRACKETS[char], i))
        elif any(char == closing for closing, _ in stack):
            while stack[-1][0] != char:
                stack.pop()
            found.append((stack.pop()[1], i))
    return sorted(found)


def _resolve_neutral(kinds: list[str], base: int) -> None:
    """Rules N1 and N2: neutrals between two sides that agree take that side, else the paragraph's."""
    along = "R" if base else "L"
    i = 0
    while i < len(kinds):
        if kinds[i] not in _NEUTRAL:
            i += 1
            continue
        end = next((j for j in range(i, len(kinds)) if kinds[j] not in _NEUTRAL), len(kinds))
        before = (_side(kinds[i - 1]) if i else None) or along
        after = (_side(kinds[end]) if end < len(kinds) else None) or along
        kinds[i:end] = [before if before == after else along] * (end - i)
        i = end


def visual_order(items: Sequence[T], level: Callable[[T], int]) -> list[T]:
    """The items of one line from left to right (rule L2)."""
    ordered = list(items)
    highest = max(map(level, ordered), default=0)
    for threshold in range(highest, 0, -1):
        i = 0
        while i < len(ordered):
            end = i
            while end < len(ordered) and level(ordered[end]) >= threshold:
                end += 1
            ordered[i:end] = reversed(ordered[i:end])
            i = max(end, i + 1)
    return ordered
