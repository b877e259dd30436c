"""The technical questions against their own answers, their neighbours' and answers in other words."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from domain.grading.grader import grade_answer
from domain.model.question import Question
from tests.world import LIBRARY

STREAMS = ("backend", "frontend", "data", "cloud", "cs-fundamentals")
QUESTIONS = [q for q in LIBRARY.questions if q.round == "technical_qa" and q.stream in STREAMS]
BY_SLUG = {question.slug: question for question in QUESTIONS}
PARAPHRASES = tomllib.loads(Path(__file__).with_name("paraphrases.toml").read_text("utf-8"))["paraphrase"]


def neighbours(question: Question, most: int) -> Iterator[Question]:
    """Those that follow it in its stream, the first after the last."""
    stream = [q for q in QUESTIONS if q.stream == question.stream]
    at = stream.index(question)
    return islice((*stream[at + 1 :], *stream[:at]), most)


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_goes_from_warm_up_to_hard(stream: str) -> None:
    found = Counter(q.difficulty for q in QUESTIONS if q.stream == stream)
    assert set(found) == {1, 2, 3, 4, 5}
    assert found[2] + found[3] >= found[4] + found[5]


def test_follow_ups_probe_rows_of_the_rubric() -> None:
    for question in QUESTIONS:
        probed = [follow_up.point for follow_up in question.follow_ups]
        assert probed, question.slug
        assert all(question.point(point) for point in probed), question.slug
        assert len(set(probed)) == len(probed), question.slug


def test_a_model_answer_meets_its_rubric() -> None:
    grades = {question.slug: grade_answer(question, question.model_answer) for question in QUESTIONS}
    assert {slug: grade.missed for slug, grade in grades.items() if grade.score < 90} == {}


@pytest.mark.parametrize("most", [4, pytest.param(len(QUESTIONS), marks=pytest.mark.soak)])
def test_a_neighbours_answer_earns_little(most: int) -> None:
    scores = {
        (question.slug, other.slug): grade_answer(question, other.model_answer).score
        for question in QUESTIONS
        for other in neighbours(question, most)
    }
    assert {pair: score for pair, score in scores.items() if score > 30} == {}


@pytest.mark.parametrize("answer", ["I don't know", "It depends on the requirements and the use case."])
def test_an_answer_without_content_earns_nothing(answer: str) -> None:
    scores = {question.slug: grade_answer(question, answer).score for question in QUESTIONS}
    assert {slug: score for slug, score in scores.items() if score > 10} == {}


def test_repeating_the_question_earns_nothing() -> None:
    scores = {question.slug: grade_answer(question, question.prompt).score for question in QUESTIONS}
    assert {slug: score for slug, score in scores.items() if score > 10} == {}


def test_other_words_score_as_a_reader_would() -> None:
    for paraphrase in PARAPHRASES:
        grade = grade_answer(BY_SLUG[paraphrase["slug"]], paraphrase["answer"])
        told = (paraphrase["slug"], paraphrase["answer"], grade.missed)
        assert paraphrase.get("at_least", 0) <= grade.score <= paraphrase.get("at_most", 100), told
