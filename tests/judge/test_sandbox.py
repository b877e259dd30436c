"""The sandbox itself: apart from all else, gone when it should be, and never done without."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from adapters.judge import SandboxJudge, sandbox_status
from adapters.judge.sandbox import Runtime, SandboxUnavailableError, installed_runtime
from domain.model.verdict import Verdict
from tests.judge.conftest import HIDDEN, PUBLIC, ROOMY, TIGHT

GOOD = "def add(a, b):\n    return a + b"
ENDLESS = "def add(a, b):\n    while True: pass"


async def judged(judge: SandboxJudge, answer: str = GOOD) -> Verdict:
    return await judge.run(answer, "add", PUBLIC, HIDDEN, "exact")


async def started(judge: SandboxJudge, answer: str) -> asyncio.Task[Verdict]:
    """A run whose first test has been sent to its guest."""
    sent = asyncio.Event()

    async def progress(text: str) -> None:
        if text.startswith("Running"):
            sent.set()

    task = asyncio.create_task(judge.run(answer, "add", PUBLIC, HIDDEN, "exact", progress))
    await asyncio.wait_for(sent.wait(), 60)
    await asyncio.sleep(0.2)
    return task


def guests_of(pid: int) -> list[psutil.Process]:
    """The living processes of guests that a process has started."""
    return [each for each in psutil.Process(pid).children(recursive=True) if _is_guest(each)]


def _is_guest(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        words = process.cmdline()
        return words[:1] == [sys.executable] and "run" in words
    return False


async def until(holds: Callable[[], object]) -> None:
    """Waits, at most a minute."""
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.02)


@pytest.fixture
def bystanders() -> Iterator[None]:
    """Checks that no guest is left over."""
    yield
    assert guests_of(os.getpid()) == []


async def test_a_directory_that_others_may_write_is_not_used(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    verdict = await judged(SandboxJudge(tmp_path))
    assert verdict.status == "unavailable"
    assert "could be written by others" in verdict.message
    assert list(tmp_path.iterdir()) == []


async def test_a_file_in_place_of_the_directory(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    assert (await judged(SandboxJudge(tmp_path / "cache"))).status == "unavailable"


@pytest.fixture
def runtime() -> Runtime:
    return installed_runtime()


async def test_without_the_python_build_nothing_runs(
    judge_cache: Path, tmp_path: Path, runtime: Runtime
) -> None:
    missing = replace(runtime, wasm=tmp_path / "none.wasm")
    verdict = await judged(SandboxJudge(judge_cache, find_runtime=lambda: missing))
    assert (verdict.status, verdict.cases) == ("unavailable", ())
    assert verdict.message == "Code cannot be run at the moment. The sandbox's Python build is missing."
    assert sandbox_status(lambda: missing) == "The sandbox's Python build cannot be read."


async def test_an_altered_python_build_is_not_compiled(tmp_path: Path, runtime: Runtime) -> None:
    content = bytearray(runtime.wasm.read_bytes())
    content[-1] ^= 1
    (tmp_path / "python.wasm").write_bytes(content)
    altered = replace(runtime, wasm=tmp_path / "python.wasm")
    verdict = await judged(SandboxJudge(tmp_path / "cache", find_runtime=lambda: altered))
    assert verdict.status == "unavailable"
    assert "not the one that was verified" in verdict.message
    assert list((tmp_path / "cache").iterdir()) == []
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    assert sandbox_status(lambda: altered) == "The sandbox's Python build is not the one that was verified."


async def test_without_wasmtime_nothing_runs(judge_cache: Path, tmp_path: Path, runtime: Runtime) -> None:
    without = replace(runtime, packages=tmp_path)
    assert (await judged(SandboxJudge(judge_cache, find_runtime=lambda: without))).status == "unavailable"
    assert "No module named 'wasmtime'" in (sandbox_status(lambda: without) or "")


async def test_what_is_not_installed_is_named(tmp_path: Path) -> None:
    def nothing() -> Runtime:
        raise SandboxUnavailableError("The package wasmtime is not installed.")

    judge = SandboxJudge(tmp_path, find_runtime=nothing)
    await judge.warm()
    assert (await judged(judge)).message.endswith("The package wasmtime is not installed.")
    assert sandbox_status(nothing) == "The package wasmtime is not installed."


def test_the_status_is_good_here() -> None:
    assert sandbox_status() is None


def test_the_program_itself_never_loads_wasmtime(judge_cache: Path) -> None:
    program = (
        "import asyncio, pathlib, sys\n"
        "from adapters.judge import SandboxJudge\n"
        f"judge = SandboxJudge(pathlib.Path({str(judge_cache)!r}))\n"
        "asyncio.run(judge.run('def add(): return 1', 'add', (), (), 'exact'))\n"
        "sys.exit('wasmtime' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


async def test_four_at_once_are_kept_apart(judge_cache: Path, bystanders: None) -> None:
    judge = SandboxJudge(judge_cache, replace(ROOMY, at_once=2))
    most = 0
    answers = [f"seen = []\ndef add(a, b):\n    seen.append({n})\n    return seen" for n in range(4)]
    tasks = [asyncio.create_task(judged(judge, answer)) for answer in answers]
    while not all(task.done() for task in tasks):
        most = max(most, len(guests_of(os.getpid())))
        await asyncio.sleep(0.01)
    assert [task.result().cases[0].got for task in tasks] == ["[0]", "[1]", "[2]", "[3]"]
    assert 1 <= most <= 2


async def test_a_guest_has_an_empty_environment(
    judge_cache: Path, monkeypatch: pytest.MonkeyPatch, bystanders: None
) -> None:
    monkeypatch.setenv("API_TOKEN", "secret")
    task = await started(SandboxJudge(judge_cache, ROOMY), ENDLESS)
    (guest,) = guests_of(os.getpid())
    # bwrap, where there is one, says PWD.
    assert set(guest.environ()) <= {"PWD"}
    assert guest.cwd() == "/"
    task.cancel()
    await asyncio.wait([task])


async def test_a_cancelled_run_leaves_no_process(judge_cache: Path, bystanders: None) -> None:
    task = await started(SandboxJudge(judge_cache, ROOMY), ENDLESS)
    (guest,) = guests_of(os.getpid())
    task.cancel()
    await asyncio.wait([task], timeout=10)
    assert task.cancelled()
    await until(lambda: not psutil.pid_exists(guest.pid))


async def test_closing_ends_what_runs(judge_cache: Path, bystanders: None) -> None:
    judge = SandboxJudge(judge_cache, ROOMY)
    task = await started(judge, ENDLESS)
    await judge.close()
    assert (await task).status == "unavailable"
    assert (await judged(judge)).message.endswith("The program is shutting down.")


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(60)"], ids=["loop", "sleep"])
async def test_a_guest_dies_with_the_program_that_started_it(judge_cache: Path, body: str) -> None:
    answer = f"def add():\n    {body}"
    program = (
        "import asyncio, pathlib\n"
        "from adapters.judge import JudgeLimits, SandboxJudge\n"
        "from domain.model.question import Case\n"
        "async def progress(text): print(text, flush=True)\n"
        f"judge = SandboxJudge(pathlib.Path({str(judge_cache)!r}), JudgeLimits(60, 60))\n"
        f"asyncio.run(judge.run({answer!r}, 'add', [Case()], [], 'exact', progress))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Running 1 of 1 tests\n"
        (guest,) = guests_of(process.pid)
        await asyncio.sleep(0.2)
        process.kill()
    await until(lambda: not psutil.pid_exists(guest.pid) or guest.status() == psutil.STATUS_ZOMBIE)


async def test_the_event_loop_stays_free(judge_cache: Path) -> None:
    """While a long answer is read and a flood is judged, the loop's thread never works long on one thing.

    Its CPU time is measured, which other processes of a busy machine do not lengthen.
    """
    judge = SandboxJudge(judge_cache, TIGHT)
    flood = "def add(a, b):\n    import os\n    while True: os.write(1, b'x\\n' * 9999)"
    task = asyncio.create_task(judged(judge, "``` ```\n" * 15_000 + f"```python\n{flood}\n```"))
    longest = 0.0
    while not task.done():
        began = time.thread_time()
        await asyncio.sleep(0.002)
        longest = max(longest, time.thread_time() - began)
    assert task.result().cases[0].outcome == "output_limit"
    assert longest < 0.05


WRAPPER = '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift\n: > "{mark}"\nexec "$@"\n'


@pytest.fixture
def bubblewrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to write a program into that is then found as bwrap."""
    program = tmp_path / "bin" / "bwrap"
    program.parent.mkdir()
    program.touch(mode=0o700)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    return program


async def test_an_outer_layer_is_used_where_it_works(
    judge_cache: Path, tmp_path: Path, bubblewrap: Path
) -> None:
    bubblewrap.write_text(WRAPPER.format(mark=tmp_path / "used"))
    judge = SandboxJudge(judge_cache, ROOMY)
    await judge.warm()
    (tmp_path / "used").unlink()
    assert (await judged(judge)).passed == 4
    assert (tmp_path / "used").exists()


async def test_an_outer_layer_that_does_not_work_is_done_without(judge_cache: Path, bubblewrap: Path) -> None:
    bubblewrap.write_text("#!/bin/sh\nexit 1\n")
    assert (await judged(SandboxJudge(judge_cache, ROOMY))).passed == 4
