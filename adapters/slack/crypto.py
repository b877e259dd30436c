"""Tokens at rest are ciphertext, under keys that the operator keeps apart from the store.

A key is made by:
python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"
"""

import re
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from domain.errors import PlatformRefused

VARIABLE = "SLACK_ENCRYPTION_KEY"
KEY = re.compile(r"[A-Za-z0-9_-]{43}=")

MAKE_ONE = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
MISSING = (
    f"{VARIABLE} is not set, and tokens of workspaces are never stored in the clear. Make a key with "
    f"`{MAKE_ONE}`, set it, and keep a copy: without it every workspace has to install the bot again."
)
NOT_A_KEY = (
    f"Key {{number}} of {VARIABLE} is not a key. It takes keys of 44 characters, with commas between them, "
    f"the newest first; `{MAKE_ONE}` makes one."
)
WRONG_KEY = (
    f"No key of {VARIABLE} opens a token that is stored. Add the key that it was stored under, after a "
    "comma; if that is lost, delete the documents of `slack_installs`, and the workspaces install the bot "
    "again."
)


class Cipher:
    """Encrypts under the first key and decrypts under any."""

    def __init__(self, newest: Fernet, *older: Fernet) -> None:
        self._newest = newest
        self._all = MultiFernet([newest, *older])

    @classmethod
    def from_environment(cls, value: str | None) -> Self:
        """From keys with commas between them. Raises PlatformRefused, which quotes none of them."""
        texts = [text.strip() for text in (value or "").split(",") if text.strip()]
        if not texts:
            raise PlatformRefused(MISSING)
        return cls(*(_key(text, number) for number, text in enumerate(texts, 1)))

    def encrypt(self, text: str) -> str:
        """Never twice the same."""
        return self._newest.encrypt(text.encode()).decode()

    def decrypt(self, ciphertext: str) -> str:
        """Raises PlatformRefused where no key fits."""
        try:
            return self._all.decrypt(ciphertext).decode()
        except InvalidToken:
            raise PlatformRefused(WRONG_KEY) from None

    def renewed(self, ciphertext: str) -> str | None:
        """The same under the newest key; None where it is already. Raises PlatformRefused."""
        try:
            self._newest.decrypt(ciphertext)
        except InvalidToken:
            return self.encrypt(self.decrypt(ciphertext))
        return None


def _key(text: str, number: int) -> Fernet:
    # Fernet itself passes over characters that are not base64's.
    if not KEY.fullmatch(text):
        raise PlatformRefused(NOT_A_KEY.format(number=number))
    return Fernet(text)
