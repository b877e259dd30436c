"""One Redis for all tests of a process, and one to be killed for a test that asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.queue.server import RedisServer, skip_without_redis


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    skip_without_redis()
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[RedisServer]:
    """Started, with the password `secret`."""
    skip_without_redis()
    server = RedisServer(tmp_path, "--requirepass", "secret")
    server.url = f"redis://:secret@127.0.0.1:{server.port}/0"
    server.start()
    try:
        yield server
    finally:
        server.stop()
