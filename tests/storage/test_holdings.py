"""What is held of a person is found and removed on MongoDB as on SQLite."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import get_origin

import pytest

from domain import erasure
from domain.errors import StoreUnavailable
from domain.model.account import AuditEntry, Export, Tombstone
from domain.model.base import Entity
from domain.requests import Actor, Request
from storage.schema import COLLECTIONS
from storage.sqlite import open_sqlite
from tests.domain.held import MARK, OTHER, full, marks
from tests.domain.known import known_world


async def test_a_person_is_erased_from_mongodb(tmp_path: Path, mongo_url: str) -> None:
    async with known_world(tmp_path, url=mongo_url) as world:
        user = await full(world)
        before = await world.do.holdings.counts(user)
        assert len(before) > 15
        for name, count in before.items():
            pages = [page async for page in world.do.holdings.pages(user, name)]
            assert sum(map(len, pages)) == count, name
        await erasure.erase(world.do, user)
        assert await world.do.holdings.counts(user) == {"audit_log": 2, "tombstones": 1}
        for name in (
            "interview_attempts",
            "interview_sessions",
            "users",
            "ai_usage",
            "audit_log",
            "set_aside_jobs",
        ):
            assert MARK not in str(await world.documents.find(name, {}))
        others = await world.documents.find("interview_attempts", {"student_id": OTHER})
        assert [attempt["student_answer"] for attempt in others] == ["others"]


async def test_a_job_for_their_namesake_of_another_workspace_is_not_theirs(tmp_path: Path) -> None:
    """Slack's ids are unique in a workspace."""
    async with known_world(tmp_path) as world:
        await world.dispatcher.handle(Request(Actor("slack", "U1", "T1"), "help"), world.note)
        user = await world.do.users.of(Actor("slack", "U1", "T1"))
        assert user is not None
        for team in ("T1", "T2"):
            payload = {"report_id": "r", "platform": "slack", "user_id": "U1", "workspace_id": team}
            await world.do.aside.put("send_report", payload, "OSError", 5)
        (page,) = [page async for page in world.do.holdings.pages(user, "set_aside_jobs")]
        assert [job["payload"]["workspace_id"] for job in page] == ["T1"]
        await erasure.erase(world.do, user)
        assert [job.payload["workspace_id"] for job in await world.do.aside.all(5)] == ["T2"]


MODELS = [("tombstones", Tombstone), ("exports", Export), ("audit_log", AuditEntry)]


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_what_these_store_is_declared(name: str, model: type[Entity]) -> None:
    declared = next(collection for collection in COLLECTIONS if collection.name == name)
    assert model.model_fields.keys() - Entity.model_fields.keys() == set(declared.fields)
    lists = {key for key, field in model.model_fields.items() if get_origin(field.annotation) is tuple}
    assert lists == declared.arrays


async def test_what_was_deleted_is_in_no_file_of_sqlite(tmp_path: Path) -> None:
    """Another program reads all the while, as other processes of the bot do."""
    async with open_sqlite(tmp_path / "a.db") as store, open_sqlite(tmp_path / "a.db") as other:
        for number in range(200):
            text = "zyx" * number if number % 3 else "abc" * number
            await store.insert("meta", {"_id": f"{number}", "version": 1, "value": text})
            await other.get("meta", f"{number}")
        for number in range(200):
            if number % 3:
                await store.delete("meta", {"_id": f"{number}"})
        await store.scrub()
        assert marks(tmp_path) == {}
        assert await other.count("meta", {}) == 67


async def test_where_a_reader_keeps_the_log_it_is_said_so(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path / "a.db", busy_timeout=0.05) as store:
        await store.insert("meta", {"_id": "1", "version": 1})
        with closing(sqlite3.connect(tmp_path / "a.db")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM meta").fetchall()
            await store.delete("meta", {"_id": "1"})
            with pytest.raises(StoreUnavailable):
                await store.scrub()
        await store.scrub()
