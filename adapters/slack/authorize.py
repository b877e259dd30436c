"""Whose token an event is answered with, and what follows when Slack takes a token back."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.installs import InstallationStore

SECOND = timedelta(seconds=1)

Next = Callable[[], Awaitable[object]]


class Authorize(AsyncAuthorize):
    """From the store alone, or from what it said seconds ago.

    Bolt's own asks Slack with every event whether the token is good, within the three seconds that an
    acknowledgement may take; here a revoked one is found when it is used.
    """

    def __init__(self, installations: InstallationStore) -> None:
        self._installations = installations

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        bot = await self._installations.async_find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=context.is_enterprise_install,
        )
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id or enterprise_id,
            team_id=bot.team_id or team_id,
            team=bot.team_name,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
        )


def forget_the_removed(app: AsyncApp, installations: InstallationStore) -> None:
    """Acts on the removal of the bot before it is acknowledged: Slack repeats what could not be stored.

    Instead of Bolt's own listeners, which come after, and would take a late delivery for a removal of
    what has been installed since.
    """

    async def forget(body: dict[str, Any], context: AsyncBoltContext, next: Next) -> None:
        event = body["event"]
        if event["type"] == "app_uninstalled" or event.get("tokens", {}).get("bot"):
            await installations.removed(*_ids(context), _end_of_second(body))
        await next()

    async def done() -> None:
        """Bolt acknowledges only what somebody listens to."""

    for removal in ("app_uninstalled", "tokens_revoked"):
        app.event(removal, middleware=[forget])(done)


def _ids(context: AsyncBoltContext) -> tuple[str | None, str | None]:
    return context.enterprise_id, None if context.is_enterprise_install else context.team_id


def _end_of_second(body: dict[str, Any]) -> datetime:
    """Of an event's time, which Slack gives in whole seconds."""
    return datetime.fromtimestamp(body["event_time"], UTC) + SECOND
