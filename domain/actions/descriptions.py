"""/profile jd: job descriptions are taken in, shown as they were understood, listed, removed and put back."""

from typing import Any, Literal

from domain import descriptions, understanding, uploads
from domain.actions.kinds import Call
from domain.actions.resume_shown import quoted
from domain.actions.texts import blank, one_of
from domain.errors import UserError
from domain.matching.model import Description, Need, Want
from domain.model.profile import LONGEST_DESCRIPTION, JobDescription
from domain.model.user import User
from domain.replies import Bullets, Button, Card, Field, Form, Input, Reply, Text, say
from domain.resume.vocabulary import vocabulary
from domain.tokens import encode

SHOWN_WANTS = 15


async def jd(call: Call) -> Reply:
    """Takes in a description; without one it lists those that there are, or opens the form for one."""
    if call.text("form") is not None:
        return Reply((Card("A job description"),), form=_form())
    text = await _text(call)
    if text is None and (call.text("title") or call.text("company")):
        raise UserError(
            "There is no text of the description behind it. Nothing was kept.", buttons=(_add_button(),)
        )
    if text is None:
        return _list(call.user)
    kept = await descriptions.add(call.do, call.user, text, call.text("title"), call.text("company"))
    found = await understanding.described(kept.text)
    return Reply(
        (_head(kept, found), *_wants(found), *_notes(found)),
        (descriptions.match_button(kept), _remove_button(kept), _list_button()),
        data={**_data(kept), **_found_data(found)},
    )


async def _text(call: Call) -> str | None:
    """What was typed, or stands in the file. Raises UserError where there are two, or it is no text."""
    typed, files = one_of(call), call.request.files
    if not files:
        return typed
    text = await uploads.read_text(files[0], LONGEST_DESCRIPTION)
    if blank(text):
        raise UserError(f"There is no text in “{files[0].name}”.", title="Empty description")
    return text


def _form() -> Form:
    return Form(
        encode("profile jd"),
        "A job description",
        (
            Input("text", "The description, as it was published", long=True),
            Input("title", "The job's title, if it is not in the text", required=False),
            Input("company", "The company, if it is not in the text", required=False),
        ),
    )


async def remove(call: Call) -> Reply:
    """Takes a description away; the list says so, and takes it back."""
    user, gone = await descriptions.remove(call.do, call.user, call.text("jd") or "")
    if gone is None:
        return _list(user)
    undo = Button("Undo", encode("profile restore", {"jd": gone.id}))
    return _list(user, (Card("Removed", (Text(gone.headline),)),), (undo,))


async def restore(call: Call) -> Reply:
    """Puts the description back that was removed last."""
    back = await descriptions.put_back(call.do, call.user, call.text("jd") or "")
    user = await call.do.users.get(call.user.id)
    return _list(user or call.user, (Card("Back again", (Text(back.headline),)),))


def _list(user: User, above: tuple[Card, ...] = (), undo: tuple[Button, ...] = ()) -> Reply:
    """All of them in the order of their numbers, below a card of what happened."""
    kept = user.job_descriptions
    add = _add_button("secondary" if kept else "primary")
    data = {"descriptions": [_data(one) for one in kept]}
    if not kept:
        words = "You have none. Press Add, or send one with `/profile jd` and its text."
        none = say("Job descriptions", words, buttons=(*undo, add), data=data)
        return Reply((*above, *none.cards), none.buttons, data=data)
    lines = tuple(f"{number}. {_line(one)}" for number, one in enumerate(kept, 1))
    removes = tuple(_remove_button(one, f"Remove {number}") for number, one in enumerate(kept, 1))
    return Reply(
        (*above, Card("Job descriptions", tuple(Text(line) for line in lines))),
        (descriptions.match_button(kept[-1], f"Match {len(kept)}"), *undo, add, *removes),
        data=data,
    )


def _line(one: JobDescription) -> str:
    return f"{one.headline}, {one.added_at:%d %b %Y}"


def _add_button(style: Literal["primary", "secondary"] = "primary") -> Button:
    return Button("Add", encode("profile jd", {"form": "1"}), style)


def _list_button() -> Button:
    return Button("Descriptions", encode("profile jd"))


def _remove_button(one: JobDescription, label: str = "Remove") -> Button:
    return Button(label, encode("profile remove", {"jd": one.id}))


def _head(kept: JobDescription, found: Description) -> Card:
    named = (
        *([Field("Level", found.level)] if found.level else ()),
        *([Field("Years asked for", f"{found.years:g}: {quoted(found.years_quote)}")] if found.years else ()),
    )
    unwanted = ", ".join(map(vocabulary().name, found.unwanted))
    body = (Text(f"It does without {unwanted}."),) if unwanted else ()
    return Card(kept.headline, body, named)


def _wants(found: Description) -> tuple[Card, ...]:
    titles: dict[Need, str] = {"required": "Required", "preferred": "Wished for"}
    return tuple(
        Card(title, (Bullets(tuple(_want(want) for want in wants[:SHOWN_WANTS])), *_more(wants)))
        for need, title in titles.items()
        if (wants := found.named(need))
    )


def _want(want: Want) -> str:
    return f"{_names(want)}: {quoted(want.quote)}"


def _names(want: Want) -> str:
    return " or ".join(map(vocabulary().name, want.skills))


def _more(wants: tuple[Want, ...]) -> tuple[Text, ...]:
    left = wants[SHOWN_WANTS:]
    return (Text(f"Also: {'; '.join(map(_names, left))}."),) if left else ()


def _notes(found: Description) -> tuple[Card, ...]:
    return (Card("What I did not understand", (Bullets(found.notes),)),) if found.notes else ()


def _data(one: JobDescription) -> dict[str, Any]:
    return {"id": one.id, "title": one.title, "company": one.company, "added_at": one.added_at.isoformat()}


def _found_data(found: Description) -> dict[str, Any]:
    """What is asked for, for programs; `skills` of a want are alternatives."""
    return {
        "required": [_want_data(want) for want in found.named("required")],
        "preferred": [_want_data(want) for want in found.named("preferred")],
        "years": found.years,
        "level": found.level,
        "notes": list(found.notes),
    }


def _want_data(want: Want) -> dict[str, Any]:
    return {"skills": list(want.skills), "name": _names(want), "quote": want.quote}
