"""A bot on Discord whose jobs go through Redis: a pause ends, an answer is graded, a report arrives."""

from pathlib import Path

import pytest

from tests.discord.dialogue import begun, on_stage, pages_of, prose, reading, score
from tests.discord.double import text_of
from tests.queue.server import RedisServer


@pytest.mark.acceptance
async def test_an_interview_by_messages_ends_with_its_report(
    redis_server: RedisServer, data_folder: Path
) -> None:
    env = {
        "MOCKINGBIRD_QUEUE_URL": redis_server.url.replace("/0", "/1"),
        "MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": "1",
    }
    async with on_stage(data_folder, env) as double:
        ana = double.person("ana")
        question = await begun(double, ana, rounds="technical_qa")
        await reading()
        double.say(ana, prose(question))
        result = await double.sees(ana, "Question 1:")
        assert score(text_of(result), 1) >= 70
        report = await double.sees(ana, "Your report")
        assert pages_of(report) >= 2
