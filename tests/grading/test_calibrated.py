"""The arithmetic behind a calibrated score: trees, curves, and rows that add up to it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bench.probes import ANOTHER
from domain.grading.fitted import bent, fit_of, fits
from domain.grading.reconcile import reconciled
from domain.grading.score import total
from domain.model.grade import Row

shares = st.floats(0, 1)
WHOLE_ANSWER = ("near", "near_letters", "astray", "length")
SMALL = fit_of(
    {
        "worth": {"base": 20, "weights": {"told": 20, "order": 40}},
        "relevance": {"measures": ["near", "told"], "base": 0, "trees": [[0, 0.1, -4, [1, 0.5, -1, 2]]]},
        "curve": [[20, 0], [70, 100]],
        "share": [[-2, 0], [0, 1]],
        "spreads": [[50, 20, 30], [100, 10, 5]],
        "measured": {},
    }
)


@pytest.mark.parametrize(
    ("told", "order", "near", "expected"),
    [(1, 0, 1, 40), (1, 0.125, 1, 80), (1, 1, 1, 100), (0, 0.125, 1, 20), (1, 1, 0.1, 0)],
)
def test_a_worth_is_bent_into_a_score_and_shared_out_by_relevance(
    told: float, order: float, near: float, expected: int
) -> None:
    assert SMALL.score({"told": told, "order": order, "near": near}) == pytest.approx(expected)


def test_a_band_is_the_one_of_its_scores() -> None:
    assert SMALL.band(50) == (30, 80)
    assert SMALL.band(98) == (88, 100)
    assert SMALL.band(10) == (0, 40)


@given(st.floats(-1e6, 1e6))
def test_a_curve_is_flat_outside_its_points(value: float) -> None:
    assert 0 <= bent(value, SMALL.curve) <= 100


@pytest.mark.parametrize("name", ["with", "without"])
@given(data=st.data())
def test_more_of_anything_but_length_never_scores_less(name: str, data: st.DataObject) -> None:
    fit = fits()[name]
    names = list(dict.fromkeys((*fit.worth.weights, *fit.relevance.measures)))
    measures = {one: data.draw(shares) for one in names}
    raised = data.draw(st.sampled_from([one for one in names if one not in WHOLE_ANSWER]))
    more = measures | {raised: data.draw(st.floats(measures[raised], 1))}
    assert fit.score(more) >= fit.score(measures) - 1e-9


@pytest.mark.parametrize("name", ["with", "without"])
def test_the_figures_hold_what_was_measured_and_no_words_of_the_answers(name: str) -> None:
    fit = fits()[name]
    assert fit.measured["mohler r"] >= (0.6 if name == "with" else 0.57)
    assert fit.measured["mohler QWK"] >= (0.54 if name == "with" else 0.49)
    assert fit.measured["saf r"] >= 0.45
    assert all(one.isidentifier() for one in (*fit.worth.weights, *fit.relevance.measures))


@pytest.mark.parametrize("name", ["with", "without"])
def test_the_model_answer_to_another_question_gets_at_most_10_where_neither_was_fitted_to(name: str) -> None:
    assert fits()[name].measured[ANOTHER] <= 10


rows = st.lists(
    st.builds(
        lambda weight, met, quoted: Row(
            point_id="p", point="p", weight=round(weight, 2), met=met, quote="q" if met or quoted else ""
        ),
        st.floats(0.5, 8),
        st.one_of(st.just(0.0), st.floats(0.05, 1)),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(rows, st.integers(0, 100))
def test_rows_add_up_to_the_score(given_rows: list[Row], score: int) -> None:
    denied = any(row.met == 0 and row.quote for row in given_rows)
    assume(any(row.met for row in given_rows))
    brought = reconciled(given_rows, score)
    if not denied:
        assert total(brought) == score
    assert total(brought) <= max(score, total(given_rows))


@given(rows, st.integers(1, 99))
def test_rows_keep_their_order_and_unmet_ones_stay_unmet(given_rows: list[Row], score: int) -> None:
    brought = reconciled(given_rows, score)
    before, after = [row.met for row in given_rows], [row.met for row in brought]
    assert sorted(range(len(before)), key=lambda n: before[n]) == sorted(
        range(len(after)), key=lambda n: (after[n], before[n])
    )
    assert all((one == 0) == (other == 0) for one, other in zip(before, after, strict=True))


def test_rows_that_nothing_touches_weigh_less_where_people_asked_for_less() -> None:
    touched, untouched = (
        Row(point_id=n, point=n, met=met, quote="q" * bool(met)) for n, met in (("a", 1), ("b", 0))
    )
    assert touched.met == 1
    first, second = reconciled([touched, untouched], 80)
    assert (first.met, second.met) == (1, 0)
    assert second.weight < first.weight
