"""Replies that appear bit by bit in the assistant's threads, where the workspace allows; plain elsewhere."""

import logging
from collections.abc import Iterator, Sequence

from slack_sdk.errors import SlackApiError

from adapters.chat.text import label
from adapters.slack.faults import Unsent, code_of
from adapters.slack.message import Message
from adapters.slack.surface import Posted

log = logging.getLogger(__name__)

PIECE = 400
LONGEST_STATUS = 100


class Streamed(Posted):
    """Streams the text of each message and puts its buttons under it; files follow as they do elsewhere.

    How far the work is stands in the thread's status, so that the result has a message of its own.
    """

    async def _progress(self, text: str) -> None:
        status = label(text, LONGEST_STATUS)
        try:
            await self._client.assistant_threads_setStatus(
                channel_id=self._spot.channel, thread_ts=self._spot.thread, status=status
            )
        except SlackApiError as error:
            log.debug("the thread takes no status: %s", code_of(error))
            await super()._progress(text)

    async def _post(self, message: Message) -> str:
        if not message.streamed:
            return await super()._post(message)
        team, user = self._recipient
        try:
            async with self._pacer.turn(self._spot.channel):
                begun = await self._client.chat_startStream(
                    channel=self._spot.channel,
                    thread_ts=self._spot.thread,
                    recipient_team_id=team,
                    recipient_user_id=user,
                )
        except SlackApiError as error:
            log.debug("the workspace takes no streams: %s", code_of(error))
            return await super()._post(message)
        try:
            return await self._stream(str(begun["ts"]), message)
        except Unsent as error:
            log.info("a stream broke off, so its message is sent whole: %s", error)
            await self._abandon(str(begun["ts"]))
            return await super()._post(message)

    async def _stream(self, ts: str, message: Message) -> str:
        for piece in pieces(message.streamed):
            await self._client.chat_appendStream(channel=self._spot.channel, ts=ts, markdown_text=piece)
        await self._client.chat_stopStream(channel=self._spot.channel, ts=ts, blocks=_buttons(message.blocks))
        return ts

    async def _abandon(self, ts: str) -> None:
        """Takes the beginning of a message away again, as far as Slack lets us."""
        for end in (self._client.chat_stopStream, self._client.chat_delete):
            try:
                await end(channel=self._spot.channel, ts=ts)
            except Unsent as error:
                log.info("a broken stream could not be removed: %s", error)


def pieces(text: str) -> Iterator[str]:
    """The text in parts of some lines each; together they are the text."""
    part = ""
    for line in text.splitlines(keepends=True):
        if part and len(part) + len(line) > PIECE:
            yield part
            part = ""
        part += line
    if part:
        yield part


def _buttons(blocks: Sequence[dict[str, object]]) -> list[dict[str, object]] | None:
    return [block for block in blocks if block["type"] == "actions"] or None
