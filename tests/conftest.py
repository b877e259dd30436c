"""Hypothesis without a deadline, as machines that run tests are shared; and what is made once for many tests.

Writing the question bank into a new store takes longer than most tests, so one for each worker is copied.
"""

import asyncio
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from adapters.judge import SandboxJudge
from tests.cli.forked import stop_server
from tests.cli.process import JUDGE_CACHE, command, started
from tests.examples import USUAL
from tests.world import open_world

MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes: more than all tests write."""

settings.load_profile(USUAL)


def pytest_configure() -> None:
    """Keeps what tests write in memory: stores sync every write, and that is most of the wait for a disk."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compiles the sandbox before anything runs: every bot that starts without it would do so by itself."""
    if not hasattr(session.config, "workerinput"):
        JUDGE_CACHE.mkdir(mode=0o700, exist_ok=True)
        asyncio.run(SandboxJudge(JUDGE_CACHE).warm())


def pytest_collection_finish() -> None:
    """All that is imported by now stays: looking through it for garbage takes a twentieth of a run's time."""
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Fixtures that a stopped run has left open are closed before, and with them the bots they hold."""
    stop_server()


@pytest.fixture(scope="session")
def judge_cache() -> Path:
    """Where the compiled sandbox is."""
    return JUDGE_CACHE


@pytest.fixture(scope="session")
def published_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    async def open_and_close(folder: Path) -> None:
        async with open_world(folder):
            pass

    folder = tmp_path_factory.mktemp("world")
    asyncio.run(open_and_close(folder))
    return folder / "world.db"


@pytest.fixture
def world_folder(tmp_path: Path, published_world: Path) -> Path:
    """A folder whose world holds the bank already: `open_world` has nothing to publish."""
    shutil.copy(published_world, tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start")
    code, _, err = asyncio.run(command(folder, "console", "--json"))
    assert code == 0, err
    return folder / "mockingbird.db"


@pytest.fixture
def data_folder(tmp_path: Path, first_start: Path) -> Path:
    """A data folder in which `python -m bot` has been started once and has not been spoken to."""
    return started(tmp_path, first_start)
