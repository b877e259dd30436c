"""A whole interview over MongoDB's wire protocol, with a kill in the middle: the same as on SQLite."""

from pathlib import Path

import pytest

from tests.cli.process import running
from tests.cli.test_whole_interview import answer_for

pytestmark = pytest.mark.acceptance


async def test_an_interview_survives_a_kill_on_mongodb(tmp_path: Path, mongo_url: str) -> None:
    async with running(tmp_path, MOCKINGBIRD_STORAGE_URL=mongo_url) as bot:
        started = await bot.reply("/interview start rounds:technical_qa,behavioral questions:1", event="s1")
        question = started["data"]["question"]
        graded = await bot.reply(answer_for(question), event="a1")
        assert graded["data"]["score"] >= 90
        bot.kill()
    async with running(tmp_path, MOCKINGBIRD_STORAGE_URL=mongo_url) as bot:
        assert await bot.ask(text=answer_for(question), event="a1") == []
        resumed = await bot.reply("/interview resume")
        assert resumed["data"]["question"] == graded["data"]["question"]
        ended, message = await bot.ask(text=answer_for(resumed["data"]["question"]))
        assert ended["data"]["finished"] is True
        assert ended["data"]["answered"] == 2
        assert message["files"][0]["name"].endswith(".pdf")
        history = await bot.reply("/interview history")
        assert [s["status"] for s in history["data"]["sessions"]] == ["completed"]
