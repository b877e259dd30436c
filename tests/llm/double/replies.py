"""What goes over the wire for a request: status, headers, pieces of the body, and how the connection ends."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from tests.llm.double.asking import ParsedRequest
from tests.llm.double.errors import JSON, ApiError, error_object, fastapi_error, no_such_model, unknown_key
from tests.llm.double.faults import Fault
from tests.llm.double.spoiled import SPOILED, spoiled
from tests.llm.double.streams import Streamed, pieces
from tests.llm.double.turns import Turn, completion, events

HTML = b"<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>"


class Ending(Enum):
    """What becomes of the connection once the pieces are sent."""

    WHOLE = "whole"
    CUT = "cut"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Reply:
    """`length` is what Content-Length announces; without one the pieces are sent as chunks.

    `pause` is waited before each piece, in seconds. With no headers to send, `status` is 0.
    """

    status: int
    pieces: Iterable[bytes] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    ending: Ending = Ending.WHOLE
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request about to be answered: its number, the key it came with, and what the faults are set to."""

    request: ParsedRequest
    number: int
    key: str
    retry_after: str
    drip: float
    elsewhere: str


def whole(status: int, body: bytes, kind: str = "application/json", **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, (body,), {"Content-Type": kind, **named}, len(body))


def refused(error: ApiError) -> Reply:
    return whole(error.status, json.dumps(error.body).encode(), **error.headers)


def answered(asked: Asked, turn: Turn) -> Reply:
    """A turn without any trouble, streamed where that was asked for."""
    if asked.request.stream:
        return _streamed(events(asked.request, turn, asked.number))
    return _body(completion(asked.request, turn, asked.number))


def streamed(asked: Asked, says: Streamed) -> Reply:
    """A turn that comes as a test wrote it; as one object where no stream was asked for."""
    if says.whole or not asked.request.stream:
        return _body(completion(asked.request, says.turn, asked.number))
    ending = Ending.NEVER if says.held else Ending.CUT if says.cut else Ending.WHOLE
    reply = _streamed(pieces(asked.request, says, asked.number))
    return replace(reply, ending=ending, pause=says.pause)


def failed(asked: Asked, fault: Fault, good: JSON) -> Reply:
    """The fault in place of a grading, or of what surrounds the grading `good`."""
    if fault in ERRORS:
        return refused(ERRORS[fault](asked))
    if fault in BARE:
        return BARE[fault](asked)
    if fault in SPOILED:
        return answered(asked, spoiled(fault, good))
    return AROUND[fault](asked, Turn(json.dumps(good)))


def _body(body: JSON) -> Reply:
    return whole(200, json.dumps(body).encode())


def _streamed(sent: Iterable[bytes]) -> Reply:
    return Reply(200, sent, {"Content-Type": "text/event-stream"})


def _forbidden(asked: Asked) -> ApiError:
    message = f"Project does not have access to model `{asked.request.model}`."
    return ApiError(403, error_object(message, "invalid_request_error", code="model_not_found"))


def _rate_limited(asked: Asked) -> ApiError:
    error = _rate_limited_silently(asked)
    return ApiError(429, error.body, {"Retry-After": asked.retry_after})


def _rate_limited_silently(asked: Asked) -> ApiError:
    message = f"Rate limit reached for {asked.request.model} on requests per min."
    return ApiError(429, error_object(message, "requests", code="rate_limit_exceeded"))


def _no_quota(_: Asked) -> ApiError:
    message = "You exceeded your current quota, please check your plan and billing details."
    return ApiError(429, error_object(message, "insufficient_quota", code="insufficient_quota"))


def _internal_error(_: Asked) -> ApiError:
    return ApiError(
        500, error_object("The server had an error while processing your request.", "server_error")
    )


def _loading(_: Asked) -> ApiError:
    return ApiError(503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}})


def _overloaded(_: Asked) -> ApiError:
    return ApiError(529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})


ERRORS: Mapping[Fault, Callable[[Asked], ApiError]] = {
    Fault.UNKNOWN_KEY: lambda asked: unknown_key(asked.key),
    Fault.FORBIDDEN: _forbidden,
    Fault.MODEL_NOT_FOUND: lambda asked: no_such_model(asked.request.model),
    Fault.UNPROCESSABLE: lambda asked: fastapi_error(["body"], "not understood", asked.request.body),
    Fault.RATE_LIMITED: _rate_limited,
    Fault.RATE_LIMITED_SILENTLY: _rate_limited_silently,
    Fault.NO_QUOTA: _no_quota,
    Fault.INTERNAL_ERROR: _internal_error,
    Fault.LOADING: _loading,
    Fault.OVERLOADED: _overloaded,
}
BARE: Mapping[Fault, Callable[[Asked], Reply]] = {
    Fault.BAD_GATEWAY: lambda _: whole(502, HTML, "text/html"),
    Fault.REDIRECT: lambda asked: whole(307, b"", "text/plain", Location=asked.elsewhere),
    Fault.HANG: lambda _: Reply(0, ending=Ending.NEVER),
    Fault.CUT_BEFORE_HEADERS: lambda _: Reply(0, ending=Ending.CUT),
    Fault.CORRUPT_BODY: lambda _: whole(200, b'{"id": "chatcmpl-1", "choices": [{"index": 0, mess'),
    Fault.UNDECODABLE_BODY: lambda _: whole(200, b'{"id": "\xff\xfe", "choices": []}'),
    Fault.NULL_BODY: lambda _: whole(200, b"null"),
    Fault.HTML_PAGE: lambda _: whole(200, HTML, "text/html"),
    Fault.ERROR_WITH_200: lambda asked: _body(_internal_error(asked).body),
}


def _slow(asked: Asked, turn: Turn) -> Reply:
    reply = answered(asked, turn)
    drops = tuple(bytes([byte]) for byte in b"".join(reply.pieces))
    return Reply(200, drops, reply.headers, reply.length, pause=asked.drip)


def _cut(asked: Asked, turn: Turn) -> Reply:
    reply = answered(asked, turn)
    sent = b"".join(reply.pieces)
    return Reply(200, (sent[: len(sent) // 2],), reply.headers, reply.length, Ending.CUT)


def _stopped(asked: Asked, turn: Turn) -> Reply:
    sent = events(asked.request, turn, asked.number)
    return _streamed(sent[: len(sent) // 2])


def _without_usage(asked: Asked, turn: Turn) -> Reply:
    body = completion(asked.request, turn, asked.number)
    del body["usage"]
    return _body(body)


AROUND: Mapping[Fault, Callable[[Asked, Turn], Reply]] = {
    Fault.SLOW_BODY: _slow,
    Fault.CUT_IN_BODY: _cut,
    Fault.STREAM_STOPS: _stopped,
    Fault.NO_CHOICES: lambda asked, turn: _body(
        completion(asked.request, turn, asked.number) | {"choices": []}
    ),
    Fault.USAGE_MISSING: _without_usage,
    Fault.USAGE_NULL: lambda asked, turn: _body(
        completion(asked.request, turn, asked.number) | {"usage": None}
    ),
}
