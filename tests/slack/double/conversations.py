"""conversations.*, users.info and auth.test: what the bot may ask about people and places."""

from itertools import islice

from tests.slack.double import payloads
from tests.slack.double.places import Message, Place
from tests.slack.double.sockets import Sockets
from tests.slack.double.wire import JSON, Call, Refusal, Routes
from tests.slack.double.world import World


class Conversations:
    """Reading of conversations, people and of who the bot is."""

    def __init__(self, world: World, sockets: Sockets) -> None:
        self._world = world
        self._sockets = sockets

    def routes(self) -> Routes:
        return {
            "apps.connections.open": self._connect,
            "auth.test": self._test,
            "conversations.open": self._open,
            "conversations.join": self._join,
            "conversations.info": self._info,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "conversations.members": self._members,
            "users.info": self._user,
        }

    def _connect(self, call: Call) -> JSON:
        if call.token != self._world.settings.app_token:
            raise Refusal("not_allowed_token_type")
        return {"ok": True, "url": self._sockets.ticket()}

    def _test(self, call: Call) -> JSON:
        if call.workspace is None:
            return {"ok": True, "app_id": self._world.settings.app_id}
        team = call.team
        return {
            "ok": True,
            "url": f"{self._world.address}/",
            "team": team.name,
            "user": team.bot.name,
            "team_id": team.id,
            "user_id": team.bot.id,
            "bot_id": team.bot_id,
            "is_enterprise_install": False,
        }

    def _open(self, call: Call) -> JSON:
        """A DM with one person; groups of several are nothing that this bot opens."""
        if number := call.text("channel"):
            channel = self._world.channel(call.team, number)
        else:
            person = self._world.people.get(call.needed("users"))
            if person is None or person.team is not call.team:
                raise Refusal("user_not_found")
            if person.is_bot:
                raise Refusal("cannot_dm_bot")
            channel = self._world.dm(person)
        whole = call.flag("return_im")
        return {"ok": True, "channel": payloads.channel(channel) if whole else {"id": channel.id}}

    def _info(self, call: Call) -> JSON:
        return {
            "ok": True,
            "channel": payloads.channel(self._world.channel(call.team, call.needed("channel"))),
        }

    def _join(self, call: Call) -> JSON:
        """Only a public channel can be joined without an invitation."""
        self._world.granted("channels:join")
        channel = self._world.channel(call.team, call.needed("channel"))
        if channel.kind != "channel":
            raise Refusal("method_not_supported_for_channel_type")
        if channel.archived:
            raise Refusal("is_archived")
        channel.members.add(call.team.bot.id)
        return {"ok": True, "channel": payloads.channel(channel)}

    def _history(self, call: Call) -> JSON:
        channel = self._world.readable(call.team, call.needed("channel"))
        every = [one for one in channel.messages.values() if Place(channel).holds(one)]
        return self._page(call, sorted(every, key=lambda one: one.ts, reverse=True))

    def _replies(self, call: Call) -> JSON:
        channel = self._world.readable(call.team, call.needed("channel"))
        ts = call.needed("ts")
        if not channel.has_thread(ts):
            raise Refusal("thread_not_found")
        parent = channel.messages.get(ts)
        thread = Place(channel, parent.thread_ts or parent.ts if parent else ts)
        every = [one for one in channel.messages.values() if thread.holds(one)]
        return self._page(call, sorted(every, key=lambda one: one.ts))

    def _page(self, call: Call, every: list[Message]) -> JSON:
        oldest, latest = call.text("oldest") or "0", call.text("latest") or "9" * 10
        inclusive = call.flag("inclusive")

        def inside(ts: str) -> bool:
            return oldest < ts < latest or (inclusive and ts in (oldest, latest))

        # conversations.replies gives the thread's first message whatever the bounds.
        first = call.text("ts") if call.method == "conversations.replies" else ""
        found = [one for one in every if one.ts == first or inside(one.ts)]
        begin, limit = call.number("cursor", 0), call.number("limit", 100)
        page = list(islice(found, begin, begin + limit))
        more = len(found) > begin + limit
        cursor = str(begin + limit) if more else ""
        shown = [payloads.message(one, self._world.settings.app_id) for one in page]
        return {"ok": True, "messages": shown, "has_more": more} | {
            "response_metadata": {"next_cursor": cursor}
        }

    def _members(self, call: Call) -> JSON:
        channel = self._world.joined(call.team, call.needed("channel"))
        return {"ok": True, "members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}

    def _user(self, call: Call) -> JSON:
        person = self._world.people.get(call.needed("user"))
        if person is None or person.team is not call.team:
            raise Refusal("user_not_found")
        locale = {"locale": person.locale} if call.flag("include_locale") else {}
        return {"ok": True, "user": {**payloads.profile(person), **locale}}
