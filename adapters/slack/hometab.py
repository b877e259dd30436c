"""The App Home tab: published when it is opened, and again when something on it has changed."""

import asyncio
import logging
from collections import OrderedDict
from contextlib import suppress

from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat.asked import Handler, nobody_waits
from adapters.slack.faults import Unsent
from adapters.slack.home import published
from domain.requests import Actor, Request

log = logging.getLogger(__name__)

MOST = 20_000
SETTLE = 1.0


class HomeTab:
    """Who has opened the tab is kept in memory only: opening it again publishes it anew in any case."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._opened: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._waiting: set[tuple[str, str]] = set()
        self._at_work: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    async def opened(self, client: AsyncWebClient, actor: Actor) -> None:
        key = (actor.workspace_id, actor.user_id)
        self._opened[key] = None
        self._opened.move_to_end(key)
        if len(self._opened) > MOST:
            self._opened.popitem(last=False)
        await self._publish(client, actor)

    def changed(self, client: AsyncWebClient, actor: Actor) -> None:
        """Has it published for somebody who has it; changes within a second are shown together."""
        key = (actor.workspace_id, actor.user_id)
        if key not in self._opened or key in self._waiting or self._closing.is_set():
            return
        self._waiting.add(key)
        task = asyncio.get_running_loop().create_task(self._settled(client, actor))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def close(self, patience: float) -> None:
        """Publishes what waits for its second at once, and nothing after it."""
        self._closing.set()
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=patience)

    async def _settled(self, client: AsyncWebClient, actor: Actor) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), SETTLE)
        self._waiting.discard((actor.workspace_id, actor.user_id))
        await self._publish(client, actor)

    async def _publish(self, client: AsyncWebClient, actor: Actor) -> None:
        reply = await self._handler.handle(Request(actor, "home"), nobody_waits)
        if reply is None:
            return
        try:
            await client.views_publish(user_id=actor.user_id, view=published(reply))
        except Unsent as error:
            log.info("the home tab could not be published: %s", error)
