"""Replies that appear bit by bit in the assistant's threads, where the workspace allows; plain elsewhere."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat.text import label
from adapters.slack.faults import Unsent, code_of
from adapters.slack.message import Message
from adapters.slack.once import bearing, careful, hasty
from adapters.slack.render import begun
from adapters.slack.surface import Posted
from domain.replies import Words

log = logging.getLogger(__name__)

PIECE = 400
LONGEST_STATUS = 100
PATIENCE = 2
"""So often in a row words that cannot be streamed are waited out: half a citation is a whole one soon."""


class Streamed(Posted):
    """Streams the text of each message and puts its buttons under it; files follow as they do elsewhere.

    The words of a reply are streamed as they come, and the reply goes on behind them. Where it does not begin
    with them, or they cannot be streamed, their message is edited until it is the reply. How far other work
    is stands in the thread's status, so that the result has a message of its own.
    """

    _streaming = ""
    """The message whose stream is open."""
    _said = ""
    """What was streamed into it."""
    _held_back = 0

    async def _progress(self, text: str) -> None:
        if isinstance(text, Words):
            await self._write(bearing(begun(text), self._mark), hasty(self._client))
            return
        status = label(text, LONGEST_STATUS)
        try:
            await self._client.assistant_threads_setStatus(
                channel_id=self._spot.channel, thread_ts=self._spot.thread, status=status
            )
        except SlackApiError as error:
            log.debug("the thread takes no status: %s", code_of(error))
            await super()._progress(text)

    async def _write(self, message: Message, client: AsyncWebClient) -> None:
        """Streams what is new in the beginning of a reply, and edits once that cannot be streamed."""
        if self._streaming:
            if not self._goes_on(message) and self._held_back < PATIENCE:
                self._held_back += 1
                return
            if self._goes_on(message) and await self._said_on(message.streamed, client):
                self._held_back = 0
                return
            await self._end(client)
        elif message.streamed and not self._ts:
            self._streaming = await self._start(client, message.streamed)
            if self._streaming:
                self._said = message.streamed
                return
        await super()._put(replace(message, streamed=""), client)

    def _goes_on(self, message: Message) -> bool:
        return bool(message.streamed) and message.streamed.startswith(self._said)

    async def _said_on(self, text: str, client: AsyncWebClient) -> bool:
        """Whether Slack took what is new; where it asks to wait, that is raised."""
        new = text[len(self._said) :]
        try:
            if new:
                await client.chat_appendStream(
                    channel=self._spot.channel, ts=self._streaming, markdown_text=new
                )
        except Unsent as error:
            if code_of(error) == "ratelimited":
                raise
            log.info("a stream broke off, so its message is edited: %s", error)
            return False
        self._said = text
        return True

    async def _end(self, client: AsyncWebClient) -> None:
        """Makes what was streamed a message to be edited; where Slack does not let us, it goes."""
        ts, self._streaming = self._streaming, ""
        try:
            await client.chat_stopStream(channel=self._spot.channel, ts=ts)
        except Unsent as error:
            log.info("a stream could not be ended: %s", error)
            await self._abandon(ts)
        else:
            self._ts = ts

    async def _put(self, message: Message, client: AsyncWebClient) -> str:
        if self._streaming:
            ts = self._streaming
            if self._goes_on(message) and await self._streamed(ts, message, self._said):
                self._streaming, self._ts = "", ts
                return ts
            await self._end(client)
        return await super()._put(message, client)

    async def _post(self, message: Message, client: AsyncWebClient) -> str:
        ts = await self._start(client) if message.streamed else ""
        if ts:
            if await self._streamed(ts, message):
                return ts
            await self._abandon(ts)
        return await super()._post(message, client)

    async def _start(self, client: AsyncWebClient, text: str | None = None) -> str:
        """The new message; empty where the workspace takes no streams."""
        team, user = self._recipient
        try:
            async with self._pacer.turn(self._spot.channel):
                started = await client.chat_startStream(
                    channel=self._spot.channel,
                    thread_ts=self._spot.thread,
                    recipient_team_id=team,
                    recipient_user_id=user,
                    markdown_text=text,
                )
        except SlackApiError as error:
            log.debug("the workspace takes no streams: %s", code_of(error))
            return ""
        return str(started["ts"])

    async def _streamed(self, ts: str, message: Message, said: str = "") -> bool:
        """Whether all of the message stands behind what was said of it; nothing is sent twice."""
        client, channel = careful(self._client), self._spot.channel
        try:
            for piece in pieces(message.streamed.removeprefix(said)):
                await client.chat_appendStream(channel=channel, ts=ts, markdown_text=piece)
            await client.chat_stopStream(channel=channel, ts=ts, blocks=_buttons(message.blocks))
        except Unsent as error:
            log.info("a stream broke off, so its message is sent whole: %s", error)
            return False
        return True

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
