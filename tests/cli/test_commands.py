"""The command line: what it prints, how it ends, and how it refuses."""

import json
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.grade import grade_lines
from tests.cli.process import command, lines_of, running


async def test_grade_reads_and_writes_json_lines(tmp_path: Path) -> None:
    question = {
        "question": "Why does an index slow down writes?",
        "model_answer": "Every write must also update the index. The index takes space on disk.",
    }
    rubric = [
        {"id": "w", "point": "every write updates the index", "weight": 2, "accept": ["updates the index"]}
    ]
    answers = ["Every write must also update the index.", "I don't know", "", "Great question!"]
    given = [{"id": n, **question, "rubric": rubric, "answer": a} for n, a in enumerate(answers)]
    code, out, err = await command(tmp_path, "grade", stdin="\n".join(map(json.dumps, given)))
    assert (code, err) == (0, "")
    graded = lines_of(out)
    assert [set(g) for g in graded] == [{"id", "score", "low", "high", "grader", "rows", "flags"}] * 4
    assert [g["id"] for g in graded] == [0, 1, 2, 3]
    assert graded[0]["score"] >= 80
    assert all(g["score"] <= 10 for g in graded[1:])


async def test_grade_goes_on_after_a_bad_line_and_says_so(tmp_path: Path) -> None:
    good = json.dumps(
        {"id": "b", "question": "Q?", "model_answer": "An answer of some length.", "answer": "yes"}
    )
    code, out, _ = await command(
        tmp_path, "grade", stdin=f'{{"id": "a"\n{good}\n{{"id": "c", "answer": 5}}\n'
    )
    assert code == 1
    first, second, third = lines_of(out)
    assert "line 1" in first["error"]
    assert second["id"] == "b"
    assert "line 3" in third["error"]


POINT = "every write updates the index"


@pytest.mark.parametrize(
    ("rubric", "weights"),
    [
        (
            [{"id": 7, "point": POINT, "weight": 40, "source": "book"}, {"point": "B+", "weight": 10}],
            [40, 10],
        ),
        ([{"point": POINT, "accept": None, "reject": "updates nothing"}, "x"], [1, 1]),
        ([{"point": POINT, "weight": None, "accept": "must also update the index"}], [1]),
        ([{"point": f"{POINT}. " * 200, "weight": 1e308}, {"point": "O", "weight": 1e308}], [1e308, 1e308]),
    ],
)
async def test_grade_takes_rubrics_as_others_write_them(
    tmp_path: Path, rubric: list[Any], weights: list[float]
) -> None:
    item = {
        "id": "a",
        "question": "Why?",
        "answer": "Every write must also update the index.",
        "rubric": rubric,
    }
    code, out, err = await command(tmp_path, "grade", stdin=json.dumps(item))
    (graded,) = lines_of(out)
    assert (code, err) == (0, "")
    assert [row["weight"] for row in graded["rows"]] == weights
    assert [row["point"] for row in graded["rows"]] == [
        (row if isinstance(row, str) else row["point"]).strip() for row in rubric
    ]
    assert set(graded["rows"][0]) == {"point_id", "point", "weight", "met", "quote", "note"}


async def test_grade_weighs_rows_by_what_was_given(tmp_path: Path) -> None:
    rows = [{"point": POINT, "weight": 90}, {"point": "the index is kept in a sorted tree", "weight": 10}]
    item = {"question": "Why?", "answer": "Every write updates the index.", "rubric": rows}
    _, out, _ = await command(tmp_path, "grade", stdin=json.dumps(item))
    (graded,) = lines_of(out)
    met, missed = (row["met"] for row in graded["rows"])
    assert missed == 0 < met
    assert graded["score"] == round(90 * met)


@pytest.mark.parametrize("rubric", [None, []])
async def test_grade_without_a_rubric_takes_the_model_answer(
    tmp_path: Path, rubric: list[Any] | None
) -> None:
    item = {
        "model_answer": "Every write must also update the index.",
        "answer": "It is slow.",
        "rubric": rubric,
    }
    code, out, _ = await command(tmp_path, "grade", stdin=json.dumps(item))
    assert code == 0
    assert lines_of(out)[0]["grader"] == "derived-1"


async def test_no_line_stops_a_grading_run(tmp_path: Path) -> None:
    bad = [
        b'{"id": 1, "answer": "\xff"}',
        b'{"id": 2, "rubric": [{"point": ""}]}',
        b'{"id": 3, "rubric": [{"point": "x", "weight": 0}]}',
        b'{"id": 4, "rubric": [{"point": "x", "weight": 1e999}]}',
        b'{"id": 5, "rubric": [{"point": "x", "weight": 1%s}]}' % (b"0" * 400),
        b'{"id": 6, "rubric": "x"}',
        b'{"id": ' + b"[" * 900 + b"]" * 900 + b"}",
    ]
    half = b'{"id": "\\ud800", "answer": "An index \\ud83d helps.", "rubric": ["An index helps \\udfff"]}'
    lines = [*bad, half]
    results = [(json.loads(text), good) for text, good in grade_lines(lines)]
    assert [good for _, good in results] == [False] * len(bad) + [True]
    assert [item["id"] for item, _ in results[1:6]] == [2, 3, 4, 5, 6]
    assert all(f"line {n}:" in item["error"] for n, (item, good) in enumerate(results, 1) if not good)
    code, out, err = await command(tmp_path, "grade", stdin=half.decode(), PYTHONIOENCODING="ascii")
    assert (code, err) == (0, "")
    assert lines_of(out)[0]["rows"][0]["met"] > 0


