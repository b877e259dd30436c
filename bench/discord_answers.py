"""`/answer` of 200 students on Discord, beside a bare echo: acknowledged, answered in full, paid in CPU."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench.discord_bots import STUDENTS, Bot, echo, graded_answers, mockingbird, right_answers
from bench.discord_rounds import Round, play
from bench.table import Figure

BURSTS = 5
PACED = 2
PACE = 25.0  # below what one core can do, so that the times are of answers and not of a queue
SLOWEST = 1000
RATIO = 2

Pair = tuple[Round, Round]


async def measure() -> list[Figure]:
    """Medians over rounds that alternate between the two bots, after one to warm up."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with mockingbird(folder) as ours, echo(folder) as bare:
            await _pair(folder, ours, bare, None)
            bursts = [await _pair(folder, ours, bare, None) for _ in range(BURSTS)]
            paced = [await _pair(folder, ours, bare, PACE) for _ in range(PACED)]
            graded = await graded_answers(folder, ours.students)
            assert graded == [1 + BURSTS + PACED] * STUDENTS, graded
    return [*_figures(f"{STUDENTS} at once", bursts, RATIO), *_figures(f"{PACE:g} a second", paced, None)]


async def _pair(folder: Path, ours: Bot, bare: Bot, per_second: float | None) -> Pair:
    """A round of each bot with the same texts."""
    texts = await right_answers(folder, ours.students)
    return await play(ours, texts, per_second), await play(bare, texts, per_second)


def _figures(load: str, pairs: Sequence[Pair], ratio: float | None) -> list[Figure]:
    def figure(what: str, of: Callable[[Round], float], most: float | None = None) -> Figure:
        ours, bare = (median(of(pair[side]) for pair in pairs) for side in (0, 1))
        return Figure(f"Discord, {load}: {what}", ours, "ms", most, bare)

    ratios = median(ours.ack_p99 / bare.ack_p99 for ours, bare in pairs)
    return [
        figure("acknowledged, p50", lambda round_: round_.ack_p50),
        figure("acknowledged, p99", lambda round_: round_.ack_p99, SLOWEST),
        Figure(f"Discord, {load}: p99 beside the echo's", ratios, "x", ratio),
        figure("final reply, p50", lambda round_: round_.final_p50),
        figure("final reply, p99", lambda round_: round_.final_p99),
        figure("CPU an answer", lambda round_: round_.cpu),
    ]
