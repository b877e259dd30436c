"""What kind of server it is, what it was sent, and what it says next."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.llm.double.asking import ParsedRequest
from tests.llm.double.errors import JSON
from tests.llm.double.faults import Fault
from tests.llm.double.recorded import grading_for
from tests.llm.double.streams import Streamed

Said = JSON | str | Fault | Streamed
Says = Said | Callable[[ParsedRequest], Said]


@dataclass(frozen=True, slots=True)
class Settings:
    """What kind of server it is.

    `formats` are the response formats it takes beside text, refused in the manner of `dialect`, a name of
    FORMAT_REFUSED. `lacks` are parameters it refuses. Without `models` it has a model of any name.
    `retry_after` is the header of RATE_LIMITED, `drip` the seconds between the bytes of SLOW_BODY.
    """

    key: str = "sk-loopback-5f2a91c7d3e8"
    models: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset(("json_schema", "json_object"))
    dialect: str = "openai"
    lacks: frozenset[str] = frozenset()
    retry_after: str = "1"
    drip: float = 0.05


@dataclass(slots=True)
class Received:
    """A request as it came, legal or not. `left` says that the client went before it was answered.

    `written` are the moments, by time.perf_counter, at which the pieces of the answer were written.
    """

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    at: float
    connection: tuple[str, int]
    status: int = 0
    left: bool = False
    written: list[float] = field(default_factory=list)

    @property
    def body(self) -> Any:
        """The JSON that was posted."""
        return json.loads(self.raw)


@dataclass(slots=True)
class Script:
    """What is said next: what was queued, in order, then what is said for good."""

    last: Says = grading_for
    queued: deque[Says] = field(default_factory=deque)

    def next(self, request: ParsedRequest) -> Said:
        says = self.queued.popleft() if self.queued else self.last
        return says(request) if callable(says) else says
