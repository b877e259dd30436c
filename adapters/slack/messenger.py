"""What the bot says by itself on Slack."""

import logging
from collections.abc import Sequence

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat.lost_answers import answered
from adapters.slack.deliver import Delivery
from adapters.slack.drafting import DraftNotices
from adapters.slack.faults import code_of, refused
from adapters.slack.hometab import HomeTab
from adapters.slack.message import Message
from adapters.slack.once import careful, hasty, keyed
from adapters.slack.posts import Posts
from adapters.slack.render import progress_message, render
from adapters.slack.surface import ONE_READER
from adapters.slack.who import PLATFORM, is_dm
from adapters.slack.workspaces import Clients
from domain.errors import Unreachable
from domain.replies import Reply
from domain.requests import Actor, Place

log = logging.getLogger(__name__)


class SlackMessenger:
    """Sends into a student's direct messages: nothing private belongs into a channel's thread."""

    def __init__(
        self, clients: Clients, delivery: Delivery, notices: DraftNotices, home: HomeTab, posts: Posts
    ) -> None:
        self.open_thread = posts.open_thread
        self.post = posts.post
        self._clients = clients
        self._delivery = delivery
        self._notices = notices
        self._home = home

    def serves(self, to: Actor) -> bool:
        return to.platform == PLATFORM

    async def working(self, to: Actor, place: Place, progress: str) -> None:
        await self._notices.working(to, progress_message(progress))

    async def edit(self, to: Actor, shown_in: str, reply: Reply) -> bool:
        """False where the messages are gone or only their reader saw them, or where more are needed.

        Raises SlackApiError for trouble that may pass. What a group sees changes often, and Slack takes some
        50 edits a minute in a workspace: such an edit is not waited for, since the next says more.
        """
        client = await self._clients.of(to.workspace_id)
        channel, _, stamps = shown_in.partition(":")
        messages, standing = render(reply), stamps.split(",")
        if client is None or shown_in == ONE_READER or len(messages) > len(standing):
            return False
        client = client if is_dm(channel) else hasty(client)
        try:
            for message, ts in zip(messages, standing, strict=False):
                await client.chat_update(channel=channel, ts=ts, text=message.text, blocks=message.blocks)
            for ts in standing[len(messages) :]:
                await client.chat_delete(channel=channel, ts=ts)
        except SlackApiError as error:
            if not refused(error):
                raise
            log.info("a message cannot be changed any more: %s", code_of(error))
            return False
        return True

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        client = await self._clients.of(to.workspace_id)
        if client is None:
            raise Unreachable(f"the bot is not installed in the workspace {to.workspace_id}")
        if key:
            await self._send_once(client, to, keyed(render(reply), key, again))
        else:
            replaces = await self._notices.give_way(to, place) if "attempt_id" in reply.data else ""
            thread = place.id if place.kind == "dm" else ""
            await self._delivery.to_dm(client, to, render(reply), thread, replaces, reply.about)
        self._home.changed(client, to)

    async def _send_once(self, client: AsyncWebClient, to: Actor, messages: Sequence[Message]) -> None:
        """In no thread, where replies are streamed. Raises TimeoutError where they may have been shown."""
        with answered("Slack"):
            await self._delivery.to_dm(careful(client), to, messages)
