"""The gateway: connections that identify, resume and break as Discord's do, and the events on them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import WSMsgType, web

from tests.discord.double import payloads
from tests.discord.double.places import Guild, Place, moment
from tests.discord.double.sessions import ACK, HELLO, INVALID, RECONNECT, Session, Socket
from tests.discord.double.waiting import Pulse
from tests.discord.double.wire import JSON
from tests.discord.double.world import MESSAGE_CONTENT, PRIVILEGED, World

HEARTBEAT_MS = 41_250
ROUND_TRIP = 20.0
ENDS_SESSION = (1000, 1001)
GUILDS = 1 << 0
NEEDS = {
    "MESSAGE_CREATE": (1 << 9, 1 << 12),
    "MESSAGE_UPDATE": (1 << 9, 1 << 12),
    "MESSAGE_DELETE": (1 << 9, 1 << 12),
    "TYPING_START": (1 << 11, 1 << 14),
    "GUILD_CREATE": (GUILDS, 0),
    "THREAD_CREATE": (GUILDS, 0),
    "THREAD_UPDATE": (GUILDS, 0),
    "THREAD_DELETE": (GUILDS, 0),
}


class Gateway:
    """`identified` counts successful IDENTIFYs, so that a new process can be told from an old one."""

    def __init__(self, world: World, pulse: Pulse, faults: list[str]) -> None:
        self.identified = 0
        self.resumed = 0
        self._world = world
        self._pulse = pulse
        self._faults = faults
        self._sessions: dict[str, Session] = {}
        self._open = asyncio.Event()
        self._open.set()

    def send(self, name: str, data: JSON, *, where: Place | None, bare: JSON | None = None) -> None:
        """Sends an event to every session of the shard that asked for its kind.

        `bare` goes to those without the message-content intent instead.
        """
        self._send(name, data, self._world.shard_of(where), where is None or where.guild is None, bare)

    def send_guild(self, guild: Guild) -> None:
        """GUILD_CREATE, as it comes after READY and when the bot joins."""
        shard = self._world.shard_of_guild(guild)
        self._send("GUILD_CREATE", self._guild(guild), shard, private=False)

    def _send(self, name: str, data: JSON, shard: int, private: bool, bare: JSON | None = None) -> None:
        needed = NEEDS.get(name, (0, 0))[private]
        whole, short = json.dumps(data), "" if bare is None else json.dumps(bare)
        for session in self._sessions.values():
            if session.shard == shard and (not needed or session.intents & needed):
                sees_content = bare is None or session.intents & MESSAGE_CONTENT
                session.event(name, whole if sees_content else short)

    def _guild(self, guild: Guild) -> JSON:
        world = self._world
        return {
            **payloads.guild(guild),
            "joined_at": moment(guild.id),
            "large": False,
            "hub_type": None,
            "unavailable": False,
            "member_count": len(world.people),
            "members": [payloads.member(world.bot)],
            "channels": [payloads.place(one, []) for one in world.channels_of(guild)],
            "threads": [payloads.place(one, []) for one in world.threads_of(guild)],
            **{name: [] for name in ("voice_states", "presences", "stage_instances")},
            **{name: [] for name in ("guild_scheduled_events", "soundboard_sounds")},
        }

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One websocket from HELLO to its end."""
        raw = web.WebSocketResponse(max_msg_size=0, compress=False)
        await raw.prepare(request)
        await self._open.wait()
        socket = Socket(raw, request, compressed=request.query.get("compress") == "zlib-stream")
        writer = asyncio.create_task(socket.write())
        socket.send_op(HELLO, {"heartbeat_interval": HEARTBEAT_MS, "_trace": []})
        session: Session | None = None
        try:
            async for message in raw:
                if message.type is WSMsgType.TEXT:
                    session = await self._hear(socket, session, json.loads(message.data))
        finally:
            writer.cancel()
            self._left(session, socket, raw.close_code)
        return raw

    def _left(self, session: Session | None, socket: Socket, code: int | None) -> None:
        if session is not None and session.socket is socket:
            session.socket = None
            if code in ENDS_SESSION:
                self._sessions.pop(session.id, None)
        self._pulse.beat()

    async def _hear(self, socket: Socket, session: Session | None, said: JSON) -> Session | None:
        op, data = said["op"], said["d"]
        if op == 1:
            socket.send_op(ACK)
        elif op == 2:
            session = await self._identify(socket, data)
        elif op == 6:
            session = self._resume(socket, data)
        elif op == 8 and session is not None:
            self._chunk(session, data)
        elif op != 3:
            self._faults.append(f"gateway: op {op} is nothing a text bot sends")
        self._pulse.beat()
        return session

    async def _identify(self, socket: Socket, data: JSON) -> Session | None:
        settings = self._world.settings
        shard, shards = data.get("shard") or (0, 1)
        if data["token"] != settings.token:
            await socket.raw.close(code=4004, message=b"Authentication failed.")
        elif shards != settings.shards or not 0 <= shard < shards:
            await socket.raw.close(code=4010, message=b"Invalid shard.")
        elif data["intents"] & PRIVILEGED & ~settings.privileged:
            await socket.raw.close(code=4014, message=b"Disallowed intent(s).")
        else:
            return self._welcome(Session(shard, data["intents"], socket))
        return None

    def _welcome(self, session: Session) -> Session:
        world = self._world
        self._sessions[session.id] = session
        ours = list(world.guilds_of(session.shard))
        ready = {
            "v": 10,
            "user": {**payloads.user(world.bot), "verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": str(one.id), "unavailable": True} for one in ours],
            "session_id": session.id,
            "resume_gateway_url": f"{world.address.replace('http', 'ws', 1)}/gateway",
            "shard": [session.shard, world.settings.shards],
            "application": {"id": str(world.bot.id), "flags": 0, "flags_new": "0"},
        }
        session.event("READY", json.dumps(ready))
        if session.intents & GUILDS:
            for one in ours:
                session.event("GUILD_CREATE", json.dumps(self._guild(one)))
        self.identified += 1
        return session

    def _resume(self, socket: Socket, data: JSON) -> Session | None:
        session = self._sessions.get(data["session_id"])
        if session is None or data["token"] != self._world.settings.token:
            socket.send_op(INVALID, False)
            return None
        session.socket = socket
        if not session.replay(data["seq"] or 0):
            session.socket = None
            socket.send_op(INVALID, False)
            return None
        session.event("RESUMED", '{"_trace":[]}')
        self.resumed += 1
        return session

    def _chunk(self, session: Session, data: JSON) -> None:
        """Everybody known, in one chunk."""
        chunk = {
            "guild_id": str(data["guild_id"]),
            "members": [payloads.member(one) for one in self._world.people.values()],
            "chunk_index": 0,
            "chunk_count": 1,
            **({"nonce": data["nonce"]} if "nonce" in data else {}),
        }
        session.event("GUILD_MEMBERS_CHUNK", json.dumps(chunk))

    async def ready(self, identified: int, within: float) -> None:
        """Until that many IDENTIFYs have been welcomed since the double began."""
        await self._pulse.until(lambda: self.identified >= identified or None, within, self.state)

    async def reconnect(self, within: float = ROUND_TRIP) -> None:
        """Asks every connection to come again (op 7), and waits until they have resumed."""
        await self._again(lambda socket: socket.send_op(RECONNECT), within)

    async def cut(self, within: float = ROUND_TRIP) -> None:
        """Breaks every connection, and waits until they have resumed."""
        await self._again(Socket.cut, within)

    async def invalidate(self, *, resumable: bool, within: float = ROUND_TRIP) -> None:
        """Op 9, and waits for the RESUMEs, or for as many new IDENTIFYs."""
        if resumable:
            await self._again(lambda socket: socket.send_op(INVALID, True), within)
            return
        ended = self._live()
        for session, socket in ended.items():
            del self._sessions[session.id]
            socket.send_op(INVALID, False)
        await self.ready(self.identified + len(ended), within)

    async def _again(self, hurt: Callable[[Socket], None], within: float) -> None:
        before = self._live()
        for socket in before.values():
            hurt(socket)
        await self._back(lambda: all(s.socket not in (None, old) for s, old in before.items()), within)

    @asynccontextmanager
    async def away(self, within: float = ROUND_TRIP) -> AsyncIterator[None]:
        """Breaks every connection and lets none get further than its handshake until the block ends."""
        before = self._live()
        self._open.clear()
        for socket in before.values():
            socket.cut()
        try:
            await self._back(lambda: not self._live(), within)
            yield
        finally:
            self._open.set()
        await self._back(lambda: all(session.socket for session in before), within)

    async def _back(self, so: Callable[[], bool], within: float) -> None:
        await self._pulse.until(lambda: so() or None, within, self.state)

    def _live(self) -> dict[Session, Socket]:
        return {session: session.socket for session in self._sessions.values() if session.socket is not None}

    def state(self) -> str:
        """Each session in a few words."""
        each = [
            f"shard {session.shard} {'connected' if session.socket else 'away'} at event {session.seq}"
            for session in self._sessions.values()
        ]
        return f"{self.identified} identified, {self.resumed} resumed; {'; '.join(each) or 'no session'}"

    async def close(self) -> None:
        """Ends every connection, as at the end of a test."""
        self._open.set()
        for socket in self._live().values():
            await socket.raw.close(code=1001)
