"""Passwords with the real bcrypt: what matches, what it costs others, and what is too easy to guess."""

import asyncio
import threading
import time
import unicodedata

import bcrypt
import pytest

from adapters import passwords
from adapters.passwords import BcryptPasswords

GOOD = "violin+harbour+4"


async def test_a_password_matches_its_hash_and_nothing_else_does() -> None:
    real = BcryptPasswords(4)
    hashed = await real.hashed(GOOD)
    assert GOOD not in hashed
    assert await real.hashed(GOOD) != hashed
    assert await real.matches(GOOD, hashed)
    assert not await real.matches(GOOD.upper(), hashed)
    assert not await real.matches(GOOD, None)
    assert not await real.matches("", None)


async def test_the_same_letters_match_however_a_keyboard_sends_them() -> None:
    real, text = BcryptPasswords(4), "café-crème-8"
    hashed = await real.hashed(unicodedata.normalize("NFD", text))
    assert await real.matches(unicodedata.normalize("NFC", text), hashed)


@pytest.mark.parametrize("text", ["x" * 73, "a\0b", "\ud800", "ü" * 5_000])
async def test_what_can_be_no_password_matches_nothing_and_raises_nothing(text: str) -> None:
    real = BcryptPasswords(4)
    assert not await real.matches(text, await real.hashed(GOOD))
    assert not await real.matches(text, None)


async def test_72_bytes_count_to_the_last() -> None:
    real = BcryptPasswords(4)
    hashed = await real.hashed("x" * 71 + "y")
    assert await real.matches("x" * 71 + "y", hashed)
    assert not await real.matches("x" * 71 + "z", hashed)


async def test_nobody_waits_for_twenty_logins_and_few_are_worked_on_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock, now, most = threading.Lock(), [0], [0]

    def slow(password: bytes, hashed: bytes) -> bool:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.01)
        with lock:
            now[0] -= 1
        return False

    monkeypatch.setattr(bcrypt, "checkpw", slow)
    real, turns = BcryptPasswords(4), 0
    logins = asyncio.gather(*(real.matches(GOOD, None) for _ in range(20)))
    while not logins.done():
        turns += 1
        await asyncio.sleep(0)
    assert turns > 20
    assert 1 <= most[0] <= passwords.AT_ONCE


@pytest.mark.parametrize(
    ("password", "about", "common"),
    [
        ("password1", [], True),
        ("1q2w3e4r5t", [], True),
        ("aaaaaaaaaaaa", [], True),
        ("ana.lopez", ["ana.lopez@x.org", "ana.lopez"], True),
        ("ana.lopez", [], False),
        (GOOD, ["ana"], False),
    ],
)
async def test_a_common_password_is_told_from_a_good_one(
    password: str, about: list[str], common: bool
) -> None:
    assert await BcryptPasswords(4).is_common(password, about) is common
