"""What the bot shows to all who read a channel: the first message of a thread, and messages in it."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat.lost_answers import answered
from adapters.slack.deliver import Delivery
from adapters.slack.faults import ELSEWHERE, Unsent, code_of, refused
from adapters.slack.message import Message
from adapters.slack.once import careful, keyed
from adapters.slack.pacer import Pacer
from adapters.slack.render import render
from adapters.slack.surface import Lost, Posted
from adapters.slack.who import Spot, spot_at
from adapters.slack.workspaces import Clients
from domain.errors import PlaceGone, Unreachable
from domain.replies import Card, Reply
from domain.requests import Actor, Place

log = logging.getLogger(__name__)

KEPT = 2000
UNINVITED = "not_in_channel"
ENDED = "its thread was deleted"


class Posts:
    """Posts in channels and their threads.

    By the marks of its last messages this process knows what it has posted without looking: to look takes the
    right to read the channel, which few workspaces will have given.
    """

    def __init__(self, clients: Clients, delivery: Delivery, pacer: Pacer) -> None:
        self._clients = clients
        self._delivery = delivery
        self._pacer = pacer
        self._stand: OrderedDict[str, str] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def open_thread(
        self, to: Actor, place: Place, title: str, key: str = "", again: bool = False
    ) -> Place | None:
        """A message that says the title, under which the thread begins; None as for Messenger.

        The message of an earlier try is found where the bot may read the channel.
        """
        client = await self._clients.of(to.workspace_id)
        if client is None or place.kind != "channel":
            return None
        root = render(Reply(cards=(Card(title),)))
        root = keyed(root, key, again) if key else root
        try:
            stands_in = await self._invited(client, to, Spot(place.id), root)
        except PlaceGone as gone:
            log.info("no thread could be opened: %s", gone)
            return None
        return Place("thread", stands_in.replace(":", "/"))

    async def _invited(
        self, client: AsyncWebClient, to: Actor, spot: Spot, messages: Sequence[Message]
    ) -> str:
        """As `_show`; into a public channel the bot comes by itself."""
        try:
            return await self._show(client, to, spot, messages)
        except PlaceGone as gone:
            if str(gone) != UNINVITED or not await self._joins(client, spot.channel):
                raise
        return await self._show(client, to, spot, messages)

    async def _joins(self, client: AsyncWebClient, channel: str) -> bool:
        """Whether the bot is in the channel now."""
        try:
            await client.conversations_join(channel=channel)
        except SlackApiError as error:
            log.info("a channel could not be joined: %s", code_of(error))
            return False
        return True

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        """As Messenger.post."""
        client = await self._clients.of(to.workspace_id)
        if client is None:
            raise PlaceGone(f"the bot is not installed in the workspace {to.workspace_id}")
        if not key:
            return await self._show(client, to, spot_at(place), render(reply))
        async with self._turns.setdefault(key, asyncio.Lock()):
            return await self._show(client, to, spot_at(place), keyed(render(reply), key, again))

    async def _show(self, client: AsyncWebClient, to: Actor, spot: Spot, messages: Sequence[Message]) -> str:
        """Where they stand. Raises PlaceGone, and TimeoutError where they may have been shown."""
        public = Public(careful(client), self._pacer, spot, self._stand)
        try:
            with answered("Slack"):
                async with self._delivery.reaching(client, to):
                    await public.show(messages)
        except (Lost, Unreachable) as error:
            raise PlaceGone(str(error)) from error
        except SlackApiError as error:
            if code_of(error) not in ELSEWHERE:
                raise
            raise PlaceGone(code_of(error)) from error
        return public.stands_in


class Public(Posted):
    """Messages that all see; `stand` keeps where the last ones are, by their marks."""

    def __init__(
        self, client: AsyncWebClient, pacer: Pacer, spot: Spot, stand: "OrderedDict[str, str]"
    ) -> None:
        super().__init__(client, pacer, spot)
        self._stand = stand

    async def _found(self, messages: Sequence[Message]) -> Mapping[str, str]:
        known = {one.mark: self._stand[one.mark] for one in messages if one.mark in self._stand}
        return known if len(known) == len(messages) else {**await super()._found(messages), **known}

    async def _post(self, message: Message, client: AsyncWebClient) -> str:
        """Raises Lost where Slack, which refuses none, put it below a thread that is no more."""
        sent = await self._sent(message, client)
        ts = str(sent["ts"])
        if self._spot.thread and not (sent.get("message") or {}).get("thread_ts"):
            await self._take_back(ts)
            raise Lost(ENDED, ())
        if message.mark:
            self._keep(message.mark, ts)
        return ts

    def _keep(self, mark: str, ts: str) -> None:
        self._stand[mark] = ts
        if len(self._stand) > KEPT:
            self._stand.popitem(last=False)

    async def _take_back(self, ts: str) -> None:
        try:
            await self._client.chat_delete(channel=self._spot.channel, ts=ts)
        except Unsent as error:
            log.warning("a message for a thread that is gone stays in its channel: %s", error)

    async def _upload(self, message: Message) -> None:
        """A file that Slack will not have is left out: to try again would show the words once more."""
        try:
            await super()._upload(message)
        except SlackApiError as error:
            if not refused(error):
                raise
            log.warning("a file for a channel was refused: %s", code_of(error))
