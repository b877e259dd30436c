"""A race of 25 members in each of 40 threads at once: how soon each is answered, and the reveals come."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bench.discord_rounds import LOOK_EVERY, no_garbage
from bench.table import Figure, percentile

ROOMS, MEMBERS = 40, 25
PRESSED_WITHIN, ANSWERED_WITHIN, LAST_WITHIN = 20.0, 60.0, 40.0
"""Seconds. The members of a thread act in one moment, the threads one after another."""
PATIENCE = 180.0
IDLE, LOOK_AT_CPU_EVERY = 0.1, 0.5
SLOWEST_ACKNOWLEDGEMENT, SLOWEST_REVEAL = 1000, 2000


class Event(Protocol):
    """What a member did. `sent_at` is by the loop's clock, `acked_after` in seconds, None before that."""

    @property
    def sent_at(self) -> float: ...

    @property
    def acked_after(self) -> float | None: ...


E = TypeVar("E", bound=Event)
T = TypeVar("T")


class Hall(Protocol[E]):
    """A platform with a bot at work, and rooms 0 to 39 whose members are 0 to 24; 0 leads."""

    async def gather(self, room: int) -> None:
        """A race begun by 0 whom all others have joined, its first question put."""
        ...

    def press(self, room: int, member: int) -> E:
        """Answer, pressed under the question; not yet delivered."""
        ...

    def submit(self, room: int, form: E) -> E:
        """The form that was opened, filled in with a right answer; not yet delivered."""
        ...

    async def deliver(self, events: Sequence[E]) -> None:
        """What happens in one thread in one moment."""
        ...

    def replied(self, answer: E) -> bool:
        """Whether its member was told that it is kept."""
        ...

    def cpu(self) -> float:
        """Seconds of processor time that the bot has used."""
        ...

    def revealed_at(self, room: int) -> float | None:
        """When the reveal stood in the thread, by the loop's clock; None before that."""
        ...


@dataclass(frozen=True, slots=True)
class Race:
    """Milliseconds: from a press to the form, from a form to its first response, from the last answer of a
    thread to its reveal."""

    forms: Sequence[float]
    answers: Sequence[float]
    reveals: Sequence[float]


async def run(hall: Hall[E]) -> Race:
    """All press Answer; then all but one of each thread answer, and once the bot is idle again the last ones.

    Raises AssertionError where something does not come in three minutes.
    """
    rooms = range(ROOMS)
    await asyncio.gather(*map(hall.gather, rooms))
    await _idle(hall)
    with no_garbage():
        forms = [[hall.press(room, member) for member in range(MEMBERS)] for room in rooms]
        await _spread(hall, forms, PRESSED_WITHIN)
        await _all(_flat(forms), lambda one: one.acked_after is not None)
        answers = [[hall.submit(room, form) for form in forms[room][:-1]] for room in rooms]
        await _spread(hall, answers, ANSWERED_WITHIN)
        await _all(_flat(answers), hall.replied)
        await _idle(hall)
        last = [[hall.submit(room, forms[room][-1])] for room in rooms]
        await _spread(hall, last, LAST_WITHIN)
        await _all(rooms, lambda room: hall.revealed_at(room) is not None)
    return Race(
        [_waited(one) for one in _flat(forms)],
        [_waited(one) for one in _flat([*answers, *last])],
        [1000 * ((hall.revealed_at(room) or 0.0) - last[room][0].sent_at) for room in rooms],
    )


async def _spread(hall: Hall[E], rooms: Sequence[Sequence[E]], within: float) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number, events in enumerate(rooms):
        await asyncio.sleep(max(0.0, began + number * within / len(rooms) - loop.time()))
        await hall.deliver(events)


async def _idle(hall: Hall[E]) -> None:
    """Until the bot has nothing left to do."""
    used, most = hall.cpu(), IDLE * LOOK_AT_CPU_EVERY
    for _ in range(int(PATIENCE / LOOK_AT_CPU_EVERY)):
        await asyncio.sleep(LOOK_AT_CPU_EVERY)
        before, used = used, hall.cpu()
        if used - before < most:
            return
    raise AssertionError(f"the bot still had something to do after {PATIENCE:g} s")


async def _all(things: Sequence[T], done: Callable[[T], bool]) -> None:
    left = list(things)
    ends = asyncio.get_running_loop().time() + PATIENCE
    while left:
        if done(left[-1]):
            left.pop()
            continue
        assert asyncio.get_running_loop().time() < ends, f"{left[-1]!r} was not done within {PATIENCE:g} s"
        await asyncio.sleep(LOOK_EVERY)


def _flat(rooms: Sequence[Sequence[T]]) -> list[T]:
    return [one for room in rooms for one in room]


def _waited(event: Event) -> float:
    assert event.acked_after is not None, f"{event!r} was never acknowledged"
    return 1000 * event.acked_after


def figures(platform: str, race: Race) -> list[Figure]:
    """What is told of a race, held to its targets."""
    load = f"{platform}, {ROOMS} races of {MEMBERS}"

    def pair(what: str, times: Sequence[float], most: float) -> list[Figure]:
        return [
            Figure(f"{load}: {what}, p50", percentile(times, 0.5), "ms"),
            Figure(f"{load}: {what}, p99", percentile(times, 0.99), "ms", most),
        ]

    return [
        *pair("form", race.forms, SLOWEST_ACKNOWLEDGEMENT),
        *pair("answer acknowledged", race.answers, SLOWEST_ACKNOWLEDGEMENT),
        *pair("reveal", race.reveals, SLOWEST_REVEAL),
    ]
