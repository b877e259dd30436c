"""A resume held against a job description: a typical pair, and a description of a million characters."""

import time
from datetime import date

from bench.table import Figure, percentile
from domain.matching.description import description
from domain.matching.match import match
from domain.resume.understood import understood
from tests.resume_domain.samples import PAIRS

TODAY = date(2026, 11, 22)
RUNS = 5
HUGE = 1_000_000


async def measure() -> list[Figure]:
    """Milliseconds from two texts to their match, of which the median and the slowest of all pairs."""
    _match(PAIRS[0].resume, PAIRS[0].description)
    took = [_match(pair.resume, pair.description) for pair in PAIRS for _ in range(RUNS)]
    line = "- Experience with Python, Docker or Kubernetes is a plus for 3 years\n"
    huge = _match(PAIRS[1].resume, line * (HUGE // len(line)))
    return [
        Figure("match of a resume and a description, median", percentile(took, 0.5), "ms", 50),
        Figure("match of a resume and a description, slowest", max(took), "ms", 200),
        Figure("match with a description of 1 MB", huge, "ms", 1000),
    ]


def _match(resume: str, wanted: str) -> float:
    began = time.perf_counter()
    match(understood(resume, TODAY), description(wanted))
    return 1000 * (time.perf_counter() - began)
