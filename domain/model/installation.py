"""A Slack workspace, or a whole organisation of workspaces, that has the bot."""

from domain.model.base import Entity, UtcTime


class Installation(Entity):
    """`team_id` is "" where a whole organisation has the bot, `enterprise_id` "" where there is none.

    `bot_token` is ciphertext, another one at each writing: who reads the store cannot speak as the bot.
    `gone_at` is when Slack turned out to have revoked the token; None as long as it is good.
    """

    enterprise_id: str = ""
    team_id: str = ""
    team_name: str = ""
    app_id: str = ""
    bot_id: str = ""
    bot_user_id: str = ""
    bot_token: str
    scopes: tuple[str, ...] = ()
    installed_by: str = ""
    installed_at: UtcTime
    gone_at: UtcTime | None = None


def installation_id(enterprise_id: str, team_id: str) -> str:
    """One for each workspace and each organisation, so that installing again replaces."""
    return f"{enterprise_id}:{team_id}"
