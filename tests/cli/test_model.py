"""The console of programs with a language model: a grade at once, then a better one or a sentence why not."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import Bot, Message, command, running, started
from tests.llm.double import Fault
from tests.llm.held import HeldServer, held_server, told_of
from tests.world import LIBRARY

pytestmark = pytest.mark.asyncio(loop_scope="module")

START = "/interview start rounds:technical_qa questions:2"
TYPICAL = "It depends on how the data lies in memory, since a cache holds what was read lately."
NO_FOLLOW_UPS = {"MOCKINGBIRD__INTERVIEW__FOLLOW_UPS_IN_A_ROW": "0"}


@dataclass(frozen=True)
class Desk:
    """A console over a store, with a model that it waits for no longer than loading its client may take."""

    folder: Path
    bot: Bot
    model: HeldServer


@asynccontextmanager
async def console(folder: Path, model: HeldServer, **more: str) -> AsyncIterator[Bot]:
    async with running(folder, **NO_FOLLOW_UPS, **told_of(model), **more) as bot:
        yield bot


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def model() -> AsyncIterator[HeldServer]:
    async with held_server() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(
    tmp_path_factory: pytest.TempPathFactory, first_start: Path, model: HeldServer
) -> AsyncIterator[Desk]:
    folder = started(tmp_path_factory.mktemp("desk"), first_start)
    async with console(folder, model, MOCKINGBIRD__MODEL__TIMEOUT_SECONDS="5") as bot:
        yield Desk(folder, bot, model)


def half(question: Message) -> str:
    """The beginning of a good answer to it."""
    found = LIBRARY.question(question["id"])
    assert found is not None
    return found.model_answer.partition(". ")[0] + "."


async def answered(bot: Bot, user: str = "ana") -> list[Message]:
    """What the first answer of a new interview causes: its provisional grade, and all that comes after."""
    question = (await bot.reply(START, user=user))["data"]["question"]
    outcome = await bot.ask(text=half(question), user=user)
    assert outcome[0]["kind"] == "reply"
    data = outcome[0]["data"]
    assert (data["provisional"], data["grader"]) == (True, "rubric-1")
    assert data["score"] < 100
    return outcome


def in_minutes(number: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=number)).isoformat()


async def test_the_first_grade_comes_at_once_and_the_models_as_a_message(desk: Desk) -> None:
    first, better = await answered(desk.bot)
    assert (better["kind"], better["to"], better["place"], better["private"]) == (
        "message",
        "ana",
        "dm",
        True,
    )
    assert better["title"] == f"Graded again: question 1, {first['data']['score']} → 100"
    data = better["data"]
    assert (data["score"], data["provisional"], data["grader"]) == (100, False, "model:gpt-4o-mini")
    assert all(data[key] == first["data"][key] for key in ("attempt_id", "question_id"))
    assert [one["attempt_id"] for one in data["regraded"]] == [data["attempt_id"]]
    why = await desk.bot.reply("/interview why 1")
    assert "rubric-1" in why["text"]
    assert "model:gpt-4o-mini" in why["text"]
    usage = (await desk.bot.reply("/usage"))["data"]
    assert (usage["calls"], usage["failures"], usage["by_model"][0]["model"]) == (1, 0, "gpt-4o-mini")
    assert usage["input_tokens"] > 100
    assert 0 < usage["cost_usd"] < 0.25 == usage["cost_usd"] + usage["left_today_usd"]


async def test_an_interview_that_ends_is_told_of_as_a_whole(desk: Desk) -> None:
    first, better = await answered(desk.bot, "cem")
    desk.model.hold()
    waiting = await desk.bot.send(text=half(first["data"]["question"]), user="cem")
    last = await desk.bot.read()
    assert last["data"]["finished"] is True
    assert last["data"]["provisional"] is True
    desk.model.release()
    news, report = [await desk.bot.read() for _ in range(2)]
    assert await desk.bot.read() == {"id": waiting, "kind": "done"}
    assert news["data"]["overall"] == 100 > last["data"]["overall"]
    assert "The interview is now 100/100" in news["text"]
    assert [one["kind"] for one in (better, news, report)] == ["message"] * 3
    assert [Path(file["path"]).exists() for file in report["files"]] == [True]


async def test_a_later_line_is_preceded_by_what_has_come_due(desk: Desk) -> None:
    desk.model.say(Fault.INTERNAL_ERROR)
    first, excuse = await answered(desk.bot, "dia")
    assert "could not be reached; this grade by rules stands" in excuse["text"]
    better, status = await desk.bot.ask(text="/interview status", user="dia", at=in_minutes(2))
    assert (better["kind"], status["kind"]) == ("message", "reply")
    assert better["data"]["attempt_id"] == first["data"]["attempt_id"]
    assert better["data"]["score"] == 100


async def test_two_processes_over_one_store_ask_and_tell_once(desk: Desk) -> None:
    one, model, came = desk.bot, desk.model, desk.model.came
    model.hold()
    async with console(desk.folder, model) as two:
        question = (await one.reply(START, user="flo"))["data"]["question"]
        model.say(Fault.INTERNAL_ERROR)
        await one.send(text=half(question), user="flo")
        await model.coming(came + 1)
        assert await two.ask(user="ben", at=in_minutes(0)) == []
        assert model.came == came + 1, "what one is at, two has asked for too"
        model.release()
        while (await one.read())["kind"] != "done":
            pass
        later = in_minutes(4)
        said = await asyncio.gather(*(bot.ask(user="ben", at=later) for bot in (one, two)))
    assert model.came == came + 2, "both have asked"
    (better,) = [one for messages in said for one in messages if "attempt_id" in one["data"]]
    assert (better["to"], better["data"]["score"]) == ("flo", 100)


async def test_a_model_that_does_not_answer_in_time(desk: Desk) -> None:
    desk.model.say(Fault.HANG)
    check_excused(await answered(desk.bot, "eva"), "The model that grades took too long")
    (status,) = await desk.bot.ask(text="/interview status", user="eva")
    assert status["data"]["answered"] == 1


async def test_a_model_with_a_budget_of_nothing_is_turned_off(data_folder: Path, model: HeldServer) -> None:
    came = model.came
    async with console(data_folder, model, MOCKINGBIRD__MODEL__USER_DAILY_USD="0") as bot:
        question = (await bot.reply(START))["data"]["question"]
        (first,) = await bot.ask(text=half(question))
        assert first["data"]["provisional"] is False
        assert "Calls are turned off" in (await bot.reply("/usage"))["text"]
    assert model.came == came


def check_excused(outcome: list[Message], sentence: str) -> None:
    """The first grade stands, and a message says why."""
    first, excuse = outcome
    assert (excuse["kind"], excuse["title"]) == ("message", "Graded by rules for now")
    assert f"{sentence}; this grade by rules stands until it is tried again." in excuse["text"]
    assert excuse["data"]["score"] == first["data"]["score"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_does_not_wait_for_a_slow_model(
    data_folder: Path, model: HeldServer, number: signal.Signals
) -> None:
    came = model.came
    async with console(data_folder, model, MOCKINGBIRD__RUN__STOP_WITHIN_SECONDS="1") as bot:
        question = (await bot.reply(START))["data"]["question"]
        model.hold()
        await bot.send(text=half(question))
        assert (await bot.read())["data"]["provisional"] is True
        await model.coming(came + 1)
        bot.process.send_signal(number)
        assert (await bot.read())["kind"] == "done"
        assert await asyncio.wait_for(bot.process.wait(), 20) == 0
    model.release()
    async with console(data_folder, model) as bot:
        (better,) = await bot.ask(at=in_minutes(3))
        assert better["data"]["score"] == 100


async def test_the_key_is_written_nowhere(data_folder: Path, model: HeldServer) -> None:
    """Not even where a server repeats it in its refusal, and everything is logged."""
    env = {**told_of(model), **NO_FOLLOW_UPS, "MOCKINGBIRD__LOG__LEVEL": "debug"}
    model.say(Fault.UNKNOWN_KEY)
    lines = "\n".join(json.dumps({"text": text}) for text in (START, TYPICAL, "/usage", "/interview why"))
    code, out, errors = await command(data_folder, "console", "--json", stdin=lines, **env)
    assert code == 0
    assert "The model that grades refused our key" in out
    assert "answered 401" in errors
    stored = b"".join(path.read_bytes() for path in data_folder.rglob("*") if path.is_file())
    assert b"refused our key" in stored
    assert model.key not in out + errors
    assert model.key.encode() not in stored


async def test_doctor_asks_the_model(data_folder: Path, model: HeldServer) -> None:
    model.say({"readable": True})
    code, table, _ = await command(data_folder, "doctor", **told_of(model))
    assert code == 0, table
    assert "gpt-4o-mini answers" in table
