"""What the environment holds for Slack, and whether it is enough to begin."""

from dataclasses import dataclass, field

from adapters.slack.advice import APP_PAGE

NO_WAY_IN = (
    "Slack has no way to reach the bot: set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for "
    "HTTP; docs/slack.md says which."
)
NO_BOT_TOKEN = (
    "SLACK_APP_TOKEN is set without SLACK_BOT_TOKEN: Socket Mode needs both. The bot token stands under "
    f"Install App on {APP_PAGE}, once the app is installed."
)
NO_CLIENT = (
    "Over HTTP the bot needs SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET "
    f"for many. The latter two stand under Basic Information on {APP_PAGE}."
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Each is empty where it is not set."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    encryption_key: str = field(default="", repr=False)

    @property
    def socket_mode(self) -> bool:
        return bool(self.app_token)

    @property
    def missing(self) -> str:
        """What the operator has to set first; empty where nothing is missing."""
        if self.socket_mode:
            return "" if self.bot_token else NO_BOT_TOKEN
        if not self.signing_secret:
            return NO_WAY_IN
        return "" if self.bot_token or (self.client_id and self.client_secret) else NO_CLIENT
