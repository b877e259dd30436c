"""Telling a student what their mentor put to an answer, and the mentor what was set back: each once.

The attempt says what is still to be told. A job tells it; where that was lost the sweep adds it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from domain import days
from domain.actions import explain
from domain.changes import changes
from domain.mentoring import overriding, remark_pace, remarking, words
from domain.mentoring.seen import seen
from domain.model.attempt import Attempt
from domain.model.grade import Grade
from domain.model.interview import Interview
from domain.model.remark import Remark
from domain.model.user import User
from domain.nudging.ledger import addressees
from domain.replies import Block, Bullets, Button, Card, Quote, Reply, Text, say
from domain.requests import Actor, Place
from domain.services import Services
from domain.telling import tell as send
from domain.times import as_utc
from domain.tokens import encode

JOB = "tell_remark"
ASIDE = timedelta(hours=1)

Told = tuple[Attempt, Remark]


async def tell(do: Services, attempt: Attempt) -> None:
    """Has everybody told whom a remark on that answer waits for; who takes no messages needs none."""
    if not any(remark.untold for remark in attempt.remarks):
        await remarking.all_told(do, attempt.id)
    for remark in attempt.remarks:
        if remark.untold:
            reader = await do.users.get(_reader(attempt, remark))
            to = next(iter(addressees(reader)), None) if reader else None
            if to is None:
                await remarking.told(do, attempt.id, remark.id, remark.untold)
            else:
                await do.jobs.add(JOB, _job(attempt, remark, to))


def _reader(attempt: Attempt, remark: Remark) -> str:
    return remark.mentor_id if remark.untold == "rejected" else attempt.student_id


def _job(attempt: Attempt, remark: Remark, to: Actor) -> dict[str, str]:
    return {
        "attempt_id": attempt.id,
        "remark": remark.id,
        "news": remark.untold,
        "platform": to.platform,
        "workspace_id": to.workspace_id,
        "user_id": to.user_id,
    }


async def carry_on(do: Services, attempt_id: str) -> bool:
    """Has told what a crash kept from being told, by the one of several processes that comes first."""
    found, now, mine = await do.attempts.get(attempt_id), as_utc(do.clock.now()), [False]
    if found is None:
        return False
    later = now + (ASIDE if await _is_set_aside(do, found) else remarking.LEASE)

    def claim(stored: Attempt) -> Attempt:
        mine[0] = stored.remark_due_at is not None and stored.remark_due_at <= now
        return stored.model_copy(update={"remark_due_at": later}) if mine[0] else stored

    attempt = await do.attempts.change(attempt_id, claim)
    if mine[0]:
        await remarking.follow(do, attempt)
        await tell(do, attempt)
    return mine[0]


async def _is_set_aside(do: Services, attempt: Attempt) -> bool:
    """Whether telling of it failed too often, so that it is tried again but seldom."""
    for remark in attempt.remarks:
        reader = await do.users.get(_reader(attempt, remark)) if remark.untold else None
        for to in addressees(reader)[:1] if reader else ():
            if await do.aside.has(JOB, _job(attempt, remark, to)):
                return True
    return False


async def carry_out(do: Services, payload: Mapping[str, str]) -> None:
    """Tells of one remark, unless that was done or there is nothing to tell any more."""
    attempt, news = await do.attempts.get(payload["attempt_id"]), payload["news"]
    remark = attempt.remark(payload["remark"]) if attempt else None
    if attempt is None or remark is None or remark.untold != news:
        return
    to = Actor(payload["platform"], payload["user_id"], payload.get("workspace_id", ""))
    reader = await do.users.get(_reader(attempt, remark))
    together = [(attempt, remark)]
    if news == "commented":
        later = await remark_pace.held_until(do, attempt, remark)
        if later is not None:
            await remarking.hold(do, attempt.id, later)
            return
        together = await remark_pace.waiting(do, attempt, remark)
    if reader is not None and reader.seen_as(to):
        reply = await _reply(do, together, reader, to)
        if reply is not None:
            await send(do, to, Place(), reply, f"remark:{attempt.id}:{remark.id}:{news}")
    for one, said in together:
        await remarking.told(do, one.id, said.id, news)


async def _reply(do: Services, together: Sequence[Told], reader: User, to: Actor) -> Reply | None:
    """Of several comments one message, with the way to the first of these answers."""
    (attempt, remark), *others = together
    if remark.untold == "rejected":
        return await _to_mentor(do, attempt, remark, to)
    about = await _about(do, attempt, reader)
    mentor = await do.users.get(remark.mentor_id)
    if about is None or mentor is None:
        return None
    name = words.who(mentor, to)
    reply = _to_student(about, remark, name)
    more = [(await _about(do, one, reader), said) for one, said in others]
    cards = [Card("", _commented(which, said, name)) for which, said in more if which is not None]
    return replace(reply, cards=(*reply.cards, *cards))


async def _about(do: Services, attempt: Attempt, reader: User) -> "About | None":
    interview = await do.interviews.get(attempt.session_id)
    found = interview.find(attempt.question_id) if interview else None
    return About(interview, attempt, found[0], days.zone(reader)) if interview and found else None


async def _to_mentor(do: Services, attempt: Attempt, remark: Remark, to: Actor) -> Reply | None:
    """Nothing where they may not see that answer any more."""
    interview = await do.interviews.get(attempt.session_id)
    if interview is None or interview.find(attempt.question_id) is None:
        return None
    student, mentor = await do.users.get(attempt.student_id), await do.users.get(remark.mentor_id)
    if student is None or mentor is None:
        return None
    mentorship, left = await do.mentorships.between(mentor.id, student.id), await seen(do, interview)
    shown = left is not None and any(one.id == attempt.id for one in left.tries)
    if mentorship is None or not mentorship.grants("attempts", do.clock.now()) or not shown:
        return None
    name, row = words.who(student, to), _row_name(attempt, remark)
    number, _ = interview.find(attempt.question_id) or (0, None)
    held = words.interview(interview, days.zone(mentor))
    before, after = _both(attempt, remark)
    here = {"student": mentorship.id, "what": "attempts"}
    return say(
        f"Your override was set back, {before.score} → {after.score}",
        Text(f"{name} set back how you judged “{row}” in {numbered(attempt, number)} of {held}."),
        Text("The earlier grade counts again."),
        buttons=(Button("Answers", encode("mentor look", here)),),
        data={"attempt_id": attempt.id, "news": "rejected"},
    )


def _row_name(attempt: Attempt, remark: Remark) -> str:
    row = overriding.row_of(attempt.grade(), remark.point_id)
    return row.point.rstrip(".") if row else "a row"


@dataclass(frozen=True, slots=True)
class About:
    """The answer, to the question of that number, and the zone of its student."""

    interview: Interview
    attempt: Attempt
    number: int
    zone: ZoneInfo

    @property
    def answer(self) -> str:
        """`your answer to question 2 of 22 Nov 2026`."""
        comma = "," if self.attempt.attempt_no > 1 else ""
        day = words.day(self.attempt.answered_at.astimezone(self.zone))
        return f"your answer to {numbered(self.attempt, self.number)}{comma} of {day}"


def _to_student(about: About, remark: Remark, name: str) -> Reply:
    attempt, number = about.attempt, about.number
    buttons = [explain.why_button(attempt, number)]
    if remark.kind == "comment":
        title, blocks = "Your mentor wrote to you", _commented(about, remark, name)
        buttons.append(explain.retry_button(about.interview, number))
    else:
        title, blocks = _judged(about, remark, name)
        buttons += explain.appeal_button(attempt, number)
        if overriding.stands(attempt, remark):
            buttons.append(back_button(attempt, remark))
        if about.interview.report_id is not None and attempt.attempt_no == 1:
            here = {"session": about.interview.id}
            buttons.append(Button("New report", encode("report session", here)))
    data = {"attempt_id": attempt.id, "news": remark.untold, "score": attempt.score}
    return say(title, *blocks, buttons=tuple(buttons), data=data)


def _commented(about: About, remark: Remark, name: str) -> tuple[Block, ...]:
    return (Text(f"{name} on {about.answer}:"), Quote(remark.text))


def numbered(attempt: Attempt, number: int) -> str:
    """`question 2`, `question 2, try 3`."""
    return f"question {number}" + (f", try {attempt.attempt_no}" if attempt.attempt_no > 1 else "")


def _both(attempt: Attempt, remark: Remark) -> tuple[Grade, Grade]:
    """The grades before and after an override, or before and after it was taken back."""
    before, after = (*attempt.grades, attempt.grade())[remark.over : remark.over + 2]
    return before, after


def _judged(about: About, remark: Remark, name: str) -> tuple[str, tuple[Block, ...]]:
    """What an override changed, or that it was taken back: each row, the score before and after."""
    attempt = about.attempt
    before, after = _both(attempt, remark)
    lines = Bullets(tuple(change.line for change in changes(before.rows, after.rows)))
    score = f"{numbered(attempt, about.number)}, {before.score} → {after.score}"
    if remark.untold == "undone":
        said = Text(f"{name} took back how they judged a row of {about.answer}.")
        return f"As it was: {score}", (said, lines)
    said = Text(f"{name} judged a row of {about.answer} by hand, because:")
    back = "Both grades are kept; Set back has the earlier one count again."
    kept = (Text(back),) if overriding.stands(attempt, remark) else ()
    return f"A mentor judged {score}", (said, Quote(remark.text), lines, *kept)


def back_button(attempt: Attempt, remark: Remark, label: str = "Set back") -> Button:
    """For the student: the grade of before an override counts again."""
    return Button(label, encode("mentor reject", {"answer": attempt.id, "remark": remark.id}))
