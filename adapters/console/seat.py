"""Who types at a terminal, and where: people who share one hold a group's round at it, in turns."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from adapters.console.place import place_of
from domain.errors import UserError
from domain.requests import Actor, Place

GO, TYPE = "/in", "/as"
LONGEST = 40
HERE = (
    f"At a terminal `{GO} channel:study` goes to a channel, and `{TYPE} ben` lets somebody else type: two "
    "can try a round at it."
)


@dataclass(slots=True)
class Seat:
    """`people` are those who have typed here, by name, and `places` where they were: the newest last."""

    actor: Actor
    place: Place = field(default_factory=Place)
    people: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._took()

    @property
    def prompt(self) -> str:
        """`> ` of one person alone, else who types, and where: `ben in channel:study> `."""
        if self.place.kind == "dm":
            return "> " if len(self.people) == 1 else f"{self.actor.user_id}> "
        return f"{self.actor.user_id} in {self.place}> "

    def serves(self, to: Actor) -> bool:
        """Whether that is somebody at this terminal."""
        return to.platform == self.actor.platform and to.user_id in self.people

    def known(self, source: str) -> Sequence[str]:
        """What `/in` and `/as` can be completed from."""
        return tuple(self.people) if source == "people" else ("dm", *(p for p in self.places if p != "dm"))

    def moved(self, text: str) -> str | None:
        """What is to be said after `/in` or `/as`; None for any other text. Raises UserError."""
        word, _, named = text.strip().partition(" ")
        if word.casefold() == GO:
            return self._goes(named.strip())
        if word.casefold() == TYPE:
            return self._sits(" ".join(named.split()))
        return None

    def _goes(self, named: str) -> str:
        if not named:
            raise UserError(f"`{GO} channel:study` goes to a channel, `{GO} dm` back.", title="Where to?")
        self.place = place_of(named)
        self._took()
        if self.place.kind == "dm":
            return f"{self.actor.user_id} is alone with me again."
        return f"You are in {self.place}: what comes there is for all at this terminal. `{GO} dm` leads back."

    def _sits(self, name: str) -> str:
        if not 0 < len(name) <= LONGEST:
            raise UserError(
                f"`{TYPE} ben` lets Ben type; a name has 1 to {LONGEST} characters.", title="Who?"
            )
        self.actor = self.people.get(name) or Actor(self.actor.platform, name, display_name=name)
        self._took()
        return f"{name} types now."

    def _took(self) -> None:
        self.people.setdefault(self.actor.user_id, self.actor)
        self.places.setdefault(str(self.place), self.place)
