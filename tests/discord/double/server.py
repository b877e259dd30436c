"""The loopback server: every part of the double wired together, on a free port of the running loop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.discord.double import contract
from tests.discord.double.accounts import Accounts
from tests.discord.double.api import DOWNLOAD, Api
from tests.discord.double.asked import Asked
from tests.discord.double.board import Board
from tests.discord.double.channels import Channels
from tests.discord.double.gateway import Gateway
from tests.discord.double.interactions import Interactions
from tests.discord.double.places import Message, Person, Place
from tests.discord.double.plans import Plans
from tests.discord.double.reading import shown
from tests.discord.double.waiting import Pulse
from tests.discord.double.wire import JSON
from tests.discord.double.world import Settings, World

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
        self.gateway = Gateway(self.world, self.pulse, self.faults)
        self.board = Board(self.world, self.gateway)
        self.interactions = Interactions(self.world, self.board)
        self.api = Api(self.world, self.contract, self.plans, self.pulse, self.faults, self.board.files)

    def ask(
        self, person: Person, place: Place, event: JSON, source: Message | None, form: Asked | None
    ) -> Asked:
        """An interaction that the bot may answer, not yet delivered."""
        asked = Asked(
            id=int(event["id"]),
            token=event["token"],
            kind=event["type"],
            person=person,
            place=place,
            event=event,
            pulse=self.pulse,
            send=lambda data, where: self.gateway.send("INTERACTION_CREATE", data, where=where),
            what=self.story,
            source=source,
            form=form,
        )
        self.interactions.asked[asked.token] = asked
        return asked

    def story(self) -> str:
        """What happened last: connections, requests, messages and faults."""
        lines = [f"gateway: {self.gateway.state()}"]
        lines += [f"  {request}" for request in self.api.requests[-LAST:]]
        lines += [f"  {shown(message)}" for message in self.board.newest]
        return "\n".join([*lines, *(f"  fault: {fault}" for fault in self.faults[-LAST:])])

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Serves on a free loopback port until the block ends."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_get(DOWNLOAD, self.api.download)
        accounts, channels = Accounts(self.world), Channels(self.world, self.board, self.gateway)
        self.api.mount(app, [*accounts.routes(), *channels.routes(), *self.interactions.routes()])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.world.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield
        finally:
            await self.gateway.close()
            await runner.cleanup()
