"""Tells a listener what a model says while it says it, without either waiting for the other."""

import asyncio
from collections.abc import Awaitable, Callable

from domain.model.completion import Spoken
from domain.ports import Heard

Tell = Callable[[str], None]


class _Relay:
    """What comes while `heard` is at work is told together, once that is done."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._text = ""
        self._over = False
        self._more = asyncio.Event()

    def tell(self, text: str) -> None:
        self._text = text
        self._more.set()

    def close(self) -> None:
        self._over = True
        self._more.set()

    async def run(self) -> None:
        told = ""
        while not (self._over and told == self._text):
            await self._more.wait()
            self._more.clear()
            if told != self._text:
                told = self._text
                await self._heard(told)


async def relayed(speak: Callable[[Tell], Awaitable[Spoken]], heard: Heard, ends: float) -> Spoken:
    """What is spoken, once all of it was heard or the loop's time `ends` has come.

    An exception of `heard` ends the speaking and is raised; a failure to speak ends the hearing.
    """
    relay = _Relay(heard)
    try:
        async with asyncio.TaskGroup() as tasks:
            hearing = tasks.create_task(relay.run())
            spoken = await speak(relay.tell)
            relay.tell(spoken.text)
            relay.close()
            await asyncio.wait({hearing}, timeout=ends - asyncio.get_running_loop().time())
            hearing.cancel()
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return spoken
