"""Replies that appear bit by bit in the assistant's threads, where the workspace allows; plain elsewhere."""

import logging
from collections.abc import Iterator, Sequence

from slack_sdk.errors import SlackApiError

from adapters.slack.faults import code_of
from adapters.slack.message import Message
from adapters.slack.surface import Posted

log = logging.getLogger(__name__)

PIECE = 400


class Streamed(Posted):
    """Streams the text of each message and puts its buttons under it; files follow as they do elsewhere."""

    async def _post(self, message: Message) -> str:
        if not message.streamed:
            return await super()._post(message)
        team, user = self._recipient
        try:
            begun = await self._client.chat_startStream(
                channel=self._spot.channel,
                thread_ts=self._spot.thread,
                recipient_team_id=team,
                recipient_user_id=user,
            )
        except SlackApiError as error:
            log.debug("the workspace takes no streams: %s", code_of(error))
            return await super()._post(message)
        ts = str(begun["ts"])
        for piece in pieces(message.streamed):
            await self._client.chat_appendStream(channel=self._spot.channel, ts=ts, markdown_text=piece)
        await self._client.chat_stopStream(channel=self._spot.channel, ts=ts, blocks=_buttons(message.blocks))
        return ts


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
