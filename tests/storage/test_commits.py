"""Many writes at the same moment: few transactions, and each as if it had been the only one."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given

from domain.errors import Conflict, Duplicate, StoreUnavailable
from domain.ports import Document, Documents
from storage.commits import TOGETHER, Commits, open_commits
from storage.schema import Collection
from storage.sqlite import open_sqlite
from tests.examples import tried
from tests.storage import generated
from tests.storage.model import Model
from tests.storage.sample import ACCOUNTS, COLLECTIONS, NOON, THINGS, account, thing
from tests.storage.test_documents_model import agree, asked, typed

ADD = "INSERT INTO t (a) VALUES (?)"
WRITES = frozenset({"insert", "upsert", "replace", "claim", "delete"})
generating = tried(30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


class Gate:
    """A function of SQL at which its statement stands until it is opened."""

    def __init__(self) -> None:
        self._reached = threading.Event()
        self.opened = threading.Event()

    def __call__(self) -> None:
        self._reached.set()
        self.opened.wait(20)

    async def reached(self) -> None:
        assert await asyncio.to_thread(self._reached.wait, 20)


@asynccontextmanager
async def opened(path: Path, gate: Gate | None = None, patience: float = 20) -> AsyncIterator[Commits]:
    """Over a table t of unique values, and one of values that must stand in t when they are committed."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.create_function("gate", 0, gate)
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("CREATE TABLE t (a UNIQUE NOT NULL)")
        connection.execute("CREATE TABLE later (a REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED)")
        return connection

    async with open_commits(connect, patience) as commits:
        yield commits


async def stored(commits: Commits) -> list[Any]:
    return [a for (a,) in await commits.write("SELECT a FROM t ORDER BY a", ())]


async def together(commits: Commits, *writes: tuple[str, tuple[Any, ...]]) -> list[Any]:
    """What came of writes that share a transaction, for which another has to be under way."""
    first, *outcomes = await asyncio.gather(
        *(commits.write(*write) for write in (("SELECT 1", ()), *writes)), return_exceptions=True
    )
    assert first == [(1,)]
    return outcomes


async def test_two_thousand_at_once_need_no_patience(tmp_path: Path) -> None:
    """Each in a transaction of its own would wait for longer than that, behind the others."""
    async with open_sqlite(tmp_path / "a.db", collections=COLLECTIONS, busy_timeout=0.05) as documents:
        await asyncio.gather(*(documents.insert("things", thing(str(n))) for n in range(2000)))
        assert await documents.count("things", {}) == 2000


@pytest.fixture
async def documents(tmp_path: Path) -> AsyncIterator[Documents]:
    async with open_sqlite(tmp_path / "a.db", collections=COLLECTIONS) as store:
        yield store


@generating
@given(operations=generated.operations(generated.things, generated.questions, generated.changes))
async def test_writes_at_once_are_as_one_after_another(
    documents: Documents, operations: list[generated.Operation]
) -> None:
    await _at_once(documents, THINGS, operations)


@generating
@given(
    operations=generated.operations(
        generated.accounts, generated.account_questions, generated.account_changes
    )
)
async def test_who_is_refused_among_others_is_refused_alone(
    documents: Documents, operations: list[generated.Operation]
) -> None:
    await _at_once(documents, ACCOUNTS, operations)


async def _at_once(
    documents: Documents, collection: Collection, operations: list[generated.Operation]
) -> None:
    await documents.delete(collection.name, {})
    model = Model(collection)
    writes = [operation for operation in operations if operation[0] in WRITES]
    calls = [getattr(documents, name)(collection.name, *given, **named) for name, given, named in writes]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    for (name, arguments, named), got in zip(writes, outcomes, strict=True):
        expected = asked(getattr(model, name), *arguments, **named)
        assert agree(got, expected), f"{name}: {got!r}, not {expected!r}"
    assert typed(await documents.find(collection.name, {})) == typed(model.find({}))
    for index in ("names", "identities.user"):
        if collection is ACCOUNTS:
            assert await documents.count("accounts", {index: "x"}) == model.count({index: "x"})


async def test_no_update_is_lost(documents: Documents) -> None:
    await documents.insert("things", thing("1", n=0))

    async def increase() -> None:
        while True:
            now = await documents.get("things", "1") or {}
            try:
                new: Document = {**now, "n": now["n"] + 1, "version": now["version"] + 1}
                return await documents.replace("things", new, version=now["version"])
            except Conflict:
                continue

    await asyncio.gather(*(increase() for _ in range(20)))
    assert await documents.get("things", "1") == {"_id": "1", "version": 21, "n": 20}


async def test_fifty_claimers_never_get_the_same(documents: Documents) -> None:
    names = [f"{number:03}" for number in range(320)]
    await asyncio.gather(*(documents.insert("things", thing(n, state="due", due_at=NOON)) for n in names))
    taken: list[str] = []

    async def claim() -> None:
        while found := await documents.claim("things", {"state": "due"}, {"state": "sent"}):
            taken.append(found["_id"])

    await asyncio.gather(*(claim() for _ in range(50)))
    assert sorted(taken) == names


async def test_what_was_written_before_the_end_is_kept(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path / "a.db", collections=COLLECTIONS) as documents:
        writes = [asyncio.create_task(documents.insert("things", thing(str(n)))) for n in range(500)]
        await asyncio.sleep(0)
    assert {write.done() for write in writes} == {True}
    await asyncio.gather(*writes)
    with pytest.raises(ValueError, match="closed"):
        await documents.insert("things", thing("late"))
    with closing(sqlite3.connect(tmp_path / "a.db")) as file:
        assert file.execute("SELECT count(*) FROM things").fetchone() == (500,)


