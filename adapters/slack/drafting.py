"""Where each student's "writing your answer" message stands on Slack, until it becomes the result or goes."""

from adapters.chat.notices import Notice, Notices
from adapters.slack.deliver import Delivery, Heard
from adapters.slack.faults import Unsent
from adapters.slack.message import Message
from domain.requests import Actor, Place


class DraftNotice(Notice[Message]):
    """One of them, in the conversation of the event that it answers; `ts` is empty until it was posted."""

    def __init__(self, delivery: Delivery, heard: Heard) -> None:
        super().__init__(str(heard.spot.place), Unsent)
        self.ts = ""
        self._delivery = delivery
        self._heard = heard

    async def _put(self, message: Message) -> None:
        posted = self._delivery.plain(self._heard.client, self._heard.spot, self.ts)
        await posted.show((message,))
        self.ts = posted.ts

    async def _delete(self) -> None:
        if self.ts:
            await self._heard.client.chat_delete(channel=self._heard.spot.channel, ts=self.ts)


class DraftNotices:
    """By student; kept in memory only, so that after a restart an old one stays and its button answers."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._notices: Notices[DraftNotice] = Notices()

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
            self._notices.put(key, DraftNotice(self._delivery, heard))
        current = self._notices.of(key)
        if current is not None:
            current.counted = counted
            await current.show(message)
        if standing is not None and begins:
            await standing.remove()

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
        if notice.counted == 1 and notice.place == str(place):
            await notice.settle()
            return notice.ts
        await notice.remove()
        return ""

    async def clear(self, writer: Actor, besides: str = "") -> None:
        """Its answer was given; it goes, unless it stands in the message that became the result."""
        notice = self._notices.take(_key(writer))
        if notice is None:
            return
        await notice.settle()
        if notice.ts != besides:
            await notice.remove()


def _key(writer: Actor) -> str:
    return f"{writer.workspace_id}:{writer.user_id}"
