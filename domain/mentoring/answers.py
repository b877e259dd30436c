"""The answer that a mentor means, looked for among those of their student that they may see."""

from dataclasses import dataclass

from domain.mentoring.people import Pair, not_found
from domain.mentoring.seen import Seen, newest, seen
from domain.model.attempt import Attempt
from domain.model.interview import AskedQuestion
from domain.services import Services

SEARCHED = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its question and that one's number, from 1, in its interview."""

    pair: Pair
    seen: Seen
    asked: AskedQuestion
    number: int
    attempt: Attempt


async def meant(do: Services, pair: Pair, named: str, session: str | None) -> Answer:
    """By its id, or by its question's number or id: of that interview, else of the newest.

    A number is of the newest interview with an answer to be seen, an id of a question of the newest that has
    it.

    Raises NotYours for whatever is not there to be seen: open, withheld, somebody else's, never given.
    """
    by_id = await do.attempts.get(named)
    wanted = by_id.session_id if by_id and by_id.student_id == pair.other.id else session
    for held in await _held(do, pair, wanted, alone=named.isdecimal()):
        found = _in(pair, held, named)
        if found is not None:
            return found
    raise not_found()


async def _held(do: Services, pair: Pair, session: str | None, *, alone: bool) -> list[Seen]:
    if session is None:
        known = [one for one in await newest(do, pair.other.id, SEARCHED) if one.tries]
        return known[:1] if alone else known
    interview = await do.interviews.get(session)
    if interview is None or interview.student_id != pair.other.id:
        return []
    found = await seen(do, interview)
    return [] if found is None else [found]


def _in(pair: Pair, held: Seen, named: str) -> Answer | None:
    """The interview's own answer to a question, or the very try of that id."""
    question = held.interview.find(named)
    for attempt in sorted(held.tries, key=lambda one: one.attempt_no):
        if attempt.id == named or (question and attempt.question_id == question[1].question_id):
            number, asked = held.interview.find(attempt.question_id) or (0, None)
            if asked is not None:
                return Answer(pair, held, asked, number, attempt)
    return None
