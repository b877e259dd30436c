"""Every interaction is answered here: acknowledged in time, asked of the dispatcher, and its reply shown."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import discord

from adapters.chat.asked import Asked, Handler, of_token, opener
from adapters.chat.boundary import boundary
from adapters.chat.notices import ends_the_writing
from adapters.chat.turnstile import Turnstile
from adapters.discord import forms
from adapters.discord.deliver import Delivery
from adapters.discord.faults import Unsent
from adapters.discord.files import fetched
from adapters.discord.homes import Homes
from adapters.discord.message import Attached
from adapters.discord.notices import Notices
from adapters.discord.surface import Answered
from adapters.discord.threads import with_way_to_round
from adapters.discord.who import DM, actor_of, asked_in_private, place_asked_in, without_mention
from domain.actions.kinds import Action
from domain.dispatch import refusal
from domain.errors import UserError
from domain.replies import Reply
from domain.requests import Request

log = logging.getLogger(__name__)

ACKNOWLEDGE_WITHIN = 1.5
KEPT_FROM = 200
MINE = "your-text.txt"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with an interaction: files, and its long text, which is handed back if it is refused."""

    files: Sequence[discord.Attachment] = ()
    typed: str = ""


NOTHING = Sent()


class Responder:
    """Answers commands, buttons, forms and message menus."""

    def __init__(
        self,
        handler: Handler,
        table: Mapping[str, Action],
        delivery: Delivery,
        homes: Homes,
        notices: Notices,
        turnstile: Turnstile,
    ) -> None:
        self._handler = handler
        self._table = table
        self._delivery = delivery
        self._homes = homes
        self._notices = notices
        self._turnstile = turnstile

    async def command(
        self,
        interaction: discord.Interaction,
        action: str,
        args: dict[str, str],
        files: list[discord.Attachment],
    ) -> None:
        """A slash command."""
        asked = Asked(action, self._table.get(action), args)
        await self._answer(interaction, asked, Sent(files, _long(asked.returnable(args))))

    async def refused(self, interaction: discord.Interaction, error: Exception) -> None:
        """A command that discord.py could not begin: it was published by another version of the bot."""
        log.error("a command could not be begun", exc_info=error)
        words = "This command is not the one I know: it was published by an older version of me. "
        hint = "Discord shows the new ones after you restart its app; `/help` lists them."
        surface = Answered(interaction, ephemeral=not asked_in_private(interaction))
        await self._guarded(interaction, surface, refusal(UserError(words + hint, title="Out of date")))

    async def about(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """The menu of a message: its text answers the open question, where it is the student's own."""
        surface = Answered(interaction, ephemeral=not asked_in_private(interaction))
        if message.author.id != interaction.user.id:
            words = "That message is somebody else's. I score your own answers only."
            await self._guarded(interaction, surface, refusal(UserError(words, title="Not your message")))
        else:
            args = {"text": without_mention(message.content, interaction.application_id)}
            asked = Asked("answer", self._table["answer"], args)
            await self._answer(interaction, asked, Sent(message.attachments))

    async def pressed(self, interaction: discord.Interaction, token: str) -> None:
        """A button, of this process or of one before it."""
        asked = of_token(token, self._table)
        if asked is None:
            surface = Answered(interaction, ephemeral=not asked_in_private(interaction))
            error = UserError("That button is not one of mine. `/help` lists what I can do.")
            await self._guarded(interaction, surface, refusal(error))
            return
        await self._answer(interaction, asked)

    async def submitted(self, interaction: discord.Interaction) -> None:
        """A form; it is read from the event alone, so it may have been opened by another process."""
        data: Mapping[str, object] = dict(interaction.data or {})
        asked = of_token(str(data.get("custom_id", "")), self._table) or Asked("", None)
        values = {name: text for name, text in forms.values(data).items() if text.strip()}
        files = [
            discord.Attachment(data=cast(Any, raw), state=interaction._state) for raw in forms.uploads(data)
        ]
        args = {**asked.args, **({} if values or files else {"text": ""}), **values}
        sent = Sent(files, _long(asked.returnable(forms.returnable(data))))
        await self._answer(interaction, replace(asked, args=args), sent)

    async def _guarded(self, interaction: discord.Interaction, surface: Answered, reply: Reply) -> None:
        async def tell(reply: Reply) -> None:
            await self._delivery.answer(interaction, surface, reply)

        async with boundary("an interaction", tell):
            await tell(reply)

    async def _answer(self, interaction: discord.Interaction, asked: Asked, sent: Sent = NOTHING) -> None:
        surface = Answered(interaction, ephemeral=not asked_in_private(interaction))
        in_place = asked.in_place and interaction.type is discord.InteractionType.component

        async def tell(reply: Reply) -> None:
            kept = (Attached(MINE, content=sent.typed.encode()),) if reply.failed and sent.typed else ()
            if reply.failed:
                surface.keep_pressed()
            await self._delivery.answer(interaction, surface, reply, kept)

        async with boundary(f"the interaction {asked.action}", tell):
            reply = await self._reply(interaction, asked, sent, surface, in_place=in_place)
            if reply is not None and not await self._opened(interaction, surface, reply):
                await tell(await self._placed(interaction, asked, reply))
                if ends_the_writing(reply):
                    await self._notices.clear(str(interaction.user.id))

    async def _reply(
        self, interaction: discord.Interaction, asked: Asked, sent: Sent, surface: Answered, *, in_place: bool
    ) -> Reply | None:
        """The dispatcher's reply; Discord has its acknowledgement before its 3 s are over."""
        if asked.slow or sent.files or in_place:
            await surface.defer(update=in_place)
            if in_place:
                return await self._in_place(interaction, asked, sent, surface)
            return await self._handled(interaction, asked, sent, surface)
        work = asyncio.ensure_future(self._handled(interaction, asked, sent, surface))
        done, _ = await asyncio.wait({work}, timeout=ACKNOWLEDGE_WITHIN)
        if not done:
            await surface.defer()
        return await work

    async def _in_place(
        self, interaction: discord.Interaction, asked: Asked, sent: Sent, surface: Answered
    ) -> Reply | None:
        """As `_handled`; the notice becomes the result, where that ends the writing."""
        writer = str(interaction.user.id)
        notice = self._notices.take(writer)
        reply = await self._handled(interaction, asked, sent, surface)
        if notice is not None and (reply is None or not ends_the_writing(reply)):
            if self._notices.of(writer) is None:
                self._notices.put(writer, notice)
        elif notice is not None and await notice.close() != interaction.message:
            await notice.remove()
        return reply

    async def _handled(
        self, interaction: discord.Interaction, asked: Asked, sent: Sent, surface: Answered
    ) -> Reply | None:
        place = place_asked_in(interaction)
        moves = asked.holds and not asked_in_private(interaction)
        try:
            async with self._turnstile.passing(), fetched(sent.files) as files:
                request = Request(
                    actor_of(interaction.user),
                    asked.action,
                    DM if moves else place,
                    asked.args,
                    files,
                    str(interaction.id),
                )
                return await self._handler.handle(request, surface.progress)
        except UserError as error:
            return refusal(error)

    async def _opened(self, interaction: discord.Interaction, surface: Answered, reply: Reply) -> bool:
        """Whether the reply's form was opened, which Discord allows as the first response alone."""
        if reply.form is None or surface.acknowledged:
            return False
        form_of = of_token(reply.form.token, self._table)
        form = forms.modal(reply.form, takes_file=form_of is not None and form_of.takes_file)
        try:
            await interaction.response.send_modal(form)
        except Unsent as error:
            log.info("a form could not be opened: %s", error)
            return False
        return True

    async def _placed(self, interaction: discord.Interaction, asked: Asked, reply: Reply) -> Reply:
        """What is said where it was asked: a question's own place may be another, a form needs a button."""
        if reply.form is not None:
            return opener(reply.form, asked, self._table, "That took a moment. The button opens the form.")
        if asked.holds and reply.data.get("question") and not asked_in_private(interaction):
            return await self._homes.settle(interaction, reply)
        return with_way_to_round(interaction, reply)


def _long(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if len(text) >= KEPT_FROM)
