"""Protocols for what has two real implementations or an effect outside the process."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from domain.model.completion import Completion, Prompt, Spoken, Talk
from domain.model.group_sheet import GroupSheet
from domain.model.passage import Found, Passage
from domain.model.path_sheet import PathSheet
from domain.model.progress_sheet import ProgressSheet
from domain.model.question import Case, Compare
from domain.model.report import RenderedReport, ReportSheet
from domain.model.verdict import Verdict
from domain.replies import Reply
from domain.requests import Actor, Place

Document = dict[str, Any]
Where = Mapping[str, Any]
Progress = Callable[[str], Awaitable[None]]
Heard = Callable[[str], Awaitable[None]]
"""Takes all that a model has said so far, each time some more has come."""


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

    def secret(self, alphabet: str, length: int) -> str:
        """Characters of that alphabet that nobody can foretell."""
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

    async def scrub(self) -> None:
        """Sees to it that no file of the store holds what was deleted, as far as that is in its power."""
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

    async def progress(self, sheet: ProgressSheet) -> RenderedReport:
        """The same for progress over all interviews."""
        ...

    async def group(self, sheet: GroupSheet) -> RenderedReport:
        """The same for the summary of a group's round."""
        ...


class PathPictures(Protocol):
    async def draw(self, sheet: PathSheet) -> bytes:
        """The path as a PNG, drawn off the event loop."""
        ...


class ReportFiles(Protocol):
    async def save(self, name: str, content: bytes) -> str:
        """Writes a file whole or not at all; returns its path. Raises StoreUnavailable."""
        ...

    async def exists(self, path: str) -> bool: ...

    async def delete(self, names: Sequence[str]) -> None:
        """Removes the files of those names, as far as they are there. Raises StoreUnavailable."""
        ...


class Messenger(Protocol):
    def serves(self, to: Actor) -> bool:
        """Whether this process is the one that talks with that person."""
        ...

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        """What the bot says by itself. Raises Unreachable where the person takes no messages from us.

        What was shown under a `key` already is not shown again, as far as the platform can tell; `again` says
        that an earlier send may have shown it. Raises TimeoutError where this one may have.
        """
        ...

    async def edit(self, to: Actor, shown_in: str, reply: Reply) -> bool:
        """Puts the reply in the place of a message shown before, named as it was when it was shown.

        False where that message cannot be changed any more; the reply is then not shown.
        """
        ...

    async def open_thread(
        self, to: Actor, place: Place, title: str, key: str = "", again: bool = False
    ) -> Place | None:
        """A thread in that channel in which all who read the channel can write, with `to` in it.

        None where it cannot be had: the place has no threads, or the bot may open none there. With `again` an
        earlier try may have opened one under that key, which is taken where it can be told and stands empty.
        """
        ...

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        """Shows a reply to all who read that channel or thread; returns where it stands, as `edit` takes it.

        Empty where it cannot be changed later. `to` says which workspace is meant, and is told nothing.
        `key` and `again` are as for `send`. Raises PlaceGone where the place takes no message from us.
        """
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

    async def depth(self) -> int | None:
        """How many jobs wait or are under way; None where that cannot be told just now."""
        ...

    async def forget(self, of: Callable[[Mapping[str, str]], bool]) -> None:
        """Drops the jobs that wait and whose payload `of` is true for, as far as the queue can be reached.

        Those under way go on.
        """
        ...


class LanguageModel(Protocol):
    @property
    def name(self) -> str:
        """The model's name, as config.toml's price table has it."""
        ...

    async def complete(self, prompt: Prompt) -> Completion:
        """One call, its retries and deadline included. Raises ModelFailed, and nothing else."""
        ...

    async def talk(self, talk: Talk, heard: Heard) -> Spoken:
        """The next turn of a conversation, heard as it comes. Raises ModelFailed, and nothing else."""
        ...


class Passwords(Protocol):
    """What takes long on purpose, off the event loop and a few at a time. Nothing is raised for any text."""

    async def hashed(self, password: str) -> str:
        """For the store. The password has passed `domain.accounts.passwords.checked`."""
        ...

    async def matches(self, password: str, hashed: str | None) -> bool:
        """False, after as long as otherwise, where there is no hash."""
        ...

    async def is_common(self, password: str, about: Sequence[str]) -> bool:
        """Whether it is among the first that somebody would try who knows these words about the person."""
        ...


class Sense(Protocol):
    """Tells how much two texts mean the same, by models of language that know nothing of truth.

    Both give cosines, -1 to 1: a row for each text of `one`, a column for each of `other`. Neither minds a
    denial or raises for any text; both may be called in any thread, and remember what they read lately.
    """

    def likeness(self, one: Sequence[str], other: Sequence[str]) -> Sequence[Sequence[float]]:
        """By their words alone: 0.1 ms a text."""
        ...

    def closeness(self, one: Sequence[str], other: Sequence[str]) -> Sequence[Sequence[float]]:
        """By reading each as a whole: some 10 ms a sentence."""
        ...


class Asking(Protocol):
    """A language model within its budget, every call of which is counted."""

    @property
    def name(self) -> str: ...

    async def ask(self, user_id: str, prompt: Prompt) -> Completion:
        """Raises ModelFailed, also where the budget of that user or of all is spent."""
        ...

    async def talk(self, user_id: str, talk: Talk, heard: Heard) -> Spoken:
        """As `ask`, for the next turn of a conversation."""
        ...


class Retrieval(Protocol):
    """Finds the passages that speak most of what was asked, by their words alone."""

    async def find(
        self,
        query: str,
        limit: int,
        *,
        own: Sequence[Passage] = (),
        without: Callable[[Passage], bool] = lambda _: False,
    ) -> Sequence[Found]:
        """The best first, of the shipped content and of `own`; all share words of weight with the query.

        Passages for which `without` is true are left out. Works off the event loop; raises nothing for any
        text, however long or odd.
        """
        ...
