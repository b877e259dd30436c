"""One thing that Slack sends to the app, over whichever transport, and what came back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.slack.double.places import Message, Person, Place, Team
from tests.slack.double.wire import JSON

if TYPE_CHECKING:
    from tests.slack.double.views import View

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(eq=False, slots=True)
class Delivery:
    """`payload` is the same in Socket Mode and over HTTP; `ack` is the JSON or text that answered it.

    `acked_after` is in seconds since the first attempt. `attempts` counts all, `late` the answers that came
    after Slack's patience and changed nothing, `statuses` are those of HTTP.
    `trigger_id` and `response_url` are empty for what has none; `uses` counts how often the URL was used.
    `source` is the message, `source_view` the view that a person acted on; `view` the one opened since.
    """

    kind: Kind
    payload: JSON
    person: Person
    place: Place | None = None
    trigger_id: str = ""
    response_url: str = ""
    source: Message | None = None
    source_view: "View | None" = None
    answered: Callable[["Delivery"], None] | None = None
    view: "View | None" = None
    sent_at: float = 0.0
    acked_after: float | None = None
    ack: Any = None
    attempts: int = 0
    statuses: list[int] = field(default_factory=list)
    late: int = 0
    triggered: bool = False
    uses: int = 0
    expired: bool = False

    @property
    def team(self) -> Team:
        return self.person.team

    def begin(self) -> None:
        """One more attempt; the clock starts at the first."""
        self.attempts += 1
        if not self.sent_at:
            self.sent_at = asyncio.get_running_loop().time()

    def age(self) -> float:
        """Seconds since the first attempt."""
        return asyncio.get_running_loop().time() - self.sent_at if self.sent_at else 0.0

    def acknowledge(self, body: Any) -> None:
        """Keeps the first answer; a later one changes nothing."""
        if self.acked_after is not None:
            return
        self.acked_after, self.ack = self.age(), body
        if self.answered is not None:
            self.answered(self)
