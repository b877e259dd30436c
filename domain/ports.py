"""Protocols for what has two real implementations or an effect outside the process."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from domain.model.question import Case, Compare
from domain.model.report import RenderedReport, ReportSheet
from domain.model.verdict import Verdict
from domain.replies import Reply
from domain.requests import Actor, Place

Document = dict[str, Any]
Where = Mapping[str, Any]
Progress = Callable[[str], Awaitable[None]]


class Clock(Protocol):
    def now(self) -> datetime:
        """The current moment, in UTC."""
        ...


class Randomness(Protocol):
    def new_id(self) -> str:
        """An id never given before: 16 characters of 0-9a-f."""
        ...

    def seed(self) -> int:
        """A seed for one interview's choices."""
        ...


class Documents(Protocol):
    """Documents in, documents out. Values are JSON's plus tz-aware UTC datetimes of millisecond precision.

    `where` maps a dotted field to a value (equal, or contained where the field is an array) or to one of
    {"$lt", "$lte", "$gt", "$gte", "$ne": value}, {"$in": [values]}, {"$exists": bool}, which may be
    combined for one field. A missing field equals None. Nothing else is understood: ValueError.
    """

    async def insert(self, collection: str, document: Document) -> None:
        """Durable once it returns. Raises Duplicate, naming the index ("_id" for the id)."""
        ...

    async def get(self, collection: str, document_id: str) -> Document | None: ...

    async def find(
        self,
        collection: str,
        where: Where,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int | None = None,
        fields: Sequence[str] | None = None,
    ) -> list[Document]:
        """Those that match, sorted by (field, 1 or -1) and then by _id; `fields` are top-level names."""
        ...

    async def count(self, collection: str, where: Where) -> int: ...

    async def replace(self, collection: str, document: Document, *, version: int) -> None:
        """Replaces the document of that _id if its stored `version` is that one.

        Raises Conflict where it is another or the document is gone, Duplicate for a unique index.
        """
        ...

    async def upsert(self, collection: str, document: Document) -> None:
        """Inserts or replaces by _id, whatever the version. Raises Duplicate for another unique index."""
        ...

    async def claim(
        self, collection: str, where: Where, change: Where, *, sort: Sequence[tuple[str, int]] = ()
    ) -> Document | None:
        """Atomically sets the top-level fields of `change` on the first match, adds 1 to its `version`,
        and returns it as changed; None where nothing matches. Two claimers never get the same match."""
        ...

    async def delete(self, collection: str, where: Where) -> int:
        """How many were deleted."""
        ...


class Judge(Protocol):
    async def run(
        self,
        answer: str,
        function: str,
        public: Sequence[Case],
        hidden: Sequence[Case],
        compare: Compare,
        progress: Progress | None = None,
    ) -> Verdict:
        """Runs the Python code of an answer against the tests; never raises for what the code does."""
        ...


class ReportRenderer(Protocol):
    async def render(self, sheet: ReportSheet) -> RenderedReport:
        """The sheet as a PDF, drawn off the event loop."""
        ...


class ReportFiles(Protocol):
    async def save(self, name: str, content: bytes) -> str:
        """Writes a file whole or not at all; returns its path. Raises StoreUnavailable."""
        ...

    async def exists(self, path: str) -> bool: ...


class Messenger(Protocol):
    def serves(self, to: Actor) -> bool:
        """Whether this process is the one that talks with that person."""
        ...

    async def send(self, to: Actor, place: Place, reply: Reply) -> None:
        """What the bot says by itself. Raises Unreachable where the person takes no messages from us."""
        ...

    async def working(self, to: Actor, place: Place, progress: str) -> None:
        """How far work is that a `send` to the same place will end; no harm is done if it is not shown."""
        ...


class Jobs(Protocol):
    async def add(self, name: str, payload: Mapping[str, str], after: timedelta = timedelta()) -> None:
        """Work for later, by a name of domain.jobs, not to begin before `after` has passed.

        The store knows what is owed if the queue forgets.
        """
        ...
