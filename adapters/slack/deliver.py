"""A reply on its way to a person: rendered, and sent where it can still arrive."""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.faults import CLOSED, ELSEWHERE, REVOKED, code_of
from adapters.slack.message import Attached, Message
from adapters.slack.pacer import Pacer
from adapters.slack.render import render
from adapters.slack.stream import Streamed
from adapters.slack.surface import Lost, Posted, Surface, Whispered
from adapters.slack.who import Spot
from domain.errors import Unreachable
from domain.replies import Reply
from domain.requests import Actor

log = logging.getLogger(__name__)

DMS_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Heard:
    """One event of a person: who, where, and the client that may answer in their workspace.

    `event_id` is the same at each delivery; `trigger_id` opens a form within 3 s.
    """

    client: AsyncWebClient
    actor: Actor
    spot: Spot
    event_id: str
    trigger_id: str = ""


class Delivery:
    """Sends replies. The ids of direct messages are kept: they never change."""

    def __init__(self, pacer: Pacer) -> None:
        self._pacer = pacer
        self._dms: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def dm_of(self, client: AsyncWebClient, actor: Actor) -> str:
        """The id of the person's direct message with the bot. Raises Unreachable."""
        key = (actor.workspace_id, actor.user_id)
        if key not in self._dms:
            try:
                opened = await client.conversations_open(users=[actor.user_id])
            except SlackApiError as error:
                raise _unreachable(error) from error
            self._dms[key] = str(opened["channel"]["id"])
            if len(self._dms) > DMS_KEPT:
                self._dms.popitem(last=False)
        return self._dms[key]

    async def placed(self, heard: Heard) -> Heard:
        """The event with its spot marked as the person's own direct message, where it is that one."""
        if heard.spot.own_dm or not heard.spot.channel.startswith("D"):
            return heard
        try:
            own = await self.dm_of(heard.client, heard.actor) == heard.spot.channel
        except Unreachable:
            return heard
        return replace(heard, spot=replace(heard.spot, own_dm=own))

    def surface(self, heard: Heard, replaces: str = "") -> Surface:
        """Where the reply to an event appears: in the own DM for good, elsewhere for that person's eyes."""
        if heard.spot.own_dm:
            return self.in_dm(heard.client, heard.actor, heard.spot, replaces)
        if heard.spot.response_url:
            return Whispered(heard.spot.response_url)
        return Unplaced()

    def in_dm(self, client: AsyncWebClient, actor: Actor, spot: Spot, replaces: str = "") -> Posted:
        """Messages in the own DM; in a thread of it, which is the assistant's, they are streamed."""
        kind = Streamed if spot.thread and not replaces else Posted
        return kind(client, self._pacer, spot, replaces, recipient=(actor.workspace_id, actor.user_id))

    def plain(self, client: AsyncWebClient, spot: Spot, replaces: str = "") -> Posted:
        """Messages in a place that is the student's own, never streamed."""
        return Posted(client, self._pacer, spot, replaces)

    async def whisper(self, heard: Heard, messages: Sequence[Message]) -> None:
        """For that person's eyes in a channel or its thread; by direct message what cannot be shown there."""
        spot = heard.spot
        for number, message in enumerate(messages):
            try:
                if message.files:
                    await self.to_dm(heard.client, heard.actor, messages[number:])
                    return
                await heard.client.chat_postEphemeral(
                    channel=spot.channel,
                    user=heard.actor.user_id,
                    thread_ts=spot.thread or None,
                    text=message.text,
                    blocks=message.blocks,
                )
            except SlackApiError as error:
                if code_of(error) not in ELSEWHERE:
                    raise
                await self.to_dm(heard.client, heard.actor, messages[number:])
                return

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
            await self.to_dm(heard.client, heard.actor, lost.left)

    async def to_dm(
        self,
        client: AsyncWebClient,
        actor: Actor,
        messages: Sequence[Message],
        thread: str = "",
        replaces: str = "",
    ) -> Spot:
        """Direct messages, in a thread of them where one is named. Raises Unreachable."""
        spot = Spot(await self.dm_of(client, actor), thread, own_dm=True)
        try:
            await self.in_dm(client, actor, spot, replaces).show(messages)
        except Lost as lost:
            if not thread:
                raise Unreachable(str(lost)) from lost
            await Posted(client, self._pacer, replace(spot, thread="")).show(lost.left)
        except SlackApiError as error:
            raise _unreachable(error) from error
        return spot


class Unplaced:
    """A conversation that takes no private answer: all goes to the direct messages."""

    async def progress(self, text: str) -> None:
        """There is no place for it."""

    async def show(self, messages: Sequence[Message]) -> None:
        raise Lost("the event came without an address for an answer", messages)


def _unreachable(error: SlackApiError) -> Exception:
    """Slack's refusal as what it means for the person; any other stays what it is."""
    code = code_of(error)
    return Unreachable(f"Slack says: {code}") if code in CLOSED | REVOKED else error
