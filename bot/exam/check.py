"""What a check is: each look at the record is good or not, and all of them have to be."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.exam.candidates import CANDIDATES
from bot.exam.record import Record
from domain.model.attempt import Attempt

MOST_EVIDENCE = 5
EVERYBODY = tuple(CANDIDATES)
NOTHING_SEEN = "the interviews held nothing to look at"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at; `what` says where and with which figures, shown where it is not good."""

    good: bool
    what: str


@dataclass(frozen=True, slots=True)
class Check:
    """A yes/no question about interviewer or grader.

    `says` is what holds if the answer is yes, `needs` the candidates without whom it cannot be told. With
    `by_rules` it is about the offline grader alone, with `by_model` about the model grader alone.
    """

    name: str
    says: str
    find: Callable[[Record], Iterable[Look]]
    needs: Sequence[str] = ()
    by_rules: bool = False
    by_model: bool = False

    @property
    def sitters(self) -> Sequence[str]:
        """Who sits where this check alone is asked for."""
        return self.needs or EVERYBODY


@dataclass(frozen=True, slots=True)
class Result:
    """`looks` counts what was looked at; `evidence` says what was found, or why it was not run."""

    name: str
    says: str
    passed: bool
    not_run: bool
    evidence: tuple[str, ...]
    looks: int


def answered(check: Check, record: Record) -> Result:
    """Yes where all that was looked at is good; with nothing to look at it was not run."""
    reason = _why_not(check, record)
    if reason:
        return Result(check.name, check.says, False, True, (reason,), 0)
    looks = list(check.find(record))
    bad = [look.what for look in looks if not look.good]
    if not looks:
        return Result(check.name, check.says, False, True, (NOTHING_SEEN,), 0)
    more = (f"and {len(bad) - MOST_EVIDENCE} more",) if len(bad) > MOST_EVIDENCE else ()
    evidence = (*bad[:MOST_EVIDENCE], *more)
    return Result(check.name, check.says, not bad, False, evidence, len(looks))


def _why_not(check: Check, record: Record) -> str:
    absent = [name for name in check.needs if name not in record.sittings]
    if absent and record.no_judge and any(CANDIDATES[name].codes for name in absent):
        return f"code cannot be run here: {record.no_judge}"
    if absent:
        return f"{', '.join(absent)} did not sit this exam"
    if check.by_rules and record.model:
        return "it is about the grader by rules, and a model graded"
    return "no model is connected" if check.by_model and not record.model else ""


def about(name: str, attempt: Attempt, words: str) -> str:
    """Evidence on one answer."""
    return f"{name}, {attempt.question_id}: {words}"


def same_scores(record: Record, one: str, other: str) -> Iterator[Look]:
    """Score, band and rows alike wherever both said the same; not on one question alone."""
    pairs = list(record.pairs(one, other))
    yield Look(len(pairs) > 1, f"{one} and {other} had {len(pairs)} questions in common")
    for first, second in pairs:
        if first.student_answer.strip() == second.student_answer.strip():
            alike = _outcome(first) == _outcome(second)
            words = f"{first.score} ({first.low} to {first.high}), and for {other} {second.score}"
            yield Look(alike, about(one, first, words))


def _outcome(attempt: Attempt) -> tuple[object, ...]:
    return attempt.score, attempt.low, attempt.high, attempt.rows
