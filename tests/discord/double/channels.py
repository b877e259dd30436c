"""The routes of channels: messages, typing, reactions, threads and DMs."""

from collections.abc import Iterable
from urllib.parse import unquote

from tests.discord.double import payloads
from tests.discord.double.board import Board
from tests.discord.double.gateway import Gateway
from tests.discord.double.places import Kind, Message, Permission, Place
from tests.discord.double.wire import (
    ARCHIVED,
    CLOSED_DM,
    JSON,
    MISSING_PERMISSIONS,
    NOT_YOURS,
    UNKNOWN_MEMBER,
    UNKNOWN_USER,
    WRONG_CHANNEL_TYPE,
    Call,
    Refusal,
    Route,
)
from tests.discord.double.world import World

REPLY = 19
RECENT = 20


class Channels:
    """What a bot does outside interactions."""

    def __init__(self, world: World, board: Board, gateway: Gateway) -> None:
        self._world = world
        self._board = board
        self._gateway = gateway

    def routes(self) -> Iterable[Route]:
        messages = "/channels/{channel_id}/messages"
        one = f"{messages}/{{message_id}}"
        reaction = f"{one}/reactions/{{emoji_name}}/@me"
        member = "/channels/{channel_id}/thread-members/{user_id}"
        yield Route("GET", "/channels/{channel_id}", self.read_place)
        yield Route("PATCH", "/channels/{channel_id}", self.change_place)
        yield Route("POST", "/channels/{channel_id}/typing", self.typing)
        yield Route("POST", messages, self.send)
        yield Route("GET", messages, self.read_all)
        yield Route("GET", one, self.read)
        yield Route("PATCH", one, self.edit)
        yield Route("DELETE", one, self.delete)
        yield Route("PUT", reaction, self.react)
        yield Route("DELETE", reaction, self.unreact)
        yield Route("POST", "/channels/{channel_id}/threads", self.thread, status=201)
        yield Route("POST", f"{one}/threads", self.public_thread, status=201)
        yield Route("PUT", member, self.add_member)
        yield Route("DELETE", member, self.remove_member)
        yield Route("POST", "/users/@me/channels", self.open_dm)

    def _place(self, call: Call, *needed: Permission) -> Place:
        """The channel of a call. Raises Refusal without the rights needed there."""
        place = self._world.place(call.number("channel_id"))
        for permission in (Permission.VIEW_CHANNEL, *needed):
            if place.guild is not None and permission not in place.guild.allowed:
                raise Refusal(*MISSING_PERMISSIONS)
        return place

    def _message(self, call: Call, *needed: Permission) -> Message:
        return self._world.message(self._place(call, *needed), call.number("message_id"))

    def _payload(self, place: Place) -> JSON:
        return payloads.place(place, self._world.recipients(place) if place.kind is Kind.DM else [])

    def read_place(self, call: Call) -> JSON:
        return self._payload(self._place(call))

    def change_place(self, call: Call) -> JSON:
        """A thread's name and whether it is archived or locked; a bot changes nothing else here."""
        place = self._place(call, Permission.MANAGE_THREADS)
        place.name = call.body.get("name") or place.name
        state = {name: call.body[name] for name in ("archived", "locked") if name in call.body}
        self._board.mark(place, **state)
        return self._payload(place)

    def typing(self, call: Call) -> None:
        self._place(call, Permission.SEND_MESSAGES)

    def send(self, call: Call) -> JSON:
        thread = self._world.place(call.number("channel_id")).is_thread
        needed = Permission.SEND_MESSAGES_IN_THREADS if thread else Permission.SEND_MESSAGES
        place = self._place(call, needed, *([Permission.ATTACH_FILES] if call.uploads else []))
        if place.people & self._world.closed and place.kind is Kind.DM:
            raise Refusal(*CLOSED_DM)
        if place.shut:
            raise Refusal(*ARCHIVED)
        if call.body.get("enforce_nonce") and (sent := self._sent(place, call.body["nonce"])):
            return payloads.message(sent)
        message = self._board.blank(place, self._world.bot)
        if reference := call.body.get("message_reference"):
            message.kind = REPLY
            message.reply_to = self._world.message(place, int(reference["message_id"]))
        return payloads.message(self._board.post(message, call.body, call.uploads))

    def _sent(self, place: Place, nonce: object) -> Message | None:
        """The message that an earlier try of the same request has left."""
        last = sorted(place.messages)[-RECENT:]
        return next((place.messages[n] for n in last if place.messages[n].nonce == nonce), None)

    def read_all(self, call: Call) -> list[JSON]:
        """The newest first, at most `limit`, between `after` and `before`."""
        place = self._place(call)
        if place.guild is not None and Permission.READ_MESSAGE_HISTORY not in place.guild.allowed:
            return []
        before = int(call.query.get("before") or 1 << 64)
        after = int(call.query.get("after") or 0)
        found = [one for number, one in sorted(place.messages.items()) if after < number < before]
        limit = int(call.query.get("limit") or 50)
        chosen = found[:limit] if "after" in call.query else found[-limit:]
        return [payloads.message(one) for one in reversed(chosen)]

    def read(self, call: Call) -> JSON:
        return payloads.message(self._message(call, Permission.READ_MESSAGE_HISTORY))

    def edit(self, call: Call) -> JSON:
        message = self._message(call)
        if message.author != self._world.bot:
            raise Refusal(*NOT_YOURS, illegal=True)
        if message.place.archived:
            raise Refusal(*ARCHIVED)
        return payloads.message(self._board.rewrite(message, call.body, call.uploads))

    def delete(self, call: Call) -> None:
        message = self._message(call)
        if message.author != self._world.bot:
            raise Refusal(*MISSING_PERMISSIONS)
        self._board.remove(message)

    def react(self, call: Call) -> None:
        message = self._message(call, Permission.ADD_REACTIONS)
        emoji = unquote(call.params["emoji_name"])
        if emoji not in message.reactions:
            message.reactions.append(emoji)

    def unreact(self, call: Call) -> None:
        message = self._message(call)
        emoji = unquote(call.params["emoji_name"])
        if emoji in message.reactions:
            message.reactions.remove(emoji)

    def thread(self, call: Call) -> JSON:
        """A thread without a message, private unless the body says otherwise."""
        kind = Kind(call.body.get("type") or Kind.PRIVATE_THREAD)
        private = kind is Kind.PRIVATE_THREAD
        needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
        return self._thread(self._place(call, needed), kind, call.body)

    def public_thread(self, call: Call) -> JSON:
        self._message(call)
        place = self._place(call, Permission.CREATE_PUBLIC_THREADS)
        return self._thread(place, Kind.PUBLIC_THREAD, call.body)

    def _thread(self, place: Place, kind: Kind, rules: JSON) -> JSON:
        if place.kind is not Kind.TEXT:
            raise Refusal(*WRONG_CHANNEL_TYPE, illegal=True)
        thread = self._world.add_thread(place, kind, rules["name"], rules)
        made = {**self._payload(thread), "member": payloads.thread_member(thread, self._world.bot.id)}
        self._gateway.send("THREAD_CREATE", {**made, "newly_created": True}, where=thread)
        return made

    def add_member(self, call: Call) -> None:
        place, number = self._place(call), call.number("user_id")
        if number not in self._world.people:
            raise Refusal(*UNKNOWN_MEMBER)
        if place.archived:
            raise Refusal(*ARCHIVED)
        place.people.add(number)

    def remove_member(self, call: Call) -> None:
        self._place(call, Permission.MANAGE_THREADS).people.discard(call.number("user_id"))

    def open_dm(self, call: Call) -> JSON:
        """A DM can be opened with everybody; only sending shows that it is closed."""
        person = self._world.people.get(int(call.body["recipient_id"]))
        if person is None:
            raise Refusal(*UNKNOWN_USER)
        return self._payload(self._world.dm(person))
