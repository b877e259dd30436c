"""Sums over an interview: rounds, overall, strengths and weaknesses."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.model.attempt import Attempt
from domain.model.interview import AskedQuestion, Interview
from domain.model.question import ROUND_NAMES
from domain.model.report import RoundScore

FOLLOW_UP_WEIGHT = 0.5
NOT_COUNTED = "grader_failed"
MOST = 4


class Mark(NamedTuple):
    """One question's part in a sum; a skipped question counts 0 with no band."""

    score: int
    low: int
    high: int
    weight: float


def best(attempts: Sequence[Attempt]) -> dict[str, Attempt]:
    """The first try of each question, where it has a grade that counts: what the interview was worth."""
    return {
        attempt.question_id: attempt
        for attempt in attempts
        if attempt.attempt_no == 1 and attempt.graded and NOT_COUNTED not in attempt.flags
    }


def by_round(interview: Interview, attempts: Sequence[Attempt]) -> tuple[RoundScore, ...]:
    """Each round that was reached: the weighted mean of its questions, a follow-up counting half."""
    graded = best(attempts)
    scores = []
    for round_ in interview.rounds:
        dealt_with = [q for q in interview.questions if q.round == round_ and q.outcome is not None]
        marks = [
            _mark(q, graded.get(q.question_id))
            for q in dealt_with
            if q.outcome == "skipped" or q.question_id in graded
        ]
        if marks:
            answered = sum(q.outcome == "answered" for q in dealt_with)
            scores.append(
                RoundScore(
                    round=round_,
                    score=_mean([(m.score, m.weight) for m in marks]),
                    low=_mean([(m.low, m.weight) for m in marks]),
                    high=_mean([(m.high, m.weight) for m in marks]),
                    answered=answered,
                    asked=len(dealt_with),
                )
            )
    return tuple(scores)


def _mark(question: AskedQuestion, attempt: Attempt | None) -> Mark:
    weight = FOLLOW_UP_WEIGHT if question.follow_up_of else 1.0
    if attempt is None:
        return Mark(0, 0, 0, weight)
    grade = attempt.grade()
    return Mark(grade.score, grade.low, grade.high, weight)


def _mean(weighted: Sequence[tuple[int, float]]) -> int:
    total = sum(weight for _, weight in weighted)
    return round(sum(value * weight for value, weight in weighted) / total) if total else 0


def overall(rounds: Sequence[RoundScore]) -> tuple[int, int, int]:
    """Score, low and high over all rounds; each round counts the same."""
    return (
        _mean([(r.score, 1.0) for r in rounds]),
        _mean([(r.low, 1.0) for r in rounds]),
        _mean([(r.high, 1.0) for r in rounds]),
    )


def strengths(attempts: Sequence[Attempt]) -> tuple[str, ...]:
    """The heaviest rubric points that were fully met, and nowhere missed; at most four."""
    missed = {row.point for a in best(attempts).values() for row in a.rows if row.met < 0.5}
    met = [row for a in best(attempts).values() for row in a.rows if row.met >= 0.99]
    return _points([(row.weight, row.point) for row in met if row.point not in missed])


def weaknesses(attempts: Sequence[Attempt]) -> tuple[str, ...]:
    """The heaviest rubric points that were missed and not made good in a follow-up, at most four."""
    graded = best(attempts)
    recovered = {
        (q.split("~")[0], r.point_id) for q, a in graded.items() if "~" in q for r in a.rows if r.met >= 0.5
    }
    missed = [
        (row.weight, row.point)
        for question_id, attempt in graded.items()
        for row in attempt.rows
        if row.met < 0.5 and (question_id.split("~")[0], row.point_id) not in recovered
    ]
    return _points(missed)


def _points(weighted: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    heaviest = sorted(weighted, key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(point for _, point in heaviest))[:MOST]


def feedback(rounds: Sequence[RoundScore], *, whole: bool) -> str:
    """Two or three sentences on the whole: where it was strong, where it was not, what it covers."""
    if not rounds:
        return "No question was answered, so there is nothing to assess."
    ordered = sorted(rounds, key=lambda r: -r.score)
    top, bottom = ordered[0], ordered[-1]
    if top.round == bottom.round:
        text = f"{ROUND_NAMES[top.round]} came out at {top.score}/100."
    else:
        text = (
            f"Strongest in {ROUND_NAMES[top.round]} ({top.score}/100), weakest in "
            f"{ROUND_NAMES[bottom.round]} ({bottom.score}/100)."
        )
    if not whole:
        text += " The interview ended early, so the figures cover only what was asked."
    return text + " Scores count rubric points covered; they do not judge understanding."
