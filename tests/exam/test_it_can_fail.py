"""Each way of breaking interviewer or grader turns exactly that check to no which is there for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.exam.languages import ORDERS
from domain import asking, choice, conduct, marking, opening, reporting, scoring
from domain.actions import figures, show
from domain.grading import feedback, gates, grader, intake, rubric, score
from domain.model.grade import Grade, Row
from domain.model.question import Question
from domain.stores import Delivery
from storage.inbox import InboxRepository
from storage.repositories import InterviewRepository
from tests.exam.holding import held, said_no

pytestmark = pytest.mark.acceptance

TALKERS = ("silent", "copying", "wrong", "weak")


@dataclass(frozen=True)
class Fault:
    """A function replaced by what `broken` makes of it. `seen_by` are the checks that notice.

    `maybe` are those that do for some questions: a rubric's point can have a phrase of the model answer.
    """

    where: Any
    name: str
    broken: Callable[[Any], Any]
    sitting: Sequence[str]
    seen_by: Sequence[str]
    maybe: Sequence[str] = ()

    def __str__(self) -> str:
        return " and ".join(self.seen_by)


def always(value: Any) -> Callable[[Any], Any]:
    return lambda _: lambda *given, **more: value


def becomes(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def later_always(value: Any) -> Callable[[Any], Any]:
    async def found(*given: Any, **more: Any) -> Any:
        return value

    return lambda _: found


def with_rows(change: Callable[[tuple[Row, ...], Any], Sequence[Row]]) -> Callable[[Any], Any]:
    """The rows of a technical answer changed before they are summed."""
    return lambda real: lambda rows, found, *more: real(tuple(change(rows, found)), found, *more)


def worth(factor: float, rows: Sequence[Row]) -> list[Row]:
    return [row.model_copy(update={"met": round(row.met * factor, 2)}) for row in rows]


def shorter_is_better(rows: tuple[Row, ...], found: Any) -> list[Row]:
    return worth(1 - 0.03 * len(found.passage.sentences), rows)


def moody() -> Callable[[tuple[Row, ...], Any], Sequence[Row]]:
    moods = count()
    return lambda rows, _: worth(1 - 0.02 * (next(moods) % 3), rows)


def on_what_was_met(real: Any) -> Any:
    def chosen(rules: Any, interview: Any, last: Any, attempts: Any, question: Question) -> Any:
        met = {row.point_id for attempt in attempts for row in attempt.rows if row.met == 1}
        fresh = last.follow_up_of is None
        return next((one for one in question.follow_ups if fresh and one.point in met), None)

    return chosen


def telling(secret: Callable[[Question], Any]) -> Callable[[Any], Any]:
    """What programs are told of a question, and more."""

    def told(real: Any) -> Any:
        def data(interview: Any, asked: Any, number: int, question: Question | None) -> Any:
            more = {} if question is None else {"secret": secret(question)}
            return real(interview, asked, number, question) | more

        return data

    return told


def over_time_as_a_hint(real: Any) -> Any:
    def made(*given: Any) -> Any:
        attempt = real(*given)
        return attempt.model_copy(update={"hints_used": 1}) if attempt.over_time else attempt

    return made


def one_question_less(real: Any) -> Any:
    async def planned(*given: Any) -> Any:
        rounds, plan = await real(*given)
        return rounds, tuple(each - 1 for each in plan)

    return planned


def half_a_skip(real: Any) -> Any:
    return lambda question, attempt: real(question, attempt) if attempt else scoring.Mark(50, 50, 50, 1.0)


def summed_higher(real: Any) -> Any:
    return lambda *given: real(*given).model_copy(update={"overall": min(100, real(*given).overall + 3)})


def hints_for_nothing(real: Any) -> Any:
    def kept(grade: Grade, hints: int, cost: int) -> Grade:
        return grade

    return kept


LECTURE = replace(gates.DONT_KNOW, sentence="You really should have prepared for this one. " * 9)
FAULTS = (
    Fault(score, "band", always((100, 100)), ("weak",), ("band",)),
    Fault(score, "total", lambda real: lambda rows: max(0, real(rows) - 7), ("complete",), ("score-sum",)),
    Fault(rubric, "quote", always("words that nobody said"), ("complete",), ("quotes",)),
    Fault(grader, "settle", with_rows(lambda rows, _: rows[1:]), ("complete",), ("rows-once",)),
    Fault(
        grader,
        "settle",
        with_rows(shorter_is_better),
        ("complete", "less-0", "less-2", "less--1"),
        ("less",),
    ),
    Fault(grader, "settle", with_rows(moody()), ("strong", "again", "weak", "late-bloomer"), ("same-again",)),
    Fault(marking, "after_hints", hints_for_nothing, ("helped", "weak"), ("hint-cost", "score-sum")),
    Fault(marking, "is_owed", always(True), ("keywords",), ("source",)),
    Fault(scoring, "FOLLOW_UP_WEIGHT", becomes(1.0), ("weak",), ("report-sum",)),
    Fault(scoring, "weaknesses", always(()), ("weak",), ("true-weakness",)),
    Fault(scoring, "strengths", always(("Never said.",)), ("weak",), ("true-strength",)),
    Fault(scoring, "_mark", half_a_skip, ("silent",), ("report-sum", "skip-is-0")),
    Fault(reporting, "compile_report", summed_higher, ("weak",), ("one-result", "report-sum")),
    Fault(gates, "DONT_KNOW", becomes(LECTURE), ("silent",), ("silence",)),
    Fault(
        intake,
        "without_orders",
        lambda _: lambda passage: (passage, False),
        (*(f"bold-{n}" for n in ORDERS), "weak"),
        ("orders-beside",),
    ),
    Fault(intake, "is_scrambled", always(False), ("shuffled",), ("shuffled",)),
    Fault(feedback, "_had", always("Excellent!"), ("wrong", "silent", "copying"), ("no-praise",)),
    Fault(
        choice,
        "next_difficulty",
        lambda _: lambda aim, *given: aim,
        ("strong", "complete"),
        ("harder",),
    ),
    Fault(
        choice,
        "next_difficulty",
        lambda _: lambda aim, *given: min(5, aim + 1),
        ("silent", "copying"),
        ("easier",),
    ),
    Fault(asking, "choose_follow_up", on_what_was_met, ("weak",), ("follow-up-missed",)),
    Fault(InterviewRepository, "seen", later_always({}), ("strong",), ("no-repeat-later",)),
    Fault(InboxRepository, "begin", later_always(Delivery.NEW), ("twice", "weak"), ("once",)),
    Fault(opening, "_plan", one_question_less, ("elsewhere",), ("as-many-as-asked",)),
    Fault(
        show, "as_shown", lambda _: lambda interview, attempt: attempt, ("weak", "helped"), ("follow-up-new",)
    ),
    Fault(conduct, "new_attempt", over_time_as_a_hint, ("slow", "weak"), ("time",)),
    Fault(
        figures,
        "asked_data",
        telling(lambda question: question.model_answer[-90:]),
        TALKERS,
        ("keeps-answers",),
    ),
    Fault(
        figures,
        "asked_data",
        telling(lambda question: [row.point for row in question.rubric]),
        TALKERS,
        ("keeps-rubrics",),
        ("keeps-answers",),
    ),
)


EVERY_OTHER = [
    pytest.param(fault, marks=pytest.mark.soak if place % 2 else ()) for place, fault in enumerate(FAULTS)
]


@pytest.mark.parametrize("fault", EVERY_OTHER, ids=str)
async def test_a_fault_is_seen(fault: Fault, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault.where, fault.name, fault.broken(getattr(fault.where, fault.name)))
    seen = said_no(await held(data_folder, *fault.sitting))
    assert set(fault.seen_by) <= seen <= {*fault.seen_by, *fault.maybe}
