"""/account register: an e-mail address and a password, to log in by from any platform."""

from domain.accounts import addresses, passwords, tries
from domain.actions import account_shown as shown
from domain.actions.kinds import Call
from domain.errors import Duplicate, UserError
from domain.model.user import User
from domain.replies import Button, Card, Field, Form, Input, Reply, Text
from domain.tokens import BadToken, encode

PASSWORD = Input("password", "Password, 8 to 72 characters", secret=True)
AGAIN = Input("again", "The same password again", secret=True)
OLD = Input("old", "Your password as it is now", secret=True)
EMAIL = Input("email", "E-mail address")
WRONG_OLD = "That is not your password as it is now. Nothing was changed."


async def register(call: Call) -> Reply:
    """Opens the form; whoever is registered sees as what, and can change it."""
    typed = call.text("email")
    if typed is not None and len(typed.split()) > 1:
        raise shown.exposed(call)
    address = addresses.checked(typed, whole="email" not in call.request.mended) if typed else None
    if call.user.password_hash is not None:
        return _state(call.user)
    return Reply(
        (Card("Register", (Text(shown.UNPROVEN),)),), form=_form(address), data=shown.data(call.user)
    )


def _form(address: str | None) -> Form:
    """Asks for the address as well where none was typed, or where it is too long to be sent along."""
    try:
        token = encode("account create", {"email": address} if address else None)
    except BadToken:
        token, address = encode("account create"), None
    inputs = (PASSWORD, AGAIN) if address else (EMAIL, PASSWORD, AGAIN)
    return Form(token, "Register", inputs)


async def create(call: Call) -> Reply:
    """Registers what the form brought. The tries are counted, so that nobody asks for many addresses."""
    do, user = call.do, call.user
    if user.password_hash is not None:
        return _state(user)
    address = _address_in(call, encode("account register"))
    password = await _new_password(call, user, address)
    who, what = tries.of_identity(call.request.actor.key), tries.of_address(addresses.folded(address))
    await tries.begin(do, who, what)
    hashed, now = await do.passwords.hashed(password), do.clock.now()
    login = {"email": addresses.folded(address), "email_typed": address, "password_hash": hashed}
    try:
        changed = await do.users.change(
            user.id,
            lambda u: u if u.password_hash else u.model_copy(update={**login, "last_login": now}),
        )
    except Duplicate as error:
        raise _taken("account register") from error
    await tries.taken_back(do, who, what)
    return _state(changed, "You are registered")


def _address_in(call: Call, form: str) -> str:
    """The address that a form brought. Raises UserError, with a button that opens the form again."""
    try:
        return addresses.checked(call.text("email") or "", whole="email" not in call.request.mended)
    except UserError as error:
        error.buttons = (Button("Try again", form, "primary"),)
        raise


async def _new_password(call: Call, user: User, address: str) -> str:
    """The one that the form brought, twice. Raises UserError."""
    about = (address, *address.split("@"), user.name, *user.name.split())
    retry = _again_button(user, address)
    password = shown.password_of(call, "password", retry.token)
    whole = not call.request.mended & {"password", "again"}
    try:
        return await passwords.checked(call.do, password, call.text("again") or "", about, whole=whole)
    except UserError as error:
        error.buttons = (retry,)
        raise


def _again_button(user: User, address: str) -> Button:
    if user.password_hash is not None:
        return Button("Try again", encode("account newpassword"), "primary")
    try:
        return Button("Try again", encode("account register", {"email": address}), "primary")
    except BadToken:
        return Button("Try again", encode("account register"), "primary")


def _taken(form: str) -> UserError:
    """The same words for an address that is somebody's and for one that lost a race; `form` asks again."""
    return UserError(
        "This address cannot be registered here. If it is yours and registered already, press Log in, or get "
        "a code where you use it and type it here as `/account link CODE`. Else take another address. "
        "Nothing was changed.",
        title="Not that address",
        buttons=(shown.LOG_IN, Button("Another address", encode(form))),
    )


def _state(user: User, title: str = "You are registered already") -> Reply:
    linked = Field("Linked", ", ".join(map(shown.named, user.identities)))
    since = Field("With me since", f"{user.registered_at:%d %b %Y}")
    return Reply(
        (Card(title, (Text(shown.UNPROVEN),), (*shown.login_fields(user), since, linked)),),
        (
            Button("Change password", encode("account newpassword")),
            Button("Change e-mail", encode("account newemail")),
            shown.LINKS,
        ),
        data=shown.data(user),
    )


async def new_password(call: Call) -> Reply:
    """Opens the form for another password."""
    if call.user.password_hash is None:
        return await register(call)
    form = Form(encode("account password"), "Change password", (OLD, PASSWORD, AGAIN))
    return Reply((Card("Change password"),), form=form, data=shown.data(call.user))


async def change_password(call: Call) -> Reply:
    do, user = call.do, call.user
    if user.password_hash is None or user.email_typed is None:
        return await register(call)
    password = await _new_password(call, user, user.email_typed)
    await _prove(call, user, "account newpassword")
    hashed = await do.passwords.hashed(password)
    changed = await do.users.change(user.id, lambda u: u.model_copy(update={"password_hash": hashed}))
    return _state(changed, "Your password is changed")


async def new_email(call: Call) -> Reply:
    """Opens the form for another address."""
    if call.user.password_hash is None:
        return await register(call)
    form = Form(encode("account email"), "Change e-mail", (EMAIL, OLD))
    return Reply((Card("Change e-mail"),), form=form, data=shown.data(call.user))


async def change_email(call: Call) -> Reply:
    do, user = call.do, call.user
    if user.password_hash is None:
        return await register(call)
    address = _address_in(call, encode("account newemail"))
    await _prove(call, user, "account newemail")
    who, what = tries.of_identity(call.request.actor.key), tries.of_address(addresses.folded(address))
    await tries.begin(do, who, what)
    login = {"email": addresses.folded(address), "email_typed": address}
    try:
        changed = await do.users.change(user.id, lambda u: u.model_copy(update=login))
    except Duplicate as error:
        raise _taken("account newemail") from error
    await tries.taken_back(do, who, what)
    return _state(changed, "Your e-mail address is changed")


async def _prove(call: Call, user: User, retry: str) -> None:
    """Raises UserError where the password typed is not the one that the account has."""
    old = shown.password_of(call, "old", encode(retry))
    who, what = tries.of_identity(call.request.actor.key), tries.of_address(user.email or "")
    await tries.begin(call.do, who, what)
    if "old" in call.request.mended or not await call.do.passwords.matches(old, user.password_hash):
        again = Button("Try again", encode(retry), "primary")
        raise UserError(WRONG_OLD, title="Not your password", buttons=(again,))
    await tries.taken_back(call.do, who, what)
