"""What a status or an error object of a server says of its failure; nothing that was said gets out of it."""

import email.utils
import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import ModelFailed
from domain.model.completion import Failure

LONGEST_WAIT = 86_400.0
INTERNAL_ERROR = 500
STATUSES = {
    "rate_limit_exceeded": 429,
    "insufficient_quota": 429,
    "invalid_api_key": 401,
    "content_filter": 400,
}
_CODE = re.compile(r"[A-Za-z_]{1,40}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a request failed. `told`, the server's own words, tell what it refused and are not for logs."""

    failed: ModelFailed
    status: int = 0
    told: str = ""


def shown_code(code: object) -> str:
    """A code that can hold no key and no sentence; empty for any other."""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def failure_of(status: int, code: str, headers: Mapping[str, str]) -> Failure:
    """Why a request was refused with that HTTP status and that code of the provider."""
    if status == 429:
        wait = asked_to_wait(headers)
        return Failure(why="busy", passing=code != "insufficient_quota", retry_after_seconds=wait)
    if status in (401, 403):
        return Failure(why="denied", passing=False)
    if status >= 500 or status in (408, 409):
        return Failure(why="down", retry_after_seconds=asked_to_wait(headers))
    if code == "content_filter":
        return Failure(why="refused", passing=False)
    return Failure(why="wrong", passing=False)


def failed_after_all(error: object) -> ModelFailed:
    """For an error object after a status of 200. Where its code tells nothing, the server is at fault."""
    code = error.get("code") if isinstance(error, Mapping) else None
    named = STATUSES.get(shown_code(code), INTERNAL_ERROR)
    status = code if isinstance(code, int) and code >= 400 else named
    told = f"the response brought an error {shown_code(code) or status}"
    return ModelFailed(failure_of(status, shown_code(code), {}), told)


def asked_to_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds of a Retry-After header, at most a day; None without a usable one."""
    for header, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return _within_a_day(float(headers[header]) * unit)
        except (KeyError, ValueError):
            continue
    try:
        at = email.utils.parsedate_to_datetime(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return _within_a_day(at.timestamp() - time.time())


def _within_a_day(seconds: float) -> float | None:
    return None if math.isnan(seconds) else min(LONGEST_WAIT, max(0.0, seconds))
