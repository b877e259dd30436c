"""What a model said, written as Chat Completions does: one object, or the events of a stream."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.llm.double.asking import ParsedRequest
from tests.llm.double.errors import JSON

PIECE = 24
CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """The message of a model. `said` is null for a refusal, `ended` is its finish_reason."""

    said: str | None
    refusal: str | None = None
    ended: str = "stop"


def completion(asked: ParsedRequest, turn: Turn, number: int) -> JSON:
    """The object of a whole answer, the `number`th of this server."""
    message: JSON = {"role": "assistant", "content": turn.said, "refusal": turn.refusal, "annotations": []}
    return {
        **_head(asked, number, "chat.completion"),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": turn.ended}],
        "usage": usage(asked, turn),
    }


def events(asked: ParsedRequest, turn: Turn, number: int) -> list[bytes]:
    """The same as server-sent events, the last of them [DONE]."""
    head = _head(asked, number, "chat.completion.chunk")
    chunks = [head | {"choices": [choice]} for choice in _choices(turn)]
    if asked.include_usage:
        chunks = [chunk | {"usage": None} for chunk in chunks]
        chunks.append(head | {"choices": [], "usage": usage(asked, turn)})
    return [b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks] + [b"data: [DONE]\n\n"]


def usage(asked: ParsedRequest, turn: Turn) -> JSON:
    """Tokens, at four characters each."""
    read = _tokens(asked.instructions + asked.material)
    written = _tokens((turn.said or "") + (turn.refusal or ""))
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _choices(turn: Turn) -> Iterator[JSON]:
    yield _choice({"role": "assistant", "content": "" if turn.refusal is None else None})
    text = turn.said or ""
    for start in range(0, len(text), PIECE):
        yield _choice({"content": text[start : start + PIECE]})
    if turn.refusal is not None:
        yield _choice({"refusal": turn.refusal})
    yield _choice({}, turn.ended)


def _choice(delta: JSON, ended: str | None = None) -> JSON:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": ended}


def _head(asked: ParsedRequest, number: int, kind: str) -> JSON:
    return {
        "id": f"chatcmpl-{number:06d}",
        "object": kind,
        "created": int(time.time()),
        "model": asked.model,
        "system_fingerprint": "fp_loopback",
    }


def _tokens(text: str) -> int:
    return -(-len(text) // CHARACTERS_A_TOKEN)
