"""The words around the numbers."""

from datetime import UTC, datetime

import pytest

from adapters.pdf.wording import about_the_score, circumstances, clock, completeness, kind, met, outcome, when
from tests.pdf.sample_questions import question, row
from tests.pdf.samples import sheet


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (59, "0:59"), (760, "12:40"), (3_760, "1:02:40"), (-5, "0:00")]
)
def test_durations_read_as_a_clock(seconds: int, shown: str) -> None:
    assert clock(seconds) == shown


def test_an_interview_past_midnight_names_both_days() -> None:
    start, end = datetime(2026, 12, 31, 23, 30, tzinfo=UTC), datetime(2027, 1, 1, 0, 20, tzinfo=UTC)
    late = sheet(started_at=start, ended_at=end)
    assert when(late) == "31 December 2026, 23:30 to 1 January 2027, 00:20 UTC"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (1.0, "met"),
        (0.996, "met"),
        (0.99, "partly, 99%"),
        (0.3, "partly, 30%"),
        (0.004, "missed"),
        (0.0, "missed"),
    ],
)
def test_a_row_is_met_partly_met_or_missed(share: float, shown: str) -> None:
    assert met(row("p", share)) == shown


def test_a_skipped_question_has_no_circumstances() -> None:
    skipped = question(3, "behavioral", "T", "P", None)
    assert kind(skipped) == ["Behavioral", "difficulty 3 of 5"]
    assert circumstances(skipped) == []
    assert outcome(skipped) == "skipped"


@pytest.mark.parametrize(
    ("predicted", "score", "shown"),
    [
        (80, 70, "predicted 80, 10 too high"),
        (60, 70, "predicted 60, 10 too low"),
        (70, 70, "predicted 70"),
        (70, None, "predicted 70"),
    ],
)
def test_a_prediction_is_compared_with_the_score(predicted: int, score: int | None, shown: str) -> None:
    asked = question(1, "dsa", "T", "P", "A", predicted=predicted, score=score)
    assert circumstances(asked)[-1] == shown


def test_a_question_without_a_limit_shows_the_time_alone() -> None:
    asked = question(1, "dsa", "T", "P", "A", time_limit_seconds=0, time_taken_seconds=61, hints_used=2)
    assert circumstances(asked) == ["took 1:01", "2 hints used"]


def test_what_the_score_is_names_each_grader_once() -> None:
    graders = ("offline rubric 1", "model x", "offline rubric 1")
    asked = tuple(question(n, "dsa", "T", "P", "A", grader=grader) for n, grader in enumerate(graders))
    assert about_the_score(sheet(sections=asked)).endswith("The grader was offline rubric 1, model x.")
    assert "grader" not in about_the_score(sheet(sections=()))


def test_an_interview_that_stopped_says_how_far_it_came() -> None:
    assert completeness(sheet(completed=False)) == "stopped early, 11 of 12 questions answered"
    assert completeness(sheet(sections=sheet().sections[:1])) == "1 of 1 question answered"
