"""A language model behind one server: a deadline, few calls at once, one kind of failure for all faults."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from adapters.llm.breaker import Breaker
from adapters.llm.dialect import Dialect, dialect_of
from adapters.llm.failing import Fault
from adapters.llm.reading import completion_of
from adapters.llm.relay import Tell, relayed
from adapters.llm.speech import Speech, listen
from domain.errors import ModelFailed
from domain.model.completion import Completion, Failure, Prompt, Spoken, Talk
from domain.ports import Heard
from domain.rules import ModelRules

if TYPE_CHECKING:
    from adapters.llm.wire import Wire


class OpenAIModel:
    """One model of any OpenAI-compatible server; an empty `base_url` is OpenAI's own.

    The SDK is loaded with the first call, in a thread. `clock` is in seconds and never goes back.
    """

    def __init__(
        self,
        name: str,
        api_key: str,
        base_url: str,
        options: ModelRules,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._api_key = api_key.strip()
        self._base_url = base_url.strip()
        self._options = options
        self._dialect = dialect_of(options.structured)
        self._breaker = Breaker(options.breaker_failures, options.breaker_seconds, clock)
        self._places = asyncio.Semaphore(options.at_once)
        self._wire: Wire | None = None
        self._opening = asyncio.Lock()

    @property
    def name(self) -> str:
        return self._name

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections; a call after that opens them anew."""
        wire, self._wire = self._wire, None
        if wire is not None:
            await wire.close()

    async def complete(self, prompt: Prompt) -> Completion:
        """The model's JSON object. Raises ModelFailed, and nothing else, within the deadline.

        The deadline holds for everything: a free place, loading the SDK, retries and their pauses. In no
        message of an error stands a key or anything that was said.
        """
        async with self._place() as ends, self._until(ends):
            return await self._asked(prompt, self._dialect, ends)

    async def talk(self, talk: Talk, heard: Heard) -> Spoken:
        """The model's next turn, under `complete`'s deadline. Raises ModelFailed, or what `heard` raised.

        `heard` is called with more each time, once at a time, and with the whole text in the end. However
        slow it is, the model's words are read meanwhile; at the deadline nobody waits for it any more. A
        failure tells the tokens that were used, also where the words were cut off.
        """
        speech = Speech(talk, self._name)

        async def speak(tell: Tell) -> Spoken:
            with speech.costing():
                async with self._until(ends):
                    await self._listened(speech, talk, self._dialect, ends, tell)
                return speech.spoken()

        async with self._place() as ends:
            return await relayed(speak, heard, ends)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[float]:
        """One of the calls at once, which the breaker allows; the loop's time at which it has to end."""
        if not self._api_key and not self._base_url:
            raise ModelFailed(
                Failure(why="absent", passing=False, asked=False), "neither a key nor a base URL is set"
            )
        ends = asyncio.get_running_loop().time() + self._options.timeout_seconds
        async with self._until(ends, asked=False):
            await self._places.acquire()
        try:
            with self._breaker.watching():
                yield ends
        finally:
            self._places.release()

    @asynccontextmanager
    async def _until(self, ends: float, *, asked: bool = True) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout_at(ends):
                yield
            return
        except TimeoutError:
            late = f"no completion within {self._options.timeout_seconds:g} s"
        raise ModelFailed(Failure(why="slow", asked=asked), late)

    async def _asked(self, prompt: Prompt, dialect: Dialect, ends: float) -> Completion:
        """Asks in that dialect, and in a plainer one as long as the server refuses a part of it.

        What the server takes is remembered once it has taken it.
        """
        wire = await self._opened()
        sent = await wire.send(dialect.request(self._name, prompt), ends)
        if isinstance(sent, str):
            self._dialect = dialect
            return completion_of(sent, prompt, self._name)
        plainer = dialect.plainer(sent.status, sent.told)
        if plainer is None:
            raise sent.failed
        return await self._asked(prompt, plainer, ends)

    async def _listened(self, speech: Speech, talk: Talk, dialect: Dialect, ends: float, tell: Tell) -> None:
        """As `_asked`, for a conversation: tells what is said as it comes."""
        wire = await self._opened()
        async with wire.opened(dialect.talk(self._name, talk), ends) as came:
            if not isinstance(came, Fault):
                self._dialect = dialect
                await listen(came, speech, tell)
                return
        plainer = dialect.plainer_talk(came.status, came.told)
        if plainer is None:
            raise came.failed
        await self._listened(speech, talk, plainer, ends, tell)

    async def _opened(self) -> "Wire":
        async with self._opening:
            if self._wire is None:
                self._wire = await asyncio.to_thread(self._open)
            return self._wire

    def _open(self) -> "Wire":
        from adapters.llm.wire import Wire

        options = self._options
        return Wire(self._api_key, self._base_url, options.timeout_seconds, options.retries)
