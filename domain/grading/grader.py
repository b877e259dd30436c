"""The offline grader: which way an answer is graded, and the grade that comes of it."""

from collections.abc import Sequence

from domain.grading.code import grade_code
from domain.grading.intake import take_in
from domain.grading.likened import grade_by_model_answer
from domain.grading.otherwise import grade_with
from domain.grading.passage import Passage
from domain.grading.rubric import Ground
from domain.grading.settle import settle, temper
from domain.grading.star import grade_story
from domain.grading.topic import Topic, list_worths, subject_worths, topic_of
from domain.model.grade import Grade
from domain.model.question import Question, RubricPoint
from domain.model.verdict import Verdict
from domain.ports import Sense

WHAT_IT_IS = (
    "This grade is a check of points covered, made by rules that anyone can read; "
    "it is not an understanding of the answer."
)


def grade_answer(
    question: Question, answer: str, verdict: Verdict | None = None, sense: Sense | None = None
) -> Grade:
    """The grade of an answer to a question of the bank; `verdict` is the judge's, where it ran code."""
    if question.round == "behavioral" or question.about_project:
        return grade_story(question, answer, sense)
    if question.round == "dsa" and verdict is not None:
        return grade_code(question, answer, verdict, sense)
    return grade_points(question.prompt, question.model_answer, question.rubric, answer, sense)


def grade_points(
    prompt: str,
    model_answer: str,
    rubric: Sequence[RubricPoint],
    answer: str,
    sense: Sense | None = None,
) -> Grade:
    """The grade of an answer by rubric points; without any, the model answer's sentences are the points."""
    topic = topic_of(prompt, model_answer, tuple(rubric))
    intake = take_in(answer, topic)
    if not rubric:
        return grade_by_model_answer(prompt, topic, intake, sense)
    ground = Ground(intake.passage, topic.asked, _worths(topic, intake.passage, rubric))
    rows = grade_with(sense, rubric, ground, intake, prompt)
    return settle(temper(rows, intake), intake, "rubric-1")


def _worths(topic: Topic, passage: Passage, rubric: Sequence[RubricPoint]) -> tuple[float, ...]:
    """What a match in each sentence is worth; a list of words passes for notes where code is asked for."""
    worths = subject_worths(topic, passage)
    if any(point.tests for point in rubric):
        return worths
    return tuple(worth * part for worth, part in zip(worths, list_worths(topic, passage), strict=True))
