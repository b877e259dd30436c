"""What a language model is asked, what it says, and what that cost."""

import math
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field

from domain.model.base import Value

CHARACTERS_A_TOKEN = 4
Purpose = Literal["grade", "chat", "summary", "rewrite"]


class Prompt(Value):
    """One question to a model. `material` is text of strangers: data, never instructions.

    `schema_` is the JSON schema of the object that is wanted back, `name` what the schema is called.
    """

    purpose: Purpose
    instructions: str
    material: str
    name: str
    schema_: Mapping[str, Any]
    most_tokens: int = 2_000

    @property
    def characters(self) -> int:
        return len(self.instructions) + len(self.material)


class Turn(Value):
    """What one side of a conversation said."""

    role: Literal["user", "assistant"]
    content: str


class Talk(Value):
    """A conversation that the model is to go on with, the oldest turn first; turns are data of strangers."""

    purpose: Purpose
    instructions: str
    turns: tuple[Turn, ...]
    most_tokens: int = 700

    @property
    def characters(self) -> int:
        return len(self.instructions) + sum(len(turn.content) for turn in self.turns)


class Tokens(Value):
    """Tokens read and written; `counted` says that the provider told, else they are an estimate."""

    read: int = Field(default=0, ge=0)
    written: int = Field(default=0, ge=0)
    counted: bool = True

    @classmethod
    def estimated(cls, read: int, written: int) -> Self:
        """For so many characters read and written."""
        return cls(read=_tokens(read), written=_tokens(written), counted=False)


def _tokens(characters: int) -> int:
    return math.ceil(characters / CHARACTERS_A_TOKEN)


class Completion(Value):
    """The JSON object that a model returned, not yet checked against the schema."""

    content: Mapping[str, Any]
    model: str
    tokens: Tokens


class Spoken(Value):
    """What a model said in a conversation; `cut` where it ran out of tokens before its end."""

    text: str
    model: str
    tokens: Tokens
    cut: bool = False


class Failure(Value):
    """Why there is no completion. `passing` says that the same call may succeed later by itself, `asked` that
    a provider was asked at all."""

    why: Literal["down", "slow", "refused", "busy", "wrong", "cut", "denied", "budget", "absent"]
    passing: bool = True
    asked: bool = True
    retry_after_seconds: float | None = None
