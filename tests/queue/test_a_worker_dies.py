"""A bot and a worker over one Redis: where the worker dies at a grade, nobody is graded or told twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.sqlite import open_sqlite
from tests.cli.forked import Forked
from tests.cli.process import environment
from tests.discord.dialogue import begun, on_stage, prose, score
from tests.discord.double import Double, Message, Person, text_of
from tests.llm.held import held_server, told_of
from tests.queue.server import RedisServer

pytestmark = pytest.mark.acceptance


@asynccontextmanager
async def a_worker(folder: Path, env: dict[str, str]) -> AsyncIterator[Forked]:
    """`python -m bot worker` over that data folder, ended with the block where it still lives."""
    with (folder / "worker.log").open("ab") as log:
        process = await Forked.writing_to(log, "worker", environment=environment(folder, **env))
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


async def answered(double: Double, person: Person) -> Message:
    """The message that shows the provisional grade of a first answer."""
    question = await begun(double, person, rounds="technical_qa", questions=2)
    form = await double.press(person, question, "Answer")
    answer = await double.submit(person, form, {"text": prose(question).partition(". ")[0] + "."})
    shown = await answer.message(lambda text: "Question 1:" in text)
    assert score(text_of(shown), 1) < 100
    assert "provisional" in text_of(shown)
    return shown


async def test_its_job_is_run_again_once_and_its_student_told_once(
    redis_server: RedisServer, data_folder: Path
) -> None:
    """Bot and worker run one job each at a time, so that of two the worker has one."""
    queue = {
        "MOCKINGBIRD_QUEUE_URL": redis_server.url.replace("/0", "/2"),
        "MOCKINGBIRD__QUEUE__WORKERS": "1",
        "MOCKINGBIRD__QUEUE__LOCK_SECONDS": "1",
    }
    async with held_server() as model:
        env = {**queue, **told_of(model)}
        async with on_stage(data_folder, env) as double:
            people = [double.person(name) for name in ("ana", "ben")]
            model.hold()
            async with a_worker(data_folder, env) as first:
                shown = [await answered(double, person) for person in people]
                await model.coming(2)
                first.kill()
            async with a_worker(data_folder, env):
                await model.coming(3)
                model.release()
                for person, message in zip(people, shown, strict=True):
                    assert await double.sees(person, "Question 1: 100/100") is message
            assert model.came == 3, "the job that died was run more than once again"
            assert [len(double.history(person)) for person in people] == [2, 2], "somebody was told twice"
        assert "Traceback" not in (data_folder / "worker.log").read_text()
    async with open_sqlite(data_folder / "mockingbird.db") as documents:
        stored = await documents.find("interview_attempts", {})
    assert [[grade["grader"] for grade in one["grades"]] for one in stored] == [["rubric-1"]] * 2
