"""The typed questions about conversations and accounts; storage/accounts.py answers them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from domain.model.account import Amounts, AuditEntry, LinkCode, Lockout, Tombstone
from domain.model.chat import ChatSession
from domain.model.user import User


class Chats(Protocol):
    async def get(self, session_id: str) -> ChatSession | None: ...

    async def add(self, session: ChatSession) -> None:
        """Raises Duplicate where the student has an active one."""
        ...

    async def change(self, session_id: str, rule: Callable[[ChatSession], ChatSession]) -> ChatSession:
        """As Interviews.change."""
        ...

    async def active_of(self, user_id: str) -> ChatSession | None: ...

    async def of(self, user_id: str, limit: int) -> list[ChatSession]:
        """The newest first."""
        ...

    async def remove(self, session: ChatSession) -> bool:
        """Whether it was still as it is here, and so was removed for good."""
        ...

    async def quiet_since(self, moment: datetime, limit: int) -> list[ChatSession]:
        """Active ones in which nothing was said since."""
        ...


class LinkCodes(Protocol):
    async def get(self, digest: str) -> LinkCode | None: ...

    async def add(self, code: LinkCode) -> None: ...

    async def change(self, digest: str, rule: Callable[[LinkCode], LinkCode]) -> LinkCode:
        """As Interviews.change."""
        ...


class Lockouts(Protocol):
    async def get(self, digest: str) -> Lockout | None: ...

    async def add(self, lockout: Lockout) -> None:
        """Raises Duplicate where failures are counted there already."""
        ...

    async def change(self, digest: str, rule: Callable[[Lockout], Lockout]) -> Lockout:
        """As Interviews.change."""
        ...


class Tombstones(Protocol):
    async def get(self, user_id: str) -> Tombstone | None: ...

    async def add(self, tombstone: Tombstone) -> None:
        """Raises Duplicate where that account has ended already."""
        ...

    async def change(self, user_id: str, rule: Callable[[Tombstone], Tombstone]) -> Tombstone:
        """As Interviews.change."""
        ...

    async def owing(self, now: datetime, limit: int) -> list[Tombstone]:
        """Those of whose accounts something may be left by now."""
        ...

    async def since(self, moment: datetime) -> list[Tombstone]:
        """Those of accounts that have ended since then."""
        ...


class Joins(Protocol):
    """Two accounts that become one, document by document; each step can be repeated, by several at once."""

    async def itself(self, user_id: str) -> User | None:
        """The account of that id, also where it was joined into another."""
        ...

    async def chain(self, user_id: str) -> Sequence[str]:
        """That id and those of the accounts it was joined into, one after the other; the last is left."""
        ...

    async def half_done(self, before: datetime, limit: int) -> list[User]:
        """Accounts joined before that moment that are still there themselves."""
        ...

    async def amounts(self, user_id: str) -> Amounts: ...

    async def give(self, from_id: str, to_id: str) -> None:
        """All that has a place beside what the other has. Raises Duplicate for two open interviews or
        conversations."""
        ...

    async def give_sittings(self, from_path: str, to_path: str) -> None:
        """The quizzes of a path; one that is open in both is left behind, where it is not asked for."""
        ...

    async def forget_progress(self, user_id: str) -> None:
        """Its entries of `learning_progress`, which follow from the paths."""
        ...

    async def let_go(self, user_id: str) -> None:
        """Its identities and address are free for another account."""
        ...

    async def remove(self, user_id: str) -> None:
        """The account itself."""
        ...

    async def undo(self, user_id: str) -> None:
        """It is an account of its own again, with what it still has."""
        ...


class Audit(Protocol):
    async def add(self, entry: AuditEntry) -> None: ...

    async def change(self, entry_id: str, rule: Callable[[AuditEntry], AuditEntry]) -> AuditEntry:
        """As Interviews.change."""
        ...

    async def since(self, moment: datetime, limit: int) -> list[AuditEntry]:
        """The newest first."""
        ...
