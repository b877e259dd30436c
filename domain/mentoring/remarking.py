"""What a mentor puts to an answer, in the store: writes that can be repeated, with what follows of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from domain import conduct, marking, reporting
from domain.errors import UserError
from domain.mentoring import overriding
from domain.mentoring.people import not_found
from domain.model.attempt import Attempt
from domain.model.grade import Grade
from domain.model.remark import Remark
from domain.scoring import NOT_COUNTED
from domain.services import Services
from domain.times import as_utc

LONGEST, MOST_COMMENTS, MOST_OVERRIDES = 1_000, 3, 10
LEASE = timedelta(minutes=2)
"""How long telling of a remark may take before the sweep believes it lost."""


@dataclass(frozen=True, slots=True)
class Remarked:
    """The attempt after it, the remark as it stands, and of an override the grade before that change."""

    attempt: Attempt
    remark: Remark
    before: Grade | None = None


async def comment(do: Services, attempt_id: str, mentor_id: str, text: str) -> Remarked:
    """Adds it; the same words again are the same comment. Raises UserError where there are enough."""
    fresh = _fresh(do, mentor_id, text)

    def rule(stored: Attempt) -> Attempt:
        _refuse_withheld(stored)
        if _said(stored, fresh) is not None:
            return stored
        if len(_comments(stored, mentor_id)) >= MOST_COMMENTS:
            raise UserError(
                f"You have {MOST_COMMENTS} comments there, which is as many as there can be. Change one, or "
                "delete it.",
                title="Enough comments",
            )
        return stored.remarked(fresh, fresh.at + LEASE)

    attempt = await _stored(do, attempt_id, rule)
    await _redraw(do, attempt)
    return Remarked(attempt, _said(attempt, fresh) or fresh)


async def _stored(do: Services, attempt_id: str, rule: Callable[[Attempt], Attempt]) -> Attempt:
    """Raises NotYours where the answer went with its student's account since it was read."""
    try:
        return await do.attempts.change(attempt_id, rule)
    except LookupError as gone:
        raise not_found() from gone


def _fresh(do: Services, mentor_id: str, text: str) -> Remark:
    return Remark(
        id=do.random.new_id(),
        mentor_id=mentor_id,
        kind="comment",
        at=as_utc(do.clock.now()),
        text=text,
        untold="commented",
    )


def _refuse_withheld(attempt: Attempt) -> None:
    if attempt.withheld:
        raise not_found()


def _comments(attempt: Attempt, mentor_id: str) -> list[Remark]:
    return [one for one in attempt.remarks if one.kind == "comment" and one.mentor_id == mentor_id]


def _said(attempt: Attempt, wanted: Remark) -> Remark | None:
    return next((one for one in _comments(attempt, wanted.mentor_id) if one.text == wanted.text), None)


async def reword(do: Services, attempt_id: str, remark: Remark, text: str) -> Remarked:
    """The comment in other words; who was told of it is not told again."""
    return await _changed(do, attempt_id, remark.id, lambda one: one.model_copy(update={"text": text}))


async def delete(do: Services, attempt_id: str, remark: Remark) -> Attempt:
    """The attempt without that comment."""

    def rule(stored: Attempt) -> Attempt:
        left = tuple(one for one in stored.remarks if one.id != remark.id)
        due = stored.remark_due_at if any(one.untold for one in left) else None
        return stored.model_copy(update={"remarks": left, "remark_due_at": due})

    left = await _stored(do, attempt_id, rule)
    await _redraw(do, left)
    return left


async def _changed(
    do: Services, attempt_id: str, remark_id: str, change: Callable[[Remark], Remark]
) -> Remarked:
    """Raises NotYours where it was deleted since."""

    def rule(stored: Attempt) -> Attempt:
        known = stored.remark(remark_id)
        if known is None:
            raise not_found()
        return stored.remarked(change(known), None)

    attempt = await _stored(do, attempt_id, rule)
    await _redraw(do, attempt)
    return Remarked(attempt, next(one for one in attempt.remarks if one.id == remark_id))


def why_not(attempt: Attempt) -> str:
    """Why no row of this grade can be overridden, as a sentence; empty where one can."""
    if not attempt.graded:
        return "That answer is not graded yet."
    if NOT_COUNTED in attempt.flags or marking.UNTESTED in attempt.flags:
        return "That answer could not be graded fully yet; it will be by itself. Override what comes of that."
    if not attempt.rows:
        return "That grade has no rows."
    if sum(one.kind == "override" for one in attempt.remarks) >= MOST_OVERRIDES:
        return "Rows of that answer were overridden as often as they can be."
    return ""


