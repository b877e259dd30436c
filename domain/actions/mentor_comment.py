"""/mentor comment: a mentor's words on one answer, which they alone change or take back."""

from domain import days
from domain.actions.kinds import Call
from domain.actions.texts import blank
from domain.errors import UserError
from domain.mentoring import answers, looking, remark_news, remarking, words
from domain.mentoring.answers import Answer
from domain.mentoring.people import granted, not_found
from domain.model.remark import Remark
from domain.replies import Button, Card, Form, Input, Quote, Reply, Text, say
from domain.tokens import encode

FROM = "one of your answers, to comment on it"


async def meant(call: Call) -> Answer:
    """The answer that a mentor names, among those that they are granted. Raises NotYours for all else."""
    do, student = call.do, call.text("student") or ""
    pair = await granted(do, call.user, student, "attempts", call.request.actor)
    return await answers.meant(do, pair, call.text("answer") or "", call.text("session"))


async def own(call: Call, found: Answer) -> Remark:
    """The remark that a button names; the caller's own. Raises NotYours."""
    remark = found.attempt.remark(call.text("remark") or "")
    author = await call.do.users.get(remark.mentor_id) if remark else None
    if remark is None or author is None or author.id != call.user.id:
        raise not_found()
    return remark


async def _own_comment(call: Call, found: Answer) -> Remark:
    """Not an override: its reason was told, and stays as it was told."""
    remark = await own(call, found)
    if remark.kind != "comment":
        raise not_found()
    return remark


def told(text: str | None) -> str:
    """A comment or reason within its bounds. Raises UserError."""
    words_ = (text or "").strip()
    if blank(words_):
        raise UserError("There are no words in it, so nothing is changed.", title="Empty")
    if len(words_) > remarking.LONGEST:
        raise UserError(
            f"That has {len(words_):,} characters; {remarking.LONGEST:,} are the most. Nothing is changed.",
            title="Too long",
        )
    return words_


def which(call: Call, found: Answer) -> str:
    """`question 2 of 22 Nov 2026, 14:05, Google · SDE Intern`."""
    tried = f", try {found.attempt.attempt_no}," if found.attempt.attempt_no > 1 else ""
    held = words.interview(found.seen.interview, days.zone(call.user))
    return f"question {found.number}{tried} of {held}"


def token(action: str, found: Answer, remark: Remark | None = None) -> str:
    here = {"student": found.pair.mentorship.id, "answer": found.attempt.id}
    return encode(action, {**here, "remark": remark.id} if remark else here)


async def comment(call: Call) -> Reply:
    """Puts the text to the answer, in the place of the comment that a button names; or opens a form."""
    found = await meant(call)
    earlier = await _own_comment(call, found) if call.text("remark") else None
    if "text" not in call.request.args:
        title = "Other words" if earlier else "Your comment"
        field = Input("text", f"On question {found.number}", long=True, value=earlier.text if earlier else "")
        return Reply((Card(title),), form=Form(token("mentor comment", found, earlier), title, (field,)))
    text = told(call.text("text"))
    await looking.noted(call.do, found.pair, FROM, ("attempts",))
    if earlier is not None:
        done = await remarking.reword(call.do, found.attempt.id, earlier, text)
    else:
        done = await remarking.comment(call.do, found.attempt.id, call.user.id, text)
        await remark_news.tell(call.do, done.attempt)
    return _reply(call, found, done.remark, "Changed" if earlier else "Commented")


def _reply(call: Call, found: Answer, remark: Remark, title: str) -> Reply:
    name = words.who(found.pair.other, call.request.actor)
    onward = "finds it below Why" if title == "Changed" else "is told, and finds it below Why"
    return say(
        title,
        Text(f"On {which(call, found)}:"),
        Quote(remark.text),
        Text(f"{name} {onward}."),
        buttons=(
            Button("Change", token("mentor comment", found, remark)),
            Button("Delete", token("mentor uncomment", found, remark), "danger"),
            Button("All of yours there", token("mentor remarks", found)),
        ),
        data=data(found, remark),
    )


def data(found: Answer, remark: Remark) -> dict[str, object]:
    return {
        "session_id": found.seen.interview.id,
        "attempt_id": found.attempt.id,
        "question": found.number,
        "remark_id": remark.id,
        "kind": remark.kind,
        "text": remark.text,
    }


async def uncomment(call: Call) -> Reply:
    """Deletes one of the caller's comments; it is nowhere any more."""
    found = await meant(call)
    remark = await _own_comment(call, found)
    await looking.noted(call.do, found.pair, FROM, ("attempts",))
    await remarking.delete(call.do, found.attempt.id, remark)
    return say(
        "Deleted",
        Text(f"Your comment on {which(call, found)} is gone; what was read of it cannot be taken back."),
        buttons=(Button("Comment", token("mentor comment", found)),),
        data={**data(found, remark), "text": ""},
    )
