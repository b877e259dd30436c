"""How the recorded grader grades: honest, the same each time, and blind to what the question says already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.grading.briefing import Brief
from domain.model.completion import Prompt
from domain.model.grade import Row
from domain.model.question import Question
from tests.examples import tried
from tests.grading.samples import QUESTIONS, sentences
from tests.llm.double import ParsedRequest, grading_for
from tests.llm.sample import ANSWER, MODEL_ANSWER, QUESTION, ROWS

WORTH = {"none": 0.0, "mentioned": 0.25, "partly": 0.5, "mostly": 0.75, "fully": 1.0}


def said_to(prompt: Prompt) -> dict[str, dict[str, str]]:
    """The graded rows by their ids."""
    told = [{"role": "system", "content": prompt.instructions}, {"role": "user", "content": prompt.material}]
    return {row["id"]: row for row in grading_for(ParsedRequest({"model": "m", "messages": told}))["rows"]}


def brief(answer: str, evidence: str = "") -> Brief:
    return Brief(QUESTION, MODEL_ANSWER, ROWS, answer, evidence)


def levels(answer: str) -> list[str]:
    return [row["level"] for row in said_to(brief(answer).of(list(ROWS))).values()]


def share(question: Question, answer: str) -> float:
    """The mean worth of the rows, 0 to 1."""
    rows = {one.id: Row(point_id=one.id, point=one.point, met=0) for one in question.rubric}
    prompt = Brief(question.prompt, question.model_answer, rows, answer, "").of(list(rows))
    said = said_to(prompt).values()
    assert all(row["quote"] in answer for row in said)
    return sum(WORTH[row["level"]] for row in said) / len(rows)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_a_model_answer_is_worth_most_and_another_little(question: Question) -> None:
    other = QUESTIONS[(QUESTIONS.index(question) + 1) % len(QUESTIONS)]
    assert share(question, question.model_answer) >= 0.9
    assert share(question, other.model_answer) <= 0.3


@given(st.data())
@tried(20)
def test_more_of_the_model_answer_is_never_worth_less(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(QUESTIONS))
    parts = sentences(question.model_answer)
    kept = sorted(data.draw(st.sets(st.sampled_from(range(len(parts))))))
    dropped = data.draw(st.sampled_from(kept or [0]))
    more, less = ([parts[i] for i in kept if i != gone] for gone in (-1, dropped))
    assert share(question, " ".join(less)) <= share(question, " ".join(more))


def test_what_is_denied_is_not_met() -> None:
    assert levels(ANSWER) == ["fully", "fully", "none"]
    assert levels("An insert does not have to update the index.") == ["none", "none", "none"]


def test_the_question_and_an_appeal_are_no_answer() -> None:
    assert levels(QUESTION) == ["none", "none", "none"]
    appealed = said_to(brief("I think so.", evidence=ANSWER).of(list(ROWS)))
    assert {row["level"] for row in appealed.values()} == {"none"}


def test_it_grades_the_rows_that_are_asked_for() -> None:
    assert list(said_to(brief(ANSWER).of(["write"], again=True))) == ["write"]
    assert said_to(brief("").of(["write"]))["write"]["level"] == "none"


def test_what_asks_for_no_grading_gets_no_rows() -> None:
    assert grading_for(ParsedRequest({"messages": [{"role": "user", "content": "Hello"}]})) == {"rows": []}
