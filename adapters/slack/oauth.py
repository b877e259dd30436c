"""Installing by OAuth: Bolt's flow, with pages that a person can read and no secret in a log."""

import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import pages
from adapters.slack.faults import Unsent, code_of
from adapters.slack.installs import NO_TOKEN, InstallationStore, StateStore
from domain.errors import UserError

log = logging.getLogger(__name__)
wire = logging.getLogger(f"{__name__}.wire")
# Under debug, slack_sdk logs what it sends and receives whole: the client's secret, and the new token.
wire.setLevel(logging.INFO)

TEAM = re.compile(r"[A-Z0-9]{1,32}")
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Credentials:
    """From the app's page at Slack. `redirect_uri` is None where only one is set there."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str | None = None


class InstallFlow(AsyncOAuthFlow):
    """`scopes` are those asked for, each with a why; `api_url` is Slack's, or a stand-in's."""

    def __init__(
        self,
        credentials: Credentials,
        scopes: Mapping[str, str],
        installations: InstallationStore,
        states: StateStore,
        api_url: str = AsyncWebClient.BASE_URL,
    ) -> None:
        settings = AsyncOAuthSettings(
            client_id=credentials.client_id,
            client_secret=credentials.client_secret,
            redirect_uri=credentials.redirect_uri,
            scopes=list(scopes),
            user_scopes=[],
            installation_store=installations,
            state_store=states,
            callback_options=AsyncCallbackOptions(success=self._succeeded, failure=self._failed),
        )
        super().__init__(client=AsyncWebClient(base_url=api_url, logger=wire), logger=log, settings=settings)
        self._scopes = scopes

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        asked = {"client_id": self.client_id, "scope": ",".join(self._scopes), "state": state}
        if self.redirect_uri:
            asked["redirect_uri"] = self.redirect_uri
        team = request.query.get("team", [""])[0]
        if TEAM.fullmatch(team):
            asked["team"] = team
        return f"{self.settings.authorization_url}?{urlencode(asked)}"

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        return pages.install_page(url, self._scopes)

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        """What goes wrong ends in a page that says what to do, with a reference where it is our fault."""
        try:
            return await super().handle_callback(request)
        except UserError as error:
            log.warning("an installation was refused: %s", error.message)
            return self._page(400, pages.failure_page(pages.Failure("That did not work", error.message)))
        except Unsent as error:
            log.warning("an installation could not be ended, Slack did not answer well: %s", error)
            return self._page(502, pages.failure_page(pages.UNREACHED))
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("an installation failed", extra={"reference": reference})
            return self._page(500, pages.failure_page(pages.fault(reference)))

    async def run_installation(self, code: str) -> Installation | None:
        """None where Slack does not accept the code, which stands in no log. Raises Unsent, UserError."""
        try:
            granted = await self.client.oauth_v2_access(
                code=code,
                client_id=self.client_id,
                client_secret=self.settings.client_secret,
                redirect_uri=self.redirect_uri,
            )
            token = granted.get("access_token")
            if not token:
                raise UserError(NO_TOKEN)
            bot = await self.client.auth_test(token=token)
        except SlackApiError as error:
            if not isinstance(error.response, AsyncSlackResponse):
                # Its text quotes what came instead of JSON, which may be the token, cut short.
                raise SlackClientError("an answer that is not JSON") from None
            log.warning("Slack did not accept an installation: %s", code_of(error))
            return None
        return _installation(granted, bot)

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        done = args.installation
        name = done.team_name or done.enterprise_name or ""
        return self._page(200, pages.success_page(name, done.app_id or "", done.team_id or ""))

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        return self._page(args.suggested_status_code, pages.failure_page(pages.failure(args.reason)))

    def _page(self, status: int, html: str) -> BoltResponse:
        used = self.settings.state_utils.build_set_cookie_for_deletion()
        return BoltResponse(status=status, body=html, headers={"Content-Type": HTML, "Set-Cookie": [used]})


def _installation(granted: AsyncSlackResponse, bot: AsyncSlackResponse) -> Installation:
    """Of an answer to oauth.v2.access; the installing person's own token is left out."""
    team, enterprise = granted.get("team") or {}, granted.get("enterprise") or {}
    return Installation(
        app_id=granted.get("app_id"),
        enterprise_id=enterprise.get("id"),
        enterprise_name=enterprise.get("name"),
        team_id=team.get("id"),
        team_name=team.get("name"),
        bot_token=granted.get("access_token"),
        bot_id=bot.get("bot_id"),
        bot_user_id=granted.get("bot_user_id"),
        bot_scopes=granted.get("scope") or "",
        bot_refresh_token=granted.get("refresh_token"),
        user_id=(granted.get("authed_user") or {}).get("id") or "",
        is_enterprise_install=bool(granted.get("is_enterprise_install")),
        token_type=granted.get("token_type"),
    )
