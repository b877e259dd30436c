"""Messages of students: several become one answer, and what is typed like a command is one."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from adapters.chat.asked import Handler
from adapters.chat.boundary import boundary
from adapters.chat.notices import Notice, Notices
from adapters.chat.turnstile import Turnstile
from adapters.slack.deliver import Delivery, Heard
from adapters.slack.faults import Unsent
from adapters.slack.files import fetched
from adapters.slack.message import Message
from adapters.slack.render import render
from adapters.slack.respond import nobody_waits
from adapters.slack.typed import plain_text
from domain.actions.kinds import Action
from domain.actions.parse import find_action, typed_options
from domain.dispatch import refusal
from domain.errors import Unreachable, UserError
from domain.replies import Reply
from domain.requests import Request

log = logging.getLogger(__name__)

Standing = tuple[Heard, str]
"""Where a notice stands: the event it answered, and its ts."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message: its id within its conversation, its text as Slack sends it, and its files."""

    ts: str
    text: str
    files: Sequence[Mapping[str, Any]] = ()

    @property
    def sent_at(self) -> datetime:
        return datetime.fromtimestamp(float(self.ts), UTC)


def notice_key(team_id: str, user_id: str) -> str:
    return f"{team_id}:{user_id}"


class Mailbox:
    """Takes messages, their edits and deletions. One person's messages are stored in the order they came."""

    def __init__(
        self,
        handler: Handler,
        table: Mapping[str, Action],
        delivery: Delivery,
        notices: Notices[Standing, Message],
        turnstile: Turnstile,
    ) -> None:
        self._handler = handler
        self._table = table
        self._delivery = delivery
        self._notices = notices
        self._turnstile = turnstile
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def received(self, heard: Heard, written: Written) -> None:
        """A new message, in the own DM or with a mention."""
        await self._take(heard, written, self._meant(written))

    async def edited(self, heard: Heard, written: Written) -> None:
        args = {"text": plain_text(written.text), "message": written.ts}
        await self._take(heard, written, ("amend", args))

    async def deleted(self, heard: Heard, ts: str) -> None:
        await self._take(heard, Written(ts, ""), ("withdraw", {"message": ts}))

    async def _take(self, heard: Heard, written: Written, meant: tuple[str, dict[str, str]]) -> None:
        async def tell(reply: Reply) -> None:
            await self._say(heard, reply)

        async with boundary("a message", tell, (*Unsent, Unreachable)):
            async with self._turns.setdefault(heard.spot.channel, asyncio.Lock()):
                reply = await self._handled(heard, written, meant)
            if reply is None or reply.data.get("silent"):
                return
            await (self._note(heard, reply) if "draft" in reply.data else self._say(heard, reply))

    def _meant(self, written: Written) -> tuple[str, dict[str, str]]:
        """A command that was typed as text, else a plain message."""
        text = plain_text(written.text).strip()
        if text.startswith("/"):
            try:
                action, rest = find_action(text, self._table)
                return action.name, typed_options(action, rest)
            except UserError:
                log.debug("a message that begins like a command is none")
        return "say", {"text": text, "message": written.ts}

    async def _handled(
        self, heard: Heard, written: Written, meant: tuple[str, dict[str, str]]
    ) -> Reply | None:
        action, args = meant
        try:
            async with self._turnstile.passing(), fetched(heard.client, written.files) as files:
                request = Request(
                    heard.actor, action, heard.spot.place, args, files, heard.event_id, written.sent_at
                )
                return await self._handler.handle(request, nobody_waits)
        except UserError as error:
            return refusal(error)

    async def _note(self, heard: Heard, reply: Reply) -> None:
        """Says that the message is part of an answer: once, and from then on by editing."""
        key = notice_key(heard.actor.workspace_id, heard.actor.user_id)
        counted, message = reply.data["draft"]["messages"], render(reply)[0]
        standing = self._notices.of(key)
        if standing is not None and counted > 1:
            standing.counted = counted
            await standing.show(message)
            return
        posted = self._delivery.plain(heard.client, heard.spot)
        await posted.show((message,))
        notice = Notice((heard, posted.ts), str(heard.spot.place), self._edit, Unsent)
        self._notices.put(key, notice)

    async def _edit(self, standing: Standing, message: Message) -> None:
        heard, ts = standing
        await self._delivery.plain(heard.client, heard.spot, ts).show((message,))

    async def _say(self, heard: Heard, reply: Reply) -> None:
        """A reply in the student's own place; what was said in public is answered in private."""
        messages = render(reply)
        if heard.spot.own_dm:
            await self._delivery.in_dm(heard.client, heard.actor, heard.spot).show(messages)
        else:
            await self._delivery.whisper(heard, messages)
