"""One-time codes: shown on one platform, typed on another, and both are known to be the same person's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from domain.errors import UserError
from domain.model.account import LinkCode
from domain.model.user import User
from domain.services import Services
from domain.times import as_utc

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O or U: what is read as one of these is a 1 or a 0."""
LENGTH = 8
LASTS = timedelta(minutes=10)
_READ_AS = str.maketrans("ILO", "110", " -‐‑–")


@dataclass(frozen=True, slots=True)
class Issued:
    code: str
    expires_at: datetime

    @property
    def shown(self) -> str:
        """`ABCD-EFGH`."""
        half = LENGTH // 2
        return f"{self.code[:half]}-{self.code[half:]}"


async def issue(do: Services, user: User) -> Issued:
    """A code that joins another identity to that account, once; an older one is worth nothing any more."""
    now, code = as_utc(do.clock.now()), do.random.secret(ALPHABET, LENGTH)
    made = LinkCode(id=_digest(code), created_at=now, updated_at=now, user_id=user.id, expires_at=now + LASTS)
    await do.link_codes.add(made)
    await do.users.change(user.id, lambda stored: stored.model_copy(update={"link_code": made.id}))
    return Issued(code, made.expires_at)


def read(typed: str) -> str | None:
    """The code that was meant; None for what cannot be one."""
    code = typed.upper().translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


async def redeem(do: Services, code: str, by: User) -> User | None:
    """Whose account the code is for, which it is then used up for; None where it is worth nothing.

    The same person may use it again, as after a crash. Raises UserError, without using it up, for their own.
    """
    now, digest = do.clock.now(), _digest(code)
    stored = await do.link_codes.get(digest)
    owner = await do.users.get(stored.user_id) if stored else None
    if stored is None or owner is None or owner.link_code != digest or stored.expires_at <= now:
        return None
    if owner.id == by.id:
        raise _own(stored)

    def rule(known: LinkCode) -> LinkCode:
        return known if known.used_at else known.model_copy(update={"used_at": now, "used_by": by.id})

    return owner if (await do.link_codes.change(digest, rule)).used_by == by.id else None


def _own(code: LinkCode) -> UserError:
    if code.used_at:
        return UserError("That code has joined this account already. Nothing more is to do.", title="Joined")
    return UserError(
        "That is the code of this very account. Type it on the other platform, as `/account link CODE`.",
        title="The wrong side",
    )


def _digest(code: str) -> str:
    return sha256(f"link {code}".encode()).hexdigest()
