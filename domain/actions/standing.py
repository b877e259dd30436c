"""What students are told of where they stand over all interviews: how ready, and how good at guessing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain import calibration, readiness, scoring
from domain.actions import show
from domain.actions.kinds import Call
from domain.calibration import Calibration
from domain.model.attempt import Attempt
from domain.model.interview import Interview
from domain.model.question import ROUND_NAMES
from domain.model.report import Report
from domain.readiness import Readiness
from domain.replies import Block, Bullets, Button, Card, Text
from domain.services import Services

# The newest answers of a student that are looked at; an older one hardly weighs anything any more.
LOOKED_AT = 200


async def answers(do: Services, student_id: str) -> list[Attempt]:
    """The student's newest answers, the newest first."""
    return await do.attempts.of_student(student_id, LOOKED_AT)


async def with_calibration(call: Call, card: Card, attempt: Attempt) -> Card:
    """The card of a graded answer, with how good guesses in its round have been, where one was made."""
    if attempt.predicted is None or not attempt.graded:
        return card
    found = calibration.of_round(await answers(call.do, call.user.id), attempt.round)
    said = found.sentence if found else ""
    return replace(card, body=(*card.body, Text(said))) if said else card


async def result(do: Services, interview: Interview, report: Report) -> tuple[Card, tuple[Button, ...]]:
    """The end of an interview: its result, how ready its rounds look now where that can be told, buttons."""
    attempts = await answers(do, interview.student_id)
    known = [
        found
        for found in readiness.by_round(attempts, do.clock.now())
        if found.round in interview.rounds and found.estimate is not None
    ]
    card = show.result_card(interview, report)
    ready: tuple[Block, ...] = (Text("How ready you are:"), readiness_lines(known)) if known else ()
    own = [a for a in attempts if a.session_id == interview.id]
    return replace(card, body=(*card.body, *ready)), show.result_buttons(interview, weakest(interview, own))


def readiness_lines(rounds: Sequence[Readiness]) -> Bullets:
    """One line a round."""
    return Bullets(tuple(f"{ROUND_NAMES[found.round]}: {found.sentence}" for found in rounds))


def weakest(interview: Interview, attempts: Sequence[Attempt]) -> int | None:
    """The number of the question whose answer was worth least; None where each was worth all."""
    counted = [a for a in scoring.best(attempts).values() if a.score is not None and a.score < 100]
    lowest = min(counted, key=lambda a: (a.score or 0, a.question_id), default=None)
    found = interview.find(lowest.question_id) if lowest else None
    return found[0] if found else None


def readiness_data(found: Readiness) -> dict[str, Any]:
    return {
        "round": found.round,
        "attempts": found.answers,
        "estimate": found.estimate,
        "low": found.low,
        "high": found.high,
        "verdict": found.verdict,
    }


def calibration_data(found: Calibration) -> dict[str, Any]:
    """`gap` and `miss` in points, None while there are too few guesses to speak of."""
    return {
        "round": found.round,
        "attempts": found.answers,
        "gap": round(found.gap, 1) if found.known else None,
        "miss": round(found.miss, 1) if found.known else None,
    }
