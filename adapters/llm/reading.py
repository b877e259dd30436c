"""Makes a completion of what a server sent, or says why there is none; nothing that was sent is quoted."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from pydantic import BaseModel, Field, ValidationError

from domain.errors import ModelFailed
from domain.model.completion import Completion, Failure, Prompt, Tokens

THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*+["\\]?|[{}]', re.DOTALL)


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Body(BaseModel):
    """As much of a chat completion as is read."""

    choices: list[_Choice] = Field(min_length=1)
    usage: Any = None


def completion_of(body: str, prompt: Prompt, model: str) -> Completion:
    """The completion of an HTTP body. Raises ModelFailed, with the tokens used where there was any choice."""
    read = _read(body)
    if read is None:
        raise ModelFailed(Failure(why="wrong"), "the body of the response is no chat completion")
    choice = read.choices[0]
    tokens = tokens_of(read.usage, prompt.characters, len(choice.message.content or ""))
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ModelFailed(Failure(why="refused", passing=False), "the model refused to answer", tokens)
    if choice.finish_reason == "length":
        told = f"the completion was cut off at {prompt.most_tokens} tokens"
        raise ModelFailed(Failure(why="cut", passing=False), told, tokens)
    content = json_object(choice.message.content or "")
    if content is None:
        raise ModelFailed(Failure(why="wrong"), "the model returned no usable JSON object", tokens)
    return Completion(content=content, model=model, tokens=tokens)


def _read(body: str) -> _Body | None:
    try:
        return _Body.model_validate_json(body)
    except ValidationError:
        return None


def tokens_of(usage: object, read: int, written: int) -> Tokens:
    """What the provider counted; else an estimate for so many characters read and written."""
    if isinstance(usage, Mapping):
        asked, said = usage.get("prompt_tokens"), usage.get("completion_tokens")
        if isinstance(asked, int) and isinstance(said, int) and min(asked, said) >= 0:
            return Tokens(read=asked, written=said)
    return Tokens.estimated(read, written)


def json_object(text: str) -> dict[str, Any] | None:
    """The first balanced object of a text that is JSON, in a fence, in prose or bare; None without one.

    An object that never ends is not searched for smaller ones: what stands in it is not the answer.
    """
    text, at = THOUGHTS.sub("", text), 0
    while (start := text.find("{", at)) >= 0:
        end = _end(text, start)
        if end is None:
            return None
        found = parsed(text[start:end])
        if found is not None:
            return found
        at = end
    return None


def _end(text: str, start: int) -> int | None:
    """Where the object that begins at `start` is closed."""
    depth = 0
    for piece in _PIECE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(piece[0], 0)
        if depth == 0:
            return piece.end()
    return None


def parsed(text: str) -> dict[str, Any] | None:
    """The object that a text is; None where it is none that can be used."""
    try:
        found = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number too large for a float")
    return value
