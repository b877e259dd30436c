"""Students with a history: interviews over weeks with answers that get better, made from a seed."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from typing import Any

from hypothesis import strategies as st

from domain.content.load import load
from domain.model.attempt import Attempt
from domain.model.grade import Row
from domain.model.interview import Interview
from domain.model.question import Question, Round
from domain.model.user import User
from domain.progress import Known
from domain.weakness import NOTHING_SEEN
from tests.domain.builders import an_asked_question, an_attempt, an_interview
from tests.domain.told import TOLD
from tests.fakes import NOON

ROUNDS: tuple[Round, ...] = ("dsa", "technical_qa", "behavioral")
WEAKEST = {"dsa": 38, "technical_qa": 55, "behavioral": 45}
STORIES = tuple(chain.from_iterable(TOLD.values()))
ROWS = tuple(
    Row(point_id=f"p{n}", point=f"Says what the part number {n} of the rubric asks for", met=n % 2)
    for n in range(6)
)


@cache
def bank() -> dict[str, tuple[Question, ...]]:
    questions = load().questions
    return {name: tuple(q for q in questions if q.round == name) for name in ROUNDS}


def history(
    interviews: int, *, student: str = "student", end: datetime = NOON, days: int = 84, questions: int = 2
) -> tuple[list[Interview], list[Attempt]]:
    """So many ended interviews over that many days until shortly before `end`, with their answers."""
    draw, pick = random.Random(interviews), random.Random(interviews)
    held, attempts = [], []
    for number in range(interviews):
        begun = end - timedelta(days=days * (interviews - number) / interviews, hours=2)
        asked = [(name, q) for name in ROUNDS for q in pick.sample(bank()[name], questions)]
        own = [
            _attempt(f"{student}-{number}", place, one, begun, number / interviews, draw, student)
            for place, one in enumerate(asked)
        ]
        held.append(_interview(f"{student}-{number}", asked, begun, student, number))
        attempts += own
    return held, attempts


def _interview(
    session: str, asked: Sequence[tuple[Round, Question]], begun: datetime, student: str, number: int
) -> Interview:
    questions = tuple(
        an_asked_question(q.slug, round=name, prompt=q.prompt, asked_at=begun, outcome="answered")
        for name, q in asked
    )
    return an_interview(
        _id=session,
        student_id=student,
        company=("Google", "Amazon", None)[number % 3],
        role="SDE Intern" if number % 2 else None,
        status="completed" if number % 5 else "abandoned",
        rounds=ROUNDS,
        plan=(len(asked) // 3,) * 3,
        questions=questions,
        created_at=begun,
        started_at=begun,
        last_active_at=begun + timedelta(hours=1),
        completed_at=begun + timedelta(hours=1),
    )


def _attempt(
    session: str,
    place: int,
    one: tuple[Round, Question],
    begun: datetime,
    gone: float,
    draw: random.Random,
    student: str,
) -> Attempt:
    name, question = one
    score = round(min(96, max(4, WEAKEST[name] + 32 * gone + draw.gauss(0, 9))))
    at = begun + timedelta(minutes=9 * place + 9)
    given: dict[str, Any] = {
        "_id": f"{session}-{place}",
        "created_at": at,
        "updated_at": at,
        "answered_at": at,
        "session_id": session,
        "student_id": student,
        "round": name,
        "question_id": question.slug,
        "student_answer": draw.choice(STORIES) if name == "behavioral" else question.model_answer,
        "score": score,
        "low": max(0, score - 8),
        "high": min(100, score + 8),
        "rows": ROWS,
        "grader": "rubric-1",
        "time_taken_seconds": draw.randrange(90, 900),
    }
    if draw.random() < 0.5:
        given["predicted"] = min(100, max(0, score + round(draw.gauss(9, 10))))
    return Attempt(**given)


STUDENT = User(id="student", created_at=NOON, updated_at=NOON, name="Ana", registered_at=NOON, identities=())


def known(interviews: Sequence[Interview] = (), attempts: Sequence[Attempt] = (), zone: str = "UTC") -> Known:
    """What the store would hold of a student with that history, given the oldest first."""
    return Known(
        user=STUDENT.model_copy(update={"timezone": zone}),
        now=NOON,
        interviews=interviews[::-1],
        attempts=attempts[::-1],
        bank={question.slug: question for question in bank()["behavioral"]},
        company=None,
        profile=NOTHING_SEEN,
        paths=(),
        cards_due=0,
    )


scores = st.integers(0, 100)
any_attempt = st.builds(
    lambda score, days, round_, again, text, guess, number: an_attempt(
        f"q{number}",
        score,
        _id=f"a{number}-{days}-{again}",
        answered_at=NOON - timedelta(days=days),
        round=round_,
        predicted=guess,
        student_answer=text,
        **{"try": again},
    ),
    st.none() | scores,
    st.integers(0, 700),
    st.sampled_from(["dsa", "technical_qa", "system_design", "behavioral"]),
    st.integers(1, 2),
    st.text(max_size=80),
    st.none() | scores,
    st.integers(0, 200),
)
