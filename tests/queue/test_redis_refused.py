"""What an operator is told of a Redis, and of one that cannot be used."""

from pathlib import Path

import pytest
from redis.asyncio import from_url

from bot.config import QueueSection, Settings, Storage
from bot.doctor import examine_queue
from domain.errors import QueueUnavailable
from tests.queue.at_work import opened
from tests.queue.server import RedisServer, free_port


async def test_doctor_says_what_is_there(own_server: RedisServer, tmp_path: Path) -> None:
    settings = Settings(storage=Storage(data_dir=tmp_path), queue=QueueSection(url=own_server.url))
    found = await examine_queue(settings)
    assert found.good
    assert f"at redis://127.0.0.1:{own_server.port}/0; 0 jobs set aside" in found.says
    async with from_url(own_server.url) as client:
        await client.config_set("maxmemory", "50mb")
        await client.config_set("maxmemory-policy", "allkeys-lru")
    assert "set maxmemory-policy noeviction" in (await examine_queue(settings)).says
    own_server.stop()
    found = await examine_queue(settings)
    assert (found.good, found.required) == (False, True)
    assert "nothing listens there" in found.says


async def test_without_redis_a_sentence_says_what_to_do(own_server: RedisServer) -> None:
    for url, why in (
        (f"redis://ana:hidden@127.0.0.1:{free_port()}/3", "nothing listens there"),
        (own_server.url.replace("secret", "hidden"), "it refuses the name or the password"),
        (own_server.url.replace(":secret@", ""), "it refuses the name or the password"),
        ("redis://ana:hid/den@127.0.0.1:99/0", "is no address"),
    ):
        with pytest.raises(QueueUnavailable) as refused:
            async with opened(url, "x"):
                pass
        assert why in refused.value.message
        assert "MOCKINGBIRD_QUEUE_URL" in refused.value.message
        assert "hid" not in refused.value.message
