"""What comes out of the sandbox, checked before anything believes it."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

Short = Annotated[str, Field(max_length=80)]
Told = Annotated[str, Field(max_length=500)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Problem(_Message):
    """An exception of the student's code; `line` counts from 1 in their code, None where it is not in it."""

    type: Short
    text: Told
    line: int | None


class Loaded(_Message):
    """`method` is that of a class Solution, "" for a function; `stopped` is what ended the module early."""

    kind: Literal["loaded"]
    method: Short
    stopped: Problem | None


class Missing(_Message):
    """There is no such function; `found` are the functions that there are."""

    kind: Literal["missing"]
    found: Annotated[tuple[Short, ...], Field(max_length=20, strict=False)]
    stopped: Problem | None


class Refused(_Message):
    """The code does not compile."""

    kind: Literal["refused"]
    problem: Problem


class Returned(_Message):
    kind: Literal["returned"]
    value: Any
    printed: Told


class Raised(_Message):
    kind: Literal["raised"]
    problem: Problem
    printed: Told


class Exceeded(_Message):
    kind: Literal["exceeded"]
    limit: Literal["memory", "output"]
    printed: Told


LoadReply = Loaded | Missing | Refused
TestReply = Returned | Raised | Exceeded

_LOAD: TypeAdapter[LoadReply] = TypeAdapter(Annotated[LoadReply, Field(discriminator="kind")])
_TEST: TypeAdapter[TestReply] = TypeAdapter(Annotated[TestReply, Field(discriminator="kind")])


class MalformedError(Exception):
    """Not a message of the harness: the student's code wrote it, or broke what writes."""


@dataclass(frozen=True, slots=True, repr=False)
class SetValue:
    items: tuple[Any, ...]

    def __repr__(self) -> str:
        return f"{{{', '.join(map(repr, self.items))}}}" if self.items else "set()"


@dataclass(frozen=True, slots=True, repr=False)
class DictValue:
    """A dict with its keys as they were: JSON would make every key a string."""

    pairs: tuple[tuple[Any, Any], ...]

    def __repr__(self) -> str:
        return f"{{{', '.join(f'{key!r}: {value!r}' for key, value in self.pairs)}}}"


@dataclass(frozen=True, slots=True, repr=False)
class Opaque:
    """Something with no JSON form, such as a generator; only the name of its type came out."""

    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"


def parse_load(text: bytes) -> LoadReply:
    """Raises MalformedError."""
    try:
        return _LOAD.validate_json(text)
    except ValidationError as error:
        raise MalformedError("not a reply to loading") from error


def parse_test(text: bytes) -> TestReply:
    """The reply with `value` decoded to None, bool, int, float, str, list or one of the types above.

    Raises MalformedError.
    """
    try:
        reply = _TEST.validate_json(text)
    except ValidationError as error:
        raise MalformedError("not a reply to a test") from error
    return reply.model_copy(update={"value": _decoded(reply.value)}) if isinstance(reply, Returned) else reply


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [_decoded(item) for item in value]
    if not isinstance(value, dict):
        return value
    match list(value.items()):
        case [("int", str(digits))]:
            return _big(digits)
        case [("set", list(items))]:
            return SetValue(tuple(map(_decoded, items)))
        case [("dict", list(pairs))]:
            return DictValue(tuple(map(_pair, pairs)))
        case [("opaque", str(name))]:
            return Opaque(name[:80])
    raise MalformedError("an unknown tag")


def _big(digits: str) -> int:
    try:
        return int(digits, 16)
    except ValueError as error:
        raise MalformedError("not a number") from error


def _pair(pair: Any) -> tuple[Any, Any]:
    match pair:
        case [key, value]:
            return _decoded(key), _decoded(value)
    raise MalformedError("not a pair")
