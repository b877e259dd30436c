"""/profile show: where a student stands over all their interviews."""

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from domain import calibration, readiness, weakness
from domain.actions import show, standing
from domain.actions.kinds import Call
from domain.model.attempt import Attempt
from domain.model.interview import Interview
from domain.readiness import Readiness
from domain.replies import Bullets, Button, Card, Field, Reply, Text, say
from domain.scoring import NOT_COUNTED
from domain.tokens import encode
from domain.weakness import Profile, Standing

COUNTED_INTERVIEWS = 500
TREND = 5
MOST_WEAKNESSES = 8
NOT_RECURRING = (
    "Nothing so far. It takes three answers on two days at least, below 60 on average: one bad day is no "
    "weakness."
)
WHAT_IT_IS = (
    "Made of your first tries. A follow-up counts half, and every answer half as much after 30 days. Ready "
    f"means that the whole band lies at {readiness.READY_FROM} or above. Skips and retries are left out."
)


async def show_profile(call: Call) -> Reply:
    """Readiness and calibration by round, what was done, and whether it goes up."""
    interviews = await call.do.interviews.of(call.user.id, COUNTED_INTERVIEWS)
    attempts = await standing.answers(call.do, call.user.id)
    profile = await weakness.of(call.do, call.user)
    if not attempts and not profile.standings:
        return _nothing_yet(interviews)
    ready = readiness.by_round(attempts, call.do.clock.now())
    guesses = calibration.by_round(attempts)
    cards = (
        Card("Your profile", (), _counts(interviews, attempts)),
        *(_readiness_card(ready)),
        weaknesses_card(profile),
        *(_calibration_card([found.sentence for found in guesses if found.known])),
        Card("How this is reckoned", (Text(WHAT_IT_IS),)),
    )
    return Reply(
        cards,
        (Button("History", encode("interview history")), show.start_button()),
        data={
            "readiness": [standing.readiness_data(found) for found in ready],
            "calibration": [standing.calibration_data(found) for found in guesses],
            "weaknesses": weaknesses_data(profile),
            **_figures(interviews, attempts),
        },
    )


def _nothing_yet(interviews: Sequence[Interview]) -> Reply:
    data = {"readiness": [], "calibration": [], "weaknesses": [], **_figures(interviews, ())}
    words = "There is nothing to tell from yet: answer a few questions first."
    return say("Your profile", words, buttons=(show.start_button(),), data=data)


def _calibration_card(sentences: Sequence[str]) -> tuple[Card, ...]:
    return (Card("How well you guess your scores", (Bullets(tuple(sentences)),)),) if sentences else ()


def _readiness_card(ready: Sequence[Readiness]) -> tuple[Card, ...]:
    return (Card("How ready you are", (standing.readiness_lines(ready),)),) if ready else ()


def weaknesses_card(profile: Profile) -> Card:
    """The topics that went wrong on several days, or what it takes before one is said to."""
    found = profile.weaknesses[:MOST_WEAKNESSES]
    body = Bullets(tuple(_weakness_line(weak) for weak in found)) if found else Text(NOT_RECURRING)
    return Card("Where you are weak again and again", (body,))


def _weakness_line(weak: Standing) -> str:
    mean = round(100 * weak.mean)
    topic = weak.topic.replace("-", " ")
    return f"{topic}: {mean}/100 on average, seen {weak.observations} times on {weak.days} days"


def weaknesses_data(profile: Profile) -> list[dict[str, Any]]:
    """The recurring weaknesses, the weakest first; `mean` is 0 to 100."""
    return [
        {"topic": w.topic, "mean": round(100 * w.mean), "observations": w.observations, "days": w.days}
        for w in profile.weaknesses
    ]


def _counts(interviews: Sequence[Interview], attempts: Sequence[Attempt]) -> tuple[Field, ...]:
    figures = _figures(interviews, attempts)
    trend = figures["trend"]
    said = (Field("First five answers, last five", f"{trend['first']} → {trend['last']} on average"),)
    return (
        Field("Interviews", f"{figures['interviews']}, {figures['completed']} of them completed"),
        Field("Answers", f"{figures['answers']}, and {figures['retries']} retries"),
        *(said if trend["last"] is not None else ()),
    )


def _figures(interviews: Sequence[Interview], attempts: Sequence[Attempt]) -> dict[str, Any]:
    return {
        "interviews": len(interviews),
        "completed": sum(i.status == "completed" for i in interviews),
        "answers": sum(a.attempt_no == 1 for a in attempts),
        "retries": sum(a.attempt_no > 1 for a in attempts),
        "trend": _trend(attempts),
    }


def _trend(attempts: Sequence[Attempt]) -> dict[str, int | None]:
    """The mean of the first and of the last five answers to questions; None while they would overlap."""
    own = [
        a for a in attempts if a.attempt_no == 1 and "~" not in a.question_id and NOT_COUNTED not in a.flags
    ]
    scores = [a.score for a in sorted(own, key=lambda a: a.answered_at) if a.score is not None]
    if len(scores) < 2 * TREND:
        return {"first": None, "last": None}
    return {"first": round(fmean(scores[:TREND])), "last": round(fmean(scores[-TREND:]))}
