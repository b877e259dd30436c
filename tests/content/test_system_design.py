"""The system design questions against their own answers, each other's and those that students would give."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from domain.grading.grader import grade_answer
from tests.world import LIBRARY

QUESTIONS = [q for q in LIBRARY.questions if q.round == "system_design"]
BY_SLUG = {question.slug: question for question in QUESTIONS}
TOLD = tomllib.loads(Path(__file__).with_name("designs.toml").read_text("utf-8"))["told"]
LONGEST_PROMPT = 600
NAMES_ALONE = (
    "I would use a load balancer, microservices, Kubernetes, a NoSQL database with sharding, replicas, and "
    "everything scales horizontally in the cloud, so the system is highly available."
)


def test_they_go_from_easy_to_hard_and_any_stream_is_asked_them() -> None:
    assert sorted(q.difficulty for q in QUESTIONS) == [2, 2, 2, 3, 3, 3, 3, 3, 4, 4]
    assert {q.stream for q in QUESTIONS} == {"general"}


def test_each_begins_with_figures_from_which_a_load_follows() -> None:
    for question in QUESTIONS:
        assert len(question.prompt) <= LONGEST_PROMPT, question.slug
        assert len(re.findall(r"\d", question.prompt)) > 4, question.slug
        assert {"load", "size", "rate", "allowed", "volume", "duration"} & {r.id for r in question.rubric}


def test_what_is_missed_is_read_up_in_the_roadmap_of_that_name() -> None:
    """The stage with most topics in common with a question is one of its, and of no other roadmap."""
    for question in QUESTIONS:
        shared = {
            (roadmap.slug, stage.slug): len(set(stage.topics) & set(question.tags))
            for roadmap in LIBRARY.roadmaps
            for stage in roadmap.stages
        }
        most = max(shared.values())
        assert most > 1, question.slug
        best = {skill for (skill, _), count in shared.items() if count == most}
        assert best == {"system-design"}, question.slug


def test_another_designs_answer_earns_little() -> None:
    scores = {
        (question.slug, other.slug): grade_answer(question, other.model_answer).score
        for question in QUESTIONS
        for other in QUESTIONS
        if other is not question
    }
    assert {pair: score for pair, score in scores.items() if score > 30} == {}


@pytest.mark.parametrize("answer", ["I don't know", "It depends on the requirements.", NAMES_ALONE])
def test_names_of_parts_without_a_design_earn_nothing(answer: str) -> None:
    scores = {question.slug: grade_answer(question, answer).score for question in QUESTIONS}
    assert {slug: score for slug, score in scores.items() if score > 10} == {}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.slug)
def test_question_and_hints_repeated_earn_nothing(question: Any) -> None:
    assert grade_answer(question, question.prompt).score <= 10
    assert grade_answer(question, " ".join(question.hints)).score <= 10


@pytest.mark.parametrize("told", TOLD, ids=lambda told: f"{told['slug']}-{told.get('at_least', 0)}")
def test_a_students_own_words_score_as_a_reader_would(told: dict[str, Any]) -> None:
    grade = grade_answer(BY_SLUG[told["slug"]], told["answer"])
    assert told.get("at_least", 0) <= grade.score <= told.get("at_most", 100), grade.missed
