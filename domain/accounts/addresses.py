"""E-mail addresses: nothing is ever sent to one, it is a name to log in by that nobody has proven."""

import re
import unicodedata

from domain.errors import UserError

LONGEST, LONGEST_LOCAL = 254, 64
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\]\\.]+(\.[^\s@\"(),:;<>\[\]\\.]+)*")
_DOMAIN = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?(\.[^\W_]([\w-]{0,61}[^\W_])?)+")


def checked(text: str, *, whole: bool) -> str:
    """The address as it was typed, without blanks around it. Raises UserError where it cannot be one.

    Letters of any script are taken, before the @ and behind it; no control or invisible character is.
    `whole` says that it came as it was typed.
    """
    address = unicodedata.normalize("NFC", text.strip(" "))
    if len(address) > LONGEST:
        raise _wrong(f"It has {len(address):,} characters, and no address has more than {LONGEST}.")
    if not whole or any(unicodedata.category(char)[0] == "C" for char in address):
        raise _wrong("There are characters in it that cannot be seen, such as a line break.")
    local, _, domain = address.partition("@")
    if not (_LOCAL.fullmatch(local) and len(local) <= LONGEST_LOCAL and _is_domain(domain)):
        raise _wrong("One looks like `name@example.org`.")
    return address


def _is_domain(text: str) -> bool:
    return "_" not in text and _DOMAIN.fullmatch(text) is not None


def folded(address: str) -> str:
    """The address as it is looked for: upper and lower case, and the widths of letters, are the same."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address.strip()).casefold())


def _wrong(why: str) -> UserError:
    return UserError(f"That is no e-mail address that I can take. {why}", title="Which address?")
