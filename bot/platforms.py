"""Which platforms have a token, and what each of them is handed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.config import Settings
from domain.actions import TABLE
from domain.actions.kinds import Action, Option
from domain.requests import Actor
from domain.suggest import Suggestion, known, suggestions

if TYPE_CHECKING:
    import discord

    from adapters.discord.client import Options
    from adapters.slack.secrets import Secrets
    from bot.app import App
    from bot.switchboard import Switchboard

DISCORD_TOKEN = "DISCORD_TOKEN"
SLACK_BOT_TOKEN, SLACK_APP_TOKEN = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"
SLACK_SIGNING_SECRET = "SLACK_SIGNING_SECRET"
Environment = Mapping[str, str]


class Platform(Protocol):
    """A platform's connection."""

    async def serve(self) -> None:
        """Works until it is closed. Raises PlatformRefused."""
        ...

    async def quiet(self, patience: float) -> None:
        """Takes no more events and ends those begun, for at most `patience` seconds; can still send."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """A platform and how to tell from the environment that it is wanted."""

    name: str
    wanted: Callable[[Environment], bool]
    make: Callable[["App", "Switchboard", Environment], Platform]


def any_token(environment: Environment) -> bool:
    """Whether a platform is to be connected at all."""
    return any(offer.wanted(environment) for offer in OFFERS)


def wanted(environment: Environment) -> Sequence[str]:
    """The names of the platforms whose tokens are set, as Actor.platform has them."""
    return [offer.name for offer in OFFERS if offer.wanted(environment)]


def platforms(app: "App", switchboard: "Switchboard", environment: Environment) -> Sequence[Platform]:
    """The platforms whose tokens are set, not yet connected."""
    return [offer.make(app, switchboard, environment) for offer in OFFERS if offer.wanted(environment)]


def wants_discord(environment: Environment) -> bool:
    """Whether there is a bot account."""
    return bool(environment.get(DISCORD_TOKEN))


def wants_slack(environment: Environment) -> bool:
    """Whether any of Slack's tokens is there; what is missing beside it is told at the start."""
    return any(environment.get(name) for name in (SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET))


def _discord(app: "App", switchboard: "Switchboard", environment: Environment) -> Platform:
    from adapters.discord.service import DiscordService
    from adapters.discord.who import PLATFORM, actor_of
    from adapters.pdf.split import split_pdf

    async def complete(
        interaction: "discord.Interaction", action: Action, option: Option, typed: str
    ) -> Sequence[Suggestion]:
        return await suggestions(app.services, TABLE, actor_of(interaction.user), option, typed)

    return DiscordService(
        environment[DISCORD_TOKEN],
        discord_options(app.settings, environment),
        app.dispatcher,
        TABLE,
        complete,
        split_pdf,
        lambda messenger: switchboard.plug(PLATFORM, messenger),
    )


def discord_options(settings: Settings, environment: Environment) -> "Options":
    """How Discord is used: config.toml's [discord] section, and addresses of a private deployment."""
    from adapters.discord.client import Options

    return Options(
        message_content=settings.discord.message_content,
        interviews=settings.discord.interviews,
        api_url=environment.get("DISCORD_API_URL") or None,
        gateway_url=environment.get("DISCORD_GATEWAY_URL") or None,
    )


def _slack(app: "App", switchboard: "Switchboard", environment: Environment) -> Platform:
    from adapters.slack.service import Options, Parts, SlackService
    from adapters.slack.site import Options as SiteOptions
    from adapters.slack.who import PLATFORM

    async def suggest(actor: Actor, source: str) -> Sequence[Suggestion]:
        return await known(app.services, TABLE, actor, source)

    settings = app.settings
    site = SiteOptions(settings.slack.http_host, settings.slack.http_port, settings.run.stop_within_seconds)
    url = environment.get("SLACK_API_URL")
    return SlackService(
        slack_secrets(environment),
        Options(url.rstrip("/") + "/", site) if url else Options(site=site),
        Parts(
            app.dispatcher,
            TABLE,
            suggest,
            app.installations,
            app.states,
            lambda messenger: switchboard.plug(PLATFORM, messenger),
        ),
    )


def slack_secrets(environment: Environment) -> "Secrets":
    """Slack's tokens and keys, as the environment has them."""
    from adapters.slack.secrets import Secrets

    return Secrets(
        bot_token=environment.get(SLACK_BOT_TOKEN, ""),
        app_token=environment.get(SLACK_APP_TOKEN, ""),
        signing_secret=environment.get(SLACK_SIGNING_SECRET, ""),
        client_id=environment.get("SLACK_CLIENT_ID", ""),
        client_secret=environment.get("SLACK_CLIENT_SECRET", ""),
        encryption_key=environment.get("SLACK_ENCRYPTION_KEY", ""),
    )


OFFERS = (Offer("discord", wants_discord, _discord), Offer("slack", wants_slack, _slack))
