"""The judge on a warm cache: a right answer of 11 or more tests, and one that loops for ever."""

import sys
import time
from pathlib import Path

from adapters.judge.judge import SandboxJudge
from bench.table import Figure, percentile
from tests.world import LIBRARY

RUNS = 10


async def measure() -> list[Figure]:
    """Seconds of one judged answer, over problems without tests made to be slow."""
    judge = SandboxJudge(Path(sys.prefix) / "mockingbird-cache")
    question = next(q for q in LIBRARY.questions if q.runs_code and q.difficulty == 1)
    small = tuple(case for case in question.hidden_tests if case.label != "large")
    times = []
    try:
        await judge.warm()
        for _ in range(RUNS):
            began = time.perf_counter()
            verdict = await judge.run(
                f"```python\n{question.reference_solution}\n```",
                question.function_name,
                question.public_tests,
                small,
                question.compare,
            )
            times.append(time.perf_counter() - began)
            assert verdict.passed == verdict.total > 8
    finally:
        await judge.close()
    return [
        Figure(f"judge, warm, {verdict.total} tests, p50", percentile(times, 0.5), "s", 0.5),
        Figure(f"judge, warm, {verdict.total} tests, slowest", max(times), "s"),
    ]
