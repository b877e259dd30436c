"""The assistant's threads: a greeting, how to begin, and what it is doing while it is at work."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAssistant, AsyncSetStatus
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.faults import Unsent

log = logging.getLogger(__name__)

Event = dict[str, Any]

AT_WORK = "is reading…"
GREETING = "I run mock interviews and grade your answers with evidence. What shall it be?"
PROMPTS = {
    "Start a mock interview": "/interview start",
    "Where do I stand?": "/interview status",
    "My interviews so far": "/interview history",
    "What can you do?": "/help",
}
"""What is suggested, in words, since threads offer no commands; and the command that each stands for."""


class Assistant(AsyncAssistant):
    """Lets edits and deletions in its threads through, which Bolt's own acknowledges and drops."""

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        event = req.body.get("event") or {}
        if event.get("subtype") in ("message_changed", "message_deleted"):
            return await next()
        return await super().async_process(req=req, resp=resp, next=next)


async def greet(payload: Event, client: AsyncWebClient) -> None:
    """A new thread: what it is for, and how to begin."""
    thread = payload["assistant_thread"]
    channel, ts = thread["channel_id"], thread["thread_ts"]
    prompts = [{"title": title, "message": title} for title in PROMPTS]
    try:
        await client.chat_postMessage(
            channel=channel, thread_ts=ts, text=GREETING, unfurl_links=False, unfurl_media=False
        )
        await client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=ts, prompts=prompts)
    except Unsent as error:
        log.info("a thread with the assistant could not be opened: %s", error)


@asynccontextmanager
async def shown_at_work(set_status: AsyncSetStatus) -> AsyncIterator[None]:
    """Shows that something is done, from first to last; a status that was refused is no harm."""
    showing = asyncio.ensure_future(_status(set_status, AT_WORK))
    try:
        yield
    finally:
        await showing
        await _status(set_status, "")


async def _status(set_status: AsyncSetStatus, words: str) -> None:
    try:
        await set_status(words)
    except Unsent as error:
        log.info("a status could not be shown: %s", error)
