"""A question without a rubric is graded by the sentences of its model answer."""

from collections.abc import Callable

import pytest

from domain.grading.grader import grade_points
from domain.model.grade import Grade
from tests.grading.samples import QUESTIONS, called_untrue, negated, shuffled

PROMPT = "What is a deadlock?"
MODEL = (
    "A deadlock is a circle of threads in which each waits for a lock that the next one holds. "
    "Taking all locks in one fixed order prevents it."
)


def grade(answer: str, model: str = MODEL) -> Grade:
    return grade_points(PROMPT, model, (), answer)


def test_the_model_answer_gets_everything_and_its_sentences_are_the_rows() -> None:
    found = grade(MODEL)
    assert found.score == 100
    assert [row.point for row in found.rows] == MODEL.replace(". T", ".|T").split("|")
    assert found.grader == "derived-2"


def test_longer_sentences_weigh_more() -> None:
    first, second = grade(MODEL).rows
    assert first.weight > second.weight > 0


def test_a_missed_row_names_its_telling_words_and_feedback_does_not_give_the_answer_away() -> None:
    found = grade("Two threads wait for locks that the other one holds.")
    assert found.rows[1].note.startswith("Not mentioned: ")
    assert "fixed" in found.rows[1].note
    assert MODEL.split(". ")[1] not in found.feedback


@pytest.mark.parametrize("spoil", [negated, called_untrue, lambda text: shuffled(text, 2)])
def test_a_spoiled_model_answer_is_worth_little(spoil: Callable[[str], str]) -> None:
    assert grade(spoil(MODEL)).score <= 35
    for question in QUESTIONS:
        spoiled = grade_points(question.prompt, question.model_answer, (), spoil(question.model_answer))
        assert spoiled.score <= 35


def test_a_short_model_answer_in_other_order_is_found_out() -> None:
    assert (
        grade(
            "holds address the It memory of its operand", "It holds the memory address of its operand."
        ).score
        <= 35
    )


def test_nothing_to_compare_with_is_said() -> None:
    found = grade("Some answer about locks and threads.", model="")
    assert (found.score, found.rows) == (0, ())
    assert "no points" in found.feedback
