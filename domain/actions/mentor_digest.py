"""/mentor digest: whether a mentor is sent what their students did in the week."""

from domain import days
from domain.actions.kinds import Call
from domain.mentoring import words
from domain.model.user import User
from domain.nudging import digests
from domain.replies import Button, Reply, Text, say
from domain.tokens import encode


async def digest(call: Call) -> Reply:
    """Turns it on or off; with nothing named, says which it is."""
    switch, now = call.text("switch"), call.do.clock.now()

    def rule(user: User) -> User:
        on = digests.next_at(user, call.do.nudging, now)
        at = None if switch == "off" else user.digest_at or on
        return user if switch is None else user.model_copy(update={"digest_at": at})

    user = await call.do.users.change(call.user.id, rule)
    return _off() if user.digest_at is None else _on(user)


def _on(user: User) -> Reply:
    zone = days.zone(user)
    when = words.moment(user.digest_at, zone) if user.digest_at else ""
    return say(
        "The weekly digest is on",
        Text(
            f"The next one comes on {when} ({zone.key}): a line for each student, who needs a look first. It "
            "counts as a look, as your list does, and each student finds it in theirs."
        ),
        buttons=(_button("Turn off", "off"),),
        data={"on": True, "next": user.digest_at.isoformat() if user.digest_at else None},
    )


def _off() -> Reply:
    return say(
        "The weekly digest is off",
        "On Monday mornings I can send you what each of your students did in the week, and who needs a look.",
        buttons=(_button("Turn on", "on"),),
        data={"on": False, "next": None},
    )


def _button(label: str, switch: str) -> Button:
    return Button(label, encode("mentor digest", {"switch": switch}))
