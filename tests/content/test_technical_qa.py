"""The technical questions against their own answers, their neighbours' and answers in other words."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.grading.grader import grade_answer
from domain.model.question import Question
from tests.world import LIBRARY

STREAMS = ("backend", "frontend", "data", "cloud", "cs-fundamentals")
QUESTIONS = [q for q in LIBRARY.questions if q.round == "technical_qa" and q.stream in STREAMS]
BY_SLUG = {question.slug: question for question in QUESTIONS}
PARAPHRASES = tomllib.loads(Path(__file__).with_name("paraphrases.toml").read_text("utf-8"))["paraphrase"]

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.slug)


def neighbours(question: Question) -> Iterator[Question]:
    return (q for q in QUESTIONS if q.stream == question.stream and q is not question)


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_goes_from_warm_up_to_hard(stream: str) -> None:
    assert [q.difficulty for q in QUESTIONS if q.stream == stream] == [1, 2, 2, 3, 3, 4, 4, 5]


@each_question
def test_follow_ups_probe_rows_of_the_rubric(question: Question) -> None:
    probed = [follow_up.point for follow_up in question.follow_ups]
    assert probed
    assert all(question.point(point) for point in probed)
    assert len(set(probed)) == len(probed)


@each_question
def test_the_model_answer_meets_its_rubric(question: Question) -> None:
    grade = grade_answer(question, question.model_answer)
    assert grade.score >= 90, grade.missed


@each_question
def test_a_neighbours_answer_earns_little(question: Question) -> None:
    scores = {q.slug: grade_answer(question, q.model_answer).score for q in neighbours(question)}
    assert max(scores.values()) <= 30, scores


@each_question
@pytest.mark.parametrize("answer", ["I don't know", "It depends on the requirements and the use case."])
def test_an_answer_without_content_earns_nothing(question: Question, answer: str) -> None:
    assert grade_answer(question, answer).score <= 10


@each_question
def test_repeating_the_question_earns_nothing(question: Question) -> None:
    assert grade_answer(question, question.prompt).score <= 10


@pytest.mark.parametrize("paraphrase", PARAPHRASES, ids=lambda p: p["slug"])
def test_other_words_score_as_a_reader_would(paraphrase: dict[str, Any]) -> None:
    grade = grade_answer(BY_SLUG[paraphrase["slug"]], paraphrase["answer"])
    assert paraphrase.get("at_least", 0) <= grade.score <= paraphrase.get("at_most", 100), grade.missed
