"""What was sent under a key is not sent again: Slack knows no keys, but the conversation keeps messages."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.faults import Unsent, code_of
from adapters.slack.message import Message
from adapters.slack.who import Spot

log = logging.getLogger(__name__)

LOOKED_THROUGH = 100
"""How many of a conversation's last messages are looked through; of some apps Slack cuts it to 15."""
LONGEST_THREAD = 1000
"""The same of a thread, of which Slack gives the first: as many as it gives at once."""
UNSEEN = frozenset({"ratelimited", "missing_scope"})
"""What Slack says where it lets nobody look: just now, or for want of the right to read a channel."""
LENGTH = 24
PATIENCE = 3


def keyed(messages: Sequence[Message], key: str, again: bool) -> tuple[Message, ...]:
    """The messages, each marked by the id of its first block, which is the same at every try under that key.

    That id comes back with the block; whether metadata does without a further scope is not documented.
    """
    return tuple(_marked(message, f"{key}#{n}", again) for n, message in enumerate(messages))


def _marked(message: Message, text: str, again: bool) -> Message:
    mark = mark_of(text)
    return replace(bearing(message, mark), mark=mark, again=again)


def mark_of(text: str) -> str:
    """The same of the same text, whichever process asks."""
    return f"once-{sha256(text.encode()).hexdigest()[:LENGTH]}"


def bearing(message: Message, mark: str) -> Message:
    """The message, to be found by that mark until it is changed."""
    first, *rest = message.blocks
    return replace(message, blocks=[{**first, "block_id": mark}, *rest])


async def standing(client: AsyncWebClient, channel: str, mark: str) -> str:
    """The ts of a conversation's message that bears the mark; empty where none of the last ones does."""
    try:
        last = await client.conversations_history(channel=channel, limit=LOOKED_THROUGH)
    except Unsent as error:
        log.info("a message that was begun before could not be looked up: %s", error)
        return ""
    found = (one for one in last["messages"] if mark in _ids(one))
    return next((str(one["ts"]) for one in found), "")


def _ids(message: Mapping[str, Any]) -> set[str]:
    """The ids of a message's blocks, as Slack tells of it."""
    return {block.get("block_id", "") for block in message.get("blocks") or ()}


async def found(client: AsyncWebClient, spot: Spot, messages: Sequence[Message]) -> dict[str, str]:
    """The ts, by mark, of those of the messages sent again that stand in the conversation already.

    Where Slack lets nobody look, of none of them: it allows few looks a minute, and most find nothing.
    """
    if not any(message.again for message in messages):
        return {}
    try:
        last = await _look(_alike(client), spot)
    except SlackApiError as error:
        if code_of(error) not in UNSEEN:
            raise
        log.info("whether a message stands in a conversation could not be looked up: %s", code_of(error))
        return {}
    marks = {message.mark for message in messages}
    return {mark: str(one["ts"]) for one in last["messages"] for mark in _ids(one) & marks}


async def _look(client: AsyncWebClient, spot: Spot) -> AsyncSlackResponse:
    if spot.thread:
        return await client.conversations_replies(channel=spot.channel, ts=spot.thread, limit=LONGEST_THREAD)
    return await client.conversations_history(channel=spot.channel, limit=LOOKED_THROUGH)


def careful(client: AsyncWebClient) -> AsyncWebClient:
    """The same client, but it repeats only calls that came too soon: any other may have been carried out."""
    return _alike(client, AsyncRateLimitErrorRetryHandler(max_retry_count=PATIENCE))


def hasty(client: AsyncWebClient) -> AsyncWebClient:
    """The same client, but it repeats nothing: for what is out of date by the time that it could."""
    return _alike(client)


def _alike(client: AsyncWebClient, *handlers: AsyncRetryHandler) -> AsyncWebClient:
    return AsyncWebClient(
        token=client.token,
        base_url=client.base_url,
        session=client.session,
        timeout=client.timeout,
        retry_handlers=list(handlers),
    )
