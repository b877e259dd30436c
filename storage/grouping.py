"""Typed questions over Documents about the rounds of groups."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.anonymous import GONE
from domain.model.attempt import Attempt
from domain.model.given import Given, share
from domain.model.group import GroupRound
from domain.model.named import Named
from domain.model.panel import About, PanelScore
from domain.ports import Where
from storage.repositories import Repository, UserRepository

KIND = {"kind": "group"}
OPEN = {**KIND, "status": "in_progress"}
NEWEST = ("started_at", -1)
FIGURES = tuple(name for name in Given.model_fields if name != "met")


class GroupRoundRepository(Repository[GroupRound]):
    """In one collection with the interviews that students hold alone."""

    collection = "interview_sessions"
    entity = GroupRound

    async def get(self, entity_id: str) -> GroupRound | None:
        return next(iter(await self._find({"_id": entity_id, **KIND}, limit=1)), None)

    async def open_in(self, room: str) -> GroupRound | None:
        return next(iter(await self._find({"open_room": room}, limit=1)), None)

    async def open_at_home(self, home: str) -> list[GroupRound]:
        return await self._find({"home": home, **OPEN}, NEWEST)

    async def open_with(self, user_id: str) -> list[GroupRound]:
        return await self._find({"participants": user_id, **OPEN}, NEWEST)

    async def at_home(self, home: str, since: datetime, limit: int) -> list[GroupRound]:
        return await self._find({"home": home, **KIND, "started_at": {"$gte": since}}, NEWEST, limit=limit)

    async def with_member(self, user_id: str, limit: int) -> list[GroupRound]:
        return await self._find({"participants": user_id, **KIND}, NEWEST, limit=limit)

    async def last_at(self, room: str, user_id: str) -> GroupRound | None:
        held = [
            one
            for field in ("room", "home")
            for one in await self._find({"participants": user_id, field: room, **KIND}, NEWEST, limit=1)
        ]
        return max(held, key=lambda one: one.started_at, default=None)

    async def due(self, now: datetime, limit: int) -> list[GroupRound]:
        return await self._find({"due_at": {"$lte": now}, **KIND}, ("due_at", 1), limit=limit)

    async def answers(self, round_id: str, question_id: str) -> list[Attempt]:
        return await self._given({"session_id": round_id, "question_id": question_id, "try": 1})

    async def ungraded(self, round_id: str, question_id: str) -> list[Attempt]:
        where = {"session_id": round_id, "question_id": question_id, "try": 1, "score": None}
        return await self._given(where)

    async def _given(self, where: Where) -> list[Attempt]:
        found = await self._documents.find("interview_attempts", where, sort=[("answered_at", 1)])
        return [Attempt.model_validate(document) for document in found]

    async def people(self, ids: Sequence[str]) -> Mapping[str, Named]:
        there = {"_id": {"$in": list(ids)}, "joined_into": None}
        found = await self._documents.find("users", there, fields=("name", "off_board"))
        known = {
            one["_id"]: Named(id=one["_id"], name=one["name"], off_board=one.get("off_board", False))
            for one in found
        }
        users = UserRepository(self._documents, self._clock)
        for other in set(ids) - known.keys():
            user = None if other.startswith(GONE) else await users.get(other)
            if user is not None:
                known[other] = Named(id=user.id, name=user.name, off_board=user.off_board)
        return known

    async def answered(self, round_id: str, question_id: str) -> frozenset[str]:
        where = {"session_id": round_id, "question_id": question_id, "try": 1}
        found = await self._documents.find("interview_attempts", where, fields=["student_id"])
        return frozenset(document["student_id"] for document in found)

    async def answer_count(self, round_id: str, question_id: str) -> int:
        where = {"session_id": round_id, "question_id": question_id, "try": 1}
        return await self._documents.count("interview_attempts", where)

    async def all_answers(self, round_ids: Sequence[str], *, met: bool = False) -> list[Given]:
        where = {"session_id": {"$in": list(round_ids)}, "try": 1}
        fields = [*FIGURES, *(["rows"] if met else [])]
        found = await self._documents.find("interview_attempts", where, fields=fields)
        return [
            Given(**{name: one[name] for name in FIGURES if name in one}, met=share(one.get("rows", ())))
            for one in found
        ]


class PanelScoreRepository(Repository[PanelScore]):
    collection = "panel_scores"
    entity = PanelScore

    async def of_question(self, round_id: str, question_id: str) -> list[PanelScore]:
        return await self._find({"session_id": round_id, "question_id": question_id}, ("given_at", 1))

    async def of_round(self, round_id: str) -> list[PanelScore]:
        return await self._find({"session_id": round_id}, ("given_at", 1))

    async def by(self, scorer_id: str, round_id: str, question_id: str, about: About) -> PanelScore | None:
        where = {"session_id": round_id, "question_id": question_id, "student_id": scorer_id, "about": about}
        return next(iter(await self._find(where, limit=1)), None)

    async def of_rounds(self, round_ids: Sequence[str]) -> list[PanelScore]:
        return await self._find({"session_id": {"$in": list(round_ids)}}, ("given_at", 1))
