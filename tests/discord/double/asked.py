"""One interaction of a person, followed from the event to everything they see of the answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.discord.double import payloads
from tests.discord.double.places import Message, Person, Place
from tests.discord.double.reading import shown, text_of
from tests.discord.double.waiting import Pulse
from tests.discord.double.wire import JSON

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


@dataclass(eq=False, slots=True)
class Asked:
    """`response` is the type of the first response, None until then; `acked_after` in seconds.

    `source` is the message whose button was pressed, `original` what @original means to the bot, and `form`
    the interaction whose modal this one submits.
    """

    id: int
    token: str
    kind: int
    person: Person
    place: Place
    event: JSON
    pulse: Pulse
    send: Callable[[JSON, Place], None]
    what: Callable[[], str]
    source: Message | None = None
    form: "Asked | None" = None
    sent_at: float = 0.0
    acked_after: float | None = None
    response: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: JSON | None = None
    choices: list[JSON] | None = None
    expired: bool = False

    def __repr__(self) -> str:
        return f"<Asked {self.id} by {self.person.name}, response {self.response}>"

    @property
    def messages(self) -> list[Message]:
        """What the person sees of the answer, live: the original, then the followups."""
        every = [self.original, *self.followups] if self.original else self.followups
        return [one for one in every if one.shown_to(self.person)]

    @property
    def text(self) -> str:
        """All that they see, as one text."""
        return "\n".join(text_of(one) for one in self.messages)

    @property
    def metadata(self) -> JSON:
        """What a message that answers this says of where it came from."""
        made: JSON = {
            "id": str(self.id),
            "type": self.kind,
            "user": payloads.user(self.person),
            "authorizing_integration_owners": self.event["authorizing_integration_owners"],
        }
        if self.kind == COMPONENT and self.source is not None:
            made["interacted_message_id"] = str(self.source.id)
        if self.form is not None:
            made["triggering_interaction_metadata"] = self.form.metadata
        return made

    def deliver(self) -> None:
        """Sends the event; the clock of the first response starts at the first delivery."""
        if not self.sent_at:
            self.sent_at = asyncio.get_running_loop().time()
        self.send(self.event, self.place)

    def redeliver(self) -> None:
        """The very same event once more."""
        self.send(self.event, self.place)

    def age(self) -> float:
        """Seconds since the first delivery."""
        return asyncio.get_running_loop().time() - self.sent_at

    async def acknowledged(self, within: float = 3.0) -> "Asked":
        """Itself, once the bot has responded first. Raises AssertionError."""
        await self.pulse.until(lambda: self.response, within, self._seen)
        return self

    async def message(self, wanted: Callable[[str], bool], within: float = 30.0) -> Message:
        """The first message of the answer whose text is wanted. Raises AssertionError."""

        def found() -> Message | None:
            return next((one for one in self.messages if wanted(text_of(one))), None)

        return await self.pulse.until(found, within, self._seen)

    def _seen(self) -> str:
        first = f"first response {self.response} after {self.acked_after}"
        return "\n".join([first, *map(shown, self.messages), self.what()])
