"""Messages of students: several become one answer."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from adapters.chat.asked import Handler, words_alone
from adapters.chat.boundary import boundary
from adapters.chat.clocks import Clocks
from adapters.chat.turnstile import Turnstile
from adapters.slack.deliver import Delivery, Heard
from adapters.slack.drafting import DraftNotices
from adapters.slack.files import fetched
from adapters.slack.render import render
from domain.dispatch import refusal
from domain.errors import UserError
from domain.ports import Progress
from domain.replies import Reply
from domain.requests import Request


@dataclass(frozen=True, slots=True)
class Written:
    """A message: its id within its conversation, its text as it was typed, and its files."""

    ts: str
    text: str
    files: Sequence[Mapping[str, Any]] = ()

    @property
    def sent_at(self) -> datetime:
        return datetime.fromtimestamp(float(self.ts), UTC)


class Mailbox:
    """Takes messages, their edits and deletions."""

    def __init__(
        self, handler: Handler, delivery: Delivery, notices: DraftNotices, turnstile: Turnstile
    ) -> None:
        self._handler = handler
        self._delivery = delivery
        self._notices = notices
        self._turnstile = turnstile
        self._clocks = Clocks()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def turn(self, heard: Heard) -> asyncio.Lock:
        """Held while a message is stored, so that those of one person are in the order they came."""
        return self._turns.setdefault(f"{heard.spot.channel} {heard.actor.key}", asyncio.Lock())

    async def received(self, heard: Heard, written: Written) -> None:
        """A new message, in the own DM or with a mention."""
        await self._take(heard, written, "say", {"text": written.text}, new=True)

    async def edited(self, heard: Heard, written: Written) -> None:
        await self._take(heard, written, "amend", {"text": written.text})

    async def deleted(self, heard: Heard, ts: str) -> None:
        await self._take(heard, Written(ts, ""), "withdraw", {})

    async def _take(
        self, heard: Heard, written: Written, action: str, args: dict[str, str], *, new: bool = False
    ) -> None:
        surface = self._delivery.surface(heard)

        async def tell(reply: Reply) -> None:
            in_private = reply.private or heard.spot.own_dm
            there = surface if in_private else self._delivery.plain(heard.client, heard.spot)
            await self._delivery.answer(heard, there, reply)

        async with boundary("a message", tell), self._delivery.reaching(heard.client, heard.actor):
            async with self.turn(heard):
                meant = action, {**args, "message": written.ts}
                reply = await self._handled(heard, written, meant, words_alone(surface.progress))
            if reply is None:
                return
            if "draft" in reply.data and heard.spot.own_dm:
                counted = reply.data["draft"]["messages"]
                await self._notices.note(heard, render(reply)[0], counted, begins=new and counted == 1)
            elif not reply.data.get("silent"):
                await tell(reply)

    async def _handled(
        self, heard: Heard, written: Written, meant: tuple[str, dict[str, str]], progress: Progress
    ) -> Reply | None:
        (action, args), place = meant, heard.spot.place
        try:
            async with self._turnstile.passing(), fetched(heard.client, written.files) as files:
                sent_at = self._clocks.ours(written.sent_at)
                request = Request(heard.actor, action, place, args, files, heard.event_id, sent_at)
                return await self._handler.handle(request, progress)
        except UserError as error:
            return refusal(error)
