"""All that the double knows at one moment, and how it is set."""

import secrets
from dataclasses import dataclass, field
from typing import Literal

from tests.slack.double.places import AssistantThread, Channel, File, Ids, Message, Person, Place, Team
from tests.slack.double.wire import Refusal

SUBSCRIBED = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "assistant_thread_context_changed",
        "assistant_thread_started",
        "message.im",
        "tokens_revoked",
    }
)
SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "channels:join",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "im:history",
        "im:write",
    }
)
TO_READ = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}


@dataclass(frozen=True, slots=True)
class Settings:
    """How this Slack behaves. All times are in seconds.

    `events` are the app's subscriptions; of its `scopes` those to read and to join are looked at. `patience`
    is how long an acknowledgement may take, `resend` what passes between a failed delivery of an event and
    the next one (Slack waits nothing, a minute, five). `trigger_life`, `response_life` and `response_uses`
    bound trigger ids and response URLs. More than `burst` messages in `window` to one conversation are a
    fault. `echo` tells the bot of its own messages in DMs, as Slack does; `judge` judges requests:
    measurements turn both off. `escape_commands` writes `&lt;` for `<` in the text of slash commands.
    """

    app_id: str = "A0DOUBLE"
    app_token: str = "xapp-double"
    signing_secret: str = "signing-double"
    client_id: str = "1.2"
    client_secret: str = "client-double"
    events: frozenset[str] = SUBSCRIBED
    scopes: frozenset[str] = SCOPES
    patience: float = 3.0
    resend: tuple[float, ...] = (0.0, 0.1, 0.2)
    trigger_life: float = 3.0
    response_life: float = 30 * 60.0
    response_uses: int = 5
    burst: int = 4
    window: float = 2.0
    echo: bool = True
    judge: bool = True
    escape_commands: bool = True


@dataclass(eq=False, slots=True)
class World:
    """Workspaces, people, conversations and files, found by id."""

    settings: Settings
    address: str = ""
    ids: Ids = field(default_factory=Ids)
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    dms: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    assistants: dict[Place, AssistantThread] = field(default_factory=dict)
    old_tokens: dict[str, str] = field(default_factory=dict)

    def add_team(self, name: str) -> Team:
        number = self.ids.new("T")
        team = Team(number, name, f"xoxb-double-{number}", self.ids.new("B"))
        team.bot = self.add_person(team, "mockingbird", is_bot=True)
        self.teams[number] = team
        return team

    def add_person(
        self, team: Team, name: str, zone: str = "Europe/Berlin", *, is_bot: bool = False
    ) -> Person:
        person = Person(self.ids.new("U"), name, team, zone, is_bot=is_bot)
        self.people[person.id] = person
        return person

    def add_channel(
        self, team: Team, name: str, kind: Literal["channel", "group"] = "channel", *, joined: bool = True
    ) -> Channel:
        members = {one.id for one in self.people.values() if one.team is team and not one.is_bot}
        members |= {team.bot.id} if joined else set()
        return self._keep(Channel(self.ids.new("C"), kind, name, team, members))

    def dm(self, person: Person) -> Channel:
        """The one DM of a workspace's bot with that person."""
        if person.id not in self.dms:
            members = {person.id, person.team.bot.id}
            channel = Channel(self.ids.new("D"), "im", "directmessage", person.team, members)
            self.dms[person.id] = self._keep(channel)
        return self.dms[person.id]

    def _keep(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def assistant(self, place: Place) -> AssistantThread:
        return self.assistants.setdefault(place, AssistantThread())

    def new_token(self, team: Team) -> str:
        """The token of a fresh installation; the one before stays what it was."""
        if team.token_error:
            self.old_tokens[team.token] = team.token_error
            team.token, team.token_error = f"xoxb-double-{secrets.token_hex(8)}", ""
        return team.token

    def team_of(self, token: str) -> Team:
        """The workspace whose bot token this is. Raises the refusal that a bot gets."""
        found = next((team for team in self.teams.values() if team.token == token), None)
        if error := self.old_tokens.get(token) or (found.token_error if found else "invalid_auth"):
            raise Refusal(error)
        assert found is not None
        return found

    def channel(self, team: Team, number: str) -> Channel:
        """A conversation that the bot may know of. Raises the refusal that it gets of others."""
        channel = self.channels.get(number)
        hidden = channel is not None and channel.kind != "channel" and team.bot.id not in channel.members
        if channel is None or channel.team is not team or hidden:
            raise Refusal("channel_not_found")
        return channel

    def joined(self, team: Team, number: str) -> Channel:
        """A conversation that the bot is in. Raises the refusal that it gets elsewhere."""
        channel = self.channel(team, number)
        if team.bot.id not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def readable(self, team: Team, number: str) -> Channel:
        """A conversation whose messages the bot may read. Raises the refusal that it gets elsewhere."""
        channel = self.joined(team, number)
        self.granted(TO_READ[channel.kind])
        return channel

    def granted(self, scope: str) -> None:
        """Raises the refusal that a bot without that right gets."""
        if scope not in self.settings.scopes:
            raise Refusal("missing_scope", [f"[ERROR] needed: {scope}"])

    def writable(self, team: Team, number: str) -> Channel:
        """A conversation that the bot can post to. Raises the refusal that it gets elsewhere."""
        channel = self.joined(team, number)
        if channel.archived:
            raise Refusal("is_archived")
        return channel

    def addressed(self, team: Team, number: str) -> Channel:
        """Where a message for a conversation goes, or for a person: chat.postMessage alone takes their id."""
        person = self.people.get(number)
        known = person is not None and person.team is team and not person.is_bot
        return self.dm(person) if known and person else self.writable(team, number)

    def message(self, channel: Channel, ts: str) -> Message:
        """Raises the refusal that a bot gets; nobody can name an ephemeral message."""
        if ts not in channel.messages:
            raise Refusal("message_not_found")
        return channel.messages[ts]
