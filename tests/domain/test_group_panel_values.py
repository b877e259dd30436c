"""The values of rows as people type them, and the distances between scorers: arithmetic alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.grouping import closeness
from domain.grouping.panel_figures import worth
from domain.grouping.panel_rows import A_FORM, LEVELS, chosen, inputs, numbered, parts
from domain.grouping.panel_values import Misread, example, read
from domain.model.question import RubricPoint

MET = st.floats(0, 1).map(lambda met: round(met, 2))
ROWS = st.lists(st.dictionaries(st.sampled_from("abcdef"), MET, min_size=1), min_size=1, max_size=6)


def points(*weights: float) -> tuple[RubricPoint, ...]:
    return tuple(RubricPoint(id=f"p{n}", point=f"Row {n} of it", weight=w) for n, w in enumerate(weights, 1))


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("1 0.5 0", (1, 0.5, 0)),
        ("1,0.5,0", (1, 0.5, 0)),
        ("1, 0.5; 0", (1, 0.5, 0)),
        ("1 0,5 0", (1, 0.5, 0)),
        ("1,0 .5", (1, 0, 0.5)),
        ("100% 50 % 0%", (1, 0.5, 0)),
        ("yes half NO", (1, 0.5, 0)),
        ("Met fully mostly not at all", (1, 0.75, 0)),
        ("fully a little none", (1, 0.25, 0)),
        ("  1\n1\t0 ", (1, 1, 0)),
        ("33% .25 1.0", (0.33, 0.25, 1)),
    ],
)
def test_values_are_read_as_they_are_typed(typed: str, values: tuple[float, ...]) -> None:
    assert read(typed, 3) == values


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1 0.5", "That is 2 values, and there are 3 rows."),
        ("1", "That is 1 value, and there are 3 rows."),
        ("1 0.5 0 1", "That is 4 values, and there are 3 rows."),
        ("1 7 0", "“7” for row 2 is more than 1, which is a row met fully."),
        ("101% 0 0", "“101%” for row 1 is more than 1, which is a row met fully."),
        ("1 abc 0", "“abc” for row 2 is no value."),
        ("1 -1 0", "“-1” for row 2 is no value."),
        ("nan inf 1e0", "“nan” for row 1 is no value."),
        ("１ 0 0", "“１” for row 1 is no value."),
        ("1 ` 0", "“`” for row 2 is no value."),
        (". 0 0", "“.” for row 1 is no value."),
        ("a" * 50, "“aaaaaaaaaaaaaaaaaaa…” for row 1 is no value."),
    ],
)
def test_what_is_no_row_of_values_is_told_by_its_place(typed: str, why: str) -> None:
    with pytest.raises(Misread) as refused:
        read(typed, 3)
    assert str(refused.value) == why


@given(st.text(max_size=200), st.integers(1, 8))
def test_whatever_is_typed_is_read_whole_or_refused(typed: str, rows: int) -> None:
    try:
        values = read(typed, rows)
    except Misread:
        return
    assert len(values) == rows
    assert all(0 <= value <= 1 for value in values)


@given(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=12), st.sampled_from([" ", ", ", ","]))
def test_levels_and_values_come_back_as_they_went(levels: list[object], between: str) -> None:
    picked = [level for level in LEVELS if level in levels]
    values = tuple(float(level.value) for level in picked)
    assert read(between.join(level.value for level in picked), len(picked)) == values
    assert read(between.join(level.label for level in picked), len(picked)) == values
    assert [chosen(value) for value in values] == [level.value for level in picked]


@given(st.integers(1, 12))
def test_an_example_is_what_it_is_an_example_of(rows: int) -> None:
    assert len(read(example(rows), rows)) == rows


@given(st.integers(1, 17))
def test_forms_ask_for_every_row_once_and_for_five_at_most(rows: int) -> None:
    asked = [inputs(points(*[1.0] * rows), part, {}) for part in range(1, parts(points(*[1.0] * rows)) + 1)]
    assert [one.label.split(".")[0] for form in asked for one in form] == [str(n) for n in range(1, rows + 1)]
    assert all(1 <= len(form) <= A_FORM for form in asked)
    assert all([one.name for one in form] == [f"r{n}" for n in range(1, len(form) + 1)] for form in asked)


def test_a_row_says_its_share_and_a_value_between_two_levels_picks_none() -> None:
    assert numbered(points(3, 1)).items == ("1. Row 1 of it (75%)", "2. Row 2 of it (25%)")
    assert chosen(0.6) == chosen(None) == ""


def test_a_total_is_weighed_by_the_rubric() -> None:
    assert worth(points(3, 1), {"p1": 0.5, "p2": 1}) == round(100 * (3 * 0.5 + 1) / 4)
    assert worth(points(1, 1), {"p2": 1, "gone": 0}) == 100


@given(ROWS)
def test_nobody_is_farther_off_than_the_ends_of_the_scale(given_: list[dict[str, float]]) -> None:
    middle = closeness.medians(given_)
    for one in given_:
        apart = closeness.distance(one, middle)
        assert apart is not None
        assert 0 <= apart <= 100
        assert closeness.distance(middle, one) == closeness.distance(one, middle)
        assert closeness.distance(one, one) == 0


@given(ROWS)
def test_the_median_of_rows_has_as_many_above_as_below(given_: list[dict[str, float]]) -> None:
    for row, value in closeness.medians(given_).items():
        scored = [one[row] for one in given_ if row in one]
        assert sum(v < value for v in scored) <= len(scored) / 2
        assert sum(v > value for v in scored) <= len(scored) / 2


def test_distances_are_means_over_the_rows_that_both_have() -> None:
    assert closeness.distance({"a": 1, "b": 0.5}, {"a": 0.5, "b": 0.25, "c": 1}) == 38
    assert closeness.distance({"a": 1}, {"b": 1}) is None
    assert closeness.means([{"a": 1, "b": 0}, {"a": 0.5}]) == {"a": 0.75, "b": 0}
    assert closeness.spread([58, 71, 60]) == 13
    assert closeness.spread([]) == 0
    assert closeness.middle([58, 71, 60]) == 60
