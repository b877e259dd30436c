"""What the transcripts of groups share: five members who meet in a thread, and what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.discord.dialogue import question_in
from tests.discord.double import Asked, Double, Message, Person, Place, buttons_of, text_of
from tests.discord.double.offers import Value

NAMES = ("ana", "ben", "cleo", "dan", "eva")
RACE: Mapping[str, Value] = {"mode": "race", "round": "technical_qa", "minutes": 30}
PANEL: Mapping[str, Value] = {**RACE, "mode": "panel"}


@dataclass(frozen=True, slots=True)
class Meeting:
    """Members of a round, of whom the first leads, and the place where it is held."""

    double: Double
    place: Place
    members: Sequence[Person]

    @property
    def host(self) -> Person:
        return self.members[0]

    def cards(self, text: str = "") -> list[Message]:
        """The bot's messages for all that stand there and hold a text, the oldest first."""
        every = self.place.messages.values()
        return [one for one in every if one.author == self.double.bot and text in text_of(one)]

    async def card(self, text: str) -> Message:
        """The newest of them, once it is there."""
        return await self.double.sees(self.members[-1], text, self.place)

    def _with(self, button: str) -> Message:
        """The newest card that has it."""
        found = next((one for one in reversed(self.cards()) if button in labels(one)), None)
        assert found, f"nothing in {self.place} has {button!r}: {self.double.story()}"
        return found

    async def press(self, person: Person, button: str, said: str) -> Asked:
        """A button of the card that holds it, and what only that person is told."""
        card = self._with(button)
        asked = await self.double.press(person, card, button)
        shown = await asked.message(lambda text: said in text)
        assert shown.private_to == person.id, "a reply to one is read by all"
        return asked

    async def join(self, *people: Person) -> None:
        for person in people:
            await self.press(person, "Join", "You are in")

    async def form(self, person: Person, button: str = "Answer") -> Asked:
        """The form that a button of the card opens."""
        card = self._with(button)
        asked = await self.double.press(person, card, button)
        assert asked.modal is not None, asked.text
        return asked

    async def submit(self, person: Person, form: Asked, values: Mapping[str, Any], said: str) -> Asked:
        """What only that person is told of a form they sent."""
        asked = await self.double.submit(person, form, values)
        shown = await asked.message(lambda text: said in text)
        assert shown.private_to == person.id, "a reply to one is read by all"
        return asked

    async def answer(self, person: Person, text: str, quotes: str = "no") -> Asked:
        form = await self.form(person)
        return await self.submit(person, form, {"text": text, "quotes": [quotes]}, "is in")


def labels(message: Message) -> list[str]:
    return [button.label for button in buttons_of(message)]


def model_answer(card: Message) -> str:
    """What a strong student says to the question of a card."""
    return question_in(card).model_answer


async def started(
    double: Double, channel: Place, values: Mapping[str, Value] = RACE, names: Sequence[str] = NAMES
) -> Meeting:
    """A round begun in a channel, whose card stands with Join; nobody but the host is in it."""
    members = [double.person(name) for name in names]
    asked = await double.command(members[0], "group start", values, where=channel)
    await asked.message(lambda text: "Race" in text or "Panel" in text)
    threads = [one for one in double.threads(members[0]) if one.parent is channel]
    assert not threads or str(threads[-1].id) in asked.text, "nobody told the host where it is held"
    meeting = Meeting(double, threads[-1] if threads else channel, members)
    await meeting.card("Led by")
    return meeting
