"""Typed questions over Documents about conversations with the coach, and about accounts."""

from datetime import datetime

from domain.model.account import AuditEntry, LinkCode, Lockout, Tombstone
from domain.model.chat import ChatSession
from storage.repositories import Repository


class ChatRepository(Repository[ChatSession]):
    collection = "chat_sessions"
    entity = ChatSession

    async def active_of(self, user_id: str) -> ChatSession | None:
        return next(iter(await self._find({"user_id": user_id, "is_active": True}, limit=1)), None)

    async def of(self, user_id: str, limit: int) -> list[ChatSession]:
        return await self._find({"user_id": user_id}, ("started_at", -1), limit=limit)

    async def quiet_since(self, moment: datetime, limit: int) -> list[ChatSession]:
        where = {"is_active": True, "last_active_at": {"$lt": moment}}
        return await self._find(where, ("last_active_at", 1), limit=limit)


class LinkCodeRepository(Repository[LinkCode]):
    collection = "link_codes"
    entity = LinkCode


class LockoutRepository(Repository[Lockout]):
    collection = "lockouts"
    entity = Lockout


class TombstoneRepository(Repository[Tombstone]):
    collection = "tombstones"
    entity = Tombstone

    async def owing(self, now: datetime, limit: int) -> list[Tombstone]:
        return await self._find({"owed_at": {"$lte": now}}, ("owed_at", 1), limit=limit)

    async def since(self, moment: datetime) -> list[Tombstone]:
        return await self._find({"created_at": {"$gte": moment}}, ("created_at", 1))


class AuditRepository(Repository[AuditEntry]):
    collection = "audit_log"
    entity = AuditEntry

    async def since(self, moment: datetime, limit: int) -> list[AuditEntry]:
        return await self._find({"at": {"$gte": moment}}, ("at", -1), limit=limit)
