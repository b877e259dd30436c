"""What mentors put to an answer: shown to its student below Why, who may set an override back, and to each
mentor what is their own."""

from domain import days
from domain.actions import explain, figures
from domain.actions import mentor_shown as shown
from domain.actions.kinds import Call
from domain.actions.mentor_comment import meant, token, which
from domain.actions.mentor_override import undo_button
from domain.mentoring import overriding, remark_news, remarking, words
from domain.mentoring.answers import Answer
from domain.mentoring.people import not_found
from domain.model.attempt import Attempt
from domain.model.remark import Remark
from domain.model.user import User
from domain.replies import Block, Button, Card, Quote, Reply, Text, say

GONE = "a mentor whose account is gone"
TOLD = "Your mentor is told, if they still see that answer. Why shows all grades."


async def why_cards(call: Call, attempt: Attempt) -> tuple[Card, ...]:
    """Each mentor's words on that answer, in the order of time."""
    return tuple([await _card(call, attempt, remark) for remark in attempt.remarks])


async def _card(call: Call, attempt: Attempt, remark: Remark) -> Card:
    mentor = await call.do.users.get(remark.mentor_id) if remark.mentor_id else None
    name = words.who(mentor, call.request.actor) if mentor else GONE
    when = words.moment(remark.at, days.zone(call.user))
    return Card(f"From {name}, {when}", _blocks(attempt, remark))


def _blocks(attempt: Attempt, remark: Remark) -> tuple[Block, ...]:
    if remark.kind == "comment":
        return (Quote(remark.text),)
    row = overriding.row_of(attempt.grade(), remark.point_id)
    named = row.point.rstrip(".") if row else "a row"
    reason: tuple[Block, ...] = (Text("Because:"), Quote(remark.text)) if remark.text else ()
    judged = f"Judged by hand: “{named}” is met by {round(100 * remark.met)} %."
    ended = {"mentor": "Taken back by the mentor.", "student": "Set back by the student.", "": ""}
    after = (Text(ended[remark.ended]),) if remark.ended else ()
    return (Text(judged), *reason, *after)


def back_buttons(attempt: Attempt) -> tuple[Button, ...]:
    """Set back, for each override that the grade has still."""
    standing = [one for one in attempt.remarks if one.stands and overriding.stands(attempt, one)]
    if len(standing) == 1:
        return (remark_news.back_button(attempt, standing[0]),)
    return tuple(
        remark_news.back_button(attempt, one, shown.cut(f"Set back: {_row(attempt, one)}"))
        for one in standing
    )


def _row(attempt: Attempt, remark: Remark) -> str:
    row = overriding.row_of(attempt.grade(), remark.point_id)
    return row.point.rstrip(".") if row else remark.point_id


async def reject(call: Call) -> Reply:
    """The student sets an override back: the grade of before counts again, and the mentor is told."""
    attempt = await call.do.attempts.get(call.text("answer") or "")
    remark = attempt.remark(call.text("remark") or "") if attempt else None
    if attempt is None or remark is None or attempt.student_id != call.user.id or remark.kind != "override":
        raise not_found()
    interview = await call.do.interviews.get(attempt.session_id)
    number, _ = (interview.find(attempt.question_id) if interview else None) or (0, None)
    done = await remarking.take_back(call.do, attempt, remark, "student")
    await remark_news.tell(call.do, done.attempt)
    before = done.before or done.attempt.grade()
    named = remark_news.numbered(done.attempt, number).capitalize()
    changed = explain.change_card(before, done.attempt.grade(), f"{named}, set back")
    said = Card("The earlier grade counts again", (Text(TOLD),))
    return Reply(
        (changed, said),
        (explain.why_button(done.attempt, number), *explain.appeal_button(done.attempt, number)),
        data={
            "session_id": attempt.session_id,
            **figures.attempt_data(done.attempt),
            "before": before.score,
            "remark_id": remark.id,
        },
    )


async def own_remarks(call: Call) -> Reply:
    """All that the caller put to that answer, with the way to change each."""
    found = await meant(call)
    mine = await all_own(call, found)
    if not mine:
        more = (Button("Comment", token("mentor comment", found)),)
        return say("Nothing of yours there", Text(f"On {which(call, found)}."), buttons=more)
    cards = [
        Card(f"{number}. {words.moment(one.at, days.zone(call.user))}", _blocks(found.attempt, one))
        for number, one in enumerate(mine, 1)
    ]
    buttons = [button for number, one in enumerate(mine, 1) for button in _buttons(found, number, one)]
    head = Card(f"What you put to {which(call, found)}")
    return Reply((head, *cards), tuple(buttons), data={"remarks": [data(one) for one in mine]})


async def all_own(call: Call, found: Answer) -> list[Remark]:
    """What the caller put to it."""
    authors: dict[str, User | None] = {
        one.mentor_id: await call.do.users.get(one.mentor_id) for one in found.attempt.remarks
    }
    return [
        one
        for one in found.attempt.remarks
        for author in (authors[one.mentor_id],)
        if author is not None and author.id == call.user.id
    ]


def _buttons(found: Answer, number: int, remark: Remark) -> tuple[Button, ...]:
    if remark.kind == "comment":
        return (
            Button(f"Change {number}", token("mentor comment", found, remark)),
            Button(f"Delete {number}", token("mentor uncomment", found, remark), "danger"),
        )
    if not overriding.stands(found.attempt, remark):
        return ()
    return (undo_button(found, remark, f"Undo {number}"),)


def data(remark: Remark) -> dict[str, object]:
    """A remark for programs."""
    return {
        "remark_id": remark.id,
        "kind": remark.kind,
        "at": remark.at.isoformat(),
        "text": remark.text,
        "point_id": remark.point_id or None,
        "met": remark.met if remark.kind == "override" else None,
        "ended": remark.ended,
    }
