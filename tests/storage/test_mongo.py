"""The production store: what it asks of MongoDB, and what it says when there is none."""

import socket
import time
from typing import Any

import pymongo
import pytest

from domain.errors import Duplicate, StoreUnavailable
from storage.mongo import open_mongo
from storage.schema import COLLECTIONS, Index, collection
from tests.storage.sample import NOON, account
from tests.storage.wire import free_port


def stored_indexes(url: str) -> dict[str, dict[str, Any]]:
    with pymongo.MongoClient[dict[str, Any]](url) as client:
        database = client.get_default_database()
        return {
            f"{name}.{index['name']}": {
                key: value for key, value in index.items() if key not in ("v", "name")
            }
            for name in database.list_collection_names()
            for index in database[name].list_indexes()
        }


async def test_every_declared_index_is_made_and_made_once(mongo_url: str) -> None:
    for _ in range(2):
        async with open_mongo(mongo_url):
            pass
    found = stored_indexes(mongo_url)
    declared = {f"{c.name}.{index.name}" for c in COLLECTIONS for index in c.indexes}
    assert {name for name in found if not name.endswith("._id_")} == declared
    solo = found["interview_sessions.open_solo"]
    assert solo["unique"] is True
    assert solo["partialFilterExpression"] == {"kind": "solo", "status": "in_progress"}
    assert found["users.email"]["partialFilterExpression"] == {"email": {"$gte": ""}}
    assert found["inbox.seen_at"]["expireAfterSeconds"] == 7 * 24 * 3600
    assert dict(found["nudges.state_due"]["key"]) == {"state": 1, "due_at": 1, "_id": 1}


async def test_the_products_own_rules_hold(mongo_url: str) -> None:
    session = {"student_id": "s", "kind": "solo", "status": "in_progress", "started_at": NOON}
    async with open_mongo(mongo_url) as documents:
        await documents.insert("interview_sessions", {"_id": "1", "version": 1, **session})
        with pytest.raises(Duplicate) as refused:
            await documents.insert("interview_sessions", {"_id": "2", "version": 1, **session})
        assert refused.value.index == "open_solo"
        identities = [{"platform": "slack", "workspace_id": "T1", "user_id": "U1"}]
        await documents.insert("users", {"_id": "1", "identities": identities})
        await documents.insert("users", {"_id": "2", "identities": []})
        with pytest.raises(Duplicate):
            await documents.insert("users", {"_id": "3", "identities": identities})
        found = await documents.find("users", {"identities.user_id": "U1", "identities.platform": "slack"})
        assert [user["_id"] for user in found] == ["1"]


async def test_an_index_that_is_declared_otherwise_now_is_made_anew(mongo_url: str) -> None:
    for unique in (False, True):
        schema = [collection("accounts", "key owner", Index("key", ("key",), unique=unique))]
        async with open_mongo(mongo_url, collections=schema):
            pass
    assert stored_indexes(mongo_url)["accounts.key"]["unique"] is True


async def test_what_contradicts_a_new_unique_index_is_said_at_the_start(mongo_url: str) -> None:
    async with open_mongo(mongo_url, collections=[collection("accounts", "key owner")]) as documents:
        for name in ("1", "2"):
            await documents.insert("accounts", account(name, key="same"))
    schema = [collection("accounts", "key owner", Index("key", ("key",), unique=True))]
    with pytest.raises(Duplicate) as refused:
        async with open_mongo(mongo_url, collections=schema):
            pass
    assert (refused.value.collection, refused.value.index) == ("accounts", "key")


async def test_a_document_too_large_is_refused(mongo_url: str) -> None:
    async with open_mongo(mongo_url) as documents:
        with pytest.raises(ValueError, match="cannot hold"):
            await documents.insert("meta", {"_id": "1", "value": "x" * 17_000_000})
        assert await documents.count("meta", {}) == 0


async def test_a_server_that_is_not_there_is_said_to_be_unreachable() -> None:
    started = time.monotonic()
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        async with open_mongo(f"mongodb://127.0.0.1:{free_port()}/mockingbird", operation_timeout=0.3):
            pass
    assert time.monotonic() - started < 5


async def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            async with open_mongo(f"mongodb://127.0.0.1:{port}", operation_timeout=0.3):
                pass


@pytest.mark.parametrize(
    "url", ["mongodb://", "mongodb://host:99999", "http://host", "mongodb://host/a.b?w=x&w"]
)
async def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="not an address"):
        async with open_mongo(url, operation_timeout=0.3):
            pass
