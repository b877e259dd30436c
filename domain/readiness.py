"""How ready a student is for a round: one estimate from all answers, whose band each of them narrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Literal, NamedTuple

from domain.model.attempt import Attempt
from domain.model.question import ROUNDS, Round
from domain.scoring import FOLLOW_UP_WEIGHT, NOT_COUNTED

FEWEST = 3
HALF_LIFE, MOST_HALVINGS = timedelta(days=30), 20.0
# No interviewer publishes a bar. Seven tenths of what the rubrics ask for, with the whole band above it, is
# ours: who stands there misses a point here and there, and no longer the greater part of an answer.
READY_FROM, CLOSE_FROM = 70, 60
NARROWEST = 3.0
# The bands of single answers are meant to hold four of five, and so is this one: 1.28 standard deviations.
FOUR_OF_FIVE = 1.28

Verdict = Literal["ready", "close", "not yet", "too early"]


class Mark(NamedTuple):
    """One graded answer: its score, half the width of its band (both in points) and its weight, above 0."""

    score: float
    half: float
    weight: float


class Estimate(NamedTuple):
    """A mean with half the width of its band, in points."""

    mean: float
    half: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """`answers` counts questions, not follow-ups; the figures are 0 to 100, None where it is too early."""

    round: Round
    answers: int
    verdict: Verdict
    estimate: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def sentence(self) -> str:
        """`62/100 (54–70) over 5 answers: close`, or how many answers are still missing."""
        if self.estimate is None:
            return f"{self.answers} of {FEWEST} answers so far: too early to say"
        return f"{self.estimate}/100 ({self.low}–{self.high}) over {self.answers} answers: {self.verdict}"


def by_round(attempts: Sequence[Attempt], now: datetime) -> tuple[Readiness, ...]:
    """Each round with an answer that counts; a student's own first tries alone, over all interviews."""
    first = [a for a in attempts if a.attempt_no == 1 and a.graded and NOT_COUNTED not in a.flags]
    grouped = {round_: [a for a in first if a.round == round_] for round_ in ROUNDS}
    return tuple(_readiness(round_, answers, now) for round_, answers in grouped.items() if answers)


def _readiness(round_: Round, attempts: Sequence[Attempt], now: datetime) -> Readiness:
    answers = sum("~" not in a.question_id for a in attempts)
    if answers < FEWEST:
        return Readiness(round_, answers, "too early")
    mean, half = estimate([_mark(attempt, now) for attempt in attempts])
    low, high = max(0, round(mean - half)), min(100, round(mean + half))
    return Readiness(round_, answers, verdict(round(mean), low), round(mean), low, high)


def verdict(mean: int, low: int) -> Verdict:
    if low >= READY_FROM:
        return "ready"
    return "close" if mean >= CLOSE_FROM else "not yet"


def estimate(marks: Sequence[Mark]) -> Estimate:
    """The mean of the marks by their precision, and a band of two parts that add up as squares.

    One part is what the single bands leave open: the variance of a mean of measurements of such precision.
    The other is how far the answers lie apart: the variance of a weighted mean, estimated from its own
    deviations (White's, with the usual correction for few). Both shrink with each mark added at the mean.

    Raises ValueError without marks.
    """
    if not marks:
        raise ValueError("nothing to estimate from")
    precisions = [mark.weight / max(NARROWEST, mark.half) ** 2 for mark in marks]
    whole = sum(precisions)
    mean = sum(p * mark.score for p, mark in zip(precisions, marks, strict=True)) / whole
    apart = sum((p * (mark.score - mean)) ** 2 for p, mark in zip(precisions, marks, strict=True)) / whole**2
    few = len(marks) / max(1, len(marks) - 1)
    return Estimate(mean, max(NARROWEST, sqrt(1 / whole + FOUR_OF_FIVE**2 * few * apart)))


def _mark(attempt: Attempt, now: datetime) -> Mark:
    """An answer loses half its weight in 30 days; a follow-up begins with half."""
    grade = attempt.grade()
    age = max(timedelta(), now - attempt.answered_at) / HALF_LIFE
    weight: float = (FOLLOW_UP_WEIGHT if "~" in attempt.question_id else 1.0) * 0.5 ** min(age, MOST_HALVINGS)
    return Mark(grade.score, max(grade.high - grade.score, grade.score - grade.low), weight)
