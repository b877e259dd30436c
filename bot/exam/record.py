"""What is known of the exam once it is over: all that was said, and what the store holds of it."""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.exam.candidates import Candidate
from domain.model.attempt import Attempt
from domain.model.interview import AskedQuestion, Interview
from domain.model.question import Question
from domain.model.report import Report
from domain.replies import Reply
from domain.rules import InterviewRules


def shown(reply: Reply) -> str:
    """All that a reply shows or hands to programs, as one text."""
    return json.dumps(dataclasses.asdict(reply), ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Step:
    """One line that a candidate sent. `asked` is the question then open, as data; `event` the delivery's id.

    `reply` is None where the bot took it for a repetition.
    """

    session_id: str
    asked: Mapping[str, Any] | None
    line: str
    reply: Reply | None
    event: str = ""

    @property
    def data(self) -> Mapping[str, Any]:
        return self.reply.data if self.reply else {}

    @property
    def shown(self) -> str:
        return shown(self.reply) if self.reply else ""


@dataclass(frozen=True, slots=True)
class Sat:
    """One interview as the store holds it in the end; `report` is None where nothing was answered."""

    interview: Interview
    attempts: tuple[Attempt, ...]
    report: Report | None

    def attempt(self, question_id: str) -> Attempt | None:
        return next((a for a in self.attempts if (a.question_id, a.attempt_no) == (question_id, 1)), None)

    @property
    def main(self) -> tuple[AskedQuestion, ...]:
        """The questions of the plan, without follow-ups."""
        return tuple(q for q in self.interview.questions if q.follow_up_of is None)


@dataclass(frozen=True)
class Sitting:
    """All interviews of one candidate; `told` is what the bot said by itself."""

    candidate: Candidate
    steps: tuple[Step, ...]
    sat: tuple[Sat, ...]
    told: tuple[Reply, ...]

    @property
    def name(self) -> str:
        return self.candidate.name

    @cached_property
    def attempts(self) -> tuple[Attempt, ...]:
        return tuple(attempt for one in self.sat for attempt in one.attempts)

    @cached_property
    def answers(self) -> tuple[Attempt, ...]:
        """The attempts at questions of the plan."""
        return tuple(attempt for attempt in self.attempts if "~" not in attempt.question_id)

    @property
    def mean(self) -> float:
        """Of the scores of the answers; 0 without any."""
        return sum(a.score or 0 for a in self.answers) / len(self.answers) if self.answers else 0.0


@dataclass(frozen=True)
class Record:
    """`model` is the name of the model grader, empty where there is none; `no_judge` why code was not run."""

    sittings: Mapping[str, Sitting]
    bank: Mapping[str, Question]
    rules: InterviewRules
    model: str = ""
    no_judge: str = ""

    def all(self) -> Iterator[tuple[Sitting, Sat]]:
        for sitting in self.sittings.values():
            for sat in sitting.sat:
                yield sitting, sat

    def graded(self) -> Iterator[tuple[Sitting, Attempt]]:
        for sitting in self.sittings.values():
            for attempt in sitting.attempts:
                yield sitting, attempt

    def pairs(self, one: str, other: str) -> Iterator[tuple[Attempt, Attempt]]:
        """What both candidates answered of the plan's questions, side by side."""
        theirs = {attempt.question_id: attempt for attempt in self.sittings[other].answers}
        for attempt in self.sittings[one].answers:
            if attempt.question_id in theirs:
                yield attempt, theirs[attempt.question_id]

    def question(self, question_id: str) -> Question:
        return self.bank[question_id.split("~", 1)[0]]
