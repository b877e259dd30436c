"""Group commit: writes that wait while one transaction reaches the disk go together into the next one.

A transaction is run in one go by a thread of its own: to pass each statement from a busy event loop to a
thread and back would take longer than the disk does.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any

from storage.sql import Bound
from storage.sqlite_errors import is_locked, stuck

# So that another process over the same file has its turn between two transactions.
TOGETHER = 200
PATIENCE = 30.0

Rows = list[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Write:
    """A statement and what it answers. One that is `alone` shares no transaction, as VACUUM cannot."""

    statement: str
    bound: Sequence[Bound]
    alone: bool
    done: asyncio.Future[Rows]


class Commits:
    """The one connection that writes, used by one event loop.

    A write that is alone is a statement and a transaction by itself. Each runs to its end once it has begun,
    even if its caller is cancelled; one that is cancelled before does not run.
    """

    def __init__(
        self, connection: sqlite3.Connection, thread: ThreadPoolExecutor, patience: float = PATIENCE
    ) -> None:
        self._connection = connection
        self._thread = thread
        self._patience = patience
        self._waiting: deque[Write] = deque()
        self._idle = asyncio.Event()
        self._idle.set()
        self._alarm: asyncio.TimerHandle | None = None
        self._closed = False

    async def write(self, statement: str, bound: Sequence[Bound], *, alone: bool = False) -> Rows:
        """The rows that the statement returned, once what it wrote is on the disk.

        Raises what the statement or its transaction raised, of which nothing was saved then; also where
        others that came before it were kept from writing by another program for its whole timeout.
        StoreUnavailable where nothing has moved for `patience` seconds, ValueError after the end.
        """
        if self._closed:
            raise ValueError("the store is closed")
        done: asyncio.Future[Rows] = asyncio.get_running_loop().create_future()
        self._waiting.append(Write(statement, bound, alone, done))
        if self._idle.is_set():
            self._begin()
        return await done

    async def drain(self) -> None:
        """Takes no more writes, and waits until those that were taken have ended."""
        self._closed = True
        try:
            await self._idle.wait()
        finally:
            for write in self._waiting:
                write.done.cancel()

    def _begin(self) -> None:
        """Hands to the thread what is to be written next, if anything is."""
        batch = self._next()
        if not batch:
            self._idle.set()
            return
        self._idle.clear()
        loop = asyncio.get_running_loop()
        self._alarm = loop.call_later(self._patience, self._give_up)
        self._thread.submit(self._run, loop, batch, tuple(self._waiting))

    def _run(self, loop: asyncio.AbstractEventLoop, batch: Sequence[Write], behind: Sequence[Write]) -> None:
        """In the thread. What came of it goes back to the loop."""
        try:
            outcomes = transacted(self._connection, batch)
        except Exception as error:  # noqa: BLE001 - it is its callers'
            loop.call_soon_threadsafe(self._failed, batch, behind, error)
        else:
            loop.call_soon_threadsafe(self._saved, batch, outcomes)

    def _next(self) -> list[Write]:
        batch: list[Write] = []
        while self._waiting and len(batch) < TOGETHER:
            write = self._waiting[0]
            if batch and (write.alone or batch[0].alone):
                break
            self._waiting.popleft()
            if not write.done.done():
                batch.append(write)
        return batch

    def _saved(self, batch: Sequence[Write], outcomes: Sequence[Rows | Exception]) -> None:
        for write, outcome in zip(batch, outcomes, strict=True):
            _settle(write, outcome)
        self._ended()

    def _failed(self, batch: Sequence[Write], behind: Sequence[Write], error: Exception) -> None:
        """Those who waited behind another program's lock for its whole timeout are told so, too."""
        for write in (*batch, *behind) if is_locked(error) else batch:
            _settle(write, error)
        self._ended()

    def _ended(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._begin()

    def _give_up(self) -> None:
        """The transaction that is under way may end yet; who waits behind it need not."""
        for write in self._waiting:
            _settle(write, stuck(self._patience))
        self._waiting.clear()
        self._alarm = asyncio.get_running_loop().call_later(self._patience, self._give_up)


def _settle(write: Write, outcome: Rows | Exception) -> None:
    if write.done.done():
        return
    if isinstance(outcome, Exception):
        write.done.set_exception(copy(outcome))  # each caller adds its own traceback
    else:
        write.done.set_result(outcome)


def transacted(connection: sqlite3.Connection, writes: Sequence[Write]) -> list[Rows | Exception]:
    """What came of each write, on the disk when this returns. Raises where none was saved."""
    if len(writes) == 1:
        return [_rows(connection, writes[0])]
    connection.execute("BEGIN IMMEDIATE")
    try:
        outcomes = [_attempted(connection, write) for write in writes]
        connection.execute("COMMIT")
    finally:
        connection.rollback()  # does nothing after COMMIT
    return outcomes


def _attempted(connection: sqlite3.Connection, write: Write) -> Rows | Exception:
    """A statement that is refused has undone itself and nothing else, so it needs no savepoint.

    Raises where SQLite ended the whole transaction with it, as when the disk is full.
    """
    try:
        return _rows(connection, write)
    except Exception as error:
        if not connection.in_transaction:
            raise
        return error


def _rows(connection: sqlite3.Connection, write: Write) -> Rows:
    return connection.execute(write.statement, write.bound).fetchall()


@asynccontextmanager
async def open_commits(
    connect: Callable[[], sqlite3.Connection], patience: float = PATIENCE
) -> AsyncIterator[Commits]:
    """Over what `connect` opens in the thread that alone uses it; what was taken is written at the end."""
    loop = asyncio.get_running_loop()
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
    try:
        connection = await loop.run_in_executor(thread, connect)
        commits = Commits(connection, thread, patience)
        try:
            yield commits
        finally:
            try:
                await commits.drain()
            finally:
                await loop.run_in_executor(thread, connection.close)
    finally:
        thread.shutdown(wait=False)
