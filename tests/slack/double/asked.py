"""One act of a person, followed from what is sent to the app to everything they see of the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.discord.double.waiting import Pulse
from tests.slack.double.deliveries import Delivery
from tests.slack.double.places import Message, Person, Place
from tests.slack.double.reading import shown, text_of
from tests.slack.double.views import View


@dataclass(eq=False, slots=True)
class Asked:
    """`messages` are those of the bot that this person has come to see since, where they asked and in the DM.

    They include what the bot changed, live. `ack` is the body of the acknowledgement, `acked_after` how
    long it took in seconds: None while there is none.
    """

    delivery: Delivery
    since: int
    touched: list[Message]
    dm: Place
    pulse: Pulse
    what: Callable[[], str]

    def __repr__(self) -> str:
        return f"<Asked {self.delivery.kind} by {self.person.name}, acknowledged {self.acked_after}>"

    @property
    def person(self) -> Person:
        return self.delivery.person

    @property
    def acked_after(self) -> float | None:
        return self.delivery.acked_after

    @property
    def ack(self) -> Any:
        return self.delivery.ack

    @property
    def view(self) -> View | None:
        """The modal that this opened, or the one acted on, as it stands now; None once closed."""
        view = self.delivery.view or self.delivery.source_view
        return None if view is None or view.closed else view

    @property
    def messages(self) -> list[Message]:
        where = [self.dm.channel] + ([self.delivery.place.channel] if self.delivery.place else [])
        every = dict.fromkeys(self.touched[self.since :])
        theirs = (one for one in every if one.author.is_bot and one.channel in where)
        return [one for one in theirs if one.shown_to(self.person)]

    @property
    def text(self) -> str:
        """All that they see, as one text."""
        return "\n".join(text_of(one) for one in self.messages)

    @property
    def options(self) -> list[str]:
        """The texts that were offered in a select with an external source."""
        groups = (self.ack or {}).get("option_groups") or [self.ack or {}]
        return [one["text"]["text"] for group in groups for one in group.get("options", ())]

    async def acknowledged(self, within: float = 3.0) -> "Asked":
        """Itself, once the app has acknowledged. Raises AssertionError."""
        await self.pulse.until(lambda: self.acked_after, within, self._seen)
        return self

    async def message(self, wanted: Callable[[str], bool], within: float = 30.0) -> Message:
        """The first message of the answer whose text is wanted. Raises AssertionError."""

        def found() -> Message | None:
            return next((one for one in self.messages if wanted(text_of(one))), None)

        return await self.pulse.until(found, within, self._seen)

    async def shows(self, text: str = "", within: float = 30.0) -> View:
        """The modal, once it is open and contains a text. Raises AssertionError."""

        def found() -> View | None:
            return self.view if self.view is not None and text in text_of(self.view) else None

        return await self.pulse.until(found, within, self._seen)

    def _seen(self) -> str:
        first = f"acknowledged after {self.acked_after} with {self.ack}"
        views = [shown(self.view)] if self.view else []
        return "\n".join([first, *views, *map(shown, self.messages), self.what()])
