"""Messages of students: several become one answer, and what is typed like a command is one."""

import asyncio
import time
from collections.abc import Mapping
from difflib import get_close_matches
from weakref import WeakValueDictionary

import discord

from adapters.chat.asked import Asked, Handler, nobody_waits, opener
from adapters.chat.boundary import boundary
from adapters.chat.clocks import Clocks
from adapters.chat.notices import ends_the_writing
from adapters.chat.turnstile import Turnstile
from adapters.discord.deliver import Delivery, plain_words
from adapters.discord.files import fetched
from adapters.discord.layout import layout
from adapters.discord.notices import Notice, Notices
from adapters.discord.once import nonce_of
from adapters.discord.surface import Posted, button_of
from adapters.discord.who import PLATFORM, actor_of, is_meeting, is_private, place_of, without_mention
from domain.actions.kinds import Action
from domain.actions.parse import find_action, typed_options
from domain.dispatch import refusal
from domain.errors import Unreachable, UserError
from domain.ports import Progress
from domain.replies import Reply
from domain.requests import Actor, Request

TYPING_EVERY = 4.0
LONGEST_SLIP = 60
LIKENESS = 0.75
READABLE = (discord.MessageType.default, discord.MessageType.reply)
UNREADABLE = (
    "I cannot read what is written here unless you mention me. Press Answer under the question, use "
    "`/answer`, or begin your message with my name."
)
OPEN_FORM = "The button opens the form."
IN_DM = "I answered you in a direct message."
NO_DM = "I may not send you direct messages. `/interview status` goes on here; only you will see it."
NO_DM_OF_A_ROUND = "I may not send you direct messages. `/group status` tells you here; only you will see it."


