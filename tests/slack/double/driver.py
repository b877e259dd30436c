"""The double as a test drives it: people who type, press and read, and a network that misbehaves."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from tests.slack.double.accounts import Browser
from tests.slack.double.acts import Acts
from tests.slack.double.api import Answered
from tests.slack.double.asked import Asked
from tests.slack.double.blocks import escape
from tests.slack.double.deliveries import Delivery
from tests.slack.double.forms import Upload
from tests.slack.double.places import AssistantThread, Message, Person, Place, Team
from tests.slack.double.plans import Plan
from tests.slack.double.reading import text_of
from tests.slack.double.server import Server
from tests.slack.double.views import View

ROOT_OF_ASSISTANT = "assistant_app_thread"
LOOK_AGAIN = 0.01


class Double(Acts):
    """Slack for one app. Whatever waits has a limit, and then raises AssertionError with what was seen.

    `url` is for SLACK_API_URL. `faults` says what was wrong with the bot's payloads; a test that provokes
    some clears it. `contract` is None where this machine has no copy of Slack's types. `requests` are the
    calls of the Web API, `bursts` the most messages that each conversation got in two seconds. `sockets`
    breaks connections (`refresh`, `warn`, `cut`, all waiting until the bot is back), `site` sends forged,
    stale and replayed requests, `browser` installs the app. `story()` is what happened last, as text.
    """

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self._known: dict[tuple[str, str], Person] = {}
        self.url = f"{server.world.address}/api/"
        self.settings = server.world.settings
        self.contract = server.contract
        self.faults = server.faults
        self.requests = server.api.requests
        self.bursts = server.bursts.most
        self.sockets = server.sockets
        self.site = server.site
        self.browser = Browser(server.site, server.accounts)
        self.cut = server.sockets.cut
        self.story = server.story
        self.team = server.world.add_team("Study Hall")
        self.bot = self.team.bot
        self.channel = self.new_channel("interviews")

    # People and places

    def new_team(self, name: str) -> Team:
        """A further workspace, its app installed under a token of its own."""
        return self._world.add_team(name)

    def person(self, name: str, team: Team | None = None, zone: str = "Europe/Berlin") -> Person:
        """The person of that name in a workspace, in all its public channels, made at the first call."""
        home = team or self.team
        if (home.id, name) not in self._known:
            self._known[home.id, name] = person = self._world.add_person(home, name, zone)
            for channel in self._world.channels.values():
                if channel.kind == "channel" and channel.team is home:
                    channel.members.add(person.id)
        return self._known[home.id, name]

    def new_channel(
        self, name: str, team: Team | None = None, *, private: bool = False, joined: bool = True
    ) -> Place:
        """A channel of everybody so far; `joined` says whether the bot is in it too."""
        kind: Any = "group" if private else "channel"
        return Place(self._world.add_channel(team or self.team, name, kind, joined=joined))

    def dm(self, person: Person) -> Place:
        return Place(self._world.dm(person))

    def thread(self, message: Message) -> Place:
        """The thread that a message begins or stands in."""
        return Place(message.channel, message.thread_ts or message.ts)

    def archive(self, place: Place) -> None:
        place.channel.archived = True

    # What a person does with messages

    def say(
        self,
        person: Person,
        text: str,
        where: Place | None = None,
        files: Sequence[Upload] = (),
        *,
        mention_bot: bool = False,
    ) -> Message:
        """Sends a message, in the DM unless said otherwise."""
        place = where or self.dm(person)
        assert person.id in place.channel.members, f"{person.name} is not in {place.channel}"
        assert not place.channel.archived, f"{place.channel} is archived"
        mention = f"<@{place.team.bot.id}> " if mention_bot else ""
        kept = [self._server.board.keep(person, *one) for one in files]
        return self._server.board.post(place, person, {"text": f"{mention}{escape(text)}".strip()}, kept)

    def edit(self, person: Person, message: Message, text: str) -> None:
        assert message.author == person, f"{person.name} edits only what {person.name} wrote"
        self._server.board.rewrite(message, {"text": escape(text)})

    def delete(self, person: Person, message: Message) -> None:
        assert message.author == person, f"{person.name} deletes only what {person.name} wrote"
        self._server.board.remove(message)

    def told(self, message: Message) -> list[Delivery]:
        """What was sent to the app about a person's message."""
        return self._server.events.told[message]

    async def heard(self, message: Message, within: float = 30.0) -> None:
        """Until the app has acknowledged every event that a message caused."""
        told = self.told(message)

        def all_acknowledged() -> bool | None:
            return all(one.acked_after is not None for one in told) or None

        await self._pulse.until(all_acknowledged, within, self.story)

    # The home and the assistant

    async def open_home(self, person: Person, within: float = 30.0) -> View:
        """Opens the App Home, and the view that the bot publishes upon it."""
        views = self._server.views
        before = views.published.get(person.id, 0)
        self.look_home(person)

        def newer() -> View | None:
            return views.homes[person.id] if views.published.get(person.id, 0) > before else None

        return await self._pulse.until(newer, within, self.story)

    def look_home(self, person: Person) -> None:
        """Opens the App Home, whether the bot does anything about it or not."""
        home = self.home(person)
        shown = self._server.views.shown(home) if home else None
        self._server.events.home_opened(person, self._world.dm(person), shown)

    def home(self, person: Person) -> View | None:
        """What the App Home shows; the same object through every publishing."""
        return self._server.views.homes.get(person.id)

    def open_assistant(self, person: Person, beside: Place | None = None) -> Place:
        """Begins a thread with the assistant, seen beside a channel; the place to write in it."""
        channel = self._world.dm(person)
        ts = self._world.ids.stamp()
        root = Message(ts, channel, person.team.bot, "New Assistant Thread", subtype=ROOT_OF_ASSISTANT)
        channel.messages[ts] = root
        place = Place(channel, ts)
        self._server.events.assistant("started", person, place, self._context(beside))
        return place

    def move_assistant(self, person: Person, thread: Place, beside: Place) -> None:
        """The person goes to another channel with the assistant's pane open."""
        self._server.events.assistant("context_changed", person, thread, self._context(beside))

    def _context(self, beside: Place | None) -> dict[str, Any]:
        if beside is None:
            return {}
        return {"channel_id": beside.id, "team_id": beside.team.id, "enterprise_id": None}

    def assistant(self, thread: Place) -> AssistantThread:
        """The status, title and prompts that the pane shows."""
        return self._world.assistant(thread)

    # What a person sees

    def history(self, person: Person, where: Place | None = None) -> list[Message]:
        """All that person sees in a place, the oldest first; what only they see included."""
        return (where or self.dm(person)).seen_by(person)

    async def sees(
        self, person: Person, text: str, where: Place | None = None, within: float = 30.0
    ) -> Message:
        """The newest visible message of the bot that contains a text as it stands now."""

        def found() -> Message | None:
            every = (one for one in reversed(self.history(person, where)) if one.author.is_bot)
            return next((one for one in every if text in text_of(one)), None)

        return await self._pulse.until(found, within, lambda: f"{person.name} sees {text!r}\n{self.story()}")

    async def settled(self, done: Callable[[], Any], within: float = 30.0) -> None:
        """Until something is so, whether the double has a part in it or not."""
        try:
            async with asyncio.timeout(within):
                while not done():
                    await asyncio.sleep(LOOK_AGAIN)
        except TimeoutError:
            raise AssertionError(f"not within {within:g} s\n{self.story()}") from None

    async def called(
        self, method: str, error: str = "", times: int = 1, within: float = 30.0, status: int = 200
    ) -> Answered:
        """The bot's call number `times` of a method that ended that way; no error means that it was done."""

        def found() -> Answered | None:
            every = (one for one in self.requests if one.method == method)
            ended = (one for one in every if (one.error, one.status) == (error, status))
            return next(islice(ended, times - 1, None), None)

        what = f"{method} with {status} {error or 'ok'}, {times} times"
        return await self._pulse.until(found, within, lambda: f"{what}\n{self.story()}")

    # Trouble

    async def redeliver(self, event: "Asked | Message") -> None:
        """Sends the very same payload again, as Slack does when it has missed the acknowledgement."""
        told = [event.delivery] if isinstance(event, Asked) else self.told(event)
        for delivery in told:
            self._server.courier.send(delivery, again=True)

    def fail(
        self,
        method: str,
        error: str = "internal_error",
        status: int = 200,
        times: int = 1,
        retry_after: float | None = None,
    ) -> None:
        """The next calls of a method get that answer, and do nothing; 429 by itself says `ratelimited`."""
        if status == 429:
            error, retry_after = "ratelimited", 1 if retry_after is None else retry_after
        self._server.plans.add(Plan(method, times, error, status, retry_after))

    def delay(self, method: str, seconds: float, times: int = 1) -> None:
        """The next calls of a method are dealt with that much later."""
        self._server.plans.add(Plan(method, times, delay=seconds))

    def withhold(self, method: str, *, cut: bool = False) -> None:
        """The next call of a method is carried out, but its answer never comes.

        With `cut` the bot sees the connection end; else it waits.
        """
        self._server.plans.withhold(method, cut=cut)

    def revoke(self, team: Team | None = None) -> None:
        """Ends the bot's token, and tells the app."""
        self._server.accounts.revoke(team or self.team)

    def uninstall(self, team: Team | None = None) -> None:
        """Removes the app from a workspace, and tells it."""
        self._server.accounts.uninstall(team or self.team)

    def expire(self, asked: Asked) -> None:
        """Lets an act's response_url run out now."""
        asked.delivery.expired = True

    async def connected(self, greeted: int = 1, within: float = 60.0) -> None:
        """Until that many Socket Mode connections have been greeted since the double's beginning."""
        await self.sockets.ready(greeted, within)
