"""A reply on its way to a person: rendered, and sent where it can still arrive."""

import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat.asked import Handler
from adapters.slack.faults import CLOSED, ELSEWHERE, REVOKED, Unsent, code_of
from adapters.slack.message import Attached, Message
from adapters.slack.pacer import Pacer
from adapters.slack.render import render
from adapters.slack.stream import Streamed
from adapters.slack.surface import ONE_READER, Lost, Posted, Surface, Whispered
from adapters.slack.who import Spot, is_dm
from adapters.slack.workspaces import Clients
from domain.errors import Unreachable
from domain.replies import Reply, say
from domain.requests import Actor

log = logging.getLogger(__name__)

DMS_KEPT = 50_000
NO_FILES = "A file can reach you by direct message only, and I cannot send you any: they are closed to me."


@dataclass(frozen=True, slots=True)
class Heard:
    """One event of a person: who, where, and the client that may answer in their workspace.

    `event_id` is the same at each delivery, of which `again` says that it is not the first; `trigger_id`
    opens a form within 3 s.
    """

    client: AsyncWebClient
    actor: Actor
    spot: Spot
    event_id: str
    trigger_id: str = ""
    again: bool = False


class Delivery:
    """Sends replies. The ids of direct messages are kept: they never change.

    `handler` is told where a grade stands that may change.
    """

    def __init__(self, pacer: Pacer, clients: Clients, handler: Handler) -> None:
        self._handler = handler
        self._pacer = pacer
        self._clients = clients
        self._dms: OrderedDict[tuple[str, str], str] = OrderedDict()

    @asynccontextmanager
    async def reaching(self, client: AsyncWebClient, actor: Actor) -> AsyncIterator[None]:
        """Slack's refusals as what they mean for the person. Raises Unreachable."""
        try:
            yield
        except SlackApiError as error:
            code = code_of(error)
            if code in REVOKED:
                await self._clients.revoked(actor.workspace_id, client.token or "")
            if code in CLOSED | REVOKED:
                raise Unreachable(f"Slack says: {code}") from error
            raise

    async def dm_of(self, client: AsyncWebClient, actor: Actor) -> str:
        """The id of the person's direct message with the bot. Raises Unreachable."""
        key = (actor.workspace_id, actor.user_id)
        if key not in self._dms:
            async with self.reaching(client, actor):
                opened = await client.conversations_open(users=[actor.user_id])
            self._dms[key] = str(opened["channel"]["id"])
            if len(self._dms) > DMS_KEPT:
                self._dms.popitem(last=False)
        return self._dms[key]

    async def placed(self, heard: Heard) -> Heard:
        """The event with its spot marked as the person's own direct message, where it is that one.

        What came from no conversation, such as the Home tab, is answered there.
        """
        spot = heard.spot
        if spot.own_dm or (spot.channel and not is_dm(spot.channel)):
            return heard
        try:
            own = await self.dm_of(heard.client, heard.actor)
        except (*Unsent, Unreachable) as error:
            log.info("whose a conversation is cannot be told: %s", error)
            return heard
        if spot.channel not in ("", own):
            return heard
        return replace(heard, spot=replace(spot, channel=own, own_dm=True))

    def surface(self, heard: Heard, replaces: str = "") -> Surface:
        """Where the reply to an event appears: in the own DM for good, elsewhere for that person's eyes."""
        if heard.spot.own_dm:
            event = (heard.event_id, heard.again)
            return self.in_dm(heard.client, heard.actor, heard.spot, replaces, event)
        if heard.spot.response_url:
            return Whispered(heard.client, heard.spot.response_url, heard.spot.thread)
        if heard.spot.channel:
            return Ephemeral(heard.client, self._pacer, heard.actor, heard.spot)
        return Unplaced()

    def in_dm(
        self,
        client: AsyncWebClient,
        actor: Actor,
        spot: Spot,
        replaces: str = "",
        event: tuple[str, bool] = ("", False),
    ) -> Posted:
        """Messages in the own DM; in a thread of it, which is the assistant's, they are streamed.

        `event` is the id of the one that is answered, and whether it came again.
        """
        kind = Streamed if spot.thread and not replaces else Posted
        recipient = (actor.workspace_id, actor.user_id)
        return kind(client, self._pacer, spot, replaces, recipient, *event)

    def plain(self, client: AsyncWebClient, spot: Spot, replaces: str = "") -> Posted:
        """Messages for all who read a place, never streamed."""
        return Posted(client, self._pacer, spot, replaces)

    async def answer(
        self, heard: Heard, surface: Surface, reply: Reply, kept: Sequence[Attached] = ()
    ) -> None:
        """Shows a reply; what cannot be shown where it was asked for goes into the direct messages."""
        *above, last = render(reply)
        messages = (*above, replace(last, files=(*last.files, *kept)))
        try:
            await surface.show(messages)
        except Lost as lost:
            log.info("a reply goes to the direct messages: %s", lost)
            await self._instead(heard, surface, lost.left, reply.about)
        else:
            await self._stands(reply.about, surface.stands_in)

    async def _stands(self, about: str, shown_in: str) -> None:
        if about and shown_in:
            await self._handler.shown(about, shown_in)

    async def _instead(self, heard: Heard, surface: Surface, left: Sequence[Message], about: str) -> None:
        """By direct message, but from a thread that still takes it, there for their eyes alone.

        To somebody who takes no direct messages, the words where they asked. Raises Unreachable.
        """
        if heard.spot.thread and heard.spot.response_url:
            left = await self._in_thread(heard, left)
            if not left:
                return
        try:
            await self.to_dm(heard.client, heard.actor, left, about=about)
        except Unreachable as error:
            if not any(message.files for message in left):
                raise
            words = [replace(message, files=()) for message in left]
            try:
                await surface.show([*words, *render(say("The file cannot be sent", NO_FILES, failed=True))])
            except Lost as lost:
                raise error from lost

    async def _in_thread(self, heard: Heard, left: Sequence[Message]) -> Sequence[Message]:
        """What could not be shown there either."""
        try:
            await Ephemeral(heard.client, self._pacer, heard.actor, heard.spot).show(left)
        except Lost as lost:
            return lost.left
        return ()

    async def to_dm(
        self,
        client: AsyncWebClient,
        actor: Actor,
        messages: Sequence[Message],
        thread: str = "",
        replaces: str = "",
        about: str = "",
    ) -> Spot:
        """Direct messages, in a thread of them where one is named. Raises Unreachable.

        `about` is Reply.about of the reply that they are.
        """
        spot = Spot(await self.dm_of(client, actor), thread, own_dm=True)
        posted = self.in_dm(client, actor, spot, replaces)
        async with self.reaching(client, actor):
            try:
                await posted.show(messages)
            except Lost as lost:
                if not thread:
                    raise Unreachable(str(lost)) from lost
                posted = Posted(client, self._pacer, replace(spot, thread=""))
                await posted.show(lost.left)
        await self._stands(about, posted.stands_in)
        return spot


