"""The embedded store: one SQLite file that several processes may share, a table for each collection.

Every operation of the port is one statement, and a transaction holds whole statements alone: a task that is
cancelled, or a process that is killed, leaves nothing half done and no transaction open.
"""

# ruff: noqa: S608 - the names in a statement are the schema's or were checked; every value is bound

import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

from domain.errors import Conflict
from domain.ports import Document, Where
from storage import codec, ddl
from storage.commits import PATIENCE, Commits, open_commits
from storage.expiry import delete_expired
from storage.schema import COLLECTIONS, Collection
from storage.sql import Bound, Sql, matching, ordered
from storage.sqlite_errors import is_locked, spoken, unavailable
from storage.values import checked_change, checked_names
from storage.where import checked_limit, checked_sort, parsed

log = logging.getLogger(__name__)

REWRITTEN = 100_000_000


class SqliteDocuments:
    """The Documents port over two connections: reading never waits for somebody's commit to be on disk.

    Every method raises StoreUnavailable, and ValueError for what the port or the schema does not define.
    """

    def __init__(
        self,
        commits: Commits,
        reader: aiosqlite.Connection,
        collections: Sequence[Collection],
    ) -> None:
        self._commits = commits
        self._reader = reader
        self._collections = {collection.name: collection for collection in collections}

    async def insert(self, collection: str, document: Document) -> None:
        row = codec.row(self._declared(collection), document)
        await self._write(f"INSERT INTO {collection} (_id, version, doc) VALUES (?, ?, ?)", row)

    async def get(self, collection: str, document_id: str) -> Document | None:
        found = await self.find(collection, {"_id": document_id}, limit=1)
        return found[0] if found else None

    async def find(
        self,
        collection: str,
        where: Where,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int | None = None,
        fields: Sequence[str] | None = None,
    ) -> list[Document]:
        names = None if fields is None else checked_names(fields)
        matches = self._matches(collection, where)
        order = ordered(checked_sort(self._declared(collection), sort))
        most = checked_limit(limit)
        rows = await self._read(
            f"SELECT _id, version, doc FROM {collection}{matches.text}{order} LIMIT ?",
            (*matches.bound, -1 if most is None else most),
        )
        return [codec.load(row, names) for row in rows]

    async def count(self, collection: str, where: Where) -> int:
        matches = self._matches(collection, where)
        rows = await self._read(f"SELECT count(*) FROM {collection}{matches.text}", matches.bound)
        return int(rows[0][0])

    async def replace(self, collection: str, document: Document, *, version: int) -> None:
        document_id, new_version, doc = codec.row(self._declared(collection), document)
        replaced = await self._write(
            f"UPDATE {collection} SET version = ?, doc = ? WHERE _id = ? AND version = ? RETURNING 1",
            (new_version, doc, document_id, version),
        )
        if not replaced:
            raise Conflict(f"{collection}: not at version {version} any more")

    async def upsert(self, collection: str, document: Document) -> None:
        row = codec.row(self._declared(collection), document)
        await self._write(
            f"INSERT INTO {collection} (_id, version, doc) VALUES (?, ?, ?) "
            "ON CONFLICT (_id) DO UPDATE SET version = excluded.version, doc = excluded.doc",
            row,
        )

    async def claim(
        self, collection: str, where: Where, change: Where, *, sort: Sequence[tuple[str, int]] = ()
    ) -> Document | None:
        declared = self._declared(collection)
        changed = checked_change(declared, change, codec.encode)
        matches = self._matches(collection, where)
        order = ordered(checked_sort(declared, sort))
        pairs = "".join(f", '$.{name}', json(?)" for name in changed)
        rows = await self._write(
            f"UPDATE {collection} SET version = coalesce(version, 0) + 1, doc = json_set(doc{pairs}) "
            f"WHERE _id = (SELECT _id FROM {collection}{matches.text}{order} LIMIT 1) "
            "RETURNING _id, version, doc",
            (*map(codec.json_text, changed.values()), *matches.bound),
        )
        return codec.load(rows[0]) if rows else None

    async def delete(self, collection: str, where: Where) -> int:
        matches = self._matches(collection, where)
        return len(await self._write(f"DELETE FROM {collection}{matches.text} RETURNING 1", matches.bound))

    async def expire(self, now: datetime) -> int:
        """Deletes what its collection no longer keeps at `now`; how many that were."""
        return await delete_expired(self, self._collections.values(), now)

    async def scrub(self) -> None:
        """Writes the file anew, as its pages keep traces of what stood there, and empties the log of writes.

        A file of more than `REWRITTEN` bytes is left to its operator, since nobody else can write meanwhile.
        Raises StoreUnavailable where other programs kept it from that.
        """
        ((size,),) = await self._read(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", ()
        )
        if size <= REWRITTEN:
            await self._write("VACUUM", (), alone=True)
        else:
            log.warning("what was deleted may be traced in a file of %d bytes until a VACUUM of it", size)
        rows = await self._write("PRAGMA wal_checkpoint(TRUNCATE)", (), alone=True)
        if rows and rows[0][0]:
            raise unavailable(sqlite3.SQLITE_BUSY)

    def _declared(self, collection: str) -> Collection:
        if collection not in self._collections:
            raise ValueError(f"there is no collection {collection!r}")
        return self._collections[collection]

    def _matches(self, collection: str, where: Where) -> Sql:
        declared = self._declared(collection)
        return matching(declared, parsed(declared, where))

    async def _read(self, statement: str, bound: Sequence[Bound]) -> list[Any]:
        with spoken():
            return list(await self._reader.execute_fetchall(statement, bound))

    async def _write(self, statement: str, bound: Sequence[Bound], *, alone: bool = False) -> list[Any]:
        """Runs one statement, to its end even if this task is cancelled once it has begun."""
        with spoken():
            return await self._commits.write(statement, bound, alone=alone)


