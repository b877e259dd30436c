"""The command line: what it prints, how it ends, and how it refuses."""

import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.cli import main
from storage.mongo import open_mongo
from tests.cli.process import command, environment, fresh_command, lines_of, running

Ended = tuple[object, str, str]


@pytest.fixture
def inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """`python -m bot WORDS` in this process: exit code, output and errors. Its logs stay pytest's."""

    def run(*words: str, folder: Path = tmp_path, **more: str) -> Ended:
        for name, value in environment(folder, **more).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("bot.cli.start_logging", lambda level, file: None)
        monkeypatch.setattr(sys, "argv", ["bot", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return (ended.value.code, *capsys.readouterr())

    return run


def test_content_stats_and_export_agree(inside: Callable[..., Ended]) -> None:
    code, out, _ = inside("content", "stats", "--json")
    counts = json.loads(out)
    assert code == 0
    assert set(counts) == {
        "dsa", "technical_qa", "system_design", "behavioral", "companies", "roadmaps", "quiz_items",
    }  # fmt: skip
    assert (counts["dsa"], counts["technical_qa"], counts["behavioral"], counts["companies"]) == (
        24,
        71,
        21,
        6,
    )
    code, out, _ = inside("content", "export")
    items = lines_of(out)
    assert code == 0
    for round_ in ("dsa", "technical_qa", "behavioral"):
        assert sum(i.get("round") == round_ for i in items if i["kind"] == "question") == counts[round_]
    assert sum(i["kind"] == "company" for i in items) == counts["companies"]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("[interview]\nquestions_per_roud = 3\n", ["line 2", "questions_per_roud", "`questions_per_round`"]),
        ("[interview]\nhint_cost = 500\n", ["line 2", "interview.hint_cost", "500"]),
        ("\n[interveiw]\nhint_cost = 5\n", ["line 2", "interveiw", "`interview`"]),
        ("[interview\n", ["line 1"]),
    ],
)
def test_a_broken_config_line_is_named(
    inside: Callable[..., Ended], tmp_path: Path, config: str, words: list[str]
) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(config)
    code, _, err = inside("console", "--json", MOCKINGBIRD_CONFIG=str(path))
    assert code == 2
    assert "broken.toml" in err
    assert all(word in err for word in words), err


async def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    code, _, err = await command(tmp_path, "console", "--json", MOCKINGBIRD__INTERVIEW__HINT_COST="many")
    assert code == 2
    assert "MOCKINGBIRD__INTERVIEW__HINT_COST" in err


async def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, _, err = await command(tmp_path / "file" / "data", "console", "--json")
    assert code == 2
    assert "Traceback" not in err
    assert err.strip()


def test_a_store_of_unknown_kind(inside: Callable[..., Ended]) -> None:
    code, _, err = inside("sweep", MOCKINGBIRD_STORAGE_URL="mysql://root:pw@db/x")
    assert code == 2
    assert "mongodb://" in err
    assert "pw" not in err


def test_a_mongodb_that_is_not_there(inside: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.mongo.open_mongo", partial(open_mongo, operation_timeout=0.3))
    code, out, err = inside("sweep", MOCKINGBIRD_STORAGE_URL="mongodb://127.0.0.1:9/mockingbird")
    assert (code, out) == (2, "")
    assert "cannot be reached" in err


async def test_a_locked_database_is_a_sentence_and_the_answer_can_be_sent_again(data_folder: Path) -> None:
    async with running(data_folder, MOCKINGBIRD__STORAGE__BUSY_TIMEOUT_SECONDS="0.3") as bot:
        await bot.reply("/interview start rounds:technical_qa")
        lock = sqlite3.connect(data_folder / "mockingbird.db", isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        refused = await bot.reply("It takes longer to write.")
        lock.execute("ROLLBACK")
        lock.close()
        assert refused["kind"] == "error"
        assert "locked" in refused["text"] or "another program" in refused["text"]
        taken = await bot.reply("It takes longer to write.")
        assert taken["data"]["answered"] == 1


START = '{"id": 1, "user": "ana", "event": "s1", "text": "/interview start rounds:technical_qa"}'


def kinds_said(folder: Path, line: str) -> list[str]:
    """The kinds of the objects that a process says to one line."""
    _, out, _ = asyncio.run(command(folder, "console", "--json", stdin=line))
    return [message["kind"] for message in lines_of(out)]


def test_sweep_says_what_is_due_and_does_it(inside: Callable[..., Ended], data_folder: Path) -> None:
    assert kinds_said(data_folder, START) == ["reply", "done"]
    code, out, _ = inside("sweep", "--at", "2099-01-01T00:00:00Z", "--dry-run")
    assert code == 0
    assert {item["kind"] for item in lines_of(out)} == {"abandon", "overtime"}
    code, out, _ = asyncio.run(command(data_folder, "sweep", "--at", "2099-01-01T00:00:00Z"))
    assert "abandon" in {item["kind"] for item in lines_of(out)}
    code, out, _ = inside("sweep", "--at", "2099-01-01T00:00:00Z")
    assert (code, out) == (0, "")


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:59-12:00", "9500-01-01", "0001-01-01T00:00:00+12:00", "soon"]
)
def test_a_sweep_at_no_time_is_a_usage_error(inside: Callable[..., Ended], at: str) -> None:
    code, out, err = inside("sweep", "--at", at)
    assert (code, out) == (2, "")
    assert "time" in err


def test_a_dry_sweep_forgets_nothing(inside: Callable[..., Ended], data_folder: Path) -> None:
    assert kinds_said(data_folder, START) == ["reply", "done"]
    later = (datetime.now(UTC) + timedelta(weeks=3)).isoformat()
    code, out, _ = inside("sweep", "--at", later, "--dry-run")
    assert code == 0
    assert all(item["done"] is False for item in lines_of(out))
    assert kinds_said(data_folder, START) == ["done"], "an event that came before is known"


async def test_doctor_finds_nothing_wrong_here(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "doctor")
    assert code == 0, out
    assert "store" in out


def test_doctor_says_what_fails(inside: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.faults", lambda library: [])
    code, out, _ = inside("doctor", MOCKINGBIRD_STORAGE_URL="mysql://x")
    assert code == 1
    assert [line.split()[0] for line in out.splitlines() if "FAILS" in line] == ["store"]


async def test_an_unknown_command_is_refused(tmp_path: Path) -> None:
    code, _, err = await fresh_command(tmp_path, "consle")
    assert code == 2
    assert "Traceback" not in err


async def test_it_runs_from_any_folder(tmp_path: Path) -> None:
    code, out, _ = await fresh_command(tmp_path, "content", "stats", "--json", cwd=tmp_path)
    assert code == 0
    assert json.loads(out)["dsa"] == 24


async def test_heavy_libraries_are_imported_only_where_used(tmp_path: Path) -> None:
    """The console's first reply must not wait for what it does not need."""
    code, _, err = await fresh_command(
        tmp_path,
        "console",
        "--json",
        stdin='{"id": 1, "user": "ana", "text": "/interview start"}\n',
        PYTHONPROFILEIMPORTTIME="1",
    )
    assert code == 0
    imported = {
        line.rsplit("|", 1)[1].strip() for line in err.splitlines() if line.startswith("import time:")
    }
    heavy = {
        "reportlab",
        "wasmtime",
        "motor",
        "pymongo",
        "prompt_toolkit",
        "discord",
        "slack_bolt",
        "openai",
        "rich",
    }
    assert "domain.dispatch" in imported
    assert not heavy & imported
    assert os.environ.get("MOCKINGBIRD_DATA_DIR") is None
