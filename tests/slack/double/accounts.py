"""Installing and removing the app: the methods that give and end tokens, and a person's way through."""

import base64
import html
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import aiohttp

from tests.slack.double.events import Events
from tests.slack.double.places import Person, Team
from tests.slack.double.site import Site
from tests.slack.double.wire import JSON, Call, Refusal, Routes
from tests.slack.double.world import World

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
AUTHORIZE = re.compile(r'https://slack\.com/oauth/v2/authorize\?[^"\'<>\s]+')


@dataclass(frozen=True, slots=True)
class Visit:
    """One page of the bot's site as a browser got it. `cookies` are those set so far."""

    status: int
    page: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Consent:
    """Slack's page that asks whether the app may come in: the query that the bot sent there."""

    query: Mapping[str, str]
    cookies: Mapping[str, str]

    @property
    def scopes(self) -> list[str]:
        return self.query.get("scope", "").split(",")


class Accounts:
    """Tokens: how they come and how they end."""

    def __init__(self, world: World, events: Events) -> None:
        self._world = world
        self._events = events
        self._codes: dict[str, tuple[Person, Mapping[str, str]]] = {}

    def routes(self) -> Routes:
        return {
            "oauth.v2.access": self._access,
            "auth.revoke": self._revoke,
            "apps.uninstall": self._uninstall,
        }

    def code(self, installer: Person, query: Mapping[str, str]) -> str:
        """What Slack hands the bot for a person's consent; good once."""
        code = secrets.token_hex(8)
        self._codes[code] = (installer, query)
        return code

    def _access(self, call: Call) -> JSON:
        settings = self._world.settings
        if (call.text("client_id"), call.text("client_secret")) != (
            settings.client_id,
            settings.client_secret,
        ):
            raise Refusal("bad_client_secret")
        installer, query = self._codes.pop(call.text("code"), (None, {}))
        if installer is None:
            raise Refusal("invalid_code")
        if call.text("redirect_uri") != query.get("redirect_uri", ""):
            raise Refusal("bad_redirect_uri", illegal=True)
        team = installer.team
        return {
            "ok": True,
            "access_token": self._world.new_token(team),
            "token_type": "bot",
            "scope": query.get("scope", ""),
            "bot_user_id": team.bot.id,
            "app_id": settings.app_id,
            "team": {"id": team.id, "name": team.name},
            "enterprise": None,
            "authed_user": {"id": installer.id},
            "is_enterprise_install": False,
        }

    def _revoke(self, call: Call) -> JSON:
        if not call.flag("test"):
            self.revoke(call.team)
        return {"ok": True, "revoked": not call.flag("test")}

    def _uninstall(self, call: Call) -> JSON:
        settings = self._world.settings
        if (call.text("client_id"), call.text("client_secret")) != (
            settings.client_id,
            settings.client_secret,
        ):
            raise Refusal("bad_client_secret")
        self.uninstall(call.team)
        return {"ok": True}

    def revoke(self, team: Team) -> None:
        """Ends the bot's token, and tells the app."""
        team.token_error = "token_revoked"
        self._events.revoked(team)

    def uninstall(self, team: Team) -> None:
        """Removes the app from a workspace, and tells it."""
        team.token_error = "account_inactive"
        self._events.uninstalled(team)


class Browser:
    """A person with a browser at the bot's site. Cookies are kept by hand: the site sets them for https."""

    def __init__(self, site: Site, accounts: Accounts) -> None:
        self._site = site
        self._accounts = accounts

    async def get(
        self, path: str, query: Mapping[str, str] | None = None, cookies: Mapping[str, str] | None = None
    ) -> Visit:
        """One page, redirects not followed."""
        kept = dict(cookies or {})
        header = "; ".join(f"{name}={value}" for name, value in kept.items())
        async with self._site.session.get(
            self._site.url + path,
            params=query,
            headers={"Cookie": header} if header else {},
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=20),
        ) as came:
            for line in came.headers.getall("Set-Cookie", []):
                kept |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return Visit(came.status, await came.text(), came.headers, kept)

    async def begin(self) -> Consent:
        """Opens the install page and goes where it leads, to Slack's page of consent."""
        visit = await self.get(INSTALL)
        found = AUTHORIZE.search(visit.headers.get("Location", "") or html.unescape(visit.page))
        assert found, f"no way to Slack from {INSTALL} ({visit.status}): {visit.page[:500]}"
        query = {name: values[0] for name, values in parse_qs(urlsplit(found[0]).query).items()}
        return Consent(query, visit.cookies)

    async def allow(self, installer: Person, consent: Consent) -> Visit:
        """Says yes there: the bot's own page that follows."""
        code = self._accounts.code(installer, consent.query)
        return await self.finish(consent, code=code)

    async def deny(self, consent: Consent) -> Visit:
        """Says no there: the bot's own page that follows."""
        return await self.finish(consent, error="access_denied")

    async def finish(self, consent: Consent, **query: str) -> Visit:
        """Comes back from Slack, with whatever query; the state is the right one unless given."""
        state = {"state": consent.query["state"]} if "state" in consent.query else {}
        return await self.get(REDIRECT, {**state, **query}, consent.cookies)


def basic_credentials(header: str) -> JSON:
    """The client's id and secret, where they came as HTTP basic authentication."""
    if not header.startswith("Basic "):
        return {}
    name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return {"client_id": name, "client_secret": secret}
