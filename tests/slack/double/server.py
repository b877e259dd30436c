"""The loopback server: every part of the double wired together, on a free port of the running loop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.discord.double.waiting import Pulse
from tests.slack.double import contract
from tests.slack.double.accounts import Accounts
from tests.slack.double.answers import Answers
from tests.slack.double.api import Api
from tests.slack.double.asked import Asked
from tests.slack.double.board import Board
from tests.slack.double.chat import Bursts, Chat
from tests.slack.double.conversations import Conversations
from tests.slack.double.deliveries import Delivery
from tests.slack.double.events import Courier, Events
from tests.slack.double.files import Files
from tests.slack.double.judge import Judge
from tests.slack.double.places import Place
from tests.slack.double.plans import Plans
from tests.slack.double.reading import shown
from tests.slack.double.responses import Responses
from tests.slack.double.site import Site
from tests.slack.double.sockets import Sockets
from tests.slack.double.streams import Assistants
from tests.slack.double.views import Views
from tests.slack.double.world import Settings, World

LAST = 15
LARGEST_BODY = 128 * 1024 * 1024


class Server:
    """The parts, and what they share: one world, one pulse, one list of faults."""

    def __init__(self, settings: Settings) -> None:
        self.contract = contract.loaded()
        self.faults: list[str] = []
        self.pulse = Pulse()
        self.plans = Plans()
        self.world = World(settings)
        self.triggers: dict[str, Delivery] = {}
        self.sockets = Sockets(self.world, self.pulse, self.faults)
        self.site = Site(self.world, self.pulse)
        self.courier = Courier(self.sockets, self.site)
        self.events = Events(self.world, self.courier)
        self.board = Board(self.world, self.events)
        judge = Judge(self.contract, self.faults, on=settings.judge)
        self.views = Views(self.world, self.triggers)
        self.responses = Responses(self.world, self.board, judge, self.plans, self.pulse)
        self.answers = Answers(self.views, self.responses, judge)
        self.bursts = Bursts(self.world, self.faults)
        self.accounts = Accounts(self.world, self.events)
        self.files = Files(self.world, self.board, self.plans, self.pulse, self.faults)
        self.api = Api(self.world, judge, self.plans, self.pulse)

    def prepare(self, delivery: Delivery, *, trigger: bool = True, response: bool = True) -> None:
        """Gives a delivery what the bot may answer it with."""
        delivery.answered = self.answers.take
        if trigger:
            delivery.trigger_id = self.world.ids.new("G")
            self.triggers[delivery.trigger_id] = delivery
        if response:
            self.responses.give(delivery)

    def asked(self, delivery: Delivery) -> Asked:
        """A handle on a delivery that is about to be sent."""
        dm = Place(self.world.dm(delivery.person))
        touched = self.board.touched
        return Asked(delivery, len(touched), touched, dm, self.pulse, self.story)

    def story(self) -> str:
        """What happened last: connections, requests, messages and faults."""
        lines = [f"sockets: {self.sockets.state()}", f"site: {self.site.url or 'none'}"]
        lines += [f"  {request}" for request in self.api.requests[-LAST:]]
        lines += [f"  {shown(message)}" for message in self.board.touched[-LAST:]]
        return "\n".join([*lines, *(f"  fault: {fault}" for fault in self.faults[-LAST:])])

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Serves on a free loopback port until the block ends."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/link/", self.sockets.serve)
        self.responses.mount(app)
        self.files.mount(app)
        self.api.mount(
            app,
            [
                Conversations(self.world, self.sockets).routes(),
                Chat(self.world, self.board, self.bursts).routes(),
                Assistants(self.world, self.board).routes(),
                self.views.routes(),
                self.files.routes(),
                self.accounts.routes(),
            ],
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.world.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield
        finally:
            await self.site.close()
            await self.sockets.close()
            await runner.cleanup()
