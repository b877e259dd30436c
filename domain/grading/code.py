"""Grades code by what the judge found when it ran it, and by what the student wrote around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.grading.growth import with_running_time
from domain.grading.intake import LONGEST, Fault, Intake, take_in
from domain.grading.otherwise import grade_with
from domain.grading.prose import definition, prose_spans
from domain.grading.rubric import Ground
from domain.grading.settle import settle, temper
from domain.grading.topic import Topic, subject_worths, topic_of
from domain.grading.trials import labelled_row, summary, tests_row, untested_row
from domain.model.grade import Grade, Row
from domain.model.question import Question, RubricPoint
from domain.model.verdict import Status, Verdict
from domain.ports import Sense

GRADER = "code-1"
TESTS_WEIGHT, MOST_FOR_TEXT = 70.0, 20.0
UNTESTED_WEIGHT: dict[Status, float] = {
    "no_code": 40.0,
    "compile_error": 65.0,
    "no_function": 65.0,
    "crashed": 65.0,
}
OPENING: dict[Status, str] = {
    "no_code": "There is no code in the answer, so nothing was run, and the text alone earns at most 60.",
    "compile_error": "The code could not be read as Python, so no test was run.",
    "no_function": "The function that was asked for is not there, so no test was run.",
    "crashed": "The code broke off before a test could be run.",
}
UNAVAILABLE = "The code could not be run here, so this grade is about the text alone and may change."
UNRUN = Fault("judge_unavailable", "")
UNRUN_SPREAD = 35


@dataclass(frozen=True, slots=True)
class _Text:
    """What the student wrote around the code, and what it is graded by."""

    question: Question
    topic: Topic
    intake: Intake
    sense: Sense | None

    def rows(self, points: Sequence[RubricPoint]) -> tuple[Row, ...]:
        passage = self.intake.passage
        ground = Ground(passage, self.topic.asked, subject_worths(self.topic, passage))
        rows = grade_with(self.sense, points, ground, self.intake, self.question.prompt)
        return temper(with_running_time(rows, points, self.question.complexity, passage), self.intake)


def grade_code(question: Question, answer: str, verdict: Verdict, sense: Sense | None = None) -> Grade:
    """Tests count 70 of 100 and the rubric 30; without a run only the text around the code is graded."""
    topic = topic_of(question.prompt, question.model_answer, question.rubric)
    ran = verdict.status == "ran" and verdict.total > 0
    spans = prose_spans(answer[:LONGEST], verdict.code)
    intake = take_in(answer, topic, spans, gated=not ran and not verdict.code)
    text = _Text(question, topic, intake, sense)
    if ran:
        return _ran(answer, verdict, text)
    rows = text.rows(question.rubric)
    weight = UNTESTED_WEIGHT.get(verdict.status)
    if weight is None:
        return _unavailable(rows, verdict, intake)
    return settle(
        (untested_row(weight), *_weighing(rows, 100 - weight)),
        intake,
        GRADER,
        opening=_opening(OPENING[verdict.status], verdict),
    )


def _ran(answer: str, verdict: Verdict, text: _Text) -> Grade:
    """Where nothing but code was handed in, passing every test still earns 80: text weighs at most 20."""
    question = text.question
    quoted = definition(answer, question.function_name)
    judged = {point.id: labelled_row(point, verdict, quoted) for point in question.rubric}
    by_tests = [row for row in judged.values() if row]
    unjudged = [point for point in question.rubric if judged[point.id] is None]
    by_text = text.rows(unjudged)
    rest = 100 - TESTS_WEIGHT
    share = sum(row.weight for row in by_text) / sum(row.weight for row in (*by_tests, *by_text))
    for_text = min(MOST_FOR_TEXT, rest * share)
    for_labels = rest - for_text if by_tests else 0.0
    tests = tests_row(verdict, 100 - for_text - for_labels, quoted)
    rows = (tests, *_weighing(by_tests, for_labels), *_weighing(by_text, for_text))
    return settle(rows, text.intake, GRADER, opening=summary(verdict))


def _unavailable(rows: Sequence[Row], verdict: Verdict, intake: Intake) -> Grade:
    """A grade to be made again; where there is code that might be right, its band has no upper end."""
    unsure = replace(intake, faults=(*intake.faults, UNRUN))
    opening = _opening(UNAVAILABLE, verdict)
    grade = settle(rows, unsure, GRADER, opening=opening, least_spread=UNRUN_SPREAD)
    return grade.model_copy(update={"provisional": True, "high": 100 if verdict.code else grade.high})


def _opening(sentence: str, verdict: Verdict) -> str:
    """The sentence, and the judge's own reason where it adds one."""
    if not verdict.message or verdict.status == "no_code":
        return sentence
    return f"{sentence} {verdict.message.rstrip('.')}."


def _weighing(rows: Sequence[Row], weight: float) -> list[Row]:
    """The rows with their weights scaled to that sum."""
    whole = sum(row.weight for row in rows)
    return [row.model_copy(update={"weight": round(row.weight * weight / whole, 2)}) for row in rows]
