"""One round of answers of all students to a bot, and what the double saw of it."""

import asyncio
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.discord_bots import Bot
from bench.table import percentile
from tests.discord.double import Asked, Person, events, text_of
from tests.discord.double.asked import COMMAND
from tests.discord.double.offers import SLASH, File, data_of, offered
from tests.discord.double.places import Attachment

PATIENCE = 60.0
LOOK_EVERY = 0.01
QUIET = 0.3


@dataclass(frozen=True, slots=True)
class Round:
    """Milliseconds from an event to its first response, to its final reply, and of CPU for each of them."""

    acknowledged: Sequence[float]
    final: Sequence[float]
    cpu: float

    @property
    def ack_p50(self) -> float:
        return percentile(self.acknowledged, 0.5)

    @property
    def ack_p99(self) -> float:
        return percentile(self.acknowledged, 0.99)

    @property
    def final_p50(self) -> float:
        return percentile(self.final, 0.5)

    @property
    def final_p99(self) -> float:
        return percentile(self.final, 0.99)


async def play(bot: Bot, texts: Sequence[str], per_second: float | None = None) -> Round:
    """Every student sends `/answer`, all at once or evenly spread.

    The events are made beforehand, and this process collects no garbage meanwhile. Raises AssertionError
    unless every one gets its final reply and Discord had nothing against any request.
    """
    asked = [_asked(bot, student, text) for student, text in zip(bot.students, texts, strict=True)]
    since = len(bot.server.api.requests)
    await asyncio.sleep(QUIET)
    with no_garbage():
        before = bot.cpu()
        await _deliver(asked, per_second)
        await _all_answered(bot, asked, texts)
        await asyncio.sleep(QUIET)
        cpu = bot.cpu() - before
    return Round(_acknowledgements(asked), _finals(bot, asked, since), 1000 * cpu / len(asked))


@contextmanager
def no_garbage() -> Iterator[None]:
    """This process collects none meanwhile, since that would count as the bot's time."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _asked(bot: Bot, student: Person, text: str) -> Asked:
    """`/answer text:` in the student's DM, not yet delivered."""
    world, place = bot.server.world, bot.server.world.dm(student)
    command = offered(world.commands, "answer", SLASH, student, place, "guild")
    data = data_of(command, [], {"text": text}, {}, _no_files)
    event = events.interaction(world, COMMAND, student, place, data, "guild", None)
    return bot.server.ask(student, place, event, None, None)


def _no_files(_: File) -> Attachment:
    raise AssertionError("these answers carry no files")


async def _deliver(asked: Sequence[Asked], per_second: float | None) -> None:
    """One after another; in a burst each leaves before the next is written."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number, one in enumerate(asked):
        due = began + number / per_second if per_second else 0.0
        await asyncio.sleep(max(0.0, due - loop.time()))
        one.deliver()


async def _all_answered(bot: Bot, asked: Sequence[Asked], texts: Sequence[str]) -> None:
    waiting = list(zip(asked, texts, strict=True))
    ends = asyncio.get_running_loop().time() + PATIENCE
    while waiting:
        assert asyncio.get_running_loop().time() < ends, f"{len(waiting)} unanswered: {waiting[0][0].text}"
        await asyncio.sleep(LOOK_EVERY)
        waiting = [(one, text) for one, text in waiting if not _is_answered(bot, one, text)]


def _is_answered(bot: Bot, one: Asked, text: str) -> bool:
    return one.original is not None and bot.answered(text, text_of(one.original))


def _acknowledgements(asked: Sequence[Asked]) -> list[float]:
    times = [one.acked_after for one in asked if one.acked_after is not None]
    assert len(times) == len(asked), "an interaction was never acknowledged"
    return [1000 * seconds for seconds in times]


def _finals(bot: Bot, asked: Sequence[Asked], since: int) -> list[float]:
    """When the last request about each interaction arrived; all were taken."""
    last: dict[str, float] = {}
    for request in bot.server.api.requests[since:]:
        assert request.status < 300, str(request)
        for part in request.path.split("/"):
            last[part] = request.when
    assert not bot.server.faults, bot.server.faults
    return [1000 * (last[one.token] - one.sent_at) for one in asked]
