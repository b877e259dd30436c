"""/mentor invite: whom, what and for how long; shown first as the mentor would see it, then sent."""

from dataclasses import dataclass
from datetime import datetime

from domain.actions import mentor_shown as shown
from domain.actions.kinds import Call
from domain.errors import AccountGone, Duplicate, UserError
from domain.mentoring import news, words
from domain.mentoring.people import invited, mentors_of
from domain.model.mentorship import A_DAY, ANSWERED_WITHIN, SCOPES, Mentorship, Scope
from domain.model.user import User
from domain.replies import Button, Card, Reply, Text, say
from domain.times import as_utc
from domain.tokens import encode

USUAL: tuple[Scope, ...] = ("reports", "attempts", "roadmap")
USUAL_DAYS, MOST = 90, 10
NEVER = "Never shown: your resume, job descriptions, e-mail address, reminders, and rounds held with a group."


@dataclass(frozen=True, slots=True)
class Terms:
    """Who is to see what, for how many days."""

    mentor: User
    scopes: tuple[Scope, ...]
    days: int

    def token(self, action: str, scopes: tuple[Scope, ...] | None = None) -> str:
        terms = {"scope": ",".join(self.scopes if scopes is None else scopes), "days": str(self.days)}
        return encode(action, {"to": self.mentor.id, **terms})


async def invite(call: Call) -> Reply:
    """What the mentor would see, before anything is sent."""
    mentor = await invited(call.do, call.text("mentor") or "", call.request.actor)
    if mentor is None:
        raise UserError(
            "I know nobody by that. Mention them, or give the address that `/mentor list` shows to them, "
            "such as `discord:123` or `console:mia`: names are not unique. They must have written to me "
            "once.",
            title="Who is that?",
        )
    return await _preview(call, _terms(call, mentor))


async def preview(call: Call) -> Reply:
    """The same on other terms."""
    return await _preview(call, _terms(call, await _mentor(call)))


async def _mentor(call: Call) -> User:
    found = await call.do.users.get(call.text("to") or "")
    if found is None:
        raise _not_there()
    return found


def _not_there() -> UserError:
    return UserError("That account is there no more, so nobody was invited.", title="Not there")


def _terms(call: Call, mentor: User) -> Terms:
    if mentor.id == call.user.id:
        raise UserError("That is you. You see all of your own work anyway.", title="Somebody else")
    named = (call.text("scope") or "").split(",")
    scopes = tuple(scope for scope in SCOPES if scope in named) or USUAL
    return Terms(mentor, scopes, call.number("days") or USUAL_DAYS)


async def _preview(call: Call, terms: Terms) -> Reply:
    who, now = words.who(terms.mentor, call.request.actor), call.do.clock.now()
    known = await call.do.mentorships.between(terms.mentor.id, call.user.id)
    changes = known is not None and known.active(now)
    said = f"{who}, for {words.days(terms.days)} from when they accept, and what you add in that time."
    if known is not None and changes:
        seen = f"{who} sees {words.scopes(known.scopes)} until {words.day(known.expires_at)}."
        said = f"{seen} This would stand in its place, for {words.days(terms.days)} from now."
    head = Card(
        "This is what your mentor would see",
        (
            Text(f"{said} Nothing is {'changed' if changes else 'sent'} yet."),
            Text(f"{NEVER} A single answer is kept back by Withhold, below Why."),
        ),
    )
    return Reply(
        (head, *await shown.previewed(call, terms.scopes)),
        (
            Button("Change" if changes else "Invite", terms.token("mentor send"), "primary"),
            *_switches(terms),
            Button("Cancel", encode("mentor cancel")),
        ),
        data={"mentor": who, "scopes": list(terms.scopes), "days": terms.days, "sent": False},
    )


