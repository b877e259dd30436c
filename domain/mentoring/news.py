"""What a student and a mentor are told of each other unasked, by a job on a platform they are known on."""

from collections.abc import Mapping
from typing import Literal

from domain.mentoring import words
from domain.model.mentorship import Mentorship
from domain.model.user import User
from domain.nudging.ledger import addressees
from domain.replies import Button, Reply, Text, say
from domain.requests import Actor, Place
from domain.services import Services
from domain.telling import tell as send
from domain.tokens import encode

News = Literal["invited", "accepted", "declined", "ended", "looked"]
LIST = Button("Who sees what", encode("mentor list"))


async def tell(do: Services, mentorship: Mentorship, news: News) -> None:
    """Has the mentor told of an invitation, the student of all else; `/mentor list` says it in any case."""
    reader = await do.users.get(_reader(mentorship, news))
    for to in addressees(reader)[:1] if reader else ():
        await do.jobs.add(
            "tell_mentorship",
            {
                "mentorship_id": mentorship.id,
                "news": news,
                "once": _once(mentorship, news),
                "platform": to.platform,
                "workspace_id": to.workspace_id,
                "user_id": to.user_id,
            },
        )


def _once(mentorship: Mentorship, news: News) -> str:
    """What one telling is known by, however often its job runs or is added."""
    moments = {"invited": mentorship.asked_at, "looked": mentorship.told_at}
    moment = moments.get(news)
    return str(mentorship.version) if moment is None else moment.isoformat()


def _reader(mentorship: Mentorship, news: str) -> str:
    return mentorship.mentor_id if news == "invited" else mentorship.student_id


async def carry_out(do: Services, payload: Mapping[str, str]) -> None:
    """Sends it, once, unless it is no longer so."""
    mentorship, news = await do.mentorships.get(payload["mentorship_id"]), payload["news"]
    if mentorship is None:
        return
    to = Actor(payload["platform"], payload["user_id"], payload.get("workspace_id", ""))
    reader = await do.users.get(_reader(mentorship, news))
    other_id = mentorship.student_id if news == "invited" else mentorship.mentor_id
    other = await do.users.get(other_id)
    if reader is None or other is None or not reader.seen_as(to):
        return
    reply = _reply(do, mentorship, news, other, to)
    if reply is not None:
        await send(do, to, Place(), reply, f"mentor:{mentorship.id}:{news}:{payload['once']}")


def _reply(do: Services, mentorship: Mentorship, news: str, other: User, to: Actor) -> Reply | None:
    name, now = words.who(other, to), do.clock.now()
    if news == "invited":
        return invitation(mentorship, name) if mentorship.pending(now) else None
    title, said = {
        "accepted": ("Your mentor accepted", f"{name} can see what you granted from now on."),
        "declined": ("Your mentor declined", f"{name} does not want to be your mentor, and sees nothing."),
        "ended": ("Mentorship ended", f"{name} has ended it, and sees nothing of yours any more."),
        "looked": ("Your mentor looked", f"{name} looked at your work. This is said once a day at the most."),
    }[news]
    return say(title, Text(said), buttons=(LIST,))


def invitation(mentorship: Mentorship, student: str) -> Reply:
    """What a mentor is asked."""
    shown = words.scopes(mentorship.scopes)
    until = f"for {words.days(mentorship.days)} from when you accept"
    here = {"student": mentorship.id}
    return say(
        "Will you be a mentor?",
        Text(f"{student} would let you see {shown}, {until}. Each look of yours is shown to them."),
        Text(f"The invitation counts until {words.day(mentorship.expires_at)}. Either of you can end it."),
        buttons=(
            Button("Accept", encode("mentor accept", here), "primary"),
            Button("Decline", encode("mentor decline", here)),
        ),
        data={"mentorship_id": mentorship.id, "scopes": list(mentorship.scopes), "days": mentorship.days},
    )
