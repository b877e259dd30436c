"""The exam itself: everybody sits it, every answer is yes, and the command leaves nothing behind."""

import json
import re
from pathlib import Path

import pytest

from bot.config import Settings
from bot.exam import hall
from bot.exam.check import EVERYBODY
from bot.exam.run import examine
from domain.grading import intake
from tests.cli.process import command
from tests.exam.holding import held, no_and_why, results


async def test_every_answer_is_yes(data_folder: Path) -> None:
    record = await held(data_folder, *EVERYBODY)
    assert no_and_why(record) == {}
    not_run = {one.name for one in results(record) if one.not_run}
    assert not_run == {"changes-told", "language"}, "a sandbox is needed, and no model"
    assert sum(one.looks for one in results(record)) > 3_500


async def test_one_check_seats_only_whom_it_needs(tmp_path: Path) -> None:
    code, out, err = await command(tmp_path, "exam", "--only", "copying", "--only", "easier", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [line["name"] for line in lines] == ["easier", "copying"]
    assert all(line["passed"] and not line["not_run"] and line["evidence"] == [] for line in lines)
    assert list(tmp_path.iterdir()) == []


async def test_people_are_shown_a_table(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "exam", "--only", "elsewhere")
    assert code == 0
    assert out.startswith("Graded by rules")
    assert "yes      elsewhere" in out
    assert "a good answer to another question" in out
    assert out.endswith("1 yes, 0 no, 0 not run.\n")


async def test_a_no_is_shown_with_its_evidence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(intake, "is_scrambled", lambda *_: False)
    assert await examine(Settings(), ["shuffled"], json_lines=False) == 1
    shown = capsys.readouterr().out
    assert re.search(r"^NO +shuffled .*\n +shuffled, [a-z0-9-]+: \d+$", shown, re.MULTILINE)
    assert "0 yes, 1 no, 0 not run." in shown
    assert await examine(Settings(), ["shuffled"], json_lines=True) == 1
    line = json.loads(capsys.readouterr().out)
    assert (line["name"], line["passed"], line["not_run"]) == ("shuffled", False, False)
    assert line["evidence"]


async def test_without_a_sandbox_the_checks_on_code_are_not_run(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hall, "sandbox_status", lambda: "There is no sandbox.")
    record = await held(data_folder, "coder", "table", "buggy")
    assert record.sittings == {}
    told = {one.name: one.evidence for one in results(record) if "code cannot be run" in one.evidence[0]}
    assert set(told) == {"keeps-solutions", "keeps-tests", "public-only", "buggy", "code"}
    assert {one.passed for one in results(record)} == {False}


async def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    code, _, err = await command(tmp_path, "exam", "--only", "coping")
    assert (code, "Did you mean `copying`?" in err) == (2, True)
    code, _, err = await command(tmp_path, "exam", "--model", OPENAI_API_KEY="", OPENAI_BASE_URL="")
    assert (code, "OPENAI_BASE_URL" in err) == (2, True)