@asynccontextmanager
async def open_sqlite(
    path: Path,
    *,
    now: datetime | None = None,
    busy_timeout: float = 5.0,
    collections: Sequence[Collection] = COLLECTIONS,
) -> AsyncIterator[SqliteDocuments]:
    """Opens the file, made with its folder where missing and brought to the declared schema.

    With `now`, what has expired by then is deleted. `busy_timeout` is how many seconds a write waits for
    other programs before it gives up. Raises StoreUnavailable, and Duplicate where what is stored already
    contradicts a unique index of the schema.
    """
    async with AsyncExitStack() as stack:
        with spoken():
            _make_private(path)
            connect = partial(_connected, path, busy_timeout, collections)
            commits = await stack.enter_async_context(open_commits(connect, PATIENCE + busy_timeout))
            reader = await stack.enter_async_context(
                aiosqlite.connect(path, timeout=busy_timeout, isolation_level=None)
            )
            await reader.execute_fetchall("PRAGMA query_only=ON")
        documents = SqliteDocuments(commits, reader, collections)
        if now is not None:
            await documents.expire(now)
        yield documents


def _make_private(path: Path) -> None:
    """Answers and resumes are for the bot's account alone; SQLite gives its other files the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _connected(path: Path, busy_timeout: float, collections: Sequence[Collection]) -> sqlite3.Connection:
    """A connection for writing, whose commits are on the disk when they return."""
    connection = sqlite3.connect(path, timeout=busy_timeout, isolation_level=None)
    try:
        _to_wal(connection, busy_timeout)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        _to_schema(connection, collections)
    except BaseException:
        connection.close()
        raise
    return connection


def _to_wal(connection: sqlite3.Connection, busy_timeout: float) -> None:
    """Waits by itself: of two programs that turn a new file to WAL at once, SQLite refuses one right away."""
    ends = time.monotonic() + busy_timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if not is_locked(error) or time.monotonic() > ends:
                raise
        time.sleep(0.02)


def _to_schema(connection: sqlite3.Connection, collections: Sequence[Collection]) -> None:
    """Makes what is declared, once: a stamp in the file says that it was, whoever did it."""
    stamp = ddl.fingerprint(collections)
    if _stamp(connection) == stamp:
        return
    connection.execute("BEGIN IMMEDIATE")
    if _stamp(connection) != stamp:
        outdated = connection.execute(ddl.DERIVED).fetchall()
        for statement in ddl.statements(collections, outdated):
            connection.execute(statement)
    connection.execute("COMMIT")


def _stamp(connection: sqlite3.Connection) -> int:
    ((stamp,),) = connection.execute("PRAGMA user_version").fetchall()
    return int(stamp)
