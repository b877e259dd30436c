"""`/answer` of 200 students on Slack, beside a bare echo: acknowledged, answered in full, paid in CPU."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench.discord_bots import LONGEST_MESSAGE, STUDENTS
from bench.slack_bots import Bot, echo, mockingbird
from bench.slack_rounds import SlackRound, play
from bench.slack_students import open_store
from bench.table import Figure

BURSTS = 5
PACED = 2
PACE = 25.0  # below what one core can do, so that the times are of answers and not of a queue
SLOWEST = 1000
RATIO = 2

Pair = tuple[SlackRound, SlackRound]


async def measure() -> list[Figure]:
    """Medians over rounds that alternate between the two bots, after one to warm up."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with mockingbird(folder) as ours, echo(folder) as bare:
            await _pair(folder, ours, bare, None)
            bursts = [await _pair(folder, ours, bare, None) for _ in range(BURSTS)]
            paced = [await _pair(folder, ours, bare, PACE) for _ in range(PACED)]
            await _assert_graded_once(folder, ours, 1 + BURSTS + PACED)
    burst, steady = f"Slack, {STUDENTS} at once", f"Slack, {PACE:g} a second"
    return [*_figures(burst, bursts, RATIO), *_rates(burst, bursts), *_figures(steady, paced, None)]


async def _pair(folder: Path, ours: Bot, bare: Bot, per_second: float | None) -> Pair:
    """A round of each bot with the same texts."""
    async with open_store(folder) as store:
        texts = [(await store.right_answer(student))[:LONGEST_MESSAGE] for student in ours.actors]
    return await play(ours, texts, per_second), await play(bare, texts, per_second)


async def _assert_graded_once(folder: Path, ours: Bot, rounds: int) -> None:
    async with open_store(folder) as store:
        graded = [await store.graded(student) for student in ours.actors]
    assert graded == [rounds] * STUDENTS, graded


def _figures(load: str, pairs: Sequence[Pair], ratio: float | None) -> list[Figure]:
    ratios = median(ours.ack_p99 / bare.ack_p99 for ours, bare in pairs)
    return [
        _figure(f"{load}: acknowledged, p50", pairs, lambda one: one.ack_p50),
        _figure(f"{load}: acknowledged, p99", pairs, lambda one: one.ack_p99, most=SLOWEST),
        Figure(f"{load}: p99 beside the echo's", ratios, "x", ratio),
        _figure(f"{load}: final reply, p50", pairs, lambda one: one.final_p50),
        _figure(f"{load}: final reply, p99", pairs, lambda one: one.final_p99),
        _figure(f"{load}: CPU an answer", pairs, lambda one: one.cpu),
    ]


def _figure(
    name: str, pairs: Sequence[Pair], of: Callable[[SlackRound], float], most: float | None = None
) -> Figure:
    ours, bare = (median(of(pair[side]) for pair in pairs) for side in (0, 1))
    return Figure(name, ours, "ms", most, bare)


def _rates(load: str, pairs: Sequence[Pair]) -> list[Figure]:
    ours, bare = (median(pair[side].rate for pair in pairs) for side in (0, 1))
    return [
        Figure(f"{load}: answered", ours, "/s"),
        Figure(f"{load}: answered by the echo", bare, "/s"),
    ]
