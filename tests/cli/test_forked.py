"""A forked process is like any other: the same words and exit code, an id of its own, gone once it ended."""

import os
import signal
from pathlib import Path

import pytest

from tests.cli.process import command, fresh_command, running


@pytest.mark.parametrize("words", [("slack-manifest",), ("sweep", "--at", "soon")])
async def test_it_says_what_a_fresh_interpreter_says(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert await command(tmp_path, *words) == await fresh_command(tmp_path, *words)


async def test_its_environment_is_the_one_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCKINGBIRD__LOG__LEVEL", "of nobody's concern")
    code, _, err = await command(tmp_path, "sweep", MOCKINGBIRD__INTERVIEW__HINT_COST="many")
    assert code == 2
    assert "MOCKINGBIRD__INTERVIEW__HINT_COST" in err
    assert await command(tmp_path, "sweep") == (0, "", "")


async def test_killed_it_is_gone_at_once_and_another_goes_on(data_folder: Path) -> None:
    async with running(data_folder) as one, running(data_folder) as other:
        await one.reply("/help")
        assert one.process.pid != other.process.pid
        one.kill()
        assert await one.process.wait() == one.process.returncode == -signal.SIGKILL
        with pytest.raises(ProcessLookupError):
            os.kill(one.process.pid, 0)
        assert (await other.reply("/help"))["kind"] == "reply"
    assert other.process.returncode == 0
