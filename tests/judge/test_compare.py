"""Equality as a judge needs it: by kind, by order where it counts, and never by the student's word."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge.compare import matches
from adapters.judge.wire import DictValue, Opaque, SetValue
from domain.model.question import Compare

COMPARES: tuple[Compare, ...] = ("exact", "unordered", "unordered_nested", "close")

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=10)
numbers = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("expected", "got", "compare", "same"),
    [
        (1, True, "exact", False),
        (True, True, "exact", True),
        (False, 0, "close", False),
        (2, 2.0, "exact", False),
        (2, 2.0, "close", True),
        (0.0, -0.0, "exact", True),
        (0.3, 0.1 + 0.2, "exact", False),
        (0.3, 0.1 + 0.2, "close", True),
        (1_000_000, 1_000_001, "close", False),
        (1e300, 10**400, "close", False),
        (10**400, 10**400, "exact", True),
        (float("inf"), float("inf"), "close", True),
        (1.0, float("nan"), "close", False),
        (None, None, "exact", True),
        (None, False, "exact", False),
        ("1", 1, "exact", False),
        ("a", ["a"], "exact", False),
        ([1, 2], [2, 1], "exact", False),
        ([1, 2], [2, 1], "unordered", True),
        ([1, 1, 2], [1, 2, 2], "unordered", False),
        ([[1, 2], [3]], [[3], [1, 2]], "unordered", True),
        ([[1, 2], [3]], [[3], [2, 1]], "unordered", False),
        ([[1, 2], [3]], [[3], [2, 1]], "unordered_nested", True),
        ([1, "1"], ["1", True], "unordered", False),
        ([1, 2], SetValue((2, 1)), "exact", False),
        ([1, 2], SetValue((2, 1)), "unordered", True),
        ([[1, 2]], [SetValue((2, 1))], "unordered", False),
        ([[1, 2]], [SetValue((2, 1))], "unordered_nested", True),
        ({"a": [1]}, DictValue((("a", [1]),)), "exact", True),
        ({"1": 2}, DictValue(((1, 2),)), "exact", False),
        ({"a": 1, "b": 2}, DictValue((("b", 2), ("a", 1))), "exact", True),
        ([1.5, [2.5]], [1.5 + 1e-9, [2.5 - 1e-9]], "close", True),
        ([1.5, 2.5], [1.5], "close", False),
        (5, Opaque("generator"), "exact", False),
        ("<generator>", Opaque("generator"), "exact", False),
    ],
)
def test_known_pairs(expected: Any, got: Any, compare: Compare, same: bool) -> None:
    assert matches(expected, got, compare) is same


@given(values, st.sampled_from(COMPARES))
def test_a_value_matches_itself(value: Any, compare: Compare) -> None:
    assert matches(value, value, compare)


@given(values, values)
def test_exact_is_equality_of_value_and_kind(one: Any, other: Any) -> None:
    def with_kinds(value: Any) -> Any:
        return [with_kinds(v) for v in value] if isinstance(value, list) else (type(value), value)

    assert matches(one, other, "exact") == (with_kinds(one) == with_kinds(other))


@given(st.lists(values, max_size=6), st.randoms())
def test_a_shuffled_list_matches_where_order_does_not_count(items: list[Any], chance: random.Random) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert matches(items, shuffled, "unordered")
    assert matches(items, shuffled, "unordered_nested")


@given(st.lists(values, min_size=1, max_size=6))
def test_a_missing_item_never_matches(items: list[Any]) -> None:
    assert not any(matches(items, items[:-1], compare) for compare in COMPARES)


@given(numbers, st.floats(-1, 1))
def test_close_bears_a_millionth(number: float, part: float) -> None:
    assert matches(float(number), number + part * 0.9e-6, "close")


@given(numbers)
def test_close_bears_no_more(number: float) -> None:
    assert not matches(float(number), number + 3e-6 * max(1.0, abs(number)), "close")
