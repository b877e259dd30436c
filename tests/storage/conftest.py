"""One suite over both stores: SQLite, and MongoDB as a test server speaks it or as a real one does."""

import os
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pymongo
import pytest

from domain.ports import Documents
from storage.mongo import open_mongo
from storage.sqlite import open_sqlite
from tests.storage.sample import COLLECTIONS
from tests.storage.wire import wire_server

REAL_URL = os.environ.get("MOCKINGBIRD_TEST_MONGODB_URL")
STORES = ["sqlite", "mongo-wire", *(["mongodb"] if REAL_URL else [])]

Open = Callable[[], AbstractAsyncContextManager[Documents]]


@pytest.fixture(scope="session", name="wire_server")
def one_wire_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a test server that speaks MongoDB's protocol, one for each worker."""
    with wire_server(tmp_path_factory.mktemp("wire")) as url:
        yield url


@pytest.fixture
def mongo_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of its own on the test server, gone after the test."""
    yield from _own_database(request.getfixturevalue("wire_server"))


@pytest.fixture(params=STORES)
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens one and the same store, as often as it is called: each time as another process would."""
    if request.param == "sqlite":
        yield partial(open_sqlite, tmp_path / "store.db", collections=COLLECTIONS)
        return
    url = request.getfixturevalue("wire_server") if request.param == "mongo-wire" else str(REAL_URL)
    for own in _own_database(url):
        yield partial(open_mongo, own, collections=COLLECTIONS)


@pytest.fixture
async def documents(open_store: Open) -> AsyncIterator[Documents]:
    async with open_store() as opened:
        yield opened


def _own_database(url: str) -> Iterator[str]:
    """The URL with a fresh database name in it; the database is dropped when the iterator ends."""
    name = f"mockingbird-test-{uuid.uuid4().hex}"
    server, _, options = url.partition("?")
    scheme, _, rest = server.partition("://")
    if "@" in rest and "authSource=" not in options:
        options = f"authSource={rest.partition('/')[2] or 'admin'}&{options}"
    own = f"{scheme}://{rest.split('/')[0]}/{name}?{options}"
    try:
        yield own
    finally:
        with pymongo.MongoClient[dict[str, object]](url) as client:
            client.drop_database(name)
