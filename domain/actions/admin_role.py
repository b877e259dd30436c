"""/admin role: who may do what only operators may."""

from domain.actions.kinds import Call
from domain.errors import UserError
from domain.identifying import identity, mentioned
from domain.model.user import User
from domain.nudging.ledger import addressees
from domain.replies import Button, Reply, Text, say
from domain.requests import Actor, Place
from domain.telling import tell
from domain.tokens import encode

NEW_ADMIN = "You can use the `/admin` commands now; `/help` lists them. What you do with them is recorded."
NO_ADMIN = "The `/admin` commands are closed to you from now on. Everything else stays as it was."


async def role(call: Call) -> Reply:
    """Gives or takes the role; the person is told."""
    wanted = call.text("role") or "user"
    user = await _named(call, call.text("who") or "", wanted)
    await call.about(user.id, wanted)
    data = {"user_id": user.id, "role": wanted}
    if user.role == wanted:
        return say("Nothing to change", Text(f"{user.name} has the role “{wanted}” already."), data=data)
    if wanted == "user":
        await _check_others(call)
    await _set(call, user, wanted)
    told = await _tell(call, user, wanted)
    return say(
        "Role changed",
        Text(f"{user.name} has the role “{wanted}” now, on every platform.{_heard(told)}"),
        *_still(call, user, wanted),
        data=data,
    )


async def _named(call: Call, who: str, wanted: str) -> User:
    """Raises UserError where nobody is, or several people are, named so.

    A display name is what its bearer chose, so by that alone nobody becomes an admin unasked.
    """
    do, actor = call.do, identity(who) or mentioned(who, call.request.actor)
    if actor is not None:
        user = await do.users.of(actor)
    else:
        there = Actor(call.request.actor.platform, who, call.request.actor.workspace_id)
        user = await do.users.get(who) or await do.users.of(there)
    if user is not None:
        return user
    found = await do.desk.named(who)
    if len(found) == 1 and wanted == "user":
        return found[0]
    if len(found) == 1:
        raise _is_it(found[0], wanted)
    if found:
        raise UserError(
            "Several people have that name. Name one by id, or as `discord:ID`, `slack:TEAM:ID` or "
            "`console:NAME`.",
            title="Which one?",
        )
    raise UserError(
        "I know nobody of that id, mention or name. They must have written to me once; a name counts as it "
        "is shown, capitals and all.",
        title="Not found",
    )


def _is_it(user: User, wanted: str) -> UserError:
    known = ", ".join(f"`{identity.platform}:{identity.user_id}`" for identity in user.identities)
    return UserError(
        f"One person has that name, which anybody can take: {known}, here since "
        f"{user.registered_at:%-d %b %Y}. Nothing was changed yet.",
        title="Is it them?",
        buttons=(
            Button("Make admin", encode("admin role", {"who": user.id, "role": wanted}), "primary"),
            Button("Help", encode("help")),
        ),
        data={"user_id": user.id},
    )


async def _check_others(call: Call) -> None:
    """Raises UserError where nobody would be left who could give the role back."""
    if not call.do.admins and await call.do.desk.admins() <= 1:
        raise UserError(
            "There is no other admin, and config.toml's `[admin]` names none: nobody could give the role "
            "back. Make somebody else an admin first.",
            title="The last admin",
        )


async def _set(call: Call, user: User, wanted: str) -> None:
    """Of two admins who take the role from each other at once, the later one is refused."""
    do = call.do
    await do.users.change(user.id, lambda u: u.model_copy(update={"role": wanted}))
    if wanted == "user" and not do.admins and await do.desk.admins() == 0:
        await do.users.change(user.id, lambda u: u.model_copy(update={"role": "admin"}))
        raise UserError(
            "Somebody took the role from another admin at the same moment, and nobody would be left. "
            "Nothing was changed.",
            title="The last admin",
        )


async def _tell(call: Call, user: User, wanted: str) -> bool:
    """Whether they could be told by a direct message; an admin who changes their own role sees the reply."""
    to = next((actor for actor in addressees(user) if call.do.messenger.serves(actor)), None)
    if to is None or user.id == call.user.id:
        return user.id == call.user.id
    words, button = (NEW_ADMIN, Button("Help", encode("help"))) if wanted == "admin" else (NO_ADMIN, None)
    title = "You are an admin now" if wanted == "admin" else "You are no admin any more"
    return await tell(call.do, to, Place(), say(title, words, buttons=(button,) if button else ()))


def _heard(told: bool) -> str:
    return "" if told else " I could not tell them: they take no messages from me here."


def _still(call: Call, user: User, wanted: str) -> tuple[str, ...]:
    """config.toml outlives any role."""
    listed = any(i.key in call.do.admins for i in user.identities)
    if wanted == "admin" or not listed:
        return ()
    return ("config.toml's `[admin]` still names them, which counts as well: take them out there too.",)
