"""`python -m bot worker`: real processes over one store and one Redis, ended in the middle of a job."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.config import QueueSection, Settings
from bot.jobs import open_queue
from domain.errors import ModelFailed
from domain.marking import GRADE_JOB, job
from domain.model.attempt import Attempt
from domain.model.completion import Failure
from storage.repositories import AttemptRepository
from storage.sqlite import open_sqlite
from tests.cli.forked import Forked
from tests.cli.process import command, environment
from tests.fakes import ManualClock, ScriptedModel
from tests.llm.double import Fault, Server, model_server
from tests.queue.server import RedisServer
from tests.world import data, open_world

pytestmark = pytest.mark.acceptance

PATIENCE = 60.0
DOWN = ModelFailed(Failure(why="down"), "connection refused")


async def owed_grade(folder: Path) -> Attempt:
    """An answer that a model is still to grade, in the world of that folder."""
    async with open_world(folder, model=ScriptedModel(fault=DOWN)) as world:
        await world.say("/interview start rounds:technical_qa questions:2")
        reply = await world.say("/answer It has to do with how the data is kept, in pages on a disk.")
        attempt = await world.do.attempts.get(data(reply)["attempt_id"])
    assert attempt is not None
    assert attempt.provisional
    return attempt


async def stored(folder: Path, attempt: Attempt) -> Attempt:
    async with open_sqlite(folder / "world.db") as documents:
        found = await AttemptRepository(documents, ManualClock()).get(attempt.id)
    assert found is not None
    return found


@asynccontextmanager
async def a_worker(folder: Path, redis_url: str, model: Server) -> AsyncIterator[Forked]:
    """`python -m bot worker` over that world; told to stop when the block ends, if it lives."""
    more = {
        "MOCKINGBIRD_STORAGE_URL": f"sqlite:///{folder / 'world.db'}",
        "MOCKINGBIRD_QUEUE_URL": redis_url,
        "MOCKINGBIRD__QUEUE__LOCK_SECONDS": "1",
        "OPENAI_BASE_URL": model.url,
        "OPENAI_API_KEY": model.key,
    }
    with (folder / "worker.log").open("ab") as log:
        process = await Forked.writing_to(log, "worker", environment=environment(folder, **more))
    try:
        yield process
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE)


async def nothing(name: str) -> None:
    """No platform is connected here."""


async def test_a_grade_survives_its_workers_death_and_is_given_once(
    redis_server: RedisServer, world_folder: Path
) -> None:
    attempt = await owed_grade(world_folder)
    settings = Settings(queue=QueueSection(url=redis_server.url))
    async with model_server() as model, open_queue(settings, (), nothing) as queue:
        model.say(Fault.HANG)
        await queue.add(GRADE_JOB, job(attempt))
        async with a_worker(world_folder, redis_server.url, model) as first:
            await model.asked(1, PATIENCE)
            first.kill()
        async with a_worker(world_folder, redis_server.url, model) as second:
            await model.asked(2, PATIENCE)
            second.terminate()
            assert await asyncio.wait_for(second.wait(), PATIENCE) == 0
        assert len(model.requests) == 2
        left = await queue.depth()
    graded = await stored(world_folder, attempt)
    assert left == (graded.cards_due_at is not None), "all that may be left is to make its recall cards"
    assert graded.grader.startswith("model:")
    assert not graded.provisional
    assert [grade.grader for grade in graded.grades] == [attempt.grader], "graded not exactly once more"


async def test_without_redis_there_is_nothing_to_do(tmp_path: Path) -> None:
    code, out, err = await command(tmp_path, "worker")
    assert (code, out) == (2, "")
    assert "MOCKINGBIRD_QUEUE_URL" in err
    assert err.count("\n") == 1
