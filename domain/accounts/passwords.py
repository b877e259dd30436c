"""What a password must be like; it is hashed, and neither stored, shown nor logged as it was typed."""

import unicodedata

from domain.errors import UserError
from domain.services import Services

FEWEST, MOST = 8, 72


async def checked(do: Services, password: str, again: str, about: tuple[str, ...], *, whole: bool) -> str:
    """The password, if it can be one. Raises UserError, in words that do not hold it.

    `about` are words that others know of the person. `whole` says that it came as it was typed.
    """
    if password != again:
        raise _no("The two passwords are not the same.")
    if not whole or any(unicodedata.category(char) in ("Cc", "Cs") for char in password):
        raise _no("There is a character in it that cannot be typed everywhere, such as NUL or a tab.")
    if password.strip() != password:
        raise _no("It begins or ends with a blank, which some platforms cut off.")
    size = len(unicodedata.normalize("NFC", password).encode())
    if not FEWEST <= size <= MOST:
        unit = "characters" if password.isascii() else "bytes, of which a letter outside a to z takes several"
        raise _no(f"It must have {FEWEST} to {MOST} characters; it has {size} {unit}.")
    if await do.passwords.is_common(password, about):
        raise _no(
            "It would soon be guessed: it is common, a pattern of keys, like your own name or address, or of "
            "few characters. Three or four words that have nothing to do with each other are good."
        )
    return password


def _no(why: str) -> UserError:
    return UserError(f"{why} Nothing was changed.", title="Another password, please")
