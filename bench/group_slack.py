"""Races of 25 in 40 threads at once on Slack: how soon a press, an answer and the last one are answered."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.group_rounds import MEMBERS, PATIENCE, ROOMS, figures, run
from bench.table import Figure
from tests.slack.dialogue import question_in
from tests.slack.double import Double, Message, Place, open_double, text_of
from tests.slack.double.deliveries import Delivery
from tests.slack.process import running_bot

RACE = "start mode:race round:technical_qa minutes:60"
OPEN, REVEALED, TAKEN = "Waiting for", "Question 1: the reveal", "is in"
ONWARD = "Next puts the next question"
LATE, EXPIRED = "The button opens the form", "expired_trigger_id"
FORMS = ("views.open", "views.update")


async def measure() -> list[Figure]:
    """One run, a bot of its own process behind signed HTTP over a double that judges nothing."""
    with tempfile.TemporaryDirectory() as name:
        async with _hall(Path(name)) as hall:
            return figures("Slack", *await run(hall))


@asynccontextmanager
async def _hall(folder: Path) -> AsyncIterator["SlackHall"]:
    async with (
        open_double(judge=False, echo=False) as double,
        running_bot(double, folder, mode="http") as bot,
    ):
        yield SlackHall(double, psutil.Process(bot.process.pid))


@dataclass(eq=False)
class Act:
    """What a member did under that card. A press is answered by its form, or by a button for it where that
    came too late; a form by the bot's HTTP site."""

    hall: "SlackHall"
    delivery: Delivery
    card: Message

    @property
    def sent_at(self) -> float:
        return self.delivery.sent_at

    @property
    def acked_after(self) -> float | None:
        if self.delivery.source_view is not None:
            return self.delivery.acked_after
        opened = self.hall.opened_at(self.delivery) or self.hall.late_at(self)
        return None if opened is None else opened - self.sent_at


class SlackHall:
    """A workspace with a channel for each race: a channel takes about one message a second."""

    def __init__(self, double: Double, bot: psutil.Process) -> None:
        self._double = double
        self._bot = bot
        self._people = [
            [double.person(f"member-{room}-{one}") for one in range(MEMBERS)] for room in range(ROOMS)
        ]
        self._channels = [double.new_channel(f"room-{room}") for room in range(ROOMS)]
        self._cards: dict[int, Message] = {}
        self._opened: dict[str, float] = {}
        self._revealed: dict[str, float] = {}
        self._told: set[tuple[str, str]] = set()
        self._late: dict[tuple[str, str], float] = {}
        self._looked = (0, 0)

    async def gather(self, room: int) -> None:
        host, *others = self._people[room]
        channel = self._channels[room]
        asked = await self._double.command(host, "/group", RACE, where=channel)
        await asked.message(lambda text: "thread" in text, PATIENCE)
        thread = _thread(channel)
        card = await self._double.sees(host, "Led by", thread, PATIENCE)
        for one in others:
            joined = await self._double.press(one, card, "Join")
            await joined.message(lambda text: "You are in" in text, PATIENCE)
        await self._double.press(host, card, "Next")
        self._cards[room] = await self._double.sees(host, OPEN, thread, PATIENCE)

    def press(self, room: int, member: int) -> Act:
        card, person = self._cards[room], self._people[room][member]
        return Act(self, self._double.drafted_press(person, card, "Answer"), card)

    def has_form(self, press: Act) -> bool:
        return self.opened_at(press.delivery) is not None

    def settled(self, press: Act) -> bool:
        return press.acked_after is not None

    async def go_on(self, room: int) -> None:
        host, thread = self._people[room][0], _thread(self._channels[room])
        revealed = await self._double.sees(host, ONWARD, thread, PATIENCE)
        await self._double.press(host, revealed, "Next")
        self._cards[room] = await self._double.sees(host, OPEN, thread, PATIENCE)

    def submit(self, room: int, form: Act) -> Act:
        view, person = form.delivery.view, form.delivery.person
        assert view is not None, f"no form for {person.name}"
        answer = {"text": question_in(form.card).model_answer, "quotes": "yes"}
        return Act(self, self._double.drafted_form(person, view, answer), form.card)

    async def deliver(self, events: Sequence[Act]) -> None:
        for one in events:
            self._double.send(one.delivery)
            await asyncio.sleep(0)

    def replied(self, answer: Act) -> bool:
        self._look()
        return (answer.card.channel.id, answer.delivery.person.id) in self._told

    def cpu(self) -> float:
        times = self._bot.cpu_times()
        return float(times.user + times.system)

    def opened_at(self, press: Delivery) -> float | None:
        """When the form of a press asked for something, by the loop's clock."""
        self._look()
        return None if press.view is None else self._opened.get(press.view.id)

    def late_at(self, press: Act) -> float | None:
        """When its member was given a button for the form, as late as that was looked for."""
        self._look()
        shown = self._late.get((press.card.channel.id, press.delivery.person.id), 0.0)
        return shown if shown > press.sent_at else None

    def revealed_at(self, room: int) -> float | None:
        self._look()
        return self._revealed.get(self._channels[room].id)

    def _look(self) -> None:
        """Looks at each request and message once, so that looking takes little of the figures."""
        requests, touched = self._double.requests, self._double._server.board.touched
        asked, shown = self._looked
        self._looked = len(requests), len(touched)
        for one in requests[asked : self._looked[0]]:
            assert one.error in ("", EXPIRED), str(one)
            if one.method in FORMS and not one.error and one.args["view"].get("submit"):
                self._opened[one.answer["view"]["id"]] = one.when
            elif one.method == "chat.postMessage" and REVEALED in one.args["text"]:
                self._revealed[one.args["channel"]] = one.when
        for message in touched[shown : self._looked[1]]:
            if message.private_to and TAKEN in text_of(message):
                self._told.add((message.channel.id, message.private_to))
            elif message.private_to and LATE in text_of(message):
                now = asyncio.get_running_loop().time()
                self._late[message.channel.id, message.private_to] = now


def _thread(channel: Place) -> Place:
    """The one that there is."""
    (begun,) = {one.thread_ts for one in channel.channel.messages.values() if one.thread_ts}
    return Place(channel.channel, begun)
