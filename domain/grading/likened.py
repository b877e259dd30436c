"""Grades an answer by nothing but a model answer: a calibrated likeness, told row by row."""

from dataclasses import dataclass, replace

from domain.grading.contrary import affirmed, copies, states
from domain.grading.derived import derived_rows, short_name
from domain.grading.fitted import Fit, fits
from domain.grading.intake import CONTRADICTION, FOREIGN, SCRAMBLED, Intake
from domain.grading.measures import Measures, bearing, likeness, wanted_of
from domain.grading.passage import Passage
from domain.grading.reconcile import reconciled
from domain.grading.settle import settle, temper
from domain.grading.topic import Topic
from domain.model.grade import Grade, Row
from domain.ports import Sense

PLAIN, SENSED = "derived-3", "derived-3+sense"
STATED, SPOILED_WORTH, TURNED_ROUND = 100, 0.25, 35
NEAREST_MET = 0.05
DENIED = "The answer denies this"
NEAREST = "Said in other words than the model answer's, if at all"
SPOILING = frozenset((SCRAMBLED, CONTRADICTION))


@dataclass(frozen=True, slots=True)
class Reading:
    """What is graded: `left` is the passage without what goes against the model answer.

    `stated` says that the model answer stands in it, `turned` that it copies it with something turned round.
    """

    intake: Intake
    left: Passage
    stated: bool
    turned: bool


def grade_by_model_answer(prompt: str, topic: Topic, intake: Intake, sense: Sense | None) -> Grade:
    """The rows are the sentences of the model answer; their weighted mean is the calibrated score."""
    reading = read_against(topic, intake)
    name = PLAIN if sense is None else SENSED
    rows = _rows(reading, topic)
    if reading.intake.gate or not rows:
        return settle(rows, reading.intake, name, short_name)
    fit = fits()[_which(sense)]
    score = score_by(fit, reading, measured(reading, prompt, topic, sense))
    brought = reconciled(temper(rows, reading.intake), score)
    return _banded(settle(brought, reading.intake, name, short_name), reading.intake, fit)


def read_against(topic: Topic, intake: Intake) -> Reading:
    """The model answer itself, with or without more around it, passes every gate and has no fault."""
    stated = states(intake.passage, topic.model)
    left = intake.passage if stated else affirmed(intake.passage, topic.model)
    if stated:
        kept = tuple(fault for fault in intake.faults if fault not in SPOILING)
        intake = replace(intake, gate=None, faults=kept)
    turned = left is not intake.passage and copies(intake.passage, topic.model)
    return Reading(intake, left, stated, turned)


def measured(reading: Reading, prompt: str, topic: Topic, sense: Sense | None) -> Measures:
    """What the calibrated score is made from."""
    wanted = wanted_of(prompt, topic.model.text)
    return {**likeness(wanted, reading.left, sense), **bearing(wanted, reading.left, sense)}


def score_by(fit: Fit, reading: Reading, found: Measures) -> int:
    """0 to 100, for an answer that no gate stopped."""
    if reading.stated:
        return STATED
    if not reading.left.sentences:
        return 0
    points = fit.score(found) * (SPOILED_WORTH if SPOILING.intersection(reading.intake.faults) else 1.0)
    return round(min(points, TURNED_ROUND) if reading.turned else points)


def _rows(reading: Reading, topic: Topic) -> list[Row]:
    rows = derived_rows(reading.left, topic)
    if reading.left is not reading.intake.passage:
        whole = derived_rows(reading.intake.passage, topic)
        rows = [_denied(row, said) for row, said in zip(rows, whole, strict=True)]
    if rows and reading.left.sentences and not any(row.met for row in rows):
        heaviest = max(range(len(rows)), key=lambda n: rows[n].weight)
        rows[heaviest] = _nearest(rows[heaviest], reading.left)
    return rows


def _denied(row: Row, said: Row) -> Row:
    """An unmet row that only sentences of the opposite touch is denied, with their words as the evidence."""
    return said.model_copy(update={"met": 0.0, "note": DENIED}) if said.met > row.met == 0 else row


def _nearest(row: Row, left: Passage) -> Row:
    longest = max(left.sentences, key=lambda sentence: len(set(sentence.keys)))
    return row.model_copy(update={"met": NEAREST_MET, "quote": left.excerpt(longest), "note": NEAREST})


def _banded(grade: Grade, intake: Intake, fit: Fit) -> Grade:
    """With the band that people's scores of such answers had; what could not be read keeps its wider one."""
    if FOREIGN in intake.faults:
        return grade
    low, high = fit.band(grade.score)
    return grade.model_copy(update={"low": min(low, grade.score), "high": max(high, grade.score)})


def _which(sense: Sense | None) -> str:
    return "without" if sense is None else "with"
