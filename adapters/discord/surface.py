"""Where a reply appears: in answer to an interaction, progress first, or as ordinary messages."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from adapters.chat.pace import Paced
from adapters.discord.again import new_nonce, persistently
from adapters.discord.faults import ALREADY_ACKNOWLEDGED, ARCHIVED, GONE, CutOff, Unsent
from adapters.discord.layout import files_of, layout, notice
from adapters.discord.message import Message
from adapters.discord.once import already_there, bears
from adapters.discord.render import begun
from domain.replies import Button, Words

log = logging.getLogger(__name__)

ACKNOWLEDGED_WITHIN = 3.0
OUR_FAULT = (400, 413)
ONE_READER = "one reader"
"""Where messages stand that only their reader sees: nobody can change them later."""
STYLES = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "danger": discord.ButtonStyle.danger,
}


class Lost(Exception):
    """The place takes nothing more: its token has expired, the channel is gone, Discord fails there.

    `left` is what was not shown.
    """

    def __init__(self, why: str, left: Sequence[Message]) -> None:
        super().__init__(why)
        self.left = left


def standing_in(channel_id: int | None, messages: Sequence[int]) -> str:
    """`77:91,92`: messages of a channel, as `Attempt.shown_in` keeps them; empty where there are none."""
    return f"{channel_id}:{','.join(map(str, messages))}" if channel_id and messages else ""


def button_of(button: Button) -> ui.Button[Any]:
    """A button to press; a press is answered by its token alone, before and after a restart."""
    return ui.Button(label=button.label, style=STYLES[button.style], custom_id=button.token)


class Answered:
    """The response to one interaction. Raises Lost where its token no longer serves."""

    def __init__(self, interaction: discord.Interaction, *, ephemeral: bool) -> None:
        self._interaction = interaction
        self._ephemeral = ephemeral
        self._paced = Paced(self._show_progress, Unsent)
        self._deferred = False
        self._in_place = False
        self._beside = False
        self._lost = False
        self._shown: list[int] = []

    @property
    def stands_in(self) -> str:
        """The messages shown."""
        return ONE_READER if self._ephemeral else standing_in(self._interaction.channel_id, self._shown)

    @property
    def acknowledged(self) -> bool:
        """Whether Discord was told that an answer comes; a form can no longer be opened then."""
        return self._deferred or self._interaction.response.is_done()

    async def defer(self, *, update: bool = False) -> None:
        """Acknowledges; with `update`, the message of the pressed button is to become the answer.

        Nothing is raised: what cannot be acknowledged is still worked on, and answered by another way.
        """
        if self.acknowledged:
            return
        self._in_place = update
        try:
            async with asyncio.timeout(ACKNOWLEDGED_WITHIN):
                await persistently(lambda: self._respond_later(update=update))
        except discord.InteractionResponded:
            return
        except Unsent as error:
            self._lost = getattr(error, "code", 0) != ALREADY_ACKNOWLEDGED
            log.info("an interaction could not be acknowledged: %r", error)
        self._deferred = True

    async def _respond_later(self, *, update: bool) -> None:
        await self._interaction.response.defer(ephemeral=self._ephemeral, thinking=not update)

    async def progress(self, text: str) -> None:
        await self.defer()
        if not self._lost:
            self._paced(text)

    def keep_pressed(self) -> None:
        """Has the answer follow the message of the pressed button, unless progress stands there already.

        For a refusal: a button pressed twice must not put one over the result of the first press.
        """
        self._beside = self._in_place and not self._paced.used

    async def show(self, messages: Sequence[Message]) -> None:
        await self._paced.close()
        if self._lost:
            raise Lost("it was never acknowledged", messages)
        for number, message in enumerate(messages):
            try:
                await (self._follow if number or self._beside else self._first)(message)
            except (discord.RateLimited, *CutOff) as error:
                raise Lost(repr(error), messages[number:]) from error
            except discord.HTTPException as error:
                if error.status in OUR_FAULT and error.code not in GONE:
                    raise
                raise Lost(str(error), messages[number:]) from error

    async def _first(self, message: Message) -> None:
        if not self.acknowledged:
            try:
                await persistently(lambda: self._respond(message))
            except discord.HTTPException as error:
                if error.code != ALREADY_ACKNOWLEDGED:
                    raise
            else:
                return
        await persistently(lambda: self._change(message))

    async def _respond(self, message: Message) -> None:
        view, files = layout(message, button_of), files_of(message)
        sent = await self._interaction.response.send_message(
            view=view, files=files, ephemeral=self._ephemeral
        )
        if sent.message_id is not None:
            self._shown.append(sent.message_id)

    async def _change(self, message: Message) -> None:
        view, files = layout(message, button_of), files_of(message)
        changed = await self._interaction.edit_original_response(view=view, attachments=files)
        self._shown.append(changed.id)

    async def _follow(self, message: Message) -> None:
        view, files = layout(message, button_of), files_of(message)
        sent = await self._interaction.followup.send(
            view=view, files=files, ephemeral=self._ephemeral, wait=True
        )
        self._shown.append(sent.id)

    async def _show_progress(self, text: str) -> None:
        view = layout(begun(text), button_of) if isinstance(text, Words) else notice(text)
        await self._interaction.edit_original_response(view=view, attachments=[])


class Posted:
    """Ordinary messages in a channel. With `replaces`, that message becomes the first of them.

    So does the message in which the words of the reply appear as they come. It goes by `nonce`, which is the
    event's: an event that comes again takes the message over that its first try had begun.
    Raises Lost where the channel is gone or locked; discord.Forbidden where the bot may not write there.
    """

    def __init__(
        self,
        channel: discord.abc.Messageable,
        replaces: discord.Message | None = None,
        nonce: int | None = None,
    ) -> None:
        self._channel = channel
        self._message = replaces
        self._nonce = nonce
        self._shown: list[discord.Message] = []
        self._paced = Paced(self._begin, Unsent)

    @property
    def stands_in(self) -> str:
        """The messages shown."""
        first = next(iter(self._shown), None)
        return standing_in(first.channel.id, [m.id for m in self._shown]) if first else ""

    async def progress(self, text: str) -> None:
        """Shows words; there is no place for anything else that goes before a reply."""
        if isinstance(text, Words):
            self._paced(text)

    async def _begin(self, words: str) -> None:
        view = layout(replace(begun(Words(words)), nonce=self._nonce), button_of)
        if self._message is None:
            self._message = await self._channel.send(view=view, nonce=self._nonce or new_nonce())
        else:
            self._message = await self._message.edit(view=view)

    async def show(self, messages: Sequence[Message]) -> None:
        await self._paced.close()
        known = await persistently(lambda: already_there(self._channel, messages))
        for number, message in enumerate(messages):
            if message.nonce in known:
                self._shown.append(known[message.nonce])
                continue
            try:
                self._shown.append(await (self._sent(message) if number else self._first(message)))
            except discord.HTTPException as error:
                if error.code in GONE:
                    raise Lost(str(error), messages[number:]) from error
                raise

    async def _first(self, message: Message) -> discord.Message:
        (standing, self._message), nonce = (self._message, None), self._nonce
        self._nonce = None
        if standing is None and nonce is not None:
            sent = await self._sent(message, nonce)
            if not bears(sent, nonce):
                return sent
            standing = sent
        if standing is not None:
            try:
                return await self._changed(standing, message)
            except discord.HTTPException as error:
                if not isinstance(error, discord.NotFound) and error.code != ARCHIVED:
                    raise
                log.debug("the message that was to become a reply cannot: %s", error)
        return await self._sent(message)

    async def _changed(self, standing: discord.Message, message: Message) -> discord.Message:
        return await persistently(
            lambda: standing.edit(view=layout(message, button_of), attachments=files_of(message))
        )

    async def _sent(self, message: Message, nonce: int | None = None) -> discord.Message:
        nonce = nonce or message.nonce or new_nonce()
        return await persistently(
            lambda: self._channel.send(view=layout(message, button_of), files=files_of(message), nonce=nonce)
        )
