"""One compiled sandbox for all tests and all workers: making it takes five seconds."""

import asyncio
import fcntl
import os
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from adapters.judge import JudgeLimits, SandboxJudge
from domain.model.question import Case, Compare
from domain.model.verdict import Verdict
from domain.ports import Judge

RunAdd = Callable[..., Awaitable[Verdict]]

PUBLIC = (Case(args=(2, 3), expected=5), Case(args=(1, 1), expected=2))
HIDDEN = (Case(args=(700, 1_001), expected=1_701, label="large"), Case(args=(0, 0), expected=0, label="edge"))
# For tests of what takes too long, and for all others, which must not fail where the machine is busy.
TIGHT = JudgeLimits(test_seconds=1.5, total_seconds=6.0, memory_mb=128)
ROOMY = JudgeLimits(test_seconds=30.0, total_seconds=60.0, memory_mb=128)


@pytest.fixture(scope="session")
def cache_dir() -> Path:
    """A directory of compiled modules that outlives the tests, made by one worker while the others wait."""
    cache = Path(tempfile.gettempdir()) / f"mockingbird-judge-{os.geteuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        asyncio.run(SandboxJudge(cache).warm())
    return cache


@pytest.fixture
def run_add(cache_dir: Path) -> RunAdd:
    """Judges an answer that should define `add(a, b)` by two public and two hidden tests."""

    async def run(
        answer: str,
        public: Sequence[Case] = PUBLIC,
        hidden: Sequence[Case] = HIDDEN,
        compare: Compare = "exact",
        function: str = "add",
        limits: JudgeLimits = ROOMY,
    ) -> Verdict:
        judge: Judge = SandboxJudge(cache_dir, limits)
        return await judge.run(answer, function, public, hidden, compare)

    return run


def outcomes(verdict: Verdict) -> list[str]:
    return [case.outcome for case in verdict.cases]
