"""The record of AI use adds up under races, in every store, and is read by its indexes."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.model.usage import Use, total
from domain.ports import Documents
from storage.mongo import open_mongo
from storage.schema import COLLECTIONS
from storage.sql import matching, ordered
from storage.sqlite import open_sqlite
from storage.usage import UsageRepository
from storage.where import checked_sort, parsed
from tests.fakes import NOON, ManualClock

AI_USAGE = [declared for declared in COLLECTIONS if declared.name in ("ai_usage", "tombstones")]
TODAY = NOON.date()


@pytest.fixture(params=["sqlite", "mongo-wire"])
async def documents(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Documents]:
    if request.param == "sqlite":
        opening = open_sqlite(tmp_path / "store.db", collections=AI_USAGE)
    else:
        opening = open_mongo(request.getfixturevalue("mongo_url"), collections=AI_USAGE)  # type: ignore[assignment]
    async with opening as opened:
        yield opened


def use(user_id: str = "ana", day: date = TODAY, purpose: str = "grade", model: str = "m") -> Use:
    return Use(
        user_id=user_id,
        day=day,
        purpose=purpose,
        model=model,
        calls=1,
        failures=1,
        input_tokens=2,
        output_tokens=3,
        cost_microusd=4,
    )


def test_what_a_use_stores_is_declared() -> None:
    assert {*Use.model_fields, "absorbed"} == set(AI_USAGE[0].fields)


async def test_calls_add_up_and_lose_none_to_each_other(documents: Documents) -> None:
    here, there = (UsageRepository(documents, ManualClock()) for _ in range(2))
    await asyncio.gather(*(repository.add(use()) for repository in (here, there) for _ in range(6)))
    (found,) = await here.of("ana", TODAY)
    assert found == use().model_copy(
        update={"calls": 12, "failures": 12, "input_tokens": 24, "output_tokens": 36, "cost_microusd": 48}
    )


async def test_what_is_handed_over_is_added_once_by_however_many(documents: Documents) -> None:
    here, there = (UsageRepository(documents, ManualClock()) for _ in range(2))
    for one in (use(), use("ben"), use("ben", day=TODAY + timedelta(days=1))):
        await here.add(one)
    stone = {"_id": "ben", "version": 1, "created_at": NOON, "updated_at": NOON, "into": "ana"}
    await documents.insert("tombstones", stone)
    late = (repository.add(use("ben")) for repository in (here, there) for _ in range(3))
    await asyncio.gather(*late, here.hand_over("ben", "ana"), there.hand_over("ben", "ana"))
    await here.hand_over("ben", "ana")
    assert [(one.user_id, one.calls) for one in await here.all(TODAY)] == [("ana", 8), ("ana", 1)]


async def test_a_row_is_of_one_user_day_purpose_and_model(documents: Documents) -> None:
    usage = UsageRepository(documents, ManualClock())
    tomorrow = TODAY + timedelta(days=1)
    kinds = [use(), use(day=tomorrow), use("ben"), use(purpose="coach"), use(model="n")]
    for one in [*kinds, use()]:
        await usage.add(one)
    assert sorted(one.calls for one in await usage.all(TODAY)) == [1, 1, 1, 1, 2]
    assert await usage.all(tomorrow) == [use(day=tomorrow)]
    assert total(await usage.of("ana", TODAY)).calls == 5
    assert [one.day for one in await usage.of("ana", TODAY)] == [TODAY] * 3 + [tomorrow]
    assert await usage.of("ana", tomorrow + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("where", "index"),
    [
        ({"user_id": "ana", "day": {"$gte": "2026-11-22"}}, "ai_usage__user_day"),
        ({"day": {"$gte": "2026-11-22"}}, "ai_usage__day"),
    ],
)
async def test_a_question_is_answered_by_its_index(
    tmp_path: Path, where: dict[str, object], index: str
) -> None:
    async with open_sqlite(tmp_path / "store.db", collections=AI_USAGE):
        pass
    matches = matching(AI_USAGE[0], parsed(AI_USAGE[0], where))
    order = ordered(checked_sort(AI_USAGE[0], [("day", 1)]))
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        query = f"EXPLAIN QUERY PLAN SELECT _id, version, doc FROM ai_usage{matches.text}{order}"
        steps = [detail for *_, detail in connection.execute(query, matches.bound).fetchall()]
    assert any(f"INDEX {index}" in step for step in steps), steps