async def override(
    do: Services, attempt_id: str, mentor_id: str, point_id: str, met: float, reason: str
) -> Remarked:
    """Has that row be worth `met`, 0 to 1; the grade before it is kept. What stands already is not repeated.

    Raises UserError where the row has that worth by other means, or cannot be overridden.
    """
    fresh = _fresh(do, mentor_id, reason).model_copy(
        update={"kind": "override", "point_id": point_id, "met": met, "untold": "overridden"}
    )

    def rule(stored: Attempt) -> Attempt:
        _refuse_withheld(stored)
        if _standing(stored, fresh) is not None:
            return stored
        _check(stored, point_id, met)
        grade = overriding.overridden(stored, point_id, met, do.rules.hint_cost)
        new = fresh.model_copy(update={"over": len(stored.grades)})
        return _regraded(stored, grade, fresh.at).remarked(new, fresh.at + LEASE)

    attempt = await _stored(do, attempt_id, rule)
    return await _followed(do, attempt, _standing(attempt, fresh) or fresh)


def _standing(attempt: Attempt, wanted: Remark) -> Remark | None:
    """The same override, where it stands already."""
    same = (wanted.mentor_id, wanted.point_id, wanted.met, wanted.text)
    known = ((one, (one.mentor_id, one.point_id, one.met, one.text)) for one in attempt.remarks)
    return next((one for one, what in known if what == same and overriding.stands(attempt, one)), None)


def _check(attempt: Attempt, point_id: str, met: float) -> None:
    reason = why_not(attempt)
    row = overriding.row_of(attempt.grade(), point_id) if not reason else None
    if not reason and row is None:
        reason = "That grade has no such row any more."
    if row is not None and row.met == met:
        reason = f"That row is met by {round(100 * met)} % already, so there is nothing to change."
    if reason:
        raise UserError(reason, title="Nothing changed")


def _regraded(attempt: Attempt, grade: Grade, now: datetime) -> Attempt:
    """With that grade for good, or where it is a provisional one with a better one owed again."""
    due = now + marking.LEASE
    changed = attempt.with_grade(grade, attempt.verdict).making_cards(due)
    owed = {"owed_tries": 0, "owed_why": ""}
    return changed.owing(due if grade.provisional else None).model_copy(update=owed).telling(None)


async def take_back(
    do: Services, attempt: Attempt, remark: Remark, by: Literal["mentor", "student"]
) -> Remarked:
    """Takes an override back: the row is worth what it was. The same again changes nothing.

    Raises UserError where something later was said of that row.
    """
    now = as_utc(do.clock.now())

    def rule(stored: Attempt) -> Attempt:
        known = stored.remark(remark.id)
        if known is None:
            raise not_found()
        if known.ended:
            return stored
        if not overriding.stands(stored, known):
            raise UserError(
                "That row was graded again since, so there is nothing left to set back.", title="Not any more"
            )
        news = "rejected" if by == "student" else "undone"
        ended = known.model_copy(update={"ended": by, "untold": news, "over": len(stored.grades)})
        grade = overriding.set_back(stored, known, do.rules.hint_cost)
        return _regraded(stored, grade, now).remarked(ended, now + LEASE)

    changed = await _stored(do, attempt.id, rule)
    return await _followed(do, changed, changed.remark(remark.id) or remark)


async def _followed(do: Services, attempt: Attempt, remark: Remark) -> Remarked:
    await follow(do, attempt)
    return Remarked(attempt, remark, attempt.grades[-1] if attempt.grades else None)


async def follow(do: Services, attempt: Attempt) -> None:
    """All that follows from a mentor's word; harmless if repeated."""
    if not any(one.kind == "override" for one in attempt.remarks):
        await _redraw(do, attempt)
        return
    await marking.not_aside(do, attempt)
    if attempt.owed_at is not None:
        await do.jobs.add(marking.GRADE_JOB, marking.job(attempt))
    await marking.have_cards_made(do, attempt)
    await _redraw(do, attempt)


async def _redraw(do: Services, attempt: Attempt) -> None:
    """Has sums, report and pages follow; the student, who is told of the words, is not sent these again."""
    interview = await do.interviews.get(attempt.session_id)
    if interview is None or interview.open or attempt.attempt_no > 1:
        return
    before = await reporting.sent(do, interview)
    await reporting.refresh(do, await conduct.recount(do, interview))
    if before is not None:
        await do.jobs.add("render_report", {"report_id": before.id, "told": "yes"})


async def told(do: Services, attempt_id: str, remark_id: str, news: str) -> None:
    """That much of it is told."""

    def rule(stored: Attempt) -> Attempt:
        known = stored.remark(remark_id)
        if known is None or known.untold != news:
            return stored
        return stored.remarked(known.model_copy(update={"untold": ""}), None)

    await do.attempts.change(attempt_id, rule)


async def hold(do: Services, attempt_id: str, until: datetime) -> None:
    """Has its comments told then, unless something waits with them that is to be told at once."""

    def rule(stored: Attempt) -> Attempt:
        patient = all(one.untold in ("", "commented") for one in stored.remarks)
        waits = patient and stored.remark_due_at is not None
        return stored.model_copy(update={"remark_due_at": until}) if waits else stored

    await do.attempts.change(attempt_id, rule)


async def all_told(do: Services, attempt_id: str) -> None:
    """Nobody is to be told of anything: whose words those were has gone since."""

    def rule(stored: Attempt) -> Attempt:
        waits = any(one.untold for one in stored.remarks)
        return stored if waits else stored.model_copy(update={"remark_due_at": None})

    await do.attempts.change(attempt_id, rule)
