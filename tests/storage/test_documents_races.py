"""Who wins when several write at once, on one handle or on two, and what a cancelled write leaves behind."""

import asyncio
import itertools
import time
from datetime import timedelta

import pytest

from domain.errors import Conflict, Duplicate
from domain.ports import Documents
from tests.storage.conftest import Open
from tests.storage.sample import NOON, account, thing


async def test_of_many_who_replace_one_version_one_wins(documents: Documents) -> None:
    await documents.insert("things", thing("1"))
    news = [{**thing("1", n=number), "version": 2} for number in range(8)]
    outcomes = await asyncio.gather(
        *(documents.replace("things", new, version=1) for new in news), return_exceptions=True
    )
    assert sum(outcome is None for outcome in outcomes) == 1
    assert all(outcome is None or isinstance(outcome, Conflict) for outcome in outcomes)
    assert await documents.get("things", "1") == news[outcomes.index(None)]


async def test_what_is_gone_cannot_be_replaced(documents: Documents) -> None:
    with pytest.raises(Conflict):
        await documents.replace("things", thing("1"), version=1)
    assert await documents.get("things", "1") is None


async def test_claimers_on_two_handles_never_get_the_same(open_store: Open) -> None:
    async with open_store() as one, open_store() as two:
        for number in range(20):
            await one.insert(
                "things", thing(f"{number:02}", state="due", due_at=NOON + timedelta(seconds=number))
            )
        taken = await asyncio.gather(*(_claim_all(documents) for documents in (one, two, one, two, one)))
        assert sorted(itertools.chain(*taken)) == [f"{number:02}" for number in range(20)]
        assert await one.count("things", {"state": "claimed", "version": 2}) == 20


async def _claim_all(documents: Documents) -> list[str]:
    mine = []
    where = {"state": "due", "due_at": {"$lte": NOON + timedelta(days=1)}}
    while claimed := await documents.claim("things", where, {"state": "claimed"}, sort=[("due_at", 1)]):
        mine.append(claimed["_id"])
    return mine


async def test_of_many_who_insert_one_unique_value_one_wins(open_store: Open) -> None:
    async with open_store() as one, open_store() as two:
        inserts = [
            (one, two)[number % 2].insert("accounts", account(str(number), names=["same", str(number)]))
            for number in range(8)
        ]
        outcomes = await asyncio.gather(*inserts, return_exceptions=True)
        assert sum(outcome is None for outcome in outcomes) == 1
        assert {outcome.index for outcome in outcomes if isinstance(outcome, Duplicate)} == {"names"}
        assert await one.count("accounts", {}) == 1


async def test_upserts_of_one_new_id_all_succeed(open_store: Open) -> None:
    async with open_store() as one, open_store() as two:
        await asyncio.gather(*((one, two)[n % 2].upsert("things", thing("1", n=n)) for n in range(8)))
        assert await one.count("things", {}) == 1


async def test_a_cancelled_write_leaves_the_store_usable(documents: Documents) -> None:
    for number in range(10):
        task = asyncio.create_task(documents.insert("things", thing(f"cancelled{number}")))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await documents.insert("things", thing(str(number)))
    assert await documents.count("things", {"_id": {"$lt": "a"}}) == 10


async def test_two_that_open_a_new_store_at_once_both_can_use_it(open_store: Open) -> None:
    started = time.monotonic()

    async def use(name: str) -> None:
        async with open_store() as documents:
            await documents.insert("accounts", account(name))

    await asyncio.gather(*(use(str(number)) for number in range(3)))
    async with open_store() as documents:
        assert await documents.count("accounts", {}) == 3
    assert time.monotonic() - started < 30
