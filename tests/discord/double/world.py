"""All that the double knows at one moment, and how it is set."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.discord.double.places import Guild, Kind, Message, Person, Place, Snowflakes, now
from tests.discord.double.wire import JSON, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, Refusal

MESSAGE_CONTENT = 1 << 15
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT


@dataclass(frozen=True, slots=True)
class Settings:
    """`privileged` are the intents that the application may use beyond the free ones.

    `patience` is how long a first response may take, `lifetime` how long an interaction's token lives, both
    in seconds; `attachment_limit` is in bytes. `judge` turns off the judging of requests, for measurements.
    """

    token: str = "double-token"
    shards: int = 1
    privileged: int = 0
    patience: float = 3.0
    lifetime: float = 15 * 60.0
    attachment_limit: int = 10 * 1024 * 1024
    judge: bool = True


@dataclass(eq=False, slots=True)
class World:
    """People and places, found by id. Commands are kept by the server they belong to, 0 for everywhere."""

    settings: Settings
    address: str = ""
    ids: Snowflakes = field(default_factory=Snowflakes)
    people: dict[int, Person] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    dms: dict[int, Place] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    commands: dict[int, list[JSON]] = field(default_factory=dict)
    bot: Person = field(init=False)

    def __post_init__(self) -> None:
        self.bot = self.add_person("mockingbird", bot=True)

    def add_person(self, name: str, locale: str = "en-US", *, bot: bool = False) -> Person:
        person = Person(self.ids.new(), name, locale, bot)
        self.people[person.id] = person
        return person

    def add_guild(self, name: str, shard: int | None = None) -> Guild:
        owner = self.add_person(f"owner of {name}")
        number = self.ids.new() if shard is None else self.ids.on_shard(shard, self.settings.shards)
        guild = Guild(number, name, owner)
        self.guilds[guild.id] = guild
        return guild

    def add_channel(self, guild: Guild, name: str, kind: Kind = Kind.TEXT) -> Place:
        return self._keep(Place(self.ids.new(), kind, name, guild))

    def dm(self, person: Person) -> Place:
        """The one DM of the bot with that person."""
        if person.id not in self.dms:
            self.dms[person.id] = self._keep(Place(self.ids.new(), Kind.DM, people={person.id}))
        return self.dms[person.id]

    def add_thread(self, parent: Place, kind: Kind, name: str, rules: JSON) -> Place:
        """A thread of the bot's own, under a channel."""
        begun = now()
        number = self.ids.new()
        thread = Place(number, kind, name, parent.guild, parent, people={self.bot.id}, owner_id=self.bot.id)
        thread.extra = {
            "archived": False,
            "archive_timestamp": begun,
            "auto_archive_duration": rules.get("auto_archive_duration") or 1440,
            "locked": False,
            "invitable": rules.get("invitable", True),
            "create_timestamp": begun,
        }
        return self._keep(thread)

    def _keep(self, place: Place) -> Place:
        self.places[place.id] = place
        return place

    def place(self, number: int) -> Place:
        """Raises the refusal that a bot gets."""
        if number not in self.places:
            raise Refusal(*UNKNOWN_CHANNEL)
        return self.places[number]

    def reaches(self, person: Person, place: Place, *, writing: bool = False) -> bool:
        """Whether that person can read there, or write."""
        locked = writing and place.archived and place.extra["locked"]
        return place.id in self.places and place.open_to(person) and not locked

    def message(self, place: Place, number: int) -> Message:
        """Raises the refusal that a bot gets, for a deleted message too."""
        if number not in place.messages:
            raise Refusal(*UNKNOWN_MESSAGE)
        return place.messages[number]

    def forget_nonces(self) -> None:
        """Minutes pass, after which Discord knows by no nonce that it has a message already."""
        for place in self.places.values():
            for message in place.messages.values():
                message.nonce = None

    def recipients(self, place: Place) -> list[Person]:
        return [self.people[number] for number in sorted(place.people)]

    def shard_of(self, place: Place | None) -> int:
        """The shard that hears of a place; DMs belong to the first."""
        guild = place.guild if place else None
        return self.shard_of_guild(guild) if guild else 0

    def shard_of_guild(self, guild: Guild) -> int:
        return (guild.id >> 22) % self.settings.shards

    def guilds_of(self, shard: int) -> Iterator[Guild]:
        return (guild for guild in self.guilds.values() if self.shard_of_guild(guild) == shard)

    def channels_of(self, guild: Guild) -> list[Place]:
        return [place for place in self.places.values() if place.guild is guild and not place.is_thread]

    def threads_of(self, guild: Guild) -> list[Place]:
        return [place for place in self.places.values() if place.guild is guild and place.is_thread]
