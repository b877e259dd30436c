"""Races of 25 in 40 threads at once on Discord: how soon a press, an answer and the last one are answered."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from bench.group_rounds import MEMBERS, ROOMS, figures, run
from bench.table import Figure
from domain.actions import TABLE
from tests.discord.command_tables import tree_of
from tests.discord.dialogue import question_in
from tests.discord.double import Asked, Double, Message, Person, Place, buttons_of, events, text_of
from tests.discord.double import Settings as DoubleSettings
from tests.discord.double.asked import COMPONENT, MODAL
from tests.discord.double.forms import File, Form
from tests.discord.double.offers import Value
from tests.discord.double.places import Attachment
from tests.discord.double.reading import BUTTON
from tests.discord.double.server import Server
from tests.discord.process import running_bot

RACE: Mapping[str, Value] = {"mode": "race", "round": "technical_qa", "minutes": 60}
OPEN, REVEALED, TAKEN = "Waiting for", "Question 1: the reveal", "is in"
LATE = "The button opens the form"
GIVEN_UP = 20.0
"""Seconds after which nobody waits for the response to a press any more."""


async def measure() -> list[Figure]:
    """One run, a bot of its own process over a double that judges nothing."""
    with tempfile.TemporaryDirectory() as name:
        async with _hall(Path(name)) as hall:
            return figures("Discord", *await run(hall))


@asynccontextmanager
async def _hall(folder: Path) -> AsyncIterator["DiscordHall"]:
    server = Server(DoubleSettings(judge=False))
    async with server.listening():
        double = Double(server)
        tree = tree_of(list(TABLE.values()))
        double.publish([command.to_dict(tree) for command in tree.get_commands()])
        async with running_bot(double, folder) as running:
            yield DiscordHall(server, double, psutil.Process(running.process.pid))


class DiscordHall:
    """A server with a channel for each race; its thread is there once the race has begun."""

    def __init__(self, server: Server, double: Double, process: psutil.Process) -> None:
        self._server = server
        self._double = double
        self._channels = [server.world.add_channel(double.guild, f"room-{room}") for room in range(ROOMS)]
        self._threads: dict[int, Place] = {}
        self._process = process

    def _person(self, room: int, member: int) -> Person:
        return self._double.person(f"member-{room}-{member}")

    def _card(self, room: int, text: str) -> Message | None:
        """The newest message of the thread that holds a text."""
        every = reversed(self._threads[room].messages.values())
        return next((one for one in every if text in text_of(one)), None)

    async def gather(self, room: int) -> None:
        host = self._person(room, 0)
        asked = await self._double.command(host, "group start", RACE, where=self._channels[room])
        begun = await asked.message(lambda text: "thread" in text, within=60)
        assert buttons_of(begun), text_of(begun)
        threads = self._server.world.threads_of(self._double.guild)
        self._threads[room] = next(one for one in threads if one.parent is self._channels[room])
        card = await self._double.sees(host, "Led by", self._threads[room], within=60)
        for member in range(1, MEMBERS):
            joined = await self._double.press(self._person(room, member), card, "Join")
            await joined.message(lambda text: "You are in" in text, within=60)
        await self._double.press(host, card, "Next")
        await self._double.sees(host, OPEN, self._threads[room], within=60)

    def press(self, room: int, member: int) -> Asked:
        card = self._card(room, OPEN)
        assert card is not None, "the question is not open any more"
        token = next(one.custom_id for one in buttons_of(card) if one.label == "Answer")
        data = {"id": 1, "component_type": BUTTON, "custom_id": token}
        return self._asked(COMPONENT, self._person(room, member), data, card)

    def has_form(self, press: Asked) -> bool:
        return press.modal is not None

    def settled(self, press: Asked) -> bool:
        unanswered = press.acked_after is None and press.age() > GIVEN_UP
        return self.has_form(press) or LATE in press.text or unanswered

    async def go_on(self, room: int) -> None:
        host, thread = self._person(room, 0), self._threads[room]
        revealed = self._card(room, REVEALED)
        assert revealed is not None, "nothing was revealed"
        await self._double.press(host, revealed, "Next")
        await self._double.sees(host, OPEN, thread, within=60)

    def submit(self, room: int, form: Asked) -> Asked:
        card, modal = form.source, form.modal
        assert card is not None
        assert modal is not None
        answer = {"text": question_in(card).model_answer, "quotes": ["yes"]}
        return self._asked(MODAL, form.person, Form(answer, {}, _no_files).data(modal), card, form)

    def _asked(
        self, kind: int, person: Person, data: dict[str, object], source: Message, form: Asked | None = None
    ) -> Asked:
        event = events.interaction(self._server.world, kind, person, source.place, data, "guild", source)
        return self._server.ask(person, source.place, event, source, form)

    async def deliver(self, events: Sequence[Asked]) -> None:
        for one in events:
            one.deliver()
            await asyncio.sleep(0)

    def replied(self, answer: Asked) -> bool:
        return TAKEN in answer.text

    def cpu(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def revealed_at(self, room: int) -> float | None:
        """The double's clock is the loop's; what is shown does not change once it is there."""
        card = self._card(room, REVEALED)
        if card is None:
            return None
        path = f"/channels/{self._threads[room].id}/messages"
        sent = (one for one in reversed(self._server.api.requests) if one.path == path)
        return next(one.when for one in sent if one.answer["id"] == str(card.id))


def _no_files(_: File) -> Attachment:
    raise AssertionError("these answers carry no files")
