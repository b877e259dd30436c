"""The rows of the action table that are about who a student is, on one platform or several."""

from domain.actions import account, account_link
from domain.actions.kinds import Action, Opens, Option

EMAIL = Option("email", "the e-mail address that a form asked for", kind="rest", internal=True, secret=True)
PASSWORD = Option("password", "the password that a form asked for", internal=True, secret=True)
AGAIN = Option("again", "that password again", internal=True, secret=True)
OLD = Option("old", "the password as it was", internal=True, secret=True)
OTHER = Option("with", "the account that a button is about", required=True, internal=True)

ACCOUNT: tuple[Action, ...] = (
    Action(
        "account register",
        "an e-mail and a password, to log in on other platforms; a form asks for the password",
        account.register,
        (Option("email", "your e-mail address", kind="rest", secret=True),),
        Opens.FORM,
        examples=("/account register ana@example.org",),
    ),
    Action(
        "account link",
        "use the same account on Discord, Slack and the console",
        account_link.link,
        (Option("code", "the code that you got on another platform", kind="rest", secret=True),),
        Opens.SLOW,
        examples=("/account link", "/account link 4F7K-29QX"),
    ),
    Action("account create", "register", account.create, (EMAIL, PASSWORD, AGAIN), Opens.SLOW, hidden=True),
    Action("account newpassword", "another password", account.new_password, opens=Opens.FORM, hidden=True),
    Action(
        "account password",
        "change the password",
        account.change_password,
        (OLD, PASSWORD, AGAIN),
        Opens.SLOW,
        hidden=True,
    ),
    Action("account newemail", "another e-mail", account.new_email, opens=Opens.FORM, hidden=True),
    Action("account email", "change the e-mail", account.change_email, (EMAIL, OLD), Opens.SLOW, hidden=True),
    Action("account code", "a one-time code", account_link.code, hidden=True),
    Action("account signin", "log in by a form", account_link.sign_in, opens=Opens.FORM, hidden=True),
    Action("account login", "log in", account_link.log_in, (EMAIL, PASSWORD), Opens.SLOW, hidden=True),
    Action("account join", "join two accounts", account_link.join, (OTHER,), Opens.SLOW, hidden=True),
    Action("account apart", "join them not", account_link.apart, (OTHER,), hidden=True),
    Action(
        "account unlink",
        "take a platform off the account",
        account_link.unlink,
        (
            Option("who", "the identity that a button is about", required=True, internal=True),
            Option("sure", "whether that was asked", internal=True),
        ),
        hidden=True,
    ),
)