async def test_what_must_be_alone_is_alone(tmp_path: Path) -> None:
    gate = Gate()
    async with opened(tmp_path / "a.db", gate) as commits:
        before = asyncio.create_task(commits.write("SELECT gate()", ()))
        await gate.reached()
        writes = [commits.write(ADD, (1,)), commits.write("VACUUM", (), alone=True), commits.write(ADD, (2,))]
        waiting = asyncio.gather(*writes)
        await asyncio.sleep(0)
        gate.opened.set()
        assert await waiting == [[], [], []]
        assert await before == [(None,)]


async def test_one_that_is_refused_harms_no_other(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db") as commits:
        outcomes = await together(commits, *((ADD, (value,)) for value in (1, 1, None, 2, 2**70, 3)))
        refused = [str(outcome) for outcome in outcomes if outcome != []]
        assert refused == [
            "UNIQUE constraint failed: t.a",
            "NOT NULL constraint failed: t.a",
            "Python int too large to convert to SQLite INTEGER",
        ]
        assert outcomes[1].sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE
        assert await stored(commits) == [1, 2, 3]


@pytest.mark.parametrize(
    "fatal",
    [
        pytest.param("INSERT INTO later VALUES (?)", id="the commit fails"),
        pytest.param("INSERT OR ROLLBACK INTO t VALUES (nullif(?, 9))", id="a statement ends all"),
    ],
)
async def test_a_transaction_that_fails_fails_all_of_it(tmp_path: Path, fatal: str) -> None:
    async with opened(tmp_path / "a.db") as commits:
        outcomes = await together(commits, (ADD, (1,)), (fatal, (9,)), (ADD, (2,)))
        assert {type(outcome) for outcome in outcomes} == {sqlite3.IntegrityError}
        assert len({id(outcome) for outcome in outcomes}) == 3, "each has a traceback of its own"
        assert await stored(commits) == []
        await commits.write(ADD, (3,))
        assert await stored(commits) == [3]


async def test_a_cancelled_write_harms_no_other(tmp_path: Path) -> None:
    """1 has begun when it is cancelled, 3 has not."""
    gate = Gate()
    async with opened(tmp_path / "a.db", gate) as commits:
        before = asyncio.create_task(commits.write("SELECT 0", ()))
        begun = asyncio.create_task(commits.write(ADD, (1,)))
        standing = asyncio.create_task(commits.write("SELECT gate()", ()))
        beside = asyncio.create_task(commits.write(ADD, (2,)))
        await gate.reached()
        waiting = asyncio.create_task(commits.write(ADD, (3,)))
        await asyncio.sleep(0)
        begun.cancel()
        waiting.cancel()
        gate.opened.set()
        assert [await task for task in (before, standing, beside)] == [[(0,)], [(None,)], []]
        assert await stored(commits) == [1, 2]


async def test_a_transaction_has_an_end_while_others_wait(tmp_path: Path) -> None:
    gate = Gate()
    async with opened(tmp_path / "a.db", gate) as commits:
        before = asyncio.create_task(commits.write("SELECT 0", ()))
        full = [asyncio.create_task(commits.write(ADD, (number,))) for number in range(TOGETHER)]
        standing = asyncio.create_task(commits.write("SELECT gate()", ()))
        await asyncio.gather(before, *full)
        assert not standing.done()
        gate.opened.set()
        await standing


async def test_who_waits_behind_a_write_that_never_ends_is_told(tmp_path: Path) -> None:
    gate = Gate()
    async with opened(tmp_path / "a.db", gate, patience=0.05) as commits:
        first = asyncio.create_task(commits.write("SELECT gate()", ()))
        await gate.reached()
        for number in range(2):
            with pytest.raises(StoreUnavailable, match="The disk has taken nothing"):
                await commits.write(ADD, (number,))
        gate.opened.set()
        assert await first == [(None,)]
        await commits.write(ADD, (2,))
        assert await stored(commits) == [2]


async def test_who_came_late_to_a_lock_is_not_refused_with_those_before(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path / "a.db", collections=COLLECTIONS, busy_timeout=0.2) as documents:
        with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            first, second = (asyncio.create_task(documents.insert("things", thing(n))) for n in "12")
            with pytest.raises(StoreUnavailable, match="locked by another program"):
                await first
            other.execute("ROLLBACK")
            await second


async def test_an_end_that_is_cut_short_leaves_nobody_waiting(tmp_path: Path) -> None:
    gate = Gate()
    opening = opened(tmp_path / "a.db", gate)
    commits = await opening.__aenter__()
    under_way = asyncio.create_task(commits.write("SELECT gate()", ()))
    await gate.reached()
    waiting = asyncio.create_task(commits.write(ADD, (1,)))
    ending = asyncio.create_task(opening.__aexit__(None, None, None))
    await asyncio.sleep(0)
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    gate.opened.set()
    assert await under_way == [(None,)]
    with pytest.raises(asyncio.CancelledError):
        await ending


async def test_a_duplicate_among_others_is_told_by_its_index(documents: Documents) -> None:
    news = [account("1", names=["a"]), account("2", names=["b", "a"]), account("3", names=["b"])]
    outcomes = await asyncio.gather(
        *(documents.insert("accounts", new) for new in news), return_exceptions=True
    )
    refused = outcomes[1]
    assert isinstance(refused, Duplicate)
    assert (outcomes[0], refused.index, outcomes[2]) == (None, "names", None)
