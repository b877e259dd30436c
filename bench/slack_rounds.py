"""One round of answers of all students to a bot on Slack, and what the double saw of it."""

import asyncio
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.discord_rounds import LOOK_EVERY, PATIENCE, QUIET, Round
from bench.slack_bots import Bot
from tests.slack.double import Asked, text_of


@dataclass(frozen=True, slots=True)
class SlackRound(Round):
    """`rate` is how many were answered a second, from the first command sent to the last final reply."""

    rate: float


async def play(bot: Bot, texts: Sequence[str], per_second: float | None = None) -> SlackRound:
    """Every student sends `/answer` in the DM, all at once or evenly spread.

    This process collects no garbage meanwhile. Raises AssertionError unless every one gets its final reply
    and Slack had nothing against any request.
    """
    since = len(bot.double.requests)
    await asyncio.sleep(QUIET)
    with _no_garbage():
        before = bot.cpu()
        asked = await _deliver(bot, texts, per_second)
        await _all_answered(bot, asked, texts)
        await asyncio.sleep(QUIET)
        cpu = bot.cpu() - before
    ended = _ends(bot, asked, since)
    finals = [1000 * (end - one.delivery.sent_at) for end, one in zip(ended, asked, strict=True)]
    rate = len(asked) / (max(ended) - asked[0].delivery.sent_at)
    return SlackRound(_acknowledgements(asked), finals, 1000 * cpu / len(asked), rate)


@contextmanager
def _no_garbage() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _deliver(bot: Bot, texts: Sequence[str], per_second: float | None) -> list[Asked]:
    """One after another; in a burst each leaves before the next is made."""
    loop = asyncio.get_running_loop()
    began, asked = loop.time(), []
    for number, (student, text) in enumerate(zip(bot.students, texts, strict=True)):
        due = began + number / per_second if per_second else 0.0
        await asyncio.sleep(max(0.0, due - loop.time()))
        asked.append(await bot.double.command(student, "/answer", text, wait=False))
    return asked


async def _all_answered(bot: Bot, asked: Sequence[Asked], texts: Sequence[str]) -> None:
    """Looks at each message that is written or changed once, so that looking takes little of the figures."""
    waiting = {_dm(one): text for one, text in zip(asked, texts, strict=True)}
    looked, touched = asked[0].since, asked[0].touched
    ends = asyncio.get_running_loop().time() + PATIENCE
    while waiting:
        assert asyncio.get_running_loop().time() < ends, _unanswered(asked, waiting)
        await asyncio.sleep(LOOK_EVERY)
        fresh, looked = touched[looked:], len(touched)
        for message in fresh:
            sent = waiting.get(message.channel.id)
            if sent is not None and bot.answered(sent, text_of(message)):
                del waiting[message.channel.id]


def _unanswered(asked: Sequence[Asked], waiting: Mapping[str, str]) -> str:
    first = next(one for one in asked if _dm(one) in waiting)
    return f"{len(waiting)} unanswered: {first!r}, who sees {first.text!r}"


def _dm(one: Asked) -> str:
    return one.dm.channel.id


def _acknowledgements(asked: Sequence[Asked]) -> list[float]:
    times = [one.acked_after for one in asked if one.acked_after is not None]
    assert len(times) == len(asked), "a command was never acknowledged"
    return [1000 * seconds for seconds in times]


def _ends(bot: Bot, asked: Sequence[Asked], since: int) -> list[float]:
    """When the last request to each conversation arrived, on the loop's clock; all were taken."""
    last: dict[str, float] = {}
    for request in bot.double.requests[since:]:
        assert (request.status, request.error) == (200, ""), str(request)
        last[request.args.get("channel", "")] = request.when
    assert not bot.double.faults, bot.double.faults
    return [last[_dm(one)] for one in asked]
