"""/mentor override: a rubric row judged by a mentor instead, with a reason; and the mentor's way back."""

from domain import appealing
from domain.actions import explain, figures
from domain.actions import mentor_shown as shown
from domain.actions.kinds import Call
from domain.actions.mentor_comment import meant, own, token, told, which
from domain.errors import UserError
from domain.mentoring import looking, overriding, remark_news, remarking, words
from domain.mentoring.answers import Answer
from domain.model.grade import Row
from domain.model.remark import Remark
from domain.replies import Button, Card, Choice, Form, Input, Quote, Reply, Text

ROWS = "the rows of one of your answers"
JUDGED = "one of your answers, to judge it by hand"
LEVELS = (("Met", 100), ("Mostly met", 75), ("Half met", 50), ("Hardly met", 25), ("Missed", 0))
MOST_CHOICES = 25


async def override(call: Call) -> Reply:
    """Judges the row anew, or opens a form where something of it is not named yet."""
    found = await meant(call)
    reason = remarking.why_not(found.attempt)
    if reason:
        raise UserError(reason, title="No override here")
    row, met = call.text("row"), call.number("met")
    if "text" not in call.request.args:
        await looking.record(call.do, found.pair, ("attempts",), ROWS)
        return _form(call, found)
    if row is None or met is None:
        raise UserError(
            "Name the row and how much of it is met, before the reason: `row:2 met:100`. Without a reason, a "
            "form asks for all three.",
            title="Something is missing",
        )
    return await _judged(call, found, row, met / 100)


def _form(call: Call, found: Answer) -> Reply:
    rows = found.attempt.rows[:MOST_CHOICES]
    chosen = call.text("row")
    picked = row_of(found, chosen).point_id if chosen else ""
    met = call.number("met")
    known = any(met == worth for _, worth in LEVELS)
    inputs = (
        Input("row", "Which row", choices=tuple(_choice(row) for row in rows), chosen=picked),
        Input(
            "met",
            "How much of it is met",
            choices=tuple(Choice(f"{name}, {worth} %", str(worth)) for name, worth in LEVELS),
            chosen=str(met) if known else "",
        ),
        Input("text", "Why; the student is told", long=True),
    )
    title = f"Override in {which(call, found)}"
    return Reply((Card(title),), form=Form(token("mentor override", found), "Judge a row", inputs))


def _choice(row: Row) -> Choice:
    return Choice(shown.cut(f"{round(100 * row.met)} % now: {row.point}"), row.point_id)


def row_of(found: Answer, named: str) -> Row:
    """By its number as listed, its id, or a part of its words that no other has. Raises UserError."""
    rows = found.attempt.rows
    if named.isdecimal():
        like = list(rows[int(named) - 1 : int(named)]) if int(named) else []
    else:
        like = [row for row in rows if named == row.point_id] or [
            row for row in rows if named.casefold() in row.point.casefold()
        ]
    if len(like) != 1:
        raise UserError(
            f"“{named[:40]}” names no row of that grade, or several. It has {len(rows)}: give a number "
            f"from 1 to {len(rows)}, in the order in which `/mentor look` shows them.",
            title="Which row?",
        )
    return like[0]


async def _judged(call: Call, found: Answer, named: str, met: float) -> Reply:
    reason = told(call.text("text"))
    await looking.noted(call.do, found.pair, JUDGED, ("attempts",))
    row = row_of(found, named)
    done = await remarking.override(call.do, found.attempt.id, call.user.id, row.point_id, met, reason)
    await remark_news.tell(call.do, done.attempt)
    name = words.who(found.pair.other, call.request.actor)
    can = "set it back" if appealing.why_not(done.attempt) else "appeal, or set it back"
    said = f"{name} is told, with your reason. Both grades are kept; they can {can}."
    return _reply(call, found, done, Card("Your reason", (Quote(reason), Text(said))), _undo(found, done))


def _undo(found: Answer, done: remarking.Remarked) -> tuple[Button, ...]:
    return (undo_button(found, done.remark), Button("All of yours there", token("mentor remarks", found)))


def undo_button(found: Answer, remark: Remark, label: str = "Undo") -> Button:
    return Button(label, token("mentor undo", found, remark))


def _reply(
    call: Call, found: Answer, done: remarking.Remarked, card: Card, buttons: tuple[Button, ...]
) -> Reply:
    attempt, before = done.attempt, done.before or done.attempt.grade()
    named = remark_news.numbered(attempt, found.number).capitalize()
    change = explain.change_card(before, attempt.grade(), named)
    return Reply(
        (change, card),
        buttons,
        data={
            "session_id": found.seen.interview.id,
            **figures.attempt_data(attempt),
            "remark_id": done.remark.id,
            "before": before.score,
            "ended": done.remark.ended,
        },
    )


async def undo(call: Call) -> Reply:
    """Takes the caller's own override back; the student is told."""
    found = await meant(call)
    remark = await own(call, found)
    if remark.kind != "override":
        raise UserError("That is no override.", title="Nothing to undo")
    await looking.noted(call.do, found.pair, JUDGED, ("attempts",))
    done = await remarking.take_back(call.do, found.attempt, remark, "mentor")
    await remark_news.tell(call.do, done.attempt)
    said = f"That row of {which(call, found)} is worth what it was: {_worth(done)}."
    return _reply(call, found, done, Card("Undone", (Text(said),)), ())


def _worth(done: remarking.Remarked) -> str:
    row = overriding.row_of(done.attempt.grade(), done.remark.point_id)
    return f"{round(100 * row.met)} %" if row else "no part of the grade"
