"""Where each student's "writing your answer" message stands on Slack, until it becomes the result or goes."""

import logging
from dataclasses import dataclass

from adapters.chat.notices import Notice, Notices
from adapters.slack.deliver import Delivery, Heard
from adapters.slack.faults import Unsent
from adapters.slack.message import Message
from domain.requests import Actor, Place

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Standing:
    """The event that the message answers, and the message's ts once it was posted."""

    heard: Heard
    ts: str = ""


class DraftNotices:
    """By student; kept in memory only, so that after a restart an old one stays and its button answers."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._notices: Notices[Standing, Message] = Notices()

    async def note(self, heard: Heard, message: Message, counted: int, *, begins: bool) -> None:
        """Says that `counted` messages are an answer so far: once, and from then on by editing.

        One that speaks of no message any more goes, as does an earlier answer's where a new one `begins`.
        """
        key = _key(heard.actor)
        standing = self._notices.of(key)
        if not counted:
            await self.clear(heard.actor)
            return
        if standing is None or begins:
            place = str(heard.spot.place)
            self._notices.put(key, Notice(Standing(heard), place, self._edit, Unsent))
        current = self._notices.of(key)
        if current is not None:
            current.counted = counted
            await current.show(message)
        if standing is not None and begins:
            await self._remove(await standing.close())

    async def working(self, to: Actor, message: Message) -> None:
        """Shows in it how far the grading is."""
        notice = self._notices.of(_key(to))
        if notice is not None:
            await notice.show(message)

    async def give_way(self, to: Actor, place: Place) -> str:
        """Its ts, for the result to stand there if nothing of the student's stands below; else it goes."""
        notice = self._notices.take(_key(to))
        if notice is None:
            return ""
        standing = await notice.close()
        if notice.counted == 1 and notice.place == str(place):
            return standing.ts
        await self._remove(standing)
        return ""

    async def clear(self, writer: Actor, besides: str = "") -> None:
        """Its answer was given; it goes, unless it stands in the message that became the result."""
        notice = self._notices.take(_key(writer))
        if notice is None:
            return
        standing = await notice.close()
        if standing.ts != besides:
            await self._remove(standing)

    async def _edit(self, standing: Standing, message: Message) -> None:
        heard = standing.heard
        posted = self._delivery.plain(heard.client, heard.spot, standing.ts)
        await posted.show((message,))
        standing.ts = posted.ts

    async def _remove(self, standing: Standing) -> None:
        if not standing.ts:
            return
        try:
            await standing.heard.client.chat_delete(channel=standing.heard.spot.channel, ts=standing.ts)
        except Unsent as error:
            log.info("a notice could not be removed: %s", error)


def _key(writer: Actor) -> str:
    return f"{writer.workspace_id}:{writer.user_id}"
