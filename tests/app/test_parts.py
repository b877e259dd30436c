"""Small parts of the composition root: who this process is, its clock, its files, its logs."""

import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.report_files import ReportFolder
from bot.clock import SystemClock, SystemRandomness
from bot.instance import INSTANCE, is_gone
from bot.log import LazyFormatter
from domain.errors import StoreUnavailable
from domain.times import as_utc


def test_a_process_knows_the_living_from_the_dead() -> None:
    host = INSTANCE.split("/")[0]
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = f"{host}/{child.pid}/abcd"
    assert not is_gone(name)
    child.communicate(b"\n")
    assert is_gone(name)
    assert not is_gone(INSTANCE)
    assert is_gone(f"{host}/{os.getpid()}/earlier"), "the same number after a restart is another process"
    assert not is_gone(f"elsewhere/{child.pid}/abcd"), "another machine's processes cannot be seen from here"
    assert not is_gone("nonsense")


def test_the_clock_goes_forward_only() -> None:
    clock = SystemClock()
    future = datetime.now(UTC) + timedelta(days=40)
    clock.forward_to(future)
    assert timedelta(0) <= clock.now() - as_utc(future) < timedelta(seconds=5)
    clock.forward_to(future - timedelta(days=10))
    assert clock.now() >= as_utc(future)


def test_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        as_utc(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_ids_do_not_repeat() -> None:
    given = {SystemRandomness().new_id() for _ in range(1000)}
    assert len(given) == 1000
    assert {len(one) for one in given} == {16}


async def test_a_report_file_is_whole_and_stays_in_its_folder(tmp_path: Path) -> None:
    folder = ReportFolder(tmp_path / "reports")
    path = await folder.save("../../escape.pdf", b"%PDF-1")
    assert Path(path) == tmp_path / "reports" / "escape.pdf"
    assert await folder.exists(path)
    assert Path(path).read_bytes() == b"%PDF-1"
    assert [p.name for p in (tmp_path / "reports").iterdir()] == ["escape.pdf"]
    assert not await folder.exists(str(tmp_path / "gone.pdf"))


async def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="could not be written"):
        await ReportFolder(tmp_path / "reports").save("a.pdf", b"%PDF-1")


def test_a_log_line_is_one_line_with_its_reference() -> None:
    record = logging.LogRecord("domain.dispatch", logging.ERROR, "x.py", 1, "request failed", (), None)
    record.reference = "abcd1234"
    line = LazyFormatter().format(record)
    assert "\n" not in line
    assert "reference=abcd1234" in line
    assert "level=error" in line
    assert json.dumps("request failed") in line


def test_a_stack_trace_in_the_log_stays_on_its_line() -> None:
    try:
        raise ValueError("inner detail")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())
    line = LazyFormatter().format(record)
    assert "inner detail" in line
    assert "\n" not in line
