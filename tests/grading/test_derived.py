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
    assert found.grader == "derived-3"


def test_longer_sentences_weigh_more() -> None:
    first, second = grade(MODEL).rows
    assert first.weight > second.weight > 0


@pytest.mark.xfail(
    strict=True,
    reason="people gave answers that tell 0.3 to 0.4 of a model answer's words 89 points in the mean, in "
    "both sets, and no fewer where a whole sentence of it was left out: a score under 70 would not be theirs",
)
def test_answers_are_ranked_as_a_person_would() -> None:
    good = (
        "Several threads wait in a circle, each for a lock held by the next. "
        "A fixed order of locks prevents it."
    )
    half = "Two threads wait for locks that the other one holds."
    poor = "It is when the program is slow."
    scores = [grade(answer).score for answer in (good, half, poor)]
    assert scores[0] >= 70 > scores[1] >= 30 > 10 >= scores[2]


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


@pytest.mark.xfail(
    strict=True,
    reason="single answers to a neighbouring question score as if asked for: 3 of 72 above 30; more examples "
    "of such answers made it no fewer, and cost agreement with people",
)
def test_an_answer_to_another_question_earns_hardly_anything() -> None:
    scores = [
        grade_points(question.prompt, question.model_answer, (), other.model_answer).score
        for question in QUESTIONS
        for other in QUESTIONS
        if other is not question
    ]
    assert sum(score > 10 for score in scores) <= len(scores) / 10
    assert max(scores) <= 30


def test_nothing_to_compare_with_is_said() -> None:
    found = grade("Some answer about locks and threads.", model="")
    assert (found.score, found.rows) == (0, ())
    assert "no points" in found.feedback
