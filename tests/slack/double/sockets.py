"""Socket Mode: connections that greet, envelopes on them, and what happens when one is not acknowledged."""

import asyncio
import json
import secrets
from collections import deque

from aiohttp import WSMsgType, web

from tests.discord.double.waiting import Pulse
from tests.slack.double.deliveries import Delivery
from tests.slack.double.wire import JSON
from tests.slack.double.world import World

ROUND_TRIP = 20.0
TAKES_ANSWER = ("slash_commands", "interactive")


class Sockets:
    """`greeted` counts the connections that have got their hello, so that a new process can be told apart.

    An event that is not acknowledged comes again, three times at most; one that finds no connection waits
    for the next. Commands and interactions come once: without a connection they are lost.
    """

    def __init__(self, world: World, pulse: Pulse, faults: list[str]) -> None:
        self.greeted = 0
        self._world = world
        self._pulse = pulse
        self._faults = faults
        self._tickets: set[str] = set()
        self._open: dict[web.WebSocketResponse, web.Request] = {}
        self._turn = 0
        self._sent: dict[str, tuple[Delivery, float]] = {}
        self._waiting: deque[Delivery] = deque()
        self._timers: dict[Delivery, asyncio.TimerHandle] = {}
        self._writes: set[asyncio.Task[None]] = set()

    def ticket(self) -> str:
        """The address of a connection, good once."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return f"{self._world.address.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id=double"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection from its hello to its end."""
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=408, text="the ticket is unknown or used")
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        self._open[socket] = request
        await socket.send_str(json.dumps(self._hello()))
        self.greeted += 1
        self._pulse.beat()
        self._send_waiting()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._hear(json.loads(message.data))
        finally:
            self._leave(socket)
        return socket

    def _hello(self) -> JSON:
        info = {"app_id": self._world.settings.app_id}
        debug = {"host": "double", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "connection_info": info,
            "num_connections": len(self._open),
            "debug_info": debug,
        }

    def _leave(self, socket: web.WebSocketResponse) -> None:
        self._open.pop(socket, None)
        self._pulse.beat()

    def send(self, delivery: Delivery, *, again: bool = False) -> None:
        """Sends one envelope on the connection whose turn it is. `again` is a repeat without a cause."""
        if not self._open:
            if delivery.kind == "events_api" and not again:
                self._waiting.append(delivery)
            return
        delivery.begin()
        number = secrets.token_hex(8)
        self._sent[number] = (delivery, asyncio.get_running_loop().time())
        self._turn += 1
        socket = list(self._open)[self._turn % len(self._open)]
        text = json.dumps(self._envelope(delivery, number))
        write = asyncio.get_running_loop().create_task(self._write(socket, text))
        self._writes.add(write)
        write.add_done_callback(self._writes.discard)
        if delivery.kind == "events_api" and not again:
            self._watch(delivery)

    async def _write(self, socket: web.WebSocketResponse, text: str) -> None:
        try:
            await socket.send_str(text)
        except ConnectionError:
            self._leave(socket)

    def _envelope(self, delivery: Delivery, number: str) -> JSON:
        made: JSON = {
            "envelope_id": number,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind in TAKES_ANSWER,
        }
        if delivery.kind == "events_api":
            repeated = delivery.attempts - 1
            made |= {"retry_attempt": repeated, "retry_reason": "timeout" if repeated else ""}
        return made

    def _watch(self, delivery: Delivery) -> None:
        """Sends it again where no acknowledgement comes in time."""
        settings = self._world.settings
        if delivery.attempts > len(settings.resend):
            return
        wait = settings.patience + settings.resend[delivery.attempts - 1]
        self._timers[delivery] = asyncio.get_running_loop().call_later(wait, self._again, delivery)

    def _again(self, delivery: Delivery) -> None:
        self._timers.pop(delivery, None)
        if delivery.acked_after is None:
            self.send(delivery)

    def _send_waiting(self) -> None:
        waiting, self._waiting = self._waiting, deque()
        for delivery in waiting:
            self.send(delivery)

    def _hear(self, said: JSON) -> None:
        delivery, sent_at = self._sent.pop(said.get("envelope_id", ""), (None, 0.0))
        if delivery is None:
            self._faults.append(f"socket: an acknowledgement of nothing that was sent: {said}")
            return
        if asyncio.get_running_loop().time() - sent_at > self._world.settings.patience:
            delivery.late += 1
            return
        if timer := self._timers.pop(delivery, None):
            timer.cancel()
        if said.get("payload") and delivery.kind not in TAKES_ANSWER:
            self._faults.append(f"socket: an event takes no answer, but got {said['payload']}")
        delivery.acknowledge(said.get("payload"))
        self._pulse.beat()

    async def refresh(self, within: float = ROUND_TRIP) -> None:
        """Tells every connection that it ends, ends it, and waits until as many are back."""
        before, wanted = list(self._open), self.greeted + len(self._open)
        await self._tell_end(before, "refresh_requested")
        for socket in before:
            await socket.close()
        await self.ready(wanted, within)

    async def warn(self, within: float = ROUND_TRIP) -> None:
        """Tells every connection that it ends soon, and waits until as many new ones have come."""
        wanted = self.greeted + len(self._open)
        await self._tell_end(list(self._open), "warning")
        await self.ready(wanted, within)

    async def _tell_end(self, sockets: list[web.WebSocketResponse], reason: str) -> None:
        for socket in sockets:
            await socket.send_str(
                json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "double"}})
            )

    async def cut(self, within: float = ROUND_TRIP) -> None:
        """Breaks every connection without a word, and waits until as many are back."""
        before, wanted = dict(self._open), self.greeted + len(self._open)
        for socket, request in before.items():
            self._leave(socket)
            if request.transport is not None:
                request.transport.abort()
        await self.ready(wanted, within)

    async def ready(self, greeted: int, within: float) -> None:
        """Until that many connections have got their hello since the double began."""
        await self._pulse.until(lambda: self.greeted >= greeted or None, within, self.state)

    def state(self) -> str:
        return f"{self.greeted} connections greeted, {len(self._open)} open, {len(self._waiting)} events wait"

    async def close(self) -> None:
        """Ends every connection, as at the end of a test."""
        for timer in self._timers.values():
            timer.cancel()
        for socket in list(self._open):
            await socket.close()
