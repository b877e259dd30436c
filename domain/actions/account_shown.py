"""How an account looks: who is linked, by what one logs in, what is on both sides before two are joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from domain.accounts import folding
from domain.actions import show
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.model.account import Amounts
from domain.model.interview import Interview
from domain.model.profile import MOST_DESCRIPTIONS
from domain.model.user import Identity, User
from domain.replies import Bullets, Button, Card, Field, Reply, Text
from domain.services import Services
from domain.tokens import encode

LABEL = 40
UNPROVEN = (
    "I send no mail, so nobody has proven that this address is theirs: it is only a name to log in by, and a "
    "forgotten password cannot be sent. A one-time code links without one."
)
KEPT = {
    "discord": "Discord keeps no copy of commands and forms, but it keeps every message.",
    "slack": "Slack keeps no copy of commands and forms, but it keeps every message.",
    "console": "A terminal keeps on its screen, and maybe in a history, what is typed into it.",
}


def data(user: User, **more: Any) -> dict[str, Any]:
    """For programs; `code_expires_at` is None where no code was asked for."""
    known = [i.model_dump(include={"platform", "workspace_id", "user_id"}) for i in user.identities]
    names = [{**one, "name": i.display_name} for one, i in zip(known, user.identities, strict=True)]
    linked = len(user.identities) > 1
    basic = {"email": user.email_typed, "identities": names, "linked": linked, "joined": False}
    return {**basic, "code_expires_at": None, **more}


def named(identity: Identity) -> str:
    """`Discord: ana`."""
    return f"{identity.platform.capitalize()}: {identity.display_name or identity.user_id}"


def marked(identity: Identity) -> str:
    """What names an identity in a button's token, however long it is."""
    return sha256(identity.key.encode()).hexdigest()[:12]


def linked_card(call: Call, user: User) -> Card:
    """Every identity, the one that is asking among them, and the login."""
    lines = tuple(
        named(identity) + (" (here)" if identity.is_of(call.request.actor) else "")
        for identity in user.identities
    )
    return Card("Your account", (Bullets(lines),), login_fields(user))


def login_fields(user: User) -> tuple[Field, ...]:
    if user.email_typed is None:
        return (Field("E-mail", "none"),)
    login = f"{user.last_login:%d %b %Y, %H:%M} UTC" if user.last_login else "never"
    return (Field("E-mail", user.email_typed), Field("Last login", login))


def link_buttons(call: Call, user: User) -> tuple[Button, ...]:
    others = [i for i in user.identities if not i.is_of(call.request.actor)]
    unlink = (
        Button(f"Unlink {named(i)}"[:LABEL], encode("account unlink", {"who": marked(i)})) for i in others
    )
    return (code_button("primary"), LOG_IN, *unlink)


def code_button(style: Literal["primary", "secondary"] = "secondary") -> Button:
    return Button("Get a code", encode("account code"), style)


LOG_IN = Button("Log in", encode("account signin"))
REGISTER = Button("Register", encode("account register"), "primary")
LINKS = Button("Account", encode("account link"))


def exposed(call: Call) -> UserError:
    """For a password behind a command."""
    kept = KEPT.get(call.request.actor.platform, "Your platform may keep what you type.")
    return UserError(
        "I kept and logged nothing of what you typed, but more than the one word came, and if that was a "
        f"password it may have been seen. {kept} If it stands in a message, or anybody could look on, take "
        "it for known: use another one here, and change it where else you use it. The form asks for it.",
        title="No password behind a command, please",
        buttons=(REGISTER, LOG_IN),
    )


def password_of(call: Call, name: str, form: str) -> str:
    """The password that a form brought under that name. Raises UserError, with a button that opens the form
    by its `form` token, where none came: a platform that could not open it shows a button in its place."""
    password = call.text(name)
    if password is None:
        raise UserError(
            "That takes a form, in which the password is typed. Press Open.",
            title="The form is missing",
            buttons=(Button("Open", form, "primary"),),
        )
    return password


