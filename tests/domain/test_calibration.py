"""How well guesses meet scores: means over the newest twenty, and silence under three."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import calibration
from domain.model.attempt import Attempt
from tests.domain.builders import an_attempt
from tests.examples import tried
from tests.fakes import NOON

pairs = st.tuples(st.integers(0, 100), st.integers(0, 100))


def guesses(found: Sequence[tuple[int, int]], round_: str = "behavioral") -> list[Attempt]:
    """Answers with (guess, score), the oldest first."""
    return [
        an_attempt(
            f"q{number}",
            score,
            predicted=guess,
            round=round_,
            answered_at=NOON + timedelta(minutes=number),
        )
        for number, (guess, score) in enumerate(found)
    ]


def sentence(*found: tuple[int, int]) -> str:
    known = calibration.of_round(guesses(found), "behavioral")
    return known.sentence if known else ""


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([(80, 68)] * 5, "On behavioral you guess 12 points high over 5 answers."),
        ([(50, 70)] * 3, "On behavioral you guess 20 points low over 3 answers."),
        ([(70, 70)] * 4, "On behavioral you are well calibrated over 4 answers: within 5 points on average."),
        ([(75, 70)] * 3, "On behavioral you are well calibrated over 3 answers: within 5 points on average."),
        ([(76, 70)] * 3, "On behavioral you guess 6 points high over 3 answers."),
        (
            [(90, 60), (40, 70), (50, 50)],
            "On behavioral you are well calibrated on average over 3 answers; a single guess is 20 off.",
        ),
        ([(90, 10)] * 2, ""),
        ([], ""),
    ],
)
def test_what_is_said(found: list[tuple[int, int]], words: str) -> None:
    assert sentence(*found) == words


def test_a_name_in_capitals_keeps_them() -> None:
    (dsa,) = calibration.by_round(guesses([(90, 50)] * 3, "dsa"))
    assert dsa.sentence.startswith("On DSA you guess 40 points high")


@given(st.lists(pairs, min_size=1, max_size=30))
def test_the_means_are_those_of_the_newest_twenty(found: list[tuple[int, int]]) -> None:
    (known,) = calibration.by_round(guesses(found))
    newest = [guess - score for guess, score in found[-calibration.NEWEST :]]
    assert known.answers == len(newest)
    assert known.gap == pytest.approx(fmean(newest))
    assert known.miss == pytest.approx(fmean(abs(gap) for gap in newest))
    assert abs(known.gap) <= known.miss + 1e-9
    assert bool(known.sentence) == (len(newest) >= 3)


@tried(25)
@given(st.lists(pairs, min_size=3, max_size=12).map(guesses).flatmap(lambda all_: st.permutations(all_)))
def test_the_order_in_which_they_are_read_does_not_matter(shuffled: list[Attempt]) -> None:
    in_order = sorted(shuffled, key=lambda a: a.answered_at)
    assert calibration.by_round(shuffled) == calibration.by_round(in_order)


def test_what_has_no_guess_or_does_not_count_is_left_out() -> None:
    counted = guesses([(80, 70)] * 3)
    others = [
        an_attempt("plain", 10, round="behavioral"),
        an_attempt("ungraded", None, predicted=90, round="behavioral"),
        an_attempt("failed", 0, predicted=90, round="behavioral", flags=("grader_failed",)),
        an_attempt("elsewhere", 10, predicted=90),
    ]
    behavioral = calibration.of_round([*counted, *others], "behavioral")
    assert behavioral is not None
    assert (behavioral.answers, behavioral.gap) == (3, 10)
    assert calibration.of_round(others, "dsa") is None