def _switches(terms: Terms) -> tuple[Button, ...]:
    """One for each scope; the last that is left can not be taken away."""
    found = []
    for scope in SCOPES:
        others = tuple(s for s in SCOPES if (s in terms.scopes) is not (s == scope))
        if others:
            label = f"Without {scope}" if scope in terms.scopes else f"With {scope}"
            found.append(Button(label, terms.token("mentor preview", others)))
    return tuple(found)


async def cancel(call: Call) -> Reply:
    """Nothing was sent, and nothing is."""
    return say(
        "Nothing changed",
        "Nobody was invited, and nothing was sent.",
        buttons=(shown.LIST,),
        data={"sent": False},
    )


async def send(call: Call) -> Reply:
    """Invites, or changes the terms of a mentorship that there is."""
    terms = _terms(call, await _mentor(call))
    who, now = words.who(terms.mentor, call.request.actor), as_utc(call.do.clock.now())
    await _check_room(call, terms)
    stored = await _stored(call, terms, now)
    data = {"sent": True, **shown.data(stored, terms.mentor, call)}
    buttons = (shown.revoke_button(stored, "End"), shown.LIST)
    if stored.active(now):
        said = f"{who} sees {words.scopes(stored.scopes)} until {words.day(stored.expires_at)}."
        return say("Changed", Text(said), buttons=buttons, data=data)
    if stored.asked_at == now or call.again:
        await news.tell(call.do, stored, "invited")
    return say(
        "Invited",
        Text(f"{who} is asked in a direct message, once a day at the most, and finds it in their own list."),
        Text(f"It counts until {words.day(stored.expires_at)}. Until they accept, they see nothing."),
        buttons=buttons,
        data=data,
    )


async def _check_room(call: Call, terms: Terms) -> None:
    now = call.do.clock.now()
    pairs = await mentors_of(call.do, call.user)
    others = [pair for pair in pairs if pair.other.id != terms.mentor.id]
    if sum(pair.mentorship.live(now) for pair in others) >= MOST:
        raise UserError(
            f"You have {MOST} mentors or invitations, which is as many as there can be. End one first.",
            title="Enough mentors",
            buttons=(shown.LIST,),
        )
    if sum(now - pair.mentorship.asked_at < A_DAY for pair in others) >= MOST:
        raise UserError(
            f"You have asked {MOST} people within a day, which is as many as I write to for you. Nobody was "
            "invited; ask again tomorrow.",
            title="Enough for today",
            buttons=(shown.LIST,),
        )


async def _stored(call: Call, terms: Terms, now: datetime) -> Mentorship:
    """`now` becomes its `asked_at` where the mentor is to be asked."""
    do = call.do
    known = await do.mentorships.between(terms.mentor.id, call.user.id)
    if known is None:
        fresh = _fresh(call, terms, now)
        try:
            await do.mentorships.add(fresh)
        except Duplicate:
            known = await do.mentorships.between(terms.mentor.id, call.user.id)
        except AccountGone as gone:
            if await do.users.get(terms.mentor.id) is None:
                raise _not_there() from gone
            raise
        else:
            return fresh
    if known is None:
        raise LookupError("a mentorship just made cannot be read")
    return await do.mentorships.change(known.id, lambda stored: _renewed(stored, terms, now))


def _fresh(call: Call, terms: Terms, now: datetime) -> Mentorship:
    return Mentorship(
        id=call.do.random.new_id(),
        created_at=now,
        updated_at=now,
        mentor_id=terms.mentor.id,
        student_id=call.user.id,
        scopes=terms.scopes,
        days=terms.days,
        expires_at=now + ANSWERED_WITHIN,
        asked_at=now,
    )


def _renewed(stored: Mentorship, terms: Terms, now: datetime) -> Mentorship:
    if stored.state == "declined" and now < stored.expires_at:
        raise UserError(
            f"They declined. You can ask them again from {words.day(stored.expires_at)} on.",
            title="Declined",
            buttons=(shown.LIST,),
        )
    return stored.renewed(terms.scopes, terms.days, now)