class Ephemeral:
    """Messages that one person sees in a channel or its thread, where an event brought no address."""

    def __init__(self, client: AsyncWebClient, pacer: Pacer, actor: Actor, spot: Spot) -> None:
        self._client = client
        self._pacer = pacer
        self._actor = actor
        self._spot = spot

    stands_in = ONE_READER

    async def progress(self, text: str) -> None:
        """Such a message cannot be changed, so there is none before the result."""

    async def show(self, messages: Sequence[Message]) -> None:
        for number, message in enumerate(messages):
            if message.files:
                raise Lost("a file cannot be shown to one person alone", messages[number:])
            try:
                await self._post(message)
            except SlackApiError as error:
                if code_of(error) not in ELSEWHERE:
                    raise
                raise Lost(code_of(error), messages[number:]) from error

    async def _post(self, message: Message) -> None:
        async with self._pacer.turn(f"{self._spot.channel} {self._actor.user_id}"):
            await self._client.chat_postEphemeral(
                channel=self._spot.channel,
                user=self._actor.user_id,
                thread_ts=self._spot.thread or None,
                text=message.text,
                blocks=message.blocks,
            )


class Unplaced:
    """A conversation that takes no private answer: all goes to the direct messages."""

    stands_in = ""

    async def progress(self, text: str) -> None:
        """There is no place for it."""

    async def show(self, messages: Sequence[Message]) -> None:
        raise Lost("the event came without an address for an answer", messages)
