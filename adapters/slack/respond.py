"""Commands, buttons, forms and shortcuts are answered here, after they were acknowledged."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.chat.asked import Asked, Handler, nobody_waits, of_token, opener
from adapters.chat.boundary import boundary
from adapters.chat.notices import ends_the_writing
from adapters.chat.turnstile import Turnstile
from adapters.slack import forms
from adapters.slack.command_forms import command_form
from adapters.slack.deliver import Delivery, Heard
from adapters.slack.drafting import DraftNotices
from adapters.slack.faults import REVOKED, Unsent, code_of
from adapters.slack.files import fetched
from adapters.slack.message import Attached
from adapters.slack.render import render
from adapters.slack.surface import Surface
from domain.actions.kinds import Action
from domain.dispatch import refusal
from domain.errors import Unreachable, UserError
from domain.replies import Card, Reply, Text, say
from domain.requests import Actor, Place, Request
from domain.suggest import Suggestion

log = logging.getLogger(__name__)

FORM_WITHIN = 1.2
KEPT_FROM = 200
MINE = "your-text.txt"
DM = Place("dm")
OPEN_FORM = "The button opens the form."
LATE_FORM = "That took a moment. The button opens the form."
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
Tell = Callable[[Reply], Awaitable[None]]
Suggest = Callable[[Actor, str], Awaitable[Sequence[Suggestion]]]
"""What a source of `Option.source` has for that person. Raises StoreUnavailable."""


class OpenedBefore(Exception):
    """The same event, delivered before, has its form."""


class Responder:
    """Asks the dispatcher and shows the reply."""

    def __init__(
        self,
        handler: Handler,
        table: Mapping[str, Action],
        delivery: Delivery,
        notices: DraftNotices,
        turnstile: Turnstile,
    ) -> None:
        self._handler = handler
        self._table = table
        self._delivery = delivery
        self._notices = notices
        self._turnstile = turnstile

    def of_token(self, token: str) -> Asked | None:
        return of_token(token, self._table)

    def named(self, action: str, args: Mapping[str, str] | None = None) -> Asked:
        return Asked(action, self._table.get(action), args or {})

    async def refuse(self, heard: Heard, error: UserError) -> None:
        """Tells why an event was not understood."""
        async with self._bounded("a refusal", heard, self._delivery.surface(heard)) as tell:
            await tell(refusal(error))

    async def answer(self, heard: Heard, asked: Asked, sent: Sent = NOTHING) -> None:
        """All of one event, from the request to the reply on the screen."""
        surface = self._delivery.surface(heard, sent.replaces if asked.in_place else "")
        async with self._bounded(f"the action {asked.action}", heard, surface):
            if asked.opens_form and not sent.files and heard.trigger_id:
                await self._with_form(heard, asked, surface)
                return
            reply = await self._handled(heard, asked, sent, surface)
            if reply is not None:
                await self._show(heard, asked, sent, surface, reply)

    @asynccontextmanager
    async def _bounded(self, what: str, heard: Heard, surface: Surface) -> AsyncIterator[Tell]:
        """The boundary around one event; hands out what tells its person something."""

        async def tell(reply: Reply) -> None:
            await self._delivery.answer(heard, surface, reply)

        async with boundary(what, tell), self._delivery.reaching(heard.client, heard.actor):
            try:
                yield tell
            except UserError as error:
                await tell(refusal(error))
            except OpenedBefore:
                log.info("%s came again; its form is open", what)

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
                await self._fill(heard, opened, forms.problem(reply))
            else:
                await self._delivery.answer(heard, surface, reply)
            return
        form_of = self.of_token(reply.form.token)
        takes_file = form_of is not None and form_of.takes_file
        view = forms.view(reply.form, takes_file=takes_file, spot=heard.spot)
        if opened:
            await self._fill(heard, opened, view)
        elif not await self._open(heard, view):
            late = opener(reply.form, asked, self._table, LATE_FORM)
            await self._delivery.answer(heard, surface, late)

    async def open_command(self, heard: Heard, action: Action, suggest: Suggest) -> None:
        """Asks for the options of a command that came without any."""
        async with self._bounded(f"the form of {action.name}", heard, self._delivery.surface(heard)) as tell:
            opened = await self._open(heard, forms.loading())
            placed = await self._delivery.placed(heard)
            sources = {option.source for option in action.options if option.source}
            known: dict[str, Sequence[Suggestion]] = {
                source: await suggest(heard.actor, source) for source in sources
            }
            if opened:
                await self._fill(heard, opened, command_form(action, known, placed.spot))
            else:
                await tell(refusal(UserError(f"That took too long. It is used as `{action.usage}`.")))

    async def _open(self, heard: Heard, view: dict[str, Any]) -> str:
        """The id of the opened view; empty where Slack opens none, as for an event that is too old.

        Raises OpenedBefore.
        """
        try:
            opened = await heard.client.views_open(trigger_id=heard.trigger_id, view=view)
        except Unsent as error:
            code = code_of(error)
            if code in REVOKED:
                raise
            if code == "exchanged_trigger_id":
                raise OpenedBefore from error
            log.info("a form could not be opened: %s", error)
            return ""
        return str(opened["view"]["id"])

    async def _fill(self, heard: Heard, opened: str, view: dict[str, Any]) -> None:
        """Shows in the form what it was opened for, unless it has been closed since."""
        try:
            await heard.client.views_update(view_id=opened, view=view)
        except SlackApiError as error:
            if code_of(error) != "not_found":
                raise
            log.info("a form was closed before it was filled")

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
        if reply.form is not None:
            reply = opener(reply.form, asked, self._table, OPEN_FORM)
        if reply.failed and sent.replaces:
            surface = self._delivery.surface(heard)
        kept = (Attached(MINE, content=sent.form.encode()),) if reply.failed and sent.form else ()
        await self._delivery.answer(heard, surface, reply, kept)
        if ends_the_writing(reply):
            await self._notices.clear(heard.actor, besides=sent.replaces if asked.in_place else "")

    async def _in_dm(self, heard: Heard, reply: Reply) -> Reply:
        """Puts the question into the direct messages; returns what is said where it was asked for."""
        try:
            await self._delivery.to_dm(heard.client, heard.actor, render(reply), about=reply.about)
        except Unreachable as error:
            log.info("direct messages of %s are closed: %s", heard.actor.user_id, error)
            args = {"session": str(reply.data["session_id"])}
            request = Request(heard.actor, "interview resume", heard.spot.place, args)
            await self._handler.handle(request, nobody_waits)
            return reply.with_first(Card("Held here", (Text(NO_DM, markup=True),)))
        return say("Your interview is in our direct messages", IN_DM)
