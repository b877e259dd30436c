"""The offline grader: which way an answer is graded, and the grade that comes of it."""

from collections.abc import Sequence

from domain.grading.code import grade_code
from domain.grading.derived import derived_rows, short_name
from domain.grading.intake import take_in
from domain.grading.rubric import Ground, grade_rows
from domain.grading.settle import settle, temper
from domain.grading.star import grade_story
from domain.grading.topic import subject_worths, topic_of
from domain.model.grade import Grade
from domain.model.question import Question, RubricPoint
from domain.model.verdict import Verdict

WHAT_IT_IS = (
    "This grade is a check of points covered, made by rules that anyone can read; "
    "it is not an understanding of the answer."
)


def grade_answer(question: Question, answer: str, verdict: Verdict | None = None) -> Grade:
    """The grade of an answer to a question of the bank; `verdict` is the judge's, where it ran code."""
    if question.round == "behavioral":
        return grade_story(question, answer)
    if question.round == "dsa" and verdict is not None:
        return grade_code(question, answer, verdict)
    return grade_points(question.prompt, question.model_answer, question.rubric, answer)


def grade_points(prompt: str, model_answer: str, rubric: Sequence[RubricPoint], answer: str) -> Grade:
    """The grade of an answer by rubric points; without any, the model answer's sentences are the points."""
    topic = topic_of(prompt, model_answer, tuple(rubric))
    intake = take_in(answer, topic)
    if not rubric:
        derived = derived_rows(intake.passage, topic)
        return settle(temper(derived, intake), intake, "derived-1", short_name)
    ground = Ground(intake.passage, topic.asked, subject_worths(topic, intake.passage))
    return settle(temper(grade_rows(rubric, ground), intake), intake, "rubric-1")
