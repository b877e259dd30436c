"""/account link: the same person on several platforms, by a one-time code or by e-mail and password."""

from datetime import timedelta
from typing import Any

from domain.accounts import addresses, codes, joining, tries
from domain.actions import account_shown as shown
from domain.actions.kinds import Call
from domain.errors import StoreUnavailable, UserError
from domain.model.user import Identity, Proof, User
from domain.replies import Button, Card, Code, Form, Input, Reply, Text, say
from domain.times import as_utc
from domain.tokens import encode

PROVEN = timedelta(minutes=10)
TOO_LATE = "The two are one account, which cannot be undone. Unlink takes a platform off, and all data stays."


async def link(call: Call) -> Reply:
    """What is linked; or with a code from another platform, that one's account and this one become one."""
    typed = call.text("code")
    if typed is None:
        return _overview(call, call.user)
    if "@" in typed or ":" in typed:
        raise shown.exposed(call)
    code = codes.read(typed)
    if code is None:
        raise _no_code(f"A code has {codes.LENGTH} letters and digits, like `4F7K-29QX`.")
    who = tries.of_identity(call.request.actor.key)
    await tries.begin(call.do, who)
    owner = await codes.redeem(call.do, code, call.user)
    if owner is None:
        raise _no_code("It is mistyped, older than ten minutes, used, or a newer one was made.")
    await tries.taken_back(call.do, who)
    return await _proven(call, owner)


def _no_code(why: str) -> UserError:
    return UserError(
        f"That code joins nothing. {why} Get another one where your account is: `/account link`, Get a code.",
        title="Not a code that I know",
        buttons=(shown.LINKS,),
    )


def _overview(call: Call, user: User, *above: Card) -> Reply:
    how = Text(
        "To use this account on another platform too: press Get a code here, and type it there as "
        "`/account link CODE`. Or press Log in there, once you have registered.",
        markup=True,
    )
    cards = (*above, shown.linked_card(call, user), Card("Another platform", (how,)))
    return Reply(cards, shown.link_buttons(call, user), data=shown.data(user))


async def code(call: Call) -> Reply:
    """A new code, shown to nobody else."""
    issued = await codes.issue(call.do, call.user)
    words = (
        f"On the other platform, type `/account link {issued.shown}` within ten minutes. It works once, and "
        "an older code works no more. Tell it to nobody: whoever types it shares your account."
    )
    until = issued.expires_at.isoformat()
    told = shown.data(call.user, code=issued.shown, code_expires_at=until)
    return say("Your code", Code(issued.shown), words, buttons=(shown.code_button(),), data=told)


async def sign_in(call: Call) -> Reply:
    """Opens the form to log in to an account that was begun elsewhere."""
    inputs = (Input("email", "E-mail address"), Input("password", "Password", secret=True))
    form = Form(encode("account login"), "Log in", inputs)
    return Reply((Card("Log in"),), form=form, data=shown.data(call.user))


async def log_in(call: Call) -> Reply:
    """Joins the account of that e-mail and password to this one."""
    do, address = call.do, addresses.folded(call.text("email") or "")
    password = shown.password_of(call, "password", encode("account signin"))
    who, what = tries.of_identity(call.request.actor.key), tries.of_address(address)
    await tries.begin(do, who, what)
    owner = await do.users.by_email(address)
    stored = owner.password_hash if owner else None
    matches = await do.passwords.matches(password, stored)
    if owner is None or not matches or "password" in call.request.mended:
        raise _no_login()
    await tries.taken_back(do, who, what)
    now = do.clock.now()
    owner = await do.users.change(owner.id, lambda u: u.model_copy(update={"last_login": now}))
    return await _proven(call, owner)


def _no_login() -> UserError:
    return UserError(
        "There is no account with this e-mail address and this password. A code links without them: get one "
        "where your account is, by `/account link`.",
        title="Not logged in",
        buttons=(Button("Try again", encode("account signin"), "primary"),),
    )


