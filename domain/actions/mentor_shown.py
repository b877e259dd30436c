"""How mentorships look: what would be seen, who sees what, every look, and who needs one."""

from collections.abc import Sequence
from typing import Any

from domain import days, titles
from domain.actions.kinds import Call
from domain.mentoring import words
from domain.mentoring.needs import Need
from domain.mentoring.people import Pair, address
from domain.mentoring.seen import newest
from domain.model.mentorship import SCOPES, Mentorship, Scope
from domain.model.user import User
from domain.replies import Block, Bullets, Button, Card, Text
from domain.tokens import encode

LIST = Button("Who sees what", encode("mentor list"))
NAMED, LOOKS_SHOWN, LABEL = 5, 10, 75
COUNTED = 200
"""The newest interviews and conversations that are counted; of more it is said that there are more."""
NOTHING_YET = "Nothing yet; what you add will be seen."


async def previewed(call: Call, scopes: Sequence[Scope]) -> tuple[Card, ...]:
    """A card for each scope: how much there is and the newest by name, or that it is not shown."""
    cards = []
    for scope in SCOPES:
        if scope in scopes:
            count, names = await _there_is(call, scope)
            more = (f"and {count - NAMED} more",) if count > NAMED else ()
            listed: Block = Bullets((*names[:NAMED], *more)) if names else Text(NOTHING_YET)
            cards.append(Card(f"{scope.capitalize()}: {count}", (Text(f"{_named(scope)}."), listed)))
        else:
            cards.append(
                Card(f"{scope.capitalize()}: not shown", (Text(f"They do not see {words.NAMES[scope]}."),))
            )
    return tuple(cards)


def _named(scope: Scope) -> str:
    name = words.NAMES[scope]
    return name[0].upper() + name[1:]


async def _there_is(call: Call, scope: Scope) -> tuple[int, list[str]]:
    """How many, and the newest of them as they are called."""
    do, student = call.do, call.user.id
    if scope == "chat":
        talks = await do.chats.of(student, COUNTED)
        tags = [", ".join(talk.context_tags) or "a conversation" for talk in talks]
        return len(talks), [f"{words.day(t.started_at)}: {tag}" for t, tag in zip(talks, tags, strict=True)]
    if scope == "roadmap":
        paths = [path for path in await do.paths.of(student) if path.dropped_at is None]
        known = [await do.roadmaps.get(path.skill) for path in paths]
        return len(paths), [r.name if r else p.skill for p, r in zip(paths, known, strict=True)]
    held, zone = await newest(do, student, COUNTED), days.zone(call.user)
    if scope == "reports":
        lines = [_report(words.interview(s.interview, zone), s.held_back) for s in held if s.reportable]
        return len(lines), lines
    answers = [
        f"{named}: question {number}, {titles.spoken(asked.slug)}{withheld}"
        for seen in held
        for named in (words.interview(seen.interview, zone),)
        for number, asked in enumerate(seen.interview.questions, 1)
        if asked.outcome == "answered"
        for withheld in (" (withheld: not shown)" if asked not in seen.without.questions else "",)
    ]
    return len(answers), answers


def _report(named: str, held_back: int) -> str:
    return f"{named} (without {held_back} withheld)" if held_back else named


def mentor_card(call: Call, pair: Pair, most: int = LOOKS_SHOWN) -> Card:
    """A mentor as their student sees them: what they may see, until when, and the last looks."""
    looks, zone = pair.mentorship.looks, days.zone(call.user)
    earlier = (f"and {len(looks) - most} earlier",) if len(looks) > most else ()
    lines = tuple(words.look(look, zone) for look in reversed(looks[-most:]))
    seen: Block = Bullets((*lines, *earlier)) if lines else Text("They have not looked at anything.")
    return Card(words.who(pair.other, call.request.actor), (Text(state(call, pair.mentorship)), seen))


def state(call: Call, one: Mentorship) -> str:
    """`Sees reports and answers until 20 Feb 2027.`"""
    now, shown, day = call.do.clock.now(), words.scopes(one.scopes), words.day(one.expires_at)
    if one.active(now):
        return f"Sees {shown} until {day}."
    if one.pending(now):
        return f"Invited to see {shown} for {words.days(one.days)}; waits until {day}."
    if one.state == "declined":
        return "Declined; sees nothing."
    return f"Ended on {day}; sees nothing."


def student_card(call: Call, pair: Pair, needs: Sequence[Need]) -> Card:
    """A student as their mentor sees them."""
    why: Block = Bullets(tuple(need.words for need in needs)) if needs else Text("Nothing is pressing.")
    shown = words.scopes(pair.mentorship.scopes)
    said = f"You see {shown} until {words.day(pair.mentorship.expires_at)}."
    return Card(words.who(pair.other, call.request.actor), (Text(said), why))


def invitation_card(call: Call, pair: Pair) -> Card:
    one = pair.mentorship
    said = (
        f"Would let you see {words.scopes(one.scopes)} for {words.days(one.days)}. The invitation counts "
        f"until {words.day(one.expires_at)}."
    )
    return Card(f"{words.who(pair.other, call.request.actor)} invites you", (Text(said),))


def revoke_button(one: Mentorship, label: str) -> Button:
    return Button(cut(label), encode("mentor revoke", {"mentor": one.id}), "danger")


def accept_button(one: Mentorship, label: str) -> Button:
    return Button(cut(label), encode("mentor accept", {"student": one.id}), "primary")


def decline_button(one: Mentorship, label: str) -> Button:
    return Button(cut(label), encode("mentor decline", {"student": one.id}))


def look_button(one: Mentorship, what: Scope, label: str) -> Button:
    return Button(cut(label), encode("mentor look", {"student": one.id, "what": what}))


def report_button(one: Mentorship, label: str) -> Button:
    return Button(cut(label), encode("report student", {"student": one.id}), "primary")


def looks_button(one: Mentorship, label: str) -> Button:
    return Button(cut(label), encode("mentor looks", {"mentor": one.id}))


def cut(label: str) -> str:
    """As much of it as a button holds."""
    return label if len(label) <= LABEL else label[: LABEL - 1] + "…"


def onward(one: Mentorship, name: str) -> tuple[Button, ...]:
    """What a mentor can look at, each by its button."""
    report = (report_button(one, f"Report: {name}"),) if "reports" in one.scopes else ()
    labels: tuple[tuple[Scope, str], ...] = (
        ("attempts", "Answers"),
        ("roadmap", "Roadmaps"),
        ("chat", "Chat"),
    )
    looks = [look_button(one, scope, f"{label}: {name}") for scope, label in labels if scope in one.scopes]
    return (*report, *looks)


def data(one: Mentorship, other: User, call: Call) -> dict[str, Any]:
    """A mentorship for programs."""
    now = call.do.clock.now()
    ended = one.state if one.state in ("declined", "revoked") else "expired"
    return {
        "mentorship_id": one.id,
        "name": other.name,
        "address": address(other, call.request.actor),
        "state": one.state if one.live(now) else ended,
        "scopes": list(one.scopes),
        "until": one.expires_at.isoformat(),
    }


def looks_data(one: Mentorship) -> list[dict[str, Any]]:
    return [{"at": k.at.isoformat(), "what": k.what, "times": k.times} for k in one.looks]
