"""What the bot says by itself on Slack."""

import logging
from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat.notices import Notices
from adapters.slack.deliver import Delivery
from adapters.slack.faults import code_of
from adapters.slack.mailbox import Standing, notice_key
from adapters.slack.message import Message
from adapters.slack.render import progress_message, render
from adapters.slack.who import PLATFORM
from domain.errors import Unreachable
from domain.replies import Reply
from domain.requests import Actor, Place

log = logging.getLogger(__name__)


class Clients(Protocol):
    """The workspaces that the bot is installed in."""

    async def of(self, team_id: str) -> AsyncWebClient | None:
        """A client that may speak there; None where the bot was removed."""
        ...


class SlackMessenger:
    """Sends into a student's direct messages: nothing private belongs into a channel's thread."""

    def __init__(self, clients: Clients, delivery: Delivery, notices: Notices[Standing, Message]) -> None:
        self._clients = clients
        self._delivery = delivery
        self._notices = notices

    def serves(self, to: Actor) -> bool:
        return to.platform == PLATFORM

    async def working(self, to: Actor, place: Place, progress: str) -> None:
        standing = self._notices.of(notice_key(to.workspace_id, to.user_id))
        if standing is not None:
            await standing.show(progress_message(progress))

    async def send(self, to: Actor, place: Place, reply: Reply) -> None:
        client = await self._clients.of(to.workspace_id)
        if client is None:
            raise Unreachable(f"the bot is not installed in the workspace {to.workspace_id}")
        replaces = await self._standing(to) if "attempt_id" in reply.data else ""
        thread = place.id if place.kind == "dm" else ""
        await self._delivery.to_dm(client, to, render(reply), thread, replaces)

    async def _standing(self, to: Actor) -> str:
        """The ts of the notice that the reply replaces: nothing of the student's stands below it."""
        standing = self._notices.take(notice_key(to.workspace_id, to.user_id))
        if standing is None:
            return ""
        heard, ts = await standing.close()
        if standing.counted == 1:
            return ts
        try:
            await heard.client.chat_delete(channel=heard.spot.channel, ts=ts)
        except SlackApiError as error:
            log.info("a notice could not be removed: %s", code_of(error))
        return ""
