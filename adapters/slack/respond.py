"""Commands, buttons, forms and shortcuts are answered here, after they were acknowledged."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.chat.asked import Asked, Handler, of_token
from adapters.chat.boundary import boundary
from adapters.chat.turnstile import Turnstile
from adapters.slack import forms
from adapters.slack.command_forms import command_form
from adapters.slack.deliver import Delivery, Heard
from adapters.slack.faults import Unsent, code_of
from adapters.slack.files import fetched
from adapters.slack.message import Attached
from adapters.slack.render import render
from adapters.slack.surface import Surface
from domain.actions.kinds import Action
from domain.dispatch import refusal
from domain.errors import Unreachable, UserError
from domain.replies import Button, Card, Reply, Text, say
from domain.requests import Actor, Place, Request
from domain.suggest import Suggestion

log = logging.getLogger(__name__)

FORM_WITHIN = 1.2
KEPT_FROM = 200
MINE = "your-text.txt"
DM = Place("dm")
IN_DM = "It waits on the Messages tab of this app; what you write there is your answer."
NO_DM = (
    "I cannot send you direct messages, so we go on in messages that only you see: answer with the button or "
    "`/answer`."
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with an event: files, and the long text of a form, which is handed back if it is refused.

    `replaces` is the message that an action of its own place turns into the reply.
    """

    files: Sequence[Mapping[str, Any]] = ()
    form: str = ""
    replaces: str = ""


NOTHING = Sent()
Suggest = Callable[[Actor, str], Awaitable[Sequence[Suggestion]]]
"""What a source of `Option.source` has for that person. Raises StoreUnavailable."""


class Responder:
    """Asks the dispatcher and shows the reply."""

    def __init__(
        self, handler: Handler, table: Mapping[str, Action], delivery: Delivery, turnstile: Turnstile
    ) -> None:
        self._handler = handler
        self._table = table
        self._delivery = delivery
        self._turnstile = turnstile

    def of_token(self, token: str) -> Asked | None:
        return of_token(token, self._table)

    def named(self, action: str, args: Mapping[str, str] | None = None) -> Asked:
        return Asked(action, self._table.get(action), args or {})

    async def refuse(self, heard: Heard, error: UserError) -> None:
        """Tells why an event was not understood."""
        surface = self._delivery.surface(heard)

        async def tell(reply: Reply) -> None:
            await self._delivery.answer(heard, surface, reply)

        async with boundary("a refusal", tell, (*Unsent, Unreachable)):
            await tell(refusal(error))

    async def answer(self, heard: Heard, asked: Asked, sent: Sent = NOTHING) -> None:
        """All of one event, from the request to the reply on the screen."""
        surface = self._delivery.surface(heard, sent.replaces if asked.in_place else "")

        async def tell(reply: Reply) -> None:
            await self._delivery.answer(heard, surface, reply)

        async with boundary(f"the action {asked.action}", tell, (*Unsent, Unreachable)):
            if asked.opens_form and not sent.files and heard.trigger_id:
                await self._with_form(heard, asked, surface)
                return
            reply = await self._handled(heard, asked, sent, surface)
            if reply is not None:
                await self._show(heard, asked, sent, surface, reply)

    async def _with_form(self, heard: Heard, asked: Asked, surface: Surface) -> None:
        """Opens the form; where the store is slow, an empty one at once, which is filled when it can be."""
        work = asyncio.ensure_future(self._handled(heard, asked, NOTHING, surface))
        done, _ = await asyncio.wait({work}, timeout=FORM_WITHIN)
        opened = "" if done else await self._open(heard, forms.loading())
        reply = await work
        if reply is None:
            return
        if reply.form is None:
            if opened:
                await heard.client.views_update(view_id=opened, view=forms.problem(reply))
            else:
                await self._delivery.answer(heard, surface, reply)
            return
        form_of = self.of_token(reply.form.token)
        takes_file = form_of is not None and form_of.takes_file
        view = forms.view(reply.form, takes_file=takes_file, spot=heard.spot)
        if opened:
            await heard.client.views_update(view_id=opened, view=view)
        elif not await self._open(heard, view):
            button = Button("Answer", reply.form.token, "primary")
            words = "That took a moment. Press the button to go on."
            await self._delivery.answer(heard, surface, say(reply.form.title, words, buttons=(button,)))

    async def open_command(self, heard: Heard, action: Action, suggest: Suggest) -> None:
        """Asks for the options of a command that came without any."""
        surface = self._delivery.surface(heard)

        async def tell(reply: Reply) -> None:
            await self._delivery.answer(heard, surface, reply)

        async with boundary(f"the form of {action.name}", tell, (*Unsent, Unreachable)):
            opened = await self._open(heard, forms.loading())
            placed = await self._delivery.placed(heard)
            sources = {option.source for option in action.options if option.source}
            known: dict[str, Sequence[Suggestion]] = {
                source: await suggest(heard.actor, source) for source in sources
            }
            if opened:
                view = command_form(action, known, placed.spot)
                await heard.client.views_update(view_id=opened, view=view)
            else:
                await tell(refusal(UserError(f"That took too long. It is used as `{action.usage}`.")))

    async def _open(self, heard: Heard, view: dict[str, Any]) -> str:
        """The id of the opened view; empty where the event is too old to open one."""
        try:
            opened = await heard.client.views_open(trigger_id=heard.trigger_id, view=view)
        except SlackApiError as error:
            if code_of(error) not in ("expired_trigger_id", "trigger_exchanged"):
                raise
            return ""
        return str(opened["view"]["id"])

    async def _handled(self, heard: Heard, asked: Asked, sent: Sent, surface: Surface) -> Reply | None:
        moves = asked.holds and not heard.spot.own_dm
        place = DM if moves else heard.spot.place
        try:
            async with self._turnstile.passing(), fetched(heard.client, sent.files) as files:
                request = Request(heard.actor, asked.action, place, asked.args, files, heard.event_id)
                return await self._handler.handle(request, surface.progress)
        except UserError as error:
            return refusal(error)

    async def _show(self, heard: Heard, asked: Asked, sent: Sent, surface: Surface, reply: Reply) -> None:
        if asked.holds and reply.data.get("question") and not heard.spot.own_dm:
            reply = await self._in_dm(heard, reply)
        kept = (Attached(MINE, content=sent.form.encode()),) if reply.failed and sent.form else ()
        await self._delivery.answer(heard, surface, reply, kept)

    async def _in_dm(self, heard: Heard, reply: Reply) -> Reply:
        """Puts the question into the direct messages; returns what is said where it was asked for."""
        try:
            await self._delivery.to_dm(heard.client, heard.actor, render(reply))
        except Unreachable as error:
            log.info("direct messages of %s are closed: %s", heard.actor.user_id, error)
            args = {"session": str(reply.data["session_id"])}
            request = Request(heard.actor, "interview resume", heard.spot.place, args)
            await self._handler.handle(request, nobody_waits)
            return reply.with_first(Card("Held here", (Text(NO_DM, markup=True),)))
        return say("Your interview is in our direct messages", IN_DM)


async def nobody_waits(_: str) -> None:
    """For work whose progress nobody sees."""
