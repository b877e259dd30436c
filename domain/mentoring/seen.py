"""What of a student's interviews a mentor may see: those that have ended, without the answers withheld."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain import scoring
from domain.model.attempt import Attempt
from domain.model.interview import Interview
from domain.services import Services


@dataclass(frozen=True, slots=True)
class Seen:
    """An interview with what may be seen of its answers, retries among them, and which questions may not."""

    interview: Interview
    tries: tuple[Attempt, ...]
    withheld: frozenset[str]

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The interview's own answers, without retries."""
        return tuple(a for a in self.tries if a.attempt_no == 1)

    @property
    def reportable(self) -> bool:
        """Whether there is a score of anything that may be seen."""
        return self.interview.report_id is not None and bool(scoring.best(self.attempts))

    @property
    def without(self) -> Interview:
        """The interview as if what is withheld had not been asked, so that no sum holds any of it."""
        left = tuple(q for q in self.interview.questions if not is_withheld(q.question_id, self.withheld))
        return self.interview.model_copy(update={"questions": left})

    @property
    def held_back(self) -> int:
        """How many questions are withheld."""
        return len(self.interview.questions) - len(self.without.questions)


def withheld(tries: Sequence[Attempt]) -> frozenset[str]:
    """The questions of an interview that the student withholds: by the mark on any of their tries."""
    return frozenset(attempt.question_id for attempt in tries if attempt.withheld)


def is_withheld(question_id: str, marked: frozenset[str]) -> bool:
    """A follow-up goes with the question that it follows up: it tells what was missed there."""
    return question_id in marked or question_id.split("~", 1)[0] in marked


async def seen(do: Services, interview: Interview) -> Seen | None:
    """None for an interview that is open, or that a group held: it is not the student's alone."""
    if interview.open or interview.kind != "solo":
        return None
    return limited(interview, await do.attempts.tries_of_session(interview.id))


def limited(interview: Interview, tries: Sequence[Attempt]) -> Seen:
    """What is left of an interview and all tries at its questions."""
    marked = withheld(tries)
    return Seen(interview, tuple(a for a in tries if not is_withheld(a.question_id, marked)), marked)


async def newest(do: Services, student_id: str, limit: int) -> list[Seen]:
    """Of the student's last interviews, the newest first."""
    found = [await seen(do, interview) for interview in await do.interviews.of(student_id, limit)]
    return [one for one in found if one is not None]
