"""A whole interview over --json with the real judge, the real store and real pages."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cli.process import Bot, Message, running
from tests.world import LIBRARY

pytestmark = pytest.mark.usefixtures("judge_cache")

KEYS = {"id", "kind", "to", "place", "private", "title", "text", "fields", "buttons", "form", "files", "data"}


def answer_for(question: Message) -> str:
    """What a strong student would say to it."""
    found = LIBRARY.question((question["follow_up_of"] or question["id"]).split("~")[0])
    assert found is not None
    if found.runs_code and not question["follow_up_of"]:
        return f"{found.model_answer}\n\n```python\n{found.reference_solution}\n```"
    return found.model_answer


async def test_from_start_through_a_restart_to_the_report(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        started = await bot.reply("/interview start company:Google role:SDE Intern")
        assert set(started) == KEYS
        assert (started["kind"], started["to"], started["place"], started["private"]) == (
            "reply",
            "ana",
            "dm",
            True,
        )
        question = started["data"]["question"]
        assert set(question) >= {
            "id", "round", "number", "of", "prompt", "difficulty", "follow_up_of", "language", "signature",
            "public_tests",
        }  # fmt: skip
        assert (question["round"], question["language"]) == ("dsa", "python")
        assert len(question["public_tests"]) == 3
        first = await bot.reply(answer_for(question))
        data = first["data"]
        assert data["question_id"] == question["id"]
        assert data["score"] >= 85, first["text"]
        assert data["grader"]
        paused = await bot.reply("/interview pause")
        assert paused["data"]["interrupted"] is True
        bot.kill()
    async with running(tmp_path) as bot:
        resumed = await bot.reply("/interview resume", place="thread:42")
        assert resumed["data"]["question"] == data["question"]
        assert resumed["data"]["answered"] == 1
        outcome = await finish(bot, resumed["data"]["question"])
        check_the_end(outcome)
        report = await bot.reply("/report session")
        check_the_report(report)


async def finish(bot: Bot, question: Message | None) -> list[Message]:
    """Answers all that is left; the objects that the last answer caused."""
    rounds = []
    while question is not None:
        rounds.append(question["round"])
        outcome = await bot.ask(text=answer_for(question))
        data = outcome[0]["data"]
        assert data["score"] is not None
        assert all(row["quote"] in answer_for(question) for row in data["rows"])
        question = data["question"]
    assert set(rounds) == {"dsa", "technical_qa", "behavioral"}
    return outcome


def check_the_end(outcome: Sequence[Message]) -> None:
    last, message = outcome
    assert last["data"]["finished"] is True
    assert last["data"]["overall"] >= 80
    assert set(last["data"]["by_round"]) == {"dsa", "technical_qa", "behavioral"}
    assert message["kind"] == "message"
    assert message["data"]["report_id"] == last["data"]["report_id"]


def check_the_report(report: Message) -> None:
    path = report["files"][0]["path"]
    pages = PdfReader(path)
    assert len(pages.pages) == report["data"]["pages"] >= 3
    assert "Google" in pages.pages[0].extract_text()
    assert os.stat(path).st_size > 10_000


async def test_wrong_code_fails_with_a_counter_example_and_hidden_tests_stay_hidden(
    data_folder: Path,
) -> None:
    async with running(data_folder) as bot:
        started = await bot.reply("/interview start rounds:dsa questions:1")
        question = LIBRARY.question(started["data"]["question"]["id"])
        assert question is not None
        name = question.function_name
        reply = await bot.reply(f"def {name}(*args):\n    return 'nonsense'")
        assert reply["data"]["score"] < 40
        assert "0 of" in reply["text"]
        for case in question.hidden_tests:
            if case.args:
                assert json.dumps(case.args) not in reply["text"]


async def test_lines_that_cannot_be_used_are_refused_and_the_process_goes_on(data_folder: Path) -> None:
    async with running(data_folder) as bot:
        assert bot.process.stdin is not None
        bad: list[bytes] = [
            b"no json at all\n",
            b"[1, 2]\n",
            b'"text"\n',
            b'{"id": 9, "txt": "/help"}\n',
            b'{"id": 9, "user": 5, "text": "/help"}\n',
            b'{"id": 9, "place": "moon", "text": "/help"}\n',
            b'{"id": 9, "at": "yesterday"}\n',
            b'{"id": 9, "at": "2026-12-01T09:00:00"}\n',
            b'{"id": 9, "files": "x.py"}\n',
            b'{"id": 9, "submit": "x"}\n',
            b'{"id": 9, "submit": {}}\n',
            b'{"id": 9}\n',
            b'{"id": 9, "at": "9999-12-31T23:59:59-12:00"}\n',
            b'{"id": 9, "text": "/answer", "files": ["a\\u0000b"]}\n',
            b'{"id": 9, "press": "not a token \xc3\xa9"}\n',
            b'{"id": 9, "press": "gone+action"}\n',
            b'{"id": 9, "text": "/nonsense"}\n',
            b"\xff\xfe\n",
            b"[" * 100_000 + b"\n",
        ]
        for raw in bad:
            bot.process.stdin.write(raw)
            error = await bot.read()
            assert error["kind"] == "error", raw
            assert set(error) == KEYS
            assert error["text"]
            assert (await bot.read())["kind"] == "done"
        assert (await bot.reply("/help"))["kind"] == "reply"


async def test_forms_presses_places_and_repeats(data_folder: Path) -> None:
    async with running(data_folder) as bot:
        started = await bot.reply("/interview start rounds:technical_qa", place="thread:7")
        assert started["place"] == "thread:7"
        form = (await bot.reply("/answer"))["form"]
        values = {"text": answer_for(started["data"]["question"]), "predict": 80}
        submit: Any = {"form": form["token"], "values": values}
        graded = await bot.ask(submit=submit, event="evt-1")
        assert graded[0]["data"]["score"] >= 90
        assert await bot.ask(submit=submit, event="evt-1") == []
        hint = next(b for b in graded[0]["buttons"] if b["label"] == "Hint")
        stolen = (await bot.ask(press=hint["token"], user="bob"))[0]
        assert stolen["kind"] == "error"
        status = await bot.reply("/interview status")
        assert status["data"]["answered"] == 1
        hinted = (await bot.ask(press=hint["token"]))[0]
        assert "hint" in hinted["data"] or hinted["kind"] == "error"


async def test_at_moves_the_clock_and_what_is_due_comes_first(data_folder: Path) -> None:
    async with running(data_folder) as bot:
        await bot.reply("/interview start rounds:technical_qa")
        moved = await bot.ask(at="2099-01-01T00:00:00Z", text="/interview status")
        assert [m["kind"] for m in moved] == ["message", "reply"]
        assert "closed" in moved[0]["text"]
        assert moved[1]["data"]["status"] == "abandoned"
        assert await bot.ask(at="2098-01-01T00:00:00Z") == []
