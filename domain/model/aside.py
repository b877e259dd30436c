"""A job that failed too often: kept until an operator has it tried again."""

import hashlib
import json
from collections.abc import Mapping

from domain.model.base import Entity, UtcTime

LONGEST_ERROR = 200


class SetAsideJob(Entity):
    """`tries` counts every failed one, also from before an earlier retry. `error` quotes nobody's answer."""

    name: str
    payload: dict[str, str]
    error: str
    tries: int
    failed_at: UtcTime


def job_digest(name: str, payload: Mapping[str, str]) -> str:
    """The same 32 characters of 0-9a-f for the same job, in whatever order its payload was written."""
    text = json.dumps([name, sorted(payload.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def described(error: Exception) -> str:
    """An error's type and its first line, cut short: what follows may quote the data it was about."""
    first = str(error).strip().partition("\n")[0][:LONGEST_ERROR]
    line = "".join(c if c.isprintable() else " " for c in first)
    return f"{type(error).__name__}: {line}" if line else type(error).__name__
