"""Judges that the tests share, and an exercise to judge."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.judge import JudgeLimits, SandboxJudge
from domain.model.question import Case, Compare
from domain.model.verdict import Verdict

RunAdd = Callable[..., Awaitable[Verdict]]
JudgeOf = Callable[[JudgeLimits], SandboxJudge]

PUBLIC = (Case(args=(2, 3), expected=5), Case(args=(1, 1), expected=2))
HIDDEN = (Case(args=(700, 1_001), expected=1_701, label="large"), Case(args=(0, 0), expected=0, label="edge"))
# For tests of what takes too long, and for all others, which must not fail where the machine is busy.
TIGHT = JudgeLimits(test_seconds=1.5, total_seconds=6.0, memory_mb=128)
ROOMY = JudgeLimits(test_seconds=30.0, total_seconds=60.0, memory_mb=128)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def judge_of(judge_cache: Path) -> AsyncIterator[JudgeOf]:
    """A judge for each set of limits, which looks once for what all its answers need."""
    judges: dict[JudgeLimits, SandboxJudge] = {}
    yield lambda limits: judges.setdefault(limits, SandboxJudge(judge_cache, limits))
    for judge in judges.values():
        await judge.close()


@pytest.fixture
def run_add(judge_of: JudgeOf) -> RunAdd:
    """Judges an answer that should define `add(a, b)` by two public and two hidden tests."""

    async def run(
        answer: str,
        public: Sequence[Case] = PUBLIC,
        hidden: Sequence[Case] = HIDDEN,
        compare: Compare = "exact",
        function: str = "add",
        limits: JudgeLimits = ROOMY,
    ) -> Verdict:
        return await judge_of(limits).run(answer, function, public, hidden, compare)

    return run


def outcomes(verdict: Verdict) -> list[str]:
    return [case.outcome for case in verdict.cases]
