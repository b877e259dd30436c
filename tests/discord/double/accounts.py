"""The routes of the application itself: who it is, where it is, and which commands it publishes."""

from collections.abc import Iterable

from tests.discord.double import payloads
from tests.discord.double.wire import JSON, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_USER, Call, Refusal, Route
from tests.discord.double.world import World

EVERYWHERE = 0


class Accounts:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> Iterable[Route]:
        commands = "/applications/{application_id}/commands"
        in_guild = "/applications/{application_id}/guilds/{guild_id}/commands"
        yield Route("GET", "/users/@me", self.me)
        yield Route("GET", "/users/@me/guilds", self.guilds)
        yield Route("GET", "/users/{user_id}", self.user)
        yield Route("GET", "/oauth2/applications/@me", self.application)
        yield Route("GET", "/applications/@me", self.application)
        yield Route("GET", "/gateway", self.gateway, public=True)
        yield Route("GET", "/gateway/bot", self.gateway_for_bot)
        yield Route("GET", "/guilds/{guild_id}", self.guild)
        yield Route("GET", "/guilds/{guild_id}/members/{user_id}", self.member)
        for path in (commands, in_guild):
            yield Route("GET", path, self.read_commands)
            yield Route("PUT", path, self.publish)

    def me(self, _: Call) -> JSON:
        flags = {"verified": True, "mfa_enabled": True, "locale": "en-US", "email": None}
        return {**payloads.user(self._world.bot), **flags}

    def user(self, call: Call) -> JSON:
        person = self._world.people.get(call.number("user_id"))
        if person is None:
            raise Refusal(*UNKNOWN_USER)
        return payloads.user(person)

    def guilds(self, _: Call) -> list[JSON]:
        return [
            {
                "id": str(guild.id),
                "name": guild.name,
                "icon": None,
                "banner": None,
                "owner": False,
                "permissions": str(int(guild.allowed)),
                "features": [],
            }
            for guild in self._world.guilds.values()
        ]

    def application(self, _: Call) -> JSON:
        bot = self._world.bot
        owner = next((guild.owner for guild in self._world.guilds.values()), bot)
        return {
            "id": str(bot.id),
            "name": bot.name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": payloads.user(bot),
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "owner": payloads.user(owner),
            "team": None,
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "approximate_guild_count": len(self._world.guilds),
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": ["applications.commands", "bot"],
            "integration_types_config": {"0": {}, "1": {}},
        }

    def gateway(self, _: Call) -> JSON:
        return {"url": f"{self._world.address.replace('http', 'ws', 1)}/gateway"}

    def gateway_for_bot(self, call: Call) -> JSON:
        starts = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
        return {**self.gateway(call), "shards": self._world.settings.shards, "session_start_limit": starts}

    def guild(self, call: Call) -> JSON:
        guild = self._world.guilds.get(call.number("guild_id"))
        if guild is None:
            raise Refusal(*UNKNOWN_GUILD)
        return payloads.guild(guild)

    def member(self, call: Call) -> JSON:
        self.guild(call)
        person = self._world.people.get(call.number("user_id"))
        if person is None:
            raise Refusal(*UNKNOWN_MEMBER)
        return payloads.member(person)

    def read_commands(self, call: Call) -> list[JSON]:
        return self._world.commands.get(_owner(call), [])

    def publish(self, call: Call) -> list[JSON]:
        """Replaces all commands of a server, or of everywhere."""
        return publish(self._world, call.body, _owner(call))


def _owner(call: Call) -> int:
    return call.number("guild_id") if "guild_id" in call.params else EVERYWHERE


def publish(world: World, commands: list[JSON], guild_id: int = EVERYWHERE) -> list[JSON]:
    """Keeps commands as Discord does: the same name and type keeps its id."""
    known = {(one["name"], one["type"]): one["id"] for one in world.commands.get(guild_id, [])}
    world.commands[guild_id] = [
        {
            "default_member_permissions": None,
            "contexts": None,
            "nsfw": False,
            "dm_permission": True,
            "description": "",
            **command,
            "integration_types": command.get("integration_types") or [0],
            "type": (kind := command.get("type") or 1),
            "id": known.get((command["name"], kind)) or str(world.ids.new()),
            "application_id": str(world.bot.id),
            "version": str(world.ids.new()),
            **({"guild_id": str(guild_id)} if guild_id else {}),
        }
        for command in commands
    ]
    for command in world.commands[guild_id]:
        rights = command["default_member_permissions"]
        command["default_member_permissions"] = None if rights is None else str(rights)
    return world.commands[guild_id]
