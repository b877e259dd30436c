"""A language model and a record of its use, to meter; a test can hold them up or break them."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.errors import ModelFailed
from domain.metering import MeteredModel
from domain.model.completion import Completion, Failure, Prompt, Spoken, Talk, Tokens, Turn
from domain.model.usage import Use
from domain.ports import Heard
from domain.rules import ModelRules, Price
from tests.fakes import NOON

SAID = "Think of the edge cases first."
TODAY = NOON.date()
ONE = Decimal(1)
PER_TOKEN = {"m": Price(input_usd_per_million=Decimal(0), output_usd_per_million=ONE)}
BOTH = {"m": Price(input_usd_per_million=ONE, output_usd_per_million=ONE)}


def a_prompt(most_tokens: int = 1_000, material: str = "An answer.") -> Prompt:
    return Prompt(
        purpose="grade",
        instructions="Grade it.",
        material=material,
        name="grade",
        schema_={"type": "object"},
        most_tokens=most_tokens,
    )


def a_talk(most_tokens: int = 1_000, *said: str) -> Talk:
    """Of those turns, the student's first and last."""
    turns = (
        Turn(role=("user", "assistant")[n % 2], content=text) for n, text in enumerate(said or ("Why?",))
    )
    return Talk(purpose="chat", instructions="Coach.", turns=tuple(turns), most_tokens=most_tokens)


def some_rules(**change: Any) -> ModelRules:
    """A token written costs a micro-USD and one read nothing, so a prompt reserves its `most_tokens`."""
    return ModelRules(**{"name": "m", "prices": PER_TOKEN, **change})


def usd(microusd: int) -> Decimal:
    return Decimal(microusd) / 1_000_000


@dataclass
class FakeModel:
    """Uses as many tokens as it is told, or fails; holds every call where its gate is shut.

    In a talk it has said its words by then.
    """

    tokens: Tokens = field(default_factory=lambda: Tokens(read=10, written=100))
    fault: ModelFailed | None = None
    name: str = "m"
    begun: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def complete(self, prompt: Prompt) -> Completion:
        await self._asked()
        return Completion(content={}, model=self.name, tokens=self.tokens)

    async def talk(self, talk: Talk, heard: Heard) -> Spoken:
        await heard(SAID)
        await self._asked()
        return Spoken(text=SAID, model=self.name, tokens=self.tokens)

    async def _asked(self) -> None:
        self.begun += 1
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault


@dataclass
class KeptUsage:
    """Uses in memory. Its two gates hold what is being written, and what was read already; or it fails."""

    uses: list[Use] = field(default_factory=list)
    reading: Exception | None = None
    writing: Exception | None = None
    write_gate: asyncio.Event = field(default_factory=asyncio.Event)
    read_gate: asyncio.Event = field(default_factory=asyncio.Event)
    reads_of_all: int = 0

    def __post_init__(self) -> None:
        self.write_gate.set()
        self.read_gate.set()

    async def add(self, use: Use) -> None:
        await asyncio.sleep(0)
        await self.write_gate.wait()
        if self.writing is not None:
            raise self.writing
        self.uses.append(use)

    async def hand_over(self, from_id: str, to_id: str) -> None:
        self.uses = [
            use.model_copy(update={"user_id": to_id}) if use.user_id == from_id else use for use in self.uses
        ]

    async def of(self, user_id: str, since: date) -> list[Use]:
        return [use for use in await self._since(since) if use.user_id == user_id]

    async def all(self, since: date) -> list[Use]:
        self.reads_of_all += 1
        return await self._since(since)

    async def _since(self, since: date) -> list[Use]:
        if self.reading is not None:
            raise self.reading
        found = [use for use in self.uses if use.day >= since]
        await asyncio.sleep(0)
        await self.read_gate.wait()
        return found


async def unheard(_: str) -> None:
    """For words that nobody waits for."""


async def asked(
    meter: MeteredModel, user: str = "ana", question: Prompt | Talk | None = None
) -> Failure | None:
    """None where the model answered, else why it did not."""
    try:
        if isinstance(question, Talk):
            await meter.talk(user, question, unheard)
        else:
            await meter.ask(user, question or a_prompt())
    except ModelFailed as error:
        return error.failure
    return None


async def spread(meter: MeteredModel, users: list[str]) -> list[Failure]:
    """Asks for all of them at the same time; the failures."""
    outcomes = await asyncio.gather(*(asked(meter, user) for user in users))
    return [failure for failure in outcomes if failure is not None]