async def test_content_stats_and_export_agree(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "content", "stats", "--json")
    counts = json.loads(out)
    assert code == 0
    assert set(counts) == {
        "dsa", "technical_qa", "system_design", "behavioral", "companies", "roadmaps", "quiz_items",
    }  # fmt: skip
    assert (counts["dsa"], counts["technical_qa"], counts["behavioral"], counts["companies"]) == (
        12,
        40,
        12,
        6,
    )
    code, out, _ = await command(tmp_path, "content", "export")
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
async def test_a_broken_config_line_is_named(tmp_path: Path, config: str, words: list[str]) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(config)
    code, _, err = await command(tmp_path, "console", "--json", MOCKINGBIRD_CONFIG=str(path))
    assert code == 2
    assert "broken.toml" in err
    assert "Traceback" not in err
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


async def test_a_store_of_unknown_kind(tmp_path: Path) -> None:
    code, _, err = await command(
        tmp_path, "console", "--json", MOCKINGBIRD_STORAGE_URL="mysql://root:pw@db/x"
    )
    assert code == 2
    assert "mongodb://" in err
    assert "pw" not in err


async def test_a_mongodb_that_is_not_there(tmp_path: Path) -> None:
    url = "mongodb://127.0.0.1:9/mockingbird?serverSelectionTimeoutMS=300"
    code, _, err = await command(tmp_path, "console", "--json", MOCKINGBIRD_STORAGE_URL=url)
    assert code == 2
    assert "Traceback" not in err
    assert err.strip()


async def test_a_locked_database_is_a_sentence_and_the_answer_can_be_sent_again(tmp_path: Path) -> None:
    async with running(tmp_path, MOCKINGBIRD__STORAGE__BUSY_TIMEOUT_SECONDS="0.3") as bot:
        await bot.reply("/interview start rounds:technical_qa")
        lock = sqlite3.connect(tmp_path / "mockingbird.db", isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        refused = await bot.reply("It takes longer to write.")
        lock.execute("ROLLBACK")
        lock.close()
        assert refused["kind"] == "error"
        assert "locked" in refused["text"] or "another program" in refused["text"]
        taken = await bot.reply("It takes longer to write.")
        assert taken["data"]["answered"] == 1


async def test_sweep_says_what_is_due_and_does_it(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        await bot.reply("/interview start rounds:technical_qa")
    code, out, _ = await command(tmp_path, "sweep", "--at", "2099-01-01T00:00:00Z", "--dry-run")
    assert code == 0
    assert {item["kind"] for item in lines_of(out)} == {"abandon", "overtime"}
    code, out, _ = await command(tmp_path, "sweep", "--at", "2099-01-01T00:00:00Z")
    assert "abandon" in {item["kind"] for item in lines_of(out)}
    code, out, _ = await command(tmp_path, "sweep", "--at", "2099-01-01T00:00:00Z")
    assert lines_of(out) == []


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:59-12:00", "9500-01-01", "0001-01-01T00:00:00+12:00", "soon"]
)
async def test_a_sweep_at_no_time_is_a_usage_error(tmp_path: Path, at: str) -> None:
    code, out, err = await command(tmp_path, "sweep", "--at", at)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert "time" in err


async def test_a_dry_sweep_forgets_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        assert len(await bot.ask(text="/interview start rounds:technical_qa", event="s1")) == 1
    later = (datetime.now(UTC) + timedelta(weeks=3)).isoformat()
    code, out, _ = await command(tmp_path, "sweep", "--at", later, "--dry-run")
    assert code == 0
    assert all(item["done"] is False for item in lines_of(out))
    async with running(tmp_path) as bot:
        assert await bot.ask(text="/interview start rounds:technical_qa", event="s1") == []


async def test_doctor_tells_good_from_bad(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "doctor")
    assert code == 0, out
    assert "store" in out
    code, out, _ = await command(tmp_path, "doctor", MOCKINGBIRD_STORAGE_URL="mysql://x")
    assert code == 1
    assert "FAILS" in out


async def test_an_unknown_command_is_refused(tmp_path: Path) -> None:
    code, _, err = await command(tmp_path, "consle")
    assert code == 2
    assert "Traceback" not in err


async def test_it_runs_from_any_folder(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "content", "stats", "--json", cwd=tmp_path)
    assert code == 0
    assert json.loads(out)["dsa"] == 12


async def test_heavy_libraries_are_imported_only_where_used(tmp_path: Path) -> None:
    """The console's first reply must not wait for what it does not need."""
    code, _, err = await command(
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


@pytest.mark.parametrize(
    "row", ["👍", "...", {"point": "cat", "accept": [""]}, {"point": "cat", "reject": ["-", None]}]
)
async def test_a_rubric_of_signs_is_no_fault(tmp_path: Path, row: object) -> None:
    line = {
        "id": 1,
        "question": "What is it?",
        "model_answer": "A cat sits.",
        "rubric": [row],
        "answer": "cat",
    }
    code, out, err = await command(tmp_path, "grade", stdin=json.dumps(line))
    assert (code, err) == (0, "")
    assert lines_of(out)[0]["id"] == 1


async def test_an_id_that_is_no_json_is_refused(tmp_path: Path) -> None:
    code, out, _ = await command(
        tmp_path, "grade", stdin='{"id": 1e400, "answer": "x"}\n{"id": NaN, "answer": "x"}'
    )
    assert code == 1
    assert all(item["id"] is None and "line" in item["error"] for item in lines_of(out))
