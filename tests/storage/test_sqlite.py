"""The embedded store as a file that processes share, kill, lock, fill and damage."""

import asyncio
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import aiosqlite
import pytest

from domain.errors import Duplicate, StoreUnavailable
from storage.commits import open_commits
from storage.schema import Collection, Index, collection
from storage.sqlite import SqliteDocuments, open_sqlite
from tests.storage.sample import COLLECTIONS, KEPT, NOON, account, thing

PROJECT = Path(__file__).parents[2]


def child(does: str, path: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.storage.child", does, str(path), name]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@asynccontextmanager
async def opened_over(path: Path, writer: str, *pragmas: str) -> AsyncIterator[SqliteDocuments]:
    """The store over a writing connection of the test's own making."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(writer, uri=True, isolation_level=None)
        for pragma in pragmas:
            connection.execute(pragma)
        return connection

    async with open_commits(connect) as commits, aiosqlite.connect(path) as reader:
        yield SqliteDocuments(commits, reader, COLLECTIONS)


async def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(path: Path) -> None:
    acknowledged: list[str] = []
    for run in range(4):
        with child(("write", "flood")[run % 2], path, f"run{run}") as process:
            assert process.stdout is not None
            for _ in range(1 + 18 * run):
                acknowledged.append(process.stdout.readline().strip())
            process.kill()
            acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    async with open_sqlite(path, collections=COLLECTIONS) as documents:
        stored = await documents.find("accounts", {}, fields=["names"])
        assert {d["_id"] for d in stored} >= set(acknowledged)
        assert all([d["_id"]] == d["names"] for d in stored)
        assert await documents.count("accounts", {"names": {"$in": acknowledged}}) == len(acknowledged)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_two_processes_claim_each_document_once(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS) as documents:
        for number in range(300):
            await documents.insert("things", thing(f"{number:03}", state="due", due_at=NOON))
        claimers = [child("claim", path, name) for name in ("one", "two")]
        taken = await asyncio.gather(*(asyncio.to_thread(c.communicate) for c in claimers))
        assert [c.returncode for c in claimers] == [0, 0]
        assert sorted("".join(out for out, _ in taken).split()) == [f"{number:03}" for number in range(300)]
        assert await documents.count("things", {"state": {"$in": ["one", "two"]}}) == 300


def test_processes_that_flood_one_file_all_get_on(path: Path) -> None:
    writers = [child("flood", path, name) for name in ("one", "two")]
    with ThreadPoolExecutor() as pool:
        for mine in pool.map(lambda writer: [writer.stdout.readline() for _ in range(400)], writers):
            assert all(mine), "one was told that the file is locked"
    for writer in writers:
        writer.kill()
        writer.communicate()


def test_processes_that_start_on_a_new_file_at_once_all_write(path: Path) -> None:
    writers = [child("write", path, name) for name in ("one", "two", "three")]
    firsts = [writer.stdout.readline() for writer in writers if writer.stdout is not None]
    for writer in writers:
        writer.kill()
        writer.communicate()
    assert firsts == ["one-00000\n", "two-00000\n", "three-00000\n"]


async def test_starts_on_one_new_file_never_get_in_each_others_way(tmp_path: Path) -> None:
    async def start(path: Path) -> None:
        async with open_sqlite(path, collections=[collection("accounts", "key")]) as documents:
            await documents.count("accounts", {})

    for number in range(40):
        await asyncio.gather(*(start(tmp_path / f"{number}.db") for _ in range(4)))


async def test_a_locked_database_is_said_to_be_locked_and_soon(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS, busy_timeout=0.2) as documents:
        await documents.insert("things", thing("before"))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            started = time.monotonic()
            writes = [documents.insert("things", thing(str(number))) for number in range(3000)]
            outcomes = await asyncio.gather(*writes, return_exceptions=True)
            assert time.monotonic() - started < 2, "waiting writes must not wait one after the other"
            assert {type(outcome) for outcome in outcomes} == {StoreUnavailable}
            assert {
                str(outcome) for outcome in outcomes if "locked by another program" not in str(outcome)
            } == set()
            assert await documents.count("things", {}) == 1, "reading needs no lock"
            other.execute("ROLLBACK")
        await documents.insert("things", thing("after"))


async def test_a_short_lock_is_waited_for(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS) as documents:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            write = asyncio.create_task(documents.insert("things", thing("1")))
            await asyncio.sleep(0.1)
            assert not write.done()
            other.execute("ROLLBACK")
            await write


async def test_opening_a_locked_file_says_so(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE t (a)")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="locked by another program"):
            async with open_sqlite(path, collections=COLLECTIONS, busy_timeout=0.2):
                pass


async def test_a_cancelled_write_leaves_no_transaction_open(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS) as documents:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            writes = [asyncio.create_task(documents.insert("things", thing(str(n)))) for n in range(3)]
            await asyncio.sleep(0.05)
            for write in writes:
                write.cancel()
            assert [type(o) for o in await asyncio.gather(*writes, return_exceptions=True)] == (
                [asyncio.CancelledError] * 3
            )
            other.execute("ROLLBACK")
            await documents.insert("things", thing("next"))
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        assert await documents.count("things", {"_id": {"$in": ["1", "2"]}}) == 0, "they never had their turn"


async def test_a_full_disk_is_named_and_takes_nothing_with_it(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS) as documents:
        await documents.insert("things", thing("before"))
    async with opened_over(path, path.as_uri(), "PRAGMA max_page_count=40") as documents:
        with pytest.raises(StoreUnavailable, match="disk is full") as refused:
            await insert_large_things(documents)
        assert isinstance(refused.value.__cause__, sqlite3.OperationalError)
        stored = await documents.count("things", {})
        assert stored > 1
        await documents.delete("things", {"_id": "big0"})
        await documents.insert("things", thing("small"))
        assert await documents.count("things", {}) == stored


async def test_of_many_at_once_a_full_disk_keeps_whom_it_says_it_keeps(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS):
        pass
    async with opened_over(path, path.as_uri(), "PRAGMA max_page_count=60") as documents:
        news = [thing(f"{n:02}", a="x" * (10_000 if n % 2 else 10)) for n in range(60)]
        outcomes = await asyncio.gather(
            *(documents.insert("things", n) for n in news), return_exceptions=True
        )
        kept = [new["_id"] for new, outcome in zip(news, outcomes, strict=True) if outcome is None]
        assert {type(outcome) for outcome in outcomes} == {type(None), StoreUnavailable}
        assert [d["_id"] for d in await documents.find("things", {})] == kept


async def insert_large_things(documents: SqliteDocuments) -> None:
    for number in range(100):
        await documents.insert("things", thing(f"big{number}", a="x" * 10_000))


async def test_a_file_that_cannot_be_written_is_named(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS) as documents:
        await documents.insert("things", thing("1"))
    async with opened_over(path, f"{path.as_uri()}?mode=ro") as documents:
        with pytest.raises(StoreUnavailable, match="cannot be written"):
            await documents.insert("things", thing("2"))
        assert await documents.count("things", {}) == 1


async def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        async with open_sqlite(tmp_path / "file" / "store.db"):
            pass


async def test_a_file_that_is_no_database_is_named_and_left_alone(path: Path) -> None:
    path.write_bytes(b"not a database at all, " * 100)
    with pytest.raises(StoreUnavailable, match="damaged or is not a database"):
        async with open_sqlite(path):
            pass
    assert path.read_bytes() == b"not a database at all, " * 100


async def test_a_damaged_file_is_named(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS) as documents:
        for number in range(200):
            await documents.insert("things", thing(str(number), a="x" * 500))
    content = bytearray(path.read_bytes())
    content[20 * 4096 :] = b"\xff" * (len(content) - 20 * 4096)
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match="damaged"):
        async with open_sqlite(path, collections=COLLECTIONS) as documents:
            await documents.find("things", {})


async def test_only_the_owner_of_the_account_reads_the_file(path: Path) -> None:
    nested = path.parent / "new" / "folder" / "store.db"
    async with open_sqlite(nested, collections=COLLECTIONS) as documents:
        await documents.insert("things", thing("1"))
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in nested.parent.iterdir()}
    assert modes == {"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600}


async def test_commits_are_synced_to_the_disk(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS) as documents:
        settings = [await documents._write(f"PRAGMA {name}", ()) for name in ("journal_mode", "synchronous")]
    assert settings == [[("wal",)], [(2,)]], "2 is FULL"


async def test_what_has_expired_is_deleted_at_the_start(path: Path) -> None:
    async with open_sqlite(path, collections=COLLECTIONS) as documents:
        await documents.insert("things", thing("old", seen_at=NOON))
        await documents.insert("things", thing("new", seen_at=NOON + timedelta(milliseconds=1)))
    async with open_sqlite(path, now=NOON + KEPT, collections=COLLECTIONS) as documents:
        assert [d["_id"] for d in await documents.find("things", {})] == ["new"]


def accounts(*indexes: Index) -> Sequence[Collection]:
    return [collection("accounts", "key owner email names[]", *indexes)]


async def test_a_new_schema_rebuilds_the_indexes_from_what_is_stored(path: Path) -> None:
    names = Index("names", ("names",), unique=True, multikey="names")
    async with open_sqlite(path, collections=accounts(Index("key", ("key",), unique=True))) as documents:
        await documents.insert("accounts", account("1", names=["a"]))
    async with open_sqlite(path, collections=accounts(names)) as documents:
        assert await documents.count("accounts", {"names": "a"}) == 1
        await documents.insert("accounts", account("2", key="1"))
        with pytest.raises(Duplicate):
            await documents.insert("accounts", account("3", names=["a"]))
    with pytest.raises(Duplicate) as refused:
        async with open_sqlite(path, collections=accounts(Index("key", ("key",), unique=True))):
            pass
    assert refused.value.index == "key"
    async with open_sqlite(path, collections=accounts(names)) as documents:
        assert await documents.count("accounts", {}) == 2, "a schema that was refused changes nothing"
        with pytest.raises(Duplicate):
            await documents.insert("accounts", account("3", names=["a"]))
