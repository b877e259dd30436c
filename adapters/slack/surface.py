"""One place where a reply appears: progress first, then the result in the same message."""

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.chat.pace import Paced
from adapters.slack.faults import ELSEWHERE, Unsent, code_of
from adapters.slack.message import Message
from adapters.slack.once import bearing, found, hasty, mark_of, standing
from adapters.slack.pacer import Pacer
from adapters.slack.render import begun, progress_message
from adapters.slack.who import Spot
from domain.replies import Words

log = logging.getLogger(__name__)

URL_USES = 5
SLOW = 2.0
"""Seconds after which somebody is told that their answer takes long."""
UNCHANGEABLE = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "streaming_state_conflict"}
)
"""A message that cannot become another; a further one can be sent."""
AT_WORK = "I am at it; what comes of it follows below."
ONE_READER = "one reader"
"""Where messages stand that only their reader sees: nobody can change them later."""


class Surface(Protocol):
    async def progress(self, text: str) -> None:
        """Shows how far the work is, or the words of the reply; too quick a succession is thinned out."""
        ...

    async def show(self, messages: Sequence[Message]) -> None:
        """The result, in place of the progress. Raises Lost."""
        ...

    @property
    def stands_in(self) -> str:
        """The messages shown, as `D1:1700.1,1700.2`, or ONE_READER; empty where there are none."""
        ...


class Lost(Exception):
    """The conversation, or the address for an answer, is no more. `left` is what was not shown."""

    def __init__(self, why: str, left: Sequence[Message]) -> None:
        super().__init__(why)
        self.left = left


class Posted:
    """Ordinary messages in a conversation of the student's own; `replaces` is one to become the first.

    So does the message in which the words of the reply appear as they come. It bears a mark of the event, by
    which an event that comes `again` takes over what its first try had begun.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        pacer: Pacer,
        spot: Spot,
        replaces: str = "",
        recipient: tuple[str, str] = ("", ""),
        event_id: str = "",
        again: bool = False,
    ) -> None:
        """`recipient` is the workspace and person that a stream is for."""
        self._client = client
        self._pacer = pacer
        self._spot = spot
        self._ts = replaces
        self._recipient = recipient
        self._mark = mark_of(event_id)
        self._unsure = again
        self._shown: list[str] = []
        self._paced = Paced(self._progress, Unsent)

    @property
    def ts(self) -> str:
        """The message that stands first, for editing it later."""
        return self._ts

    @property
    def stands_in(self) -> str:
        shown = [ts for ts in self._shown if ts]
        return f"{self._spot.channel}:{','.join(shown)}" if shown else ""

    async def progress(self, text: str) -> None:
        self._paced(text)

    async def show(self, messages: Sequence[Message]) -> None:
        await self._paced.close()
        stand = await self._found(messages)
        for number, message in enumerate(messages):
            if message.mark in stand:
                self._shown.append(stand[message.mark])
                continue
            try:
                put = self._post if self._shown else self._put
                self._shown.append(await put(message, self._client))
                await self._upload(message)
            except SlackApiError as error:
                if code_of(error) in ELSEWHERE:
                    raise Lost(code_of(error), messages[number:]) from error
                raise

    async def _found(self, messages: Sequence[Message]) -> Mapping[str, str]:
        """The ts, by mark, of those that need not be sent any more."""
        return await found(self._client, self._spot, messages)

    async def _progress(self, text: str) -> None:
        shown = begun(text) if isinstance(text, Words) else progress_message(text)
        message = bearing(shown, self._mark)
        try:
            await self._put(message, hasty(self._client))
        except Unsent as error:
            self._unsure = not isinstance(error, SlackApiError)
            raise

    async def _put(self, message: Message, client: AsyncWebClient) -> str:
        """Where a message may stand of which nothing is known here, it is looked for first."""
        if self._unsure and not self._ts:
            self._ts = await standing(self._client, self._spot.channel, self._mark)
        self._unsure = False
        if self._ts:
            try:
                await client.chat_update(
                    channel=self._spot.channel, ts=self._ts, text=message.text, blocks=message.blocks
                )
            except SlackApiError as error:
                if code_of(error) not in UNCHANGEABLE:
                    raise
                self._ts = ""
            else:
                return self._ts
        self._ts = await self._post(message, client)
        return self._ts

    async def _post(self, message: Message, client: AsyncWebClient) -> str:
        if not message.blocks and not message.text:
            return ""
        return str((await self._sent(message, client))["ts"])

    async def _sent(self, message: Message, client: AsyncWebClient) -> AsyncSlackResponse:
        async with self._pacer.turn(self._spot.channel):
            return await client.chat_postMessage(
                channel=self._spot.channel,
                thread_ts=self._spot.thread or None,
                text=message.text,
                blocks=message.blocks,
                unfurl_links=False,
                unfurl_media=False,
            )

    async def _upload(self, message: Message) -> None:
        if message.files:
            await self._client.files_upload_v2(
                channel=self._spot.channel,
                thread_ts=self._spot.thread or None,
                file_uploads=[file.upload() for file in message.files],
            )


class Whispered:
    """Messages that one person sees, by the address that came with the event: five in half an hour.

    None replaces another: what Slack would replace is the message that was acted on, which is the question
    with its buttons, or a student's own. So of slow work there is one line before the result, which stays.
    """

    def __init__(self, client: AsyncWebClient, url: str, thread: str = "") -> None:
        """`client` lends its connections, and what it tries again."""
        self._hook = AsyncWebhookClient(
            url, session=client.session, retry_handlers=list(client.retry_handlers)
        )
        self._thread = {"thread_ts": thread} if thread else {}
        self._uses = 0
        self._begun = time.monotonic()
        self._paced = Paced(self._progress, Unsent)

    stands_in = ONE_READER

    async def progress(self, text: str) -> None:
        if not self._uses and time.monotonic() - self._begun >= SLOW:
            self._paced(AT_WORK)

    async def show(self, messages: Sequence[Message]) -> None:
        await self._paced.close()
        for number, message in enumerate(messages):
            if message.files or self._uses >= URL_USES:
                raise Lost("files and further messages cannot go this way", messages[number:])
            try:
                taken = await self._send(message)
            except Unsent as error:
                raise Lost(
                    f"the address for an answer cannot be reached: {error}", messages[number:]
                ) from error
            if not taken:
                raise Lost("the address for an answer does not take it any more", messages[number:])

    async def _progress(self, text: str) -> None:
        await self._send(progress_message(text))

    async def _send(self, message: Message) -> bool:
        self._uses += 1
        answer = await self._hook.send_dict(
            {
                "text": message.text,
                "blocks": message.blocks,
                "response_type": "ephemeral",
                "replace_original": False,
                "unfurl_links": False,
                "unfurl_media": False,
                **self._thread,
            }
        )
        if answer.status_code >= 400:
            log.info("an ephemeral answer was refused: %d %s", answer.status_code, answer.body[:100])
        return answer.status_code < 400
