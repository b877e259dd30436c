"""Whole answers to technical questions get the numbers that a person would give them, or nearly."""

import pytest

from domain.grading.grader import grade_answer, grade_points
from domain.grading.lexicon import FUNCTION_WORDS
from domain.model.question import Question, RubricPoint
from tests.grading.samples import (
    BY_SLUG,
    INDEX,
    JUDGED,
    QUESTIONS,
    Judged,
    called_untrue,
    negated,
    sentences,
    shuffled,
)

every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.slug)


@every_question
def test_a_model_answer_meets_its_own_rubric(question: Question) -> None:
    grade = grade_answer(question, question.model_answer)
    assert grade.score >= 90, [row for row in grade.rows if row.met < 1]
    assert grade.flags == ()
    assert grade.grader == "rubric-1"


@pytest.mark.parametrize("judged", JUDGED, ids=lambda j: f"{j.slug}-{j.at_least}-{j.at_most}")
def test_an_answer_in_other_words_gets_about_what_a_person_gives_it(judged: Judged) -> None:
    grade = grade_answer(BY_SLUG[judged.slug], judged.answer)
    assert judged.at_least <= grade.score <= judged.at_most, grade.rows


@every_question
def test_an_answer_to_another_question_earns_hardly_anything(question: Question) -> None:
    others = [other.model_answer for other in QUESTIONS if other is not question]
    assert max(grade_answer(question, answer).score for answer in others) <= 10


@every_question
def test_a_list_of_the_right_words_is_worth_half_of_saying_them(question: Question) -> None:
    wordings = [wording for point in question.rubric for wording in point.accept[:2]]
    said = [" ".join(word for word in one.split() if word not in FUNCTION_WORDS) for one in wordings]
    listed, told = ", ".join(said), ". ".join(f"It is about the {wording}" for wording in said)
    listing, telling = grade_answer(question, listed), grade_answer(question, told)
    assert listing.score <= 50 < telling.score
    assert any("in a list of words" in row.note for row in listing.rows)


def test_a_list_passes_where_the_model_answer_is_one_and_beside_code() -> None:
    words = "idempotent, safe, cacheable, stateless, layered, uniform, versioned, paged, sorted, signed, fast"
    point = RubricPoint(id="uniform", point="Layers have a uniform interface", accept=("layered uniform",))
    asked = "Name traits of a web interface."
    prose = f"It is {words.replace(', ', ' and it is ')}."
    assert grade_points(asked, prose, [point], words).score == 50
    assert grade_points(asked, words, [point], words).score == 100
    assert grade_points(asked, prose, [point.model_copy(update={"tests": "edge"})], words).score == 100


@every_question
@pytest.mark.parametrize("seed", range(5))
def test_the_right_words_in_random_order_are_no_answer(question: Question, seed: int) -> None:
    grade = grade_answer(question, shuffled(question.model_answer, seed))
    assert grade.score <= 35
    assert "scrambled" in grade.flags


@every_question
def test_the_right_words_in_random_order_within_each_sentence_are_no_answer(question: Question) -> None:
    spoiled = " ".join(shuffled(sentence, 3) for sentence in sentences(question.model_answer))
    assert grade_answer(question, spoiled).score <= 35


@every_question
def test_a_model_answer_with_every_sentence_negated_is_wrong(question: Question) -> None:
    assert grade_answer(question, negated(question.model_answer)).score <= 35


@every_question
def test_a_model_answer_called_untrue_sentence_by_sentence_is_wrong(question: Question) -> None:
    assert grade_answer(question, called_untrue(question.model_answer)).score <= 35


@every_question
def test_the_order_of_whole_sentences_does_not_matter(question: Question) -> None:
    backwards = " ".join(reversed(sentences(question.model_answer)))
    assert grade_answer(question, backwards).score >= 90


@every_question
def test_capitals_and_line_breaks_do_not_matter(question: Question) -> None:
    wrapped = question.model_answer.lower().replace(". ", ".\n\n").replace(" the ", "\nthe ")
    assert grade_answer(question, wrapped).score >= 90


@every_question
def test_more_points_never_score_less(question: Question) -> None:
    parts = sentences(question.model_answer)
    scores = [grade_answer(question, " ".join(parts[:n])).score for n in range(1, len(parts) + 1)]
    assert scores == sorted(scores)


def test_feedback_names_the_strongest_and_the_heaviest_missing_point() -> None:
    answer = (
        "The reads get faster, since the database jumps to matching rows. It is a separate sorted structure."
    )
    grade = grade_answer(INDEX, answer)
    assert "Reads get faster because no full scan of the table is needed" in grade.feedback
    assert "Each insert, update or delete has to change every index too" in grade.feedback


def test_a_low_score_is_not_praised() -> None:
    feedback = grade_answer(INDEX, "Indexes make things slower because they are big.").feedback
    assert feedback.startswith("None of the 5 points of this question is clearly covered.")


def test_the_band_holds_the_score_and_is_wider_for_a_short_answer() -> None:
    whole = grade_answer(INDEX, INDEX.model_answer)
    short = grade_answer(INDEX, "An insert has to maintain each index.")
    assert whole.low <= whole.score - 5
    assert whole.high == 100
    assert short.high - short.low > 2 * (whole.score - whole.low)


def test_an_answer_in_another_language_is_said_to_be_unread() -> None:
    answer = (
        "Al insertar una fila hay que mantener cada índice, por eso las escrituras cuestan más. "
        "Las lecturas, en cambio, son mucho más rápidas gracias al árbol ordenado."
    )
    grade = grade_answer(INDEX, answer)
    assert grade.flags == ("language",)
    assert grade.high >= 50
    assert "English" in grade.feedback
