"""The estimate of a round: within its marks, narrower with each answer, and silent under three."""

from datetime import timedelta
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.attempt import Attempt
from domain.readiness import FEWEST, HALF_LIFE, NARROWEST, Mark, Readiness, by_round, estimate
from tests.domain.builders import an_attempt
from tests.fakes import NOON

marks = st.builds(Mark, st.floats(0, 100), st.floats(0, 50), st.floats(1e-6, 1))


def answers(*scores: int, half: int = 5, **change: object) -> list[Attempt]:
    return [
        an_attempt(f"q{n}", score, low=max(0, score - half), high=min(100, score + half), **change)
        for n, score in enumerate(scores)
    ]


def technical(attempts: list[Attempt], days: float = 0) -> Readiness:
    (found,) = by_round(attempts, NOON + timedelta(days=days, minutes=1))
    return found


@given(st.lists(marks, min_size=1, max_size=12))
def test_the_mean_lies_within_the_marks_and_the_band_is_never_too_narrow(given_: list[Mark]) -> None:
    mean, half = estimate(given_)
    scores = [mark.score for mark in given_]
    assert min(scores) - 1e-6 <= mean <= max(scores) + 1e-6
    assert half >= NARROWEST


@given(st.lists(marks, min_size=1, max_size=12), st.floats(0, 50), st.floats(1e-6, 1))
def test_a_mark_at_the_estimate_never_widens_the_band(given_: list[Mark], half: float, weight: float) -> None:
    before = estimate(given_)
    after = estimate([*given_, Mark(before.mean, half, weight)])
    assert isclose(after.mean, before.mean, abs_tol=1e-6)
    assert after.half <= before.half + 1e-6


@given(st.integers(0, 100), st.integers(1, 30), st.integers(1, 20))
def test_equal_answers_narrow_it_step_by_step(score: int, half: int, count: int) -> None:
    halves = [estimate([Mark(score, half, 1)] * n).half for n in range(1, count + 1)]
    assert halves == sorted(halves, reverse=True)
    assert halves[-1] == pytest.approx(max(NARROWEST, max(NARROWEST, half) / count**0.5))


@given(st.lists(marks, min_size=2, max_size=8))
def test_a_precise_mark_weighs_more_than_a_vague_one(given_: list[Mark]) -> None:
    sure, unsure = Mark(100, 5, 1), Mark(100, 40, 1)
    assert estimate([*given_, sure]).mean >= estimate([*given_, unsure]).mean - 1e-6


def test_answers_far_apart_widen_it() -> None:
    assert estimate([Mark(s, 5, 1) for s in (20, 60, 100)]).half > 2 * estimate([Mark(60, 5, 1)] * 3).half


def test_under_three_answers_it_is_too_early_to_say() -> None:
    found = technical(answers(90, 95))
    assert (found.verdict, found.estimate, found.low, found.high) == ("too early", None, None, None)
    assert found.sentence == "2 of 3 answers so far: too early to say"


def test_follow_ups_do_not_make_up_the_three() -> None:
    follow_ups = [an_attempt(f"q0~{point}", 90) for point in "abc"]
    assert technical([*answers(90, 90), *follow_ups]).verdict == "too early"


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ((90, 88, 92), "ready"),
        ((74, 74, 74), "ready"),
        ((71, 71, 71), "close"),
        ((95, 60, 95), "close"),
        ((60, 60, 60), "close"),
        ((59, 59, 59), "not yet"),
        ((0, 0, 0), "not yet"),
    ],
)
def test_the_verdict(scores: tuple[int, ...], verdict: str) -> None:
    found = technical(answers(*scores))
    assert found.verdict == verdict
    assert found.low is not None
    assert found.estimate is not None
    assert found.high is not None
    assert 0 <= found.low <= found.estimate <= found.high <= 100
    assert (found.verdict == "ready") <= (found.low >= 70)


def test_a_new_answer_weighs_twice_one_of_a_half_life_ago() -> None:
    old = answers(40, 40, 40)
    new = [a.model_copy(update={"answered_at": NOON + HALF_LIFE}) for a in answers(70, 70, 70)]
    found = technical([*old, *new], days=HALF_LIFE.days)
    assert found.estimate == 60


def test_with_time_it_becomes_less_sure_of_itself_and_never_breaks() -> None:
    fresh, old = technical(answers(80, 80, 80)), technical(answers(80, 80, 80), days=90)
    ancient = technical(answers(80, 80, 80), days=365 * 5000)
    assert fresh.low is not None
    assert old.low is not None
    assert old.low < fresh.low
    assert (ancient.estimate, ancient.low, ancient.verdict) == (80, 0, "close")


def test_retries_and_what_does_not_count_are_left_out() -> None:
    others = [
        an_attempt("q0", 100, _id="again", **{"try": 2}),
        an_attempt("failed", 0, flags=("grader_failed",)),
        an_attempt("ungraded", None),
    ]
    assert technical([*answers(50, 50, 50), *others]) == technical(answers(50, 50, 50))


def test_a_follow_up_weighs_half() -> None:
    follow_up = an_attempt("q0~p", 0, low=0, high=5)
    assert technical([*answers(70, 70, 70), follow_up]).estimate == 60
    assert FEWEST == 3
