"""A race of 25 members in each of 40 threads at once: how soon each is answered, and the reveals come.

And how those are answered who all press a button at one moment.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol, TypeVar

from bench.discord_rounds import LOOK_EVERY, no_garbage
from bench.table import Figure, percentile

ROOMS, MEMBERS = 40, 25
PRESSED_WITHIN, ANSWERED_WITHIN, LAST_WITHIN = 20.0, 60.0, 40.0
"""Seconds. The members of a thread act in one moment, the threads one after another."""
AT_ONE_MOMENT = 0.5
"""Seconds in which all of all threads press Answer under the second question."""
PATIENCE = 180.0
IDLE, LOOK_AT_CPU_EVERY = 0.1, 0.5
SLOWEST_ACKNOWLEDGEMENT, SLOWEST_REVEAL = 1000, 2000
LAST_MOMENT = 3000
"""Milliseconds after which a platform takes no first response, and opens no form."""


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

    def has_form(self, press: E) -> bool: ...

    def settled(self, press: E) -> bool:
        """Whether it has its form, or else a button for it, or will have neither any more."""
        ...

    async def go_on(self, room: int) -> None:
        """The next question put by 0, after a reveal."""
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


@dataclass(frozen=True, slots=True)
class Burst:
    """Milliseconds from a press to its first response, infinite where none came; the share of presses with a
    form at once, 0 to 1; and milliseconds until each had a form or a button for it."""

    acknowledged: Sequence[float]
    opened: float
    took: float


async def run(hall: Hall[E]) -> tuple[Race, Burst]:
    """A question answered by all, and then the next one, under which all press Answer at one moment.

    Raises AssertionError where something does not come in three minutes.
    """
    rooms = range(ROOMS)
    await asyncio.gather(*map(hall.gather, rooms))
    await _idle(hall)
    with no_garbage():
        race = await _race(hall)
        await _idle(hall)
        await asyncio.gather(*map(hall.go_on, rooms))
        await _idle(hall)
        return race, await _burst(hall)


async def _race(hall: Hall[E]) -> Race:
    """All press Answer; then all but one of a thread answer, and once the bot is idle again the last ones."""
    rooms = range(ROOMS)
    presses = await _pressed(hall, PRESSED_WITHIN)
    forms = [[await _opened(hall, room, *one) for one in enumerate(presses[room])] for room in rooms]
    answers = [[hall.submit(room, form) for form in forms[room][:-1]] for room in rooms]
    await _spread(hall, answers, ANSWERED_WITHIN)
    await _all(_flat(answers), hall.replied)
    await _idle(hall)
    last = [[hall.submit(room, forms[room][-1])] for room in rooms]
    await _spread(hall, last, LAST_WITHIN)
    await _all(rooms, lambda room: hall.revealed_at(room) is not None)
    return Race(
        [_waited(one) for one in _flat(presses)],
        [_waited(one) for one in _flat([*answers, *last])],
        [1000 * ((hall.revealed_at(room) or 0.0) - last[room][0].sent_at) for room in rooms],
    )


async def _burst(hall: Hall[E]) -> Burst:
    loop = asyncio.get_running_loop()
    began = loop.time()
    presses = _flat(await _pressed(hall, AT_ONE_MOMENT))
    took = loop.time() - began
    opened = sum(map(hall.has_form, presses)) / len(presses)
    waited = [inf if one.acked_after is None else 1000 * one.acked_after for one in presses]
    return Burst(waited, opened, 1000 * took)


async def _pressed(hall: Hall[E], within: float) -> list[list[E]]:
    """Answer, pressed by everybody, and what came of it."""
    presses = [[hall.press(room, member) for member in range(MEMBERS)] for room in range(ROOMS)]
    await _spread(hall, presses, within)
    await _all(_flat(presses), hall.settled)
    return presses


async def _opened(hall: Hall[E], room: int, member: int, press: E) -> E:
    """The press that opened a form: who got none in time presses once more."""
    if not hall.has_form(press):
        press = hall.press(room, member)
        await hall.deliver([press])
        await _all([press], hall.settled)
    assert hall.has_form(press), f"{press!r} opened no form"
    return press


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


def figures(platform: str, race: Race, burst: Burst) -> list[Figure]:
    """What is told of a race and of a burst, held to their targets."""
    load = f"{platform}, {ROOMS} races of {MEMBERS}"
    moment = f"{platform}, {ROOMS * MEMBERS:,} presses at one moment"

    def pair(what: str, times: Sequence[float], most: float) -> list[Figure]:
        return [
            Figure(f"{what}, p50", percentile(times, 0.5), "ms"),
            Figure(f"{what}, p99", percentile(times, 0.99), "ms", most),
        ]

    return [
        *pair(f"{load}: form", race.forms, SLOWEST_ACKNOWLEDGEMENT),
        *pair(f"{load}: answer acknowledged", race.answers, SLOWEST_ACKNOWLEDGEMENT),
        *pair(f"{load}: reveal", race.reveals, SLOWEST_REVEAL),
        *pair(f"{moment}: first response", burst.acknowledged, LAST_MOMENT),
        Figure(f"{moment}: a form at once", 100 * burst.opened, "%"),
        Figure(f"{moment}: all have a form or a button for it", burst.took, "ms"),
    ]
