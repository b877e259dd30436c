"""bcrypt in threads of its own: a login takes long on purpose, and nobody else may wait for it."""

import asyncio
import os
import secrets
import sys
import threading
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec, TypeVar

import bcrypt

P = ParamSpec("P")
R = TypeVar("R")
MOST_BYTES = 72
GUESSES = 10**6
"""Somebody who tries five passwords in a quarter of an hour needs some years for so many."""
LONGEST_WORD = 100
AT_ONCE = max(1, min(2, (os.cpu_count() or 1) - 1))
"""One core is left to everybody else, where there are two."""
NICE = 10


class BcryptPasswords:
    """Hashes of 2 to the power of `cost` rounds; 12 takes a third of a second on a usual machine."""

    def __init__(self, cost: int) -> None:
        self._cost = cost
        self._threads = ThreadPoolExecutor(AT_ONCE, "passwords", _behind_the_others)
        self._nobody: bytes | None = None

    async def hashed(self, password: str) -> str:
        return (await self._done(self._hash, _bytes(password))).decode()

    async def matches(self, password: str, hashed: str | None) -> bool:
        return await self._done(self._matches, _bytes(password), hashed)

    async def is_common(self, password: str, about: Sequence[str]) -> bool:
        return await self._done(_is_common, password, [word[:LONGEST_WORD] for word in about])

    async def _done(self, work: Callable[P, R], *args: P.args, **more: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: work(*args, **more))

    def _hash(self, password: bytes) -> bytes:
        return bcrypt.hashpw(password, bcrypt.gensalt(self._cost))

    def _matches(self, password: bytes, hashed: str | None) -> bool:
        """One hash is worked out in any case, so that the time tells nothing."""
        if self._nobody is None:
            self._nobody = self._hash(secrets.token_hex(16).encode())
        if hashed is None or len(password) > MOST_BYTES or b"\0" in password:
            bcrypt.checkpw(b"", self._nobody)
            return False
        return bcrypt.checkpw(password, hashed.encode())


def _behind_the_others() -> None:
    """Has this thread run when the others leave a core to it; only Linux knows priorities of threads."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def _bytes(password: str) -> bytes:
    """The same for an é that one keyboard sends as a letter and another as a letter and an accent."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _is_common(password: str, about: Sequence[str]) -> bool:
    # Its word lists take a moment to load, and 10 MB.
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]

    return bool(zxcvbn(password, user_inputs=list(about))["guesses"] < GUESSES)
