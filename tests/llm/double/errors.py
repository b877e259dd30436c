"""Refusals in the words of the servers that give them: OpenAI's error object, and what others send."""

from collections.abc import Callable, Mapping
from typing import Any

JSON = dict[str, Any]


class ApiError(Exception):
    """An answer other than 200.

    `illegal` says that no correct client would have asked: the double keeps it as a fault of ours.
    """

    def __init__(
        self, status: int, body: Any, headers: Mapping[str, str] | None = None, *, illegal: bool = False
    ) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})
        self.illegal = illegal


def error_object(message: str, kind: str, param: str | None = None, code: str | None = None) -> JSON:
    """What OpenAI's servers answer with."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def invalid(message: str, param: str | None = None, code: str | None = None) -> ApiError:
    """400 for a request that breaks the protocol."""
    return ApiError(400, error_object(message, "invalid_request_error", param, code), illegal=True)


def unknown_key(key: str) -> ApiError:
    message = f"Incorrect API key provided: {key}."
    return ApiError(401, error_object(message, "invalid_request_error", code="invalid_api_key"))


def no_such_model(model: str) -> ApiError:
    message = f"The model `{model}` does not exist or you do not have access to it."
    return ApiError(404, error_object(message, "invalid_request_error", code="model_not_found"))


def unsupported_parameter(name: str) -> ApiError:
    """What reasoning models answer to `temperature` and the like."""
    message = f"Unsupported parameter: '{name}' is not supported with this model."
    return ApiError(400, error_object(message, "invalid_request_error", name, "unsupported_parameter"))


def fastapi_error(place: list[str], problem: str, sent: Any) -> ApiError:
    """422 of a server built on FastAPI, which repeats what was sent."""
    return ApiError(422, {"detail": [{"type": "value_error", "loc": place, "msg": problem, "input": sent}]})


def _openai_format(kind: str, _: Any) -> ApiError:
    message = f"Invalid parameter: 'response_format' of type '{kind}' is not supported with this model."
    return ApiError(400, error_object(message, "invalid_request_error", "response_format"))


def _llama_words(kind: str) -> str:
    return f'response_format type must be one of "text" or "json_object", but got: {kind}'


def _llama_format(kind: str, _: Any) -> ApiError:
    error = {"code": 400, "message": _llama_words(kind), "type": "invalid_request_error"}
    return ApiError(400, {"error": error})


def _old_llama_format(kind: str, _: Any) -> ApiError:
    return ApiError(500, {"error": {"code": 500, "message": _llama_words(kind), "type": "server_error"}})


def _studio_format(kind: str, _: Any) -> ApiError:
    return ApiError(400, {"error": f"'response_format.type' must not be '{kind}'"})


def _vllm_format(kind: str, _: Any) -> ApiError:
    message = f"response_format.type: Input should be 'text', not '{kind}'"
    body = {"object": "error", "message": message, "type": "BadRequestError", "param": None, "code": 400}
    return ApiError(400, body)


def _fastapi_format(kind: str, sent: Any) -> ApiError:
    return fastapi_error(["body", "response_format", "type"], f"Input should be 'text', not '{kind}'", sent)


FORMAT_REFUSED: Mapping[str, Callable[[str, Any], ApiError]] = {
    "openai": _openai_format,
    "llama.cpp": _llama_format,
    "llama.cpp of 2024": _old_llama_format,
    "lm studio": _studio_format,
    "vllm": _vllm_format,
    "fastapi": _fastapi_format,
}
