"""One messenger for all platforms: each message goes to the one that its addressee is known by."""

import asyncio
import logging
from collections import defaultdict

from domain.errors import PlaceGone
from domain.ports import Messenger
from domain.replies import Reply
from domain.requests import Actor, Place

log = logging.getLogger(__name__)


class Switchboard:
    """Platforms are plugged in as they connect; `plugged` is set with the first."""

    def __init__(self) -> None:
        self._platforms: dict[str, Messenger] = {}
        self._connected: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.plugged = asyncio.Event()

    def plug(self, platform: str, messenger: Messenger) -> None:
        """A later one takes the place of an earlier one of the same platform."""
        self._platforms[platform] = messenger
        self._connected[platform].set()
        self.plugged.set()

    async def connected(self, platform: str) -> None:
        """Returns once that platform is plugged in."""
        await self._connected[platform].wait()

    def serves(self, to: Actor) -> bool:
        return to.platform in self._platforms

    async def working(self, to: Actor, place: Place, progress: str) -> None:
        if to.platform in self._platforms:
            await self._platforms[to.platform].working(to, place, progress)

    async def open_thread(
        self, to: Actor, place: Place, title: str, key: str = "", again: bool = False
    ) -> Place | None:
        platform = self._platforms.get(to.platform)
        return None if platform is None else await platform.open_thread(to, place, title, key, again)

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        platform = self._platforms.get(to.platform)
        if platform is None:
            raise PlaceGone(f"{to.platform} is not connected here")
        return await platform.post(to, place, reply, key, again)

    async def edit(self, to: Actor, shown_in: str, reply: Reply) -> bool:
        platform = self._platforms.get(to.platform)
        return platform is not None and await platform.edit(to, shown_in, reply)

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        if to.platform in self._platforms:
            await self._platforms[to.platform].send(to, place, reply, key, again)
        else:
            log.warning("a message to somebody on %s cannot be sent: it is not connected here", to.platform)