class Mailbox:
    """Takes messages, their edits and deletions, and notices who is typing."""

    def __init__(
        self,
        handler: Handler,
        table: Mapping[str, Action],
        delivery: Delivery,
        notices: Notices,
        turnstile: Turnstile,
    ) -> None:
        self._handler = handler
        self._table = table
        self._delivery = delivery
        self._notices = notices
        self._turnstile = turnstile
        self._clocks = Clocks()
        self._turns: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    async def received(self, message: discord.Message, bot_id: int) -> None:
        """A new message. One person's messages are stored in the order in which they came."""
        if message.author.bot or message.type not in READABLE:
            return
        ours, meeting = is_private(message.channel, bot_id), is_meeting(message.channel, bot_id)
        mentioned = bot_id in message.raw_mentions or (meeting and self._like_a_command(message.content))
        if not (ours or mentioned):
            if meeting and not _unreadable(message):
                await self._overhear(message)
            return
        posted = Posted(message.channel, nonce=nonce_of(str(message.id))) if ours else None
        async with boundary("a message", lambda reply: self._say(message, reply, posted)):
            if _unreadable(message):
                await Posted(message.channel).show((plain_words(UNREADABLE),))
                return
            async with self._turn(message.channel.id, 0 if ours else message.author.id):
                reply = await self._taken(message, bot_id, posted.progress if posted else nobody_waits)
            await self._react(message, reply, posted)

    def _turn(self, channel_id: int, author_id: int = 0) -> asyncio.Lock:
        """In a place of one person they are not told apart, since a deletion does not say whose it is."""
        return self._turns.setdefault((channel_id, author_id), asyncio.Lock())

    async def _overhear(self, message: discord.Message) -> None:
        """What a group says to each other may answer its question; nobody is told of anything else."""
        async with boundary("an overheard message", _nobody):
            async with self._turn(message.channel.id, message.author.id):
                heard = "group heard", {"text": message.content}
                reply = await self._handled(message, heard, str(message.id))
            if reply is not None and _of_a_round(reply):
                await self._react(message, reply, None)

    async def _taken(self, message: discord.Message, bot_id: int, progress: Progress) -> Reply | None:
        try:
            meant = self._meant(message, bot_id)
        except UserError as error:
            return refusal(error)
        return await self._handled(message, meant, str(message.id), progress)

    def _meant(self, message: discord.Message, bot_id: int) -> tuple[str, dict[str, str]]:
        """A command that was typed as text, else a plain message. Raises UserError for a mistyped command."""
        text = without_mention(message.content, bot_id)
        if self._like_a_command(text):
            action, rest = find_action(text, self._table)
            return action.name, typed_options(action, rest)
        return "say", {"text": text, "message": str(message.id)}

    def _like_a_command(self, text: str) -> bool:
        """Whether it begins with a command's first word, or is so short that a near one must be a slip.

        An answer may begin with `/` as well: a path, a route, a comment.
        """
        if not text.startswith("/"):
            return False
        firsts = {a.name.split()[0] for a in self._table.values() if not a.hidden}
        typed = next(iter(text[1:].split(None, 1)), "").casefold()
        slip = len(text) <= LONGEST_SLIP and get_close_matches(typed, firsts, n=1, cutoff=LIKENESS)
        return typed in firsts or bool(slip)

    async def _handled(
        self,
        message: discord.Message,
        meant: tuple[str, dict[str, str]],
        event_id: str,
        progress: Progress = nobody_waits,
    ) -> Reply | None:
        action, args = meant
        try:
            async with self._turnstile.passing(), fetched(message.attachments) as files:
                actor, place = actor_of(message.author), place_of(message.channel)
                sent_at = self._clocks.ours(message.created_at)
                request = Request(actor, action, place, args, files, event_id, sent_at)
                reply = await self._handler.handle(request, progress)
        except UserError as error:
            return refusal(error)
        if reply is None or reply.form is None:
            return reply
        return opener(reply.form, Asked(action, self._table.get(action), args), self._table, OPEN_FORM)

    async def _react(self, message: discord.Message, reply: Reply | None, posted: Posted | None) -> None:
        if reply is None or reply.data.get("silent"):
            return
        if "draft" in reply.data and posted is not None:
            await self._note(message, reply)
            return
        over = self._notices.take(str(message.author.id)) if ends_the_writing(reply) else None
        await self._say(message, reply, posted)
        if over is not None:
            await over.remove()

    async def _note(self, message: discord.Message, reply: Reply) -> None:
        """Says that the message is part of an answer: once, and from then on by editing."""
        writer, counted = str(message.author.id), reply.data["draft"]["messages"]
        standing = self._notices.of(writer)
        begins = counted == 1 and message.edited_at is None
        if standing is None or begins:
            self._notices.put(writer, Notice(message.channel, str(place_of(message.channel))))
        await self._update(writer, reply)
        if standing is not None and begins:
            await standing.remove()

    async def _update(self, writer: str, reply: Reply) -> None:
        """Brings the standing notice up to date; one that speaks of no message any more goes."""
        standing = self._notices.of(writer)
        if standing is None:
            return
        standing.counted = reply.data["draft"]["messages"]
        if standing.counted:
            await standing.show(layout((await self._delivery.messages(reply))[0], button_of))
        else:
            self._notices.take(writer)
            await standing.remove()

    async def _say(self, message: discord.Message, reply: Reply, posted: Posted | None) -> None:
        """A reply in the student's own place, or where that is None and it is for all, where they wrote.

        What is for them alone comes as a direct message then; of a round the group's own message tells.
        """
        messages = await self._delivery.messages(reply)
        if posted is not None or not reply.private:
            await self._delivery.post(posted or Posted(message.channel), messages, reply.about)
            return
        try:
            await self._delivery.to_dm(message.author.id, messages, about=reply.about)
        except Unreachable:
            words = NO_DM_OF_A_ROUND if _of_a_round(reply) else NO_DM
            await Posted(message.channel).show((plain_words(words),))
        else:
            if not _of_a_round(reply):
                await Posted(message.channel).show((plain_words(IN_DM),))

    async def edited(self, payload: discord.RawMessageUpdateEvent, bot_id: int) -> None:
        """An edit by its author; one that Discord makes to add a preview has no time of editing."""
        message = payload.message
        if message.edited_at is None or message.author.bot or not is_private(message.channel, bot_id):
            return
        posted = Posted(message.channel)
        async with boundary("an edit", lambda reply: self._say(message, reply, posted)):
            if _unreadable(message):
                await self._missed(message)
                return
            meant = "amend", {"text": without_mention(message.content, bot_id), "message": str(message.id)}
            event_id = f"{message.id}:{message.edited_at.timestamp()}"
            async with self._turn(message.channel.id):
                reply = await self._handled(message, meant, event_id)
            await self._react(message, reply, posted)

    async def _missed(self, message: discord.Message) -> None:
        """An edit that Discord does not show us matters where it could be one of the answer's messages."""
        standing = self._notices.of(str(message.author.id))
        if standing is not None and standing.channel_id == message.channel.id:
            await Posted(message.channel).show((plain_words(UNREADABLE),))

    async def deleted(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A deleted message leaves the answer that is being written where it stood."""
        async with self._turn(payload.channel_id):  # it may still be on its way into that answer
            writer = self._notices.writer_in(payload.channel_id)
        if writer is not None:
            await self._quiet(writer, "withdraw", {"message": str(payload.message_id)})

    async def typing(self, payload: discord.RawTypingEvent) -> None:
        """Somebody in the middle of an answer is waited for."""
        standing = self._notices.of(str(payload.user_id))
        if standing is None or standing.channel_id != payload.channel_id:
            return
        if time.monotonic() - standing.typed_at >= TYPING_EVERY:
            standing.typed_at = time.monotonic()
            await self._quiet(str(payload.user_id), "typing", {})

    async def _quiet(self, writer: str, action: str, args: dict[str, str]) -> None:
        """An action whose reply nobody waits for; a draft that changed is shown as it is now."""
        reply = await self._handler.handle(Request(Actor(PLATFORM, writer), action, args=args), nobody_waits)
        if reply is not None and "draft" in reply.data:
            await self._update(writer, reply)


async def _nobody(_: Reply) -> None:
    """Nobody is told."""


def _of_a_round(reply: Reply) -> bool:
    """Whether it is about a group's round."""
    return "participants" in reply.data


def _unreadable(message: discord.Message) -> bool:
    """Whether Discord kept the content back, as it does in servers from a bot without that intent."""
    return message.guild is not None and not message.content and not message.attachments
