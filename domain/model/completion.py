"""What a language model is asked, what it says, and what that cost."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from domain.model.base import Value

Purpose = Literal["grade"]


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


class Tokens(Value):
    """Tokens read and written; `counted` says that the provider told, else they are an estimate."""

    read: int = Field(default=0, ge=0)
    written: int = Field(default=0, ge=0)
    counted: bool = True


class Completion(Value):
    """The JSON object that a model returned, not yet checked against the schema."""

    content: Mapping[str, Any]
    model: str
    tokens: Tokens


class Failure(Value):
    """Why there is no completion. `passing` says that the same call may succeed later by itself, `asked` that
    a provider was asked at all."""

    why: Literal["down", "slow", "refused", "busy", "wrong", "cut", "denied", "budget", "absent"]
    passing: bool = True
    asked: bool = True
    retry_after_seconds: float | None = None
