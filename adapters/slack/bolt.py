"""The Bolt app, made of what it is handed: by itself Bolt would look into the environment for more."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.advice import WRONG_TOKEN
from adapters.slack.authorize import Authorize, forget_the_removed
from adapters.slack.installs import InstallationStore
from adapters.slack.oauth import InstallFlow

log = logging.getLogger(__name__)

# Under which it logs; without one Bolt looks through the files of the whole call stack for a name.
NAME = "slack"
READ_BY_BOLT = (
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_SIGNING_SECRET",
    "SLACK_VERIFICATION_TOKEN",
)
"""With an id and secret there, Bolt would let people install the bot by a flow and a store of its own."""


class Known(AsyncAuthorize):
    """The one workspace, as Slack described it at the start: no event waits for Slack to say it again."""

    def __init__(self, result: AuthorizeResult) -> None:
        self._result = result

    async def __call__(self, **_: object) -> AuthorizeResult:
        return self._result


def app_for_one(
    client: AsyncWebClient, token: str, described: AsyncSlackResponse, signing_secret: str = ""
) -> AsyncApp:
    """`client` has no token of its own; `described` is what auth.test said of this one."""
    known = Known(AuthorizeResult.from_auth_test_response(bot_token=token, auth_test_response=described))
    with _unseen_environment():
        app = AsyncApp(name=NAME, client=client, signing_secret=signing_secret, authorize=cast(Any, known))

    async def removed() -> None:
        log.error(WRONG_TOKEN)

    for removal in ("app_uninstalled", "tokens_revoked"):
        app.event(removal)(removed)
    return app


def app_for_many(
    client: AsyncWebClient, installations: InstallationStore, flow: InstallFlow, signing_secret: str
) -> AsyncApp:
    """`client` has no token of its own: each event brings its workspace's."""
    authorize = cast(Any, Authorize(installations))
    with _unseen_environment():
        app = AsyncApp(
            name=NAME,
            client=client,
            signing_secret=signing_secret,
            authorize=authorize,
            oauth_flow=flow,
        )
    forget_the_removed(app, installations)
    return app


@contextmanager
def _unseen_environment() -> Iterator[None]:
    """Nothing else of this process runs meanwhile that reads these."""
    hidden = {name: os.environ.pop(name) for name in READ_BY_BOLT if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)
