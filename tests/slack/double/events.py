"""What the app is told: events made of what happens, sent where the app subscribes to them."""

from tests.slack.double import payloads
from tests.slack.double.deliveries import Delivery
from tests.slack.double.places import Channel, Message, Person, Place, Team
from tests.slack.double.site import Site
from tests.slack.double.sockets import Sockets
from tests.slack.double.wire import JSON
from tests.slack.double.world import World

KINDS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class Courier:
    """Sends whatever goes to the app, over HTTP once its site is known and over Socket Mode before."""

    def __init__(self, sockets: Sockets, site: Site) -> None:
        self._sockets = sockets
        self._site = site

    def send(self, delivery: Delivery, *, again: bool = False) -> None:
        (self._site if self._site.url else self._sockets).send(delivery, again=again)


class Events:
    """`told` are the deliveries that a person's message caused, by the message."""

    def __init__(self, world: World, courier: Courier) -> None:
        self.told: dict[Message, list[Delivery]] = {}
        self._world = world
        self._courier = courier

    def send(self, name: str, team: Team, person: Person, event: JSON) -> Delivery | None:
        """One event to the app, or nothing where it does not subscribe to its kind."""
        if name not in self._world.settings.events:
            return None
        event = {"event_ts": self._world.ids.stamp(), **event}
        body = payloads.event(team, event, self._world.ids.new("Ev"), self._world.settings.app_id)
        delivery = Delivery("events_api", body, person)
        self._courier.send(delivery)
        return delivery

    def posted(self, message: Message) -> None:
        """A new message, and the mention of the bot in it."""
        told = [self._of_message(message, payloads.message(message, self._world.settings.app_id))]
        if f"<@{message.channel.team.bot.id}>" in message.text and message.channel.kind != "im":
            told.append(self._mention(message))
        if not message.author.is_bot:
            self.told[message] = [one for one in told if one is not None]

    def _mention(self, message: Message) -> Delivery | None:
        event = {
            **payloads.message(message, self._world.settings.app_id),
            "type": "app_mention",
            "channel": message.channel.id,
            "event_ts": message.ts,
        }
        return self.send("app_mention", message.channel.team, message.author, event)

    def changed(self, message: Message, before: JSON) -> None:
        now = payloads.message(message, self._world.settings.app_id)
        self._hidden(message, {"subtype": "message_changed", "message": now, "previous_message": before})

    def deleted(self, message: Message, before: JSON) -> None:
        self._hidden(
            message,
            {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": before},
        )

    def _hidden(self, message: Message, event: JSON) -> None:
        stamp = self._world.ids.stamp()
        self._of_message(message, {"type": "message", "hidden": True, **event, "ts": stamp})

    def _of_message(self, message: Message, event: JSON) -> Delivery | None:
        channel = message.channel
        ours = message.author.is_bot
        if message.ephemeral or channel.team.bot.id not in channel.members:
            return None
        if ours and not self._world.settings.echo:
            return None
        event |= {"channel": channel.id, "channel_type": channel.kind, "event_ts": event["ts"]}
        return self.send(KINDS[channel.kind], channel.team, message.author, event)

    def home_opened(self, person: Person, channel: Channel, view: JSON | None) -> None:
        event: JSON = {"type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": "home"}
        self.send("app_home_opened", person.team, person, event | ({"view": view} if view else {}))

    def assistant(self, kind: str, person: Person, place: Place, context: JSON) -> None:
        """`kind` is "started" or "context_changed"."""
        name = f"assistant_thread_{kind}"
        thread = {
            "user_id": person.id,
            "context": context,
            "channel_id": place.id,
            "thread_ts": place.thread_ts,
        }
        self.send(name, person.team, person, {"type": name, "assistant_thread": thread})

    def uninstalled(self, team: Team) -> None:
        """The app was removed: its tokens end, then the app goes; the order is not certain."""
        self.revoked(team)
        self.send("app_uninstalled", team, team.bot, {"type": "app_uninstalled"})

    def revoked(self, team: Team) -> None:
        tokens = {"oauth": [], "bot": [team.bot.id]}
        self.send("tokens_revoked", team, team.bot, {"type": "tokens_revoked", "tokens": tokens})