async def _proven(call: Call, owner: User) -> Reply:
    """Both accounts are the same person's: joined where nothing is at stake here, else after a question."""
    user = call.user
    if owner.id == user.id:
        return _overview(call, owner, Card("That is this account", (Text("Nothing is left to join."),)))
    until = as_utc(call.do.clock.now()) + PROVEN
    proof = Proof(account_id=owner.id, until=until)
    user = await call.do.users.change(user.id, lambda u: u.model_copy(update={"proof": proof}))
    here, there = await shown.side(call.do, user), await shown.side(call.do, owner)
    return await _join(call, user, owner) if here.empty else shown.question(here, there)


async def join(call: Call) -> Reply:
    """Joins the account that this one has proven to be of the same person."""
    proof, wanted = call.user.proof, call.text("with")
    other = await call.do.users.get(wanted or "")
    if other is not None and other.id == call.user.id:
        return _overview(call, call.user, _joined_card())
    if other is None or proof is None or proof.account_id != wanted or proof.until <= call.do.clock.now():
        raise UserError(
            "That was proven more than ten minutes ago, or not at all, so nothing was joined. Log in or type "
            "a new code, and press Join then.",
            title="Too late to join",
            buttons=(shown.LINKS,),
        )
    return await _join(call, call.user, other)


async def _join(call: Call, user: User, other: User) -> Reply:
    await call.progress("Joining the two accounts…")
    try:
        joined = await joining.join(call.do, user, other, login=other)
    except StoreUnavailable as error:
        raise UserError(
            f"{error.message} If the two are joined already, the rest follows by itself within minutes: "
            "`/account link` shows how it stands.",
            title="Not finished yet",
            buttons=(shown.LINKS,),
        ) from error
    await tries.forgotten(call.do, tries.of_identity(call.request.actor.key))
    reply = _overview(call, joined, _joined_card())
    return Reply(reply.cards, reply.buttons, data=shown.data(joined, joined=True))


def _joined_card() -> Card:
    return Card("Joined", (Text("The two accounts are one. All that was in either is here."),))


async def apart(call: Call) -> Reply:
    """Forgets what was proven; too late where the two were joined since."""
    other = await call.do.users.get(call.text("with") or "")
    if other is not None and other.id == call.user.id:
        return _overview(call, call.user, Card("Joined already", (Text(TOO_LATE),)))
    user = await call.do.users.change(call.user.id, lambda u: u.model_copy(update={"proof": None}))
    return _overview(call, user, Card("Kept apart", (Text("Nothing was changed on either side."),)))


async def unlink(call: Call) -> Reply:
    """Takes another identity off the account, once that was asked."""
    who = call.text("who")
    found = next((i for i in call.user.identities if shown.marked(i) == who), None)
    if found is None:
        return _overview(call, call.user, Card("Not linked", (Text("That one is not linked any more."),)))
    if call.text("sure") is None:
        return _ask_to_unlink(found)
    user = await call.do.users.change(call.user.id, lambda u: _without(u, found))
    gone = Text(f"{shown.named(found)} begins anew with its next message. All that there was stays here.")
    return _overview(call, user, Card("Unlinked", (gone,)))


def _ask_to_unlink(identity: Identity) -> Reply:
    sure = encode("account unlink", {"who": shown.marked(identity), "sure": "1"})
    words = Text(
        f"{shown.named(identity)} would no longer be this account, and would begin a new one with its next "
        "message. All that there is stays here."
    )
    return say("Unlink it?", words, buttons=(Button("Unlink", sure, "danger"), shown.LINKS))


def _without(user: User, identity: Identity) -> User:
    left = tuple(i for i in user.identities if i.key != identity.key)
    if not left:
        raise UserError(
            "That is the only one left, so it stays: nobody could use the account without it.",
            title="Not unlinked",
            buttons=(shown.LINKS,),
        )
    change: dict[str, Any] = {"identities": left}
    if user.nudge_settings.told_as == identity.key:
        change["nudge_settings"] = user.nudge_settings.model_copy(update={"told_as": ""})
    return user.model_copy(update=change)
