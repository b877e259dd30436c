"""The double as a test drives it: people who type, press and read, and a network that misbehaves."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from tests.discord.double import events, payloads
from tests.discord.double.accounts import EVERYWHERE, publish
from tests.discord.double.api import Answered
from tests.discord.double.asked import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Asked
from tests.discord.double.events import Installed
from tests.discord.double.forms import Form
from tests.discord.double.offers import MESSAGE_MENU, SLASH, File, Keep, Value, data_of, offered
from tests.discord.double.places import Attachment, Guild, Kind, Message, Person, Place
from tests.discord.double.plans import failure, lateness
from tests.discord.double.reading import BUTTON, SELECTS, Pressable, buttons_of, parts, shown, text_of
from tests.discord.double.server import Server
from tests.discord.double.wire import JSON, Upload


class Double:
    """Discord for one bot. Whatever waits has a limit, and then raises AssertionError with what was seen.

    `url` and `gateway_url` are for DISCORD_API_URL and DISCORD_GATEWAY_URL. `faults` says what was wrong
    with the bot's requests; a test that provokes some clears it. `contract` is None where there is no copy of
    Discord's description. `reconnect` is op 7 and `invalidate` op 9, `cut` breaks the connections, and all
    three wait until the bot is back; `away` is a block in which it cannot come back. `withhold` leaves a
    request unanswered. `archive` and `delete_thread` are a moderator's. `story()` tells what happened last.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._world = server.world
        self._known: dict[str, Person] = {}
        self.url = server.world.address
        self.gateway_url = f"{self.url.replace('http', 'ws', 1)}/gateway"
        self.settings = server.world.settings
        self.contract = server.contract
        self.faults = server.faults
        self.requests = server.api.requests
        self.bot = server.world.bot
        self.guild = server.world.add_guild("Study Hall", shard=0)
        self.channel = server.world.add_channel(self.guild, "interviews")
        self.story = server.story
        self.gateway = server.gateway
        self.reconnect, self.invalidate = server.gateway.reconnect, server.gateway.invalidate
        self.cut = server.gateway.cut
        self.away, self.withhold = server.gateway.away, server.plans.withhold
        self.forget_nonces = server.world.forget_nonces
        self.archive, self.delete_thread = server.board.archive, server.board.remove_thread

    @property
    def commands(self) -> list[JSON]:
        """The commands published for everywhere."""
        return self._world.commands.get(EVERYWHERE, [])

    def publish(self, commands: list[JSON], guild: Guild | None = None) -> None:
        """Sets the commands directly, as a PUT of the bot would."""
        publish(self._world, commands, guild.id if guild else EVERYWHERE)

    # People and places

    def person(self, name: str, locale: str = "en-US") -> Person:
        """The person of that name, a member of every server, made at the first call."""
        if name not in self._known:
            self._known[name] = self._world.add_person(name, locale)
        return self._known[name]

    def dm(self, person: Person) -> Place:
        return self._world.dm(person)

    def close_dms(self, person: Person) -> None:
        """From now on the bot can open a DM with that person, but not send anything in it."""
        self._world.closed.add(person.id)

    def open_dms(self, person: Person) -> None:
        self._world.closed.discard(person.id)

    def new_guild(self, name: str, shard: int = 0, kind: Kind = Kind.TEXT) -> Place:
        """A further server on a shard, which the bot joins; its one channel."""
        guild = self._world.add_guild(name, shard)
        channel = self._world.add_channel(guild, "general", kind)
        self.gateway.send_guild(guild)
        return channel

    def threads(self, person: Person) -> list[Place]:
        """The threads that person can read, the oldest first."""
        return [one for one in self._world.places.values() if one.is_thread and one.open_to(person)]

    # What a person does with interactions

    async def command(
        self,
        person: Person,
        name: str,
        values: Mapping[str, Value] | None = None,
        *,
        where: Place | None = None,
        files: Mapping[str, File] | None = None,
        installed: Installed = "guild",
        wait: bool = True,
    ) -> Asked:
        """`/interview start` with its options, in a DM unless said otherwise.

        With `wait`, until the bot has responded first. Raises AssertionError for what a client would not
        send, and where no response comes within Discord's patience.
        """
        place = where or self.dm(person)
        first, *rest = name.removeprefix("/").split()
        command = offered(self._world.commands, first, SLASH, person, place, installed)
        data = data_of(command, rest, values or {}, files or {}, self._keeper(place))
        return await self._ask(COMMAND, person, place, data, installed=installed, wait=wait)

    async def autocomplete(
        self, person: Person, name: str, values: Mapping[str, Value], focused: str, where: Place | None = None
    ) -> list[JSON]:
        """The choices offered while a person types: `{name, value}` each."""
        place = where or self.dm(person)
        first, *rest = name.removeprefix("/").split()
        command = offered(self._world.commands, first, SLASH, person, place, "guild")
        data = data_of(command, rest, values, {}, self._keeper(place), focused)
        asked = await self._ask(AUTOCOMPLETE, person, place, data)
        return asked.choices or []

    async def menu(self, person: Person, name: str, message: Message, *, wait: bool = True) -> Asked:
        """A command of a message's context menu."""
        command = offered(self._world.commands, name, MESSAGE_MENU, person, message.place, "guild")
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": MESSAGE_MENU,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): payloads.message(message)}},
        }
        return await self._ask(COMMAND, person, message.place, data, wait=wait)

    async def press(self, person: Person, message: Message, button: str, *, wait: bool = True) -> Asked:
        """Presses a button by its label or custom_id. Raises AssertionError where it cannot be pressed."""
        there = {one.label: one for one in buttons_of(message) if one.custom_id}
        there |= {one.custom_id: one for one in there.values()}
        found: Pressable | None = there.get(button)
        assert found, f"no button {button!r} on: {shown(message)}"
        assert not found.disabled, f"button {button!r} is disabled on: {shown(message)}"
        return await self.press_id(person, message, found.custom_id, wait=wait)

    async def press_id(self, person: Person, message: Message, custom_id: str, *, wait: bool = True) -> Asked:
        """A button's event for any custom_id, whether the message has such a button or not."""
        here = (part for part in parts(message.components) if part.get("custom_id") == custom_id)
        number = next((part["id"] for part in here), 1)
        data = {"id": number, "component_type": BUTTON, "custom_id": custom_id}
        return await self._on_message(person, message, data, wait)

    async def choose(
        self, person: Person, message: Message, custom_id: str, values: Sequence[str], *, wait: bool = True
    ) -> Asked:
        """Chooses values of a select."""
        selects = (part for part in parts(message.components) if part["type"] in SELECTS)
        found = next((part for part in selects if part["custom_id"] == custom_id), None)
        assert found, f"no select {custom_id!r} on: {shown(message)}"
        data = {"id": found["id"], "component_type": found["type"], "custom_id": custom_id}
        return await self._on_message(person, message, {**data, "values": list(values)}, wait)

    async def _on_message(self, person: Person, message: Message, data: JSON, wait: bool) -> Asked:
        assert message.shown_to(person), f"{person.name} cannot see: {shown(message)}"
        return await self._ask(COMPONENT, person, message.place, data, source=message, wait=wait)

    async def submit(
        self,
        person: Person,
        form: Asked,
        values: Mapping[str, Any] | None = None,
        files: Mapping[str, Sequence[File]] | None = None,
        *,
        wait: bool = True,
    ) -> Asked:
        """Fills in the modal that was the answer to `form`, by custom_id or label."""
        assert form.modal is not None, f"no modal was shown, but a response of type {form.response}"
        data = Form(values or {}, files or {}, self._keeper(form.place)).data(form.modal)
        return await self._ask(MODAL, person, form.place, data, source=form.source, form=form, wait=wait)

    async def _ask(
        self,
        kind: int,
        person: Person,
        place: Place,
        data: JSON,
        *,
        installed: Installed = "guild",
        source: Message | None = None,
        form: Asked | None = None,
        wait: bool = True,
    ) -> Asked:
        assert self._world.reaches(person, place), f"{person.name} cannot see {place.kind.name} {place.name}"
        event = events.interaction(self._world, kind, person, place, data, installed, source)
        asked = self._server.ask(person, place, event, source, form)
        asked.deliver()
        return await asked.acknowledged(self.settings.patience + 1) if wait else asked

    def expire(self, asked: Asked) -> None:
        """Lets an interaction's token run out now."""
        asked.expired = True

    # What a person does with messages

    def say(
        self,
        person: Person,
        text: str,
        where: Place | None = None,
        files: Sequence[File] = (),
        *,
        mention_bot: bool = False,
    ) -> Message:
        """Sends a message, in the DM unless said otherwise."""
        place = where or self.dm(person)
        assert self._world.reaches(person, place, writing=True), f"{person.name} cannot write in {place}"
        content = f"<@{self.bot.id}> {text}".strip() if mention_bot else text
        uploads = {number: Upload(*file) for number, file in enumerate(files)}
        message = self._server.board.blank(place, person)
        return self._server.board.post(message, {"content": content}, uploads)

    def edit(self, person: Person, message: Message, text: str) -> None:
        assert message.author == person, f"{person.name} edits only what {person.name} wrote"
        self._server.board.rewrite(message, {"content": text}, {})

    def delete(self, person: Person, message: Message) -> None:
        assert message.author == person, f"{person.name} deletes only what {person.name} wrote"
        self._server.board.remove(message)

    def type(self, person: Person, where: Place | None = None) -> None:
        place = where or self.dm(person)
        self.gateway.send("TYPING_START", events.typing(person, place), where=place)

    # What a person sees

    def history(self, person: Person, where: Place | None = None) -> list[Message]:
        """All that person sees in a place, the oldest first; what only they see included."""
        place = where or self.dm(person)
        return place.seen_by(person)

    async def sees(
        self, person: Person, text: str, where: Place | None = None, within: float = 30.0
    ) -> Message:
        """The newest visible message of the bot that contains a text as it stands now."""

        def found() -> Message | None:
            every = (one for one in reversed(self.history(person, where)) if one.author.bot)
            return next((one for one in every if text in text_of(one)), None)

        what = f"{person.name} sees {text!r}"
        return await self._server.pulse.until(found, within, lambda: f"{what}\n{self.story()}")

    async def called(
        self, method: str, path: str, status: int, times: int = 1, within: float = 30.0
    ) -> Answered:
        """The bot's request number `times` whose path matches the expression and that got that status."""

        def found() -> Answered | None:
            every = (one for one in self.requests if (one.method, one.status) == (method, status))
            return next(islice((one for one in every if re.search(path, one.path)), times - 1, None), None)

        what = f"{method} {path} with {status}"
        return await self._server.pulse.until(found, within, lambda: f"{what}\n{self.story()}")

    # Trouble

    async def redeliver(self, event: "Asked | Message") -> None:
        """Sends the very same payload again, as Discord sometimes does."""
        if isinstance(event, Asked):
            event.redeliver()
        else:
            self._server.board.tell_again(event)

    def fail(
        self,
        method: str,
        path: str,
        status: int,
        times: int = 1,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> None:
        """The next requests whose path matches the expression get that answer, and do nothing."""
        self._server.plans.add(failure(method, path, status, times, headers, body))

    def delay(self, method: str, path: str, seconds: float, times: int = 1) -> None:
        """The next requests whose path matches the expression are dealt with that much later."""
        self._server.plans.add(lateness(method, path, seconds, times))

    async def connected(self, identified: int | None = None, within: float = 60.0) -> None:
        """Until every shard has identified; `identified` counts from the double's beginning."""
        wanted = self.settings.shards if identified is None else identified
        await self.gateway.ready(wanted, within)

    def _keeper(self, place: Place) -> Keep:
        def keep(file: File) -> Attachment:
            return self._server.board.attach(place, Upload(*file))

        return keep