@dataclass(frozen=True, slots=True)
class Side:
    """One of two accounts before they are joined; `skills` are the names of those it has a path for."""

    user: User
    amounts: Amounts
    open: Interview | None
    skills: frozenset[str]

    @property
    def empty(self) -> bool:
        """Whether there is nothing that its owner could miss."""
        user = self.user
        own = (user.password_hash, user.resume, user.job_descriptions, user.interview_on, self.open)
        return self.amounts == Amounts() and not any(own) and user.role == "user"

    @property
    def figures(self) -> str:
        """`3 interviews, 12 answers, 1 roadmap`."""
        parts = [
            f"{number} {name if number != 1 else name.removesuffix('s')}"
            for name, number in self.amounts.model_dump().items()
            if number
        ]
        return ", ".join(parts) or "nothing yet"


async def side(do: Services, user: User) -> Side:
    skills = frozenset([await _skill(do, path.skill) for path in await do.paths.of(user.id)])
    return Side(user, await do.joins.amounts(user.id), await do.interviews.open_of(user.id), skills)


async def _skill(do: Services, slug: str) -> str:
    """`SQL`; the slug of a roadmap that is no more."""
    roadmap = await do.roadmaps.get(slug)
    return roadmap.name if roadmap else slug


def question(here: Side, there: Side) -> Reply:
    """Asks whether the two are to be joined, and says what that does."""
    arg = {"with": there.user.id}
    return Reply(
        (
            Card(
                "Join the two accounts?",
                (
                    Text("They become one, used from every platform of either. That cannot be undone."),
                    Text("Only go on if both are yours: whoever uses the other one sees all that you have."),
                ),
                (_field("Here", here), _field("There", there)),
            ),
            *_conflict_card(here, there),
        ),
        (
            Button("Join", encode("account join", arg), "primary"),
            Button("Keep apart", encode("account apart", arg)),
        ),
        data=data(here.user, here=here.amounts.model_dump(), there=there.amounts.model_dump()),
    )


def _field(label: str, side: Side) -> Field:
    names = ", ".join(map(named, side.user.identities))
    return Field(f"{label} ({names})", side.figures)


def _conflict_card(here: Side, there: Side) -> tuple[Card, ...]:
    lines = (*_interviews(here, there), *_profiles(here, there), *_logins(here, there))
    return (Card("What is on both sides", (Bullets(lines),)),) if lines else ()


def _interviews(here: Side, there: Side) -> Sequence[str]:
    lines = []
    if here.open is not None and there.open is not None:
        both = ((here.open, "the one here"), (there.open, "the one there"))
        ends, goes_on = sorted(both, key=lambda side: side[0].last_active_at)
        lines.append(
            f"Two interviews are open. The one you touched last goes on: {_open(*goes_on)}. The other, "
            f"{_open(*ends)}, ends with its report, and every answer is kept. To finish it first, press Keep "
            "apart."
        )
    lines += [
        f"Both have a roadmap for {skill}: they become one, with all that was done in either."
        for skill in sorted(here.skills & there.skills)
    ]
    return lines


def _open(interview: Interview, where: str) -> str:
    """`the one here (Google · SDE Intern, 2 answered)`."""
    return f"{where} ({show.headline(interview)}, {interview.answered} answered)"


def _profiles(here: Side, there: Side) -> Sequence[str]:
    older, younger = folding.in_order(here.user, there.user)
    which = "the one here" if older is here.user else "the one there"
    lines = []
    if older.resume and younger.resume and older.resume.text != younger.resume.text:
        lines.append(f"Both have a resume: {which} is kept, the other is dropped.")
    dropped = folding.descriptions(older, younger)[MOST_DESCRIPTIONS:]
    if dropped:
        names = "; ".join(one.headline for one in dropped)
        lines.append(f"{MOST_DESCRIPTIONS} job descriptions are the most I keep; dropped are: {names}.")
    if "admin" in (here.user.role, there.user.role):
        lines.append("One is an admin's, so the joined account is one, from every platform of it.")
    return lines


def _logins(here: Side, there: Side) -> Sequence[str]:
    if not (here.user.password_hash and there.user.password_hash):
        return ()
    return (
        f"Both have an e-mail and password: {there.user.email_typed} and its password are kept, and "
        f"{here.user.email_typed} is free again.",
    )
