"""What a model said, written as Chat Completions does: one object, or the events of a stream."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.llm.double.asking import ParsedRequest
from tests.llm.double.errors import JSON

PIECE = 24
DONE = b"data: [DONE]\n\n"
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
    said = [chunk(asked, number, delta) for delta in _deltas(turn)]
    return [*said, chunk(asked, number, {}, turn.ended), *ending(asked, number, usage(asked, turn))]


def chunk(asked: ParsedRequest, number: int, delta: JSON, ended: str | None = None) -> bytes:
    """One event of a stream."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": ended}
    counted = {"usage": None} if asked.include_usage else {}
    return _event(_head(asked, number, "chat.completion.chunk") | {"choices": [choice]} | counted)


def ending(asked: ParsedRequest, number: int, counted: JSON | None) -> list[bytes]:
    """What comes after the last choice; the tokens where they were asked for and are `counted`."""
    head = _head(asked, number, "chat.completion.chunk") | {"choices": [], "usage": counted}
    return [_event(head), DONE] if asked.include_usage and counted else [DONE]


def usage(asked: ParsedRequest, turn: Turn) -> JSON:
    """Tokens, at four characters each."""
    read = _tokens(asked.instructions + asked.material)
    written = _tokens((turn.said or "") + (turn.refusal or ""))
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _deltas(turn: Turn) -> Iterator[JSON]:
    yield {"role": "assistant", "content": "" if turn.refusal is None else None}
    text = turn.said or ""
    for start in range(0, len(text), PIECE):
        yield {"content": text[start : start + PIECE]}
    if turn.refusal is not None:
        yield {"refusal": turn.refusal}


def _event(data: JSON) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


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
