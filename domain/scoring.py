"""Sums over an interview: rounds, overall, strengths and weaknesses, and what to do about them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.model.attempt import Attempt
from domain.model.interview import AskedQuestion, Interview
from domain.model.question import ROUND_NAMES, Question, Round
from domain.model.report import PlanItem, RoundScore

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


def plan(attempts: Sequence[Attempt], bank: Mapping[str, Question]) -> tuple[PlanItem, ...]:
    """One item for each of the weakest answers: the weakness, why it counts, what to do, how long."""
    graded = [a for a in best(attempts).values() if a.score is not None and a.grade().missed]
    weakest = sorted(graded, key=lambda a: (a.score or 0, a.question_id))
    items: dict[str, PlanItem] = {}
    for attempt in weakest:
        question = bank.get(attempt.question_id.split("~", 1)[0])
        if question is not None:
            item = _plan_item(attempt, question)
            items.setdefault(item.weakness, item)
    return tuple(items.values())[:MOST]


def _plan_item(attempt: Attempt, question: Question) -> PlanItem:
    missed = attempt.grade().missed
    topic = question.competency or (question.tags[0].replace("-", " ") if question.tags else question.stream)
    share = round(100 * sum(r.weight for r in missed) / (sum(r.weight for r in attempt.rows) or 1))
    return PlanItem(
        weakness=missed[0].point,
        why=f"What was missing is {share}% of the rubric of “{topic}”, scored {attempt.score}/100.",
        action=_ACTIONS[question.round].format(topic=topic),
        minutes=_MINUTES[question.round],
    )


_ACTIONS: Mapping[Round, str] = {
    "dsa": (
        "Solve two more problems on {topic}; before coding, say the approach, its complexity "
        "and three edge cases aloud."
    ),
    "technical_qa": (
        "Write a five-sentence answer on {topic} from memory, check it against the model answer, "
        "then explain it to somebody."
    ),
    "system_design": "Sketch a design on {topic} in 20 minutes: needs, numbers, parts, what breaks first.",
    "behavioral": (
        "Write one STAR story on {topic}: two sentences of setting, five of what you did, "
        "one result with a number."
    ),
}
_MINUTES: Mapping[Round, int] = {"dsa": 60, "technical_qa": 30, "system_design": 60, "behavioral": 40}


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
