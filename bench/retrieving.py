"""What the coach finds without a model: how often rightly, how fast, and what it costs to be ready."""

import time
import tracemalloc
from collections.abc import Sequence

from adapters.retrieval import FtsRetrieval
from bench.table import Figure, percentile
from bot.lazy import LazyRetrieval
from domain.actions import TABLE
from domain.content.load import load
from domain.model.passage import Passage
from domain.passages import passages_of
from domain.ports import Retrieval
from tests.retrieval.evaluation import Asked, asked, judged
from tests.retrieval.students import own_of_a_student

ROUNDS = 3
HUGE = "why is my index slow (" * 50_000


async def measure() -> list[Figure]:
    """Shares of the student questions of tests/retrieval, then milliseconds and megabytes."""
    passages = passages_of(load(), TABLE)
    retrieval = FtsRetrieval(lambda: passages)
    tuned, held = asked()
    own = own_of_a_student()
    return [
        *await _quality(retrieval, "held", held),
        *await _quality(retrieval, "tuned", tuned),
        Figure("first question, content read and indexed", await _took(LazyRetrieval(), ""), "ms", 1500),
        Figure(f"index of {len(passages)} passages built", await _building(passages), "ms", 500),
        Figure("memory of that index", await _memory(passages), "MB", 30),
        Figure("passages found, p95", await _p95(retrieval, held), "ms", 10),
        Figure(f"passages found, {len(own)} of one's own, p95", await _p95(retrieval, held, own), "ms", 10),
        Figure("passages found for a text of 1 MB", await _took(retrieval, HUGE), "ms", 50),
    ]


async def _quality(retrieval: Retrieval, part: str, questions: Sequence[Asked]) -> list[Figure]:
    found = await judged(retrieval, questions)
    return [
        Figure(f"hit@1, {found.answerable} {part} questions", 100 * found.first, "%", least=80),
        Figure(f"hit@3, {found.answerable} {part} questions", 100 * found.third, "%", least=90),
        Figure(f"found for {found.idle} {part} that nothing answers", 100 * found.false, "%", 25),
    ]


async def _building(passages: Sequence[Passage]) -> float:
    return min([await _took(FtsRetrieval(lambda: passages), "") for _ in range(ROUNDS)])


async def _p95(retrieval: Retrieval, questions: Sequence[Asked], own: Sequence[Passage] = ()) -> float:
    """Over the questions, each at its best of three rounds: of the search, not of the machine's load."""
    rounds = [[await _took(retrieval, asked.text, own) for asked in questions] for _ in range(ROUNDS)]
    return percentile([min(took) for took in zip(*rounds, strict=True)], 0.95)


async def _took(retrieval: Retrieval, text: str, own: Sequence[Passage] = ()) -> float:
    began = time.perf_counter()
    await retrieval.find(text, 3, own=own)
    return 1000 * (time.perf_counter() - began)


async def _memory(passages: Sequence[Passage]) -> float:
    """What Python holds for another index; SQLite's pages are not seen, a quarter of a megabyte."""
    tracemalloc.start()
    try:
        retrieval = FtsRetrieval(lambda: passages)
        await retrieval.find("", 1)
        return tracemalloc.get_traced_memory()[0] / 1_000_000
    finally:
        tracemalloc.stop()
