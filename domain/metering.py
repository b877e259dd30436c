"""Keeps a language model within its budgets, and counts every call of it."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TypeVar

from domain.errors import AccountGone, ModelFailed
from domain.model.completion import Completion, Failure, Prompt, Spoken, Talk, Tokens
from domain.model.usage import Figures, Use, total
from domain.ports import Clock, Heard, LanguageModel
from domain.rules import ModelRules
from domain.stores import Usage

log = logging.getLogger(__name__)

REREAD = timedelta(seconds=10)
FRAME_TOKENS = 200
TURN_TOKENS = 10
Answer = TypeVar("Answer", Completion, Spoken)


@dataclass(eq=False, slots=True)
class _Call:
    """A call under way, or one that has ended. Until then `cost`, in micro-USD, is the most it can cost."""

    user_id: str
    purpose: str
    day: date
    cost: int
    used: Tokens = field(default_factory=Tokens)
    failures: int = 1
    made: bool = True
    stored: bool = False


class _Budget:
    """One day's budget: what the store says was spent of it, and the calls that this may lack."""

    def __init__(
        self, microusd: int, calls: int, read: Callable[[], Awaitable[Sequence[Use]]], good_for: timedelta
    ) -> None:
        self.calls: set[_Call] = set()
        self._most_microusd = microusd
        self._most_calls = calls
        self._read = read
        self._good_for = good_for
        self._read_at: datetime | None = None
        self._figures = Figures()
        self._reading = asyncio.Lock()

    async def refresh(self, now: datetime) -> None:
        """Reads the store, unless that was done a moment ago."""
        async with self._reading:
            if self._read_at is not None and now - self._read_at < self._good_for:
                return
            # Only what was stored before the reading began is sure to be in what is read.
            known = {call for call in self.calls if call.stored}
            self._figures = total(await self._read())
            self._read_at = now
            self.calls -= known

    def allows(self, cost: int) -> bool:
        made = self._figures.calls + sum(call.made for call in self.calls)
        spent = self._figures.cost_microusd + sum(call.cost for call in self.calls)
        return made < self._most_calls and self._most_microusd > 0 and spent + cost <= self._most_microusd


@dataclass(frozen=True, slots=True)
class _Ledger:
    """The budgets of one UTC day."""

    day: date
    everybody: _Budget
    users: dict[str, _Budget] = field(default_factory=dict)


class MeteredModel:
    """A language model that one user, and all together, may spend so much on in a UTC day.

    A call reserves the most it can cost before it begins, so the calls of this process never overshoot
    together. What the user has spent is read anew before each call, what all have at most every 10 s: where
    several processes spend, the cap in all is soft by what the others spend in that time.
    """

    def __init__(self, model: LanguageModel, usage: Usage, clock: Clock, rules: ModelRules) -> None:
        self._model = model
        self._usage = usage
        self._clock = clock
        self._rules = rules
        self._ledger = self._opened(_day(clock.now()))
        self._writing = asyncio.Lock()
        self._settling: set[asyncio.Task[None]] = set()

    @property
    def name(self) -> str:
        return self._model.name

    async def ask(self, user_id: str, prompt: Prompt) -> Completion:
        """The model's completion. Raises ModelFailed; where a budget is spent, without having called.

        A call is one with its retries, and is counted on the day it began, also where it failed or was
        cancelled: of a cancelled one nobody tells how many tokens it used, so it counts none. Raises
        StoreUnavailable, without having called, where the budgets cannot be read. A call that cannot be
        written down is logged, and counts in this process for the rest of the day.
        """
        call = await self._admitted(user_id, prompt.purpose, _most(prompt))
        return await self._counted(call, self._model.complete(prompt))

    async def talk(self, user_id: str, talk: Talk, heard: Heard) -> Spoken:
        """The model's next turn, as `ask`. One that was cancelled counts the tokens that had been heard."""
        call = await self._admitted(user_id, talk.purpose, _most_of(talk))

        async def counting(said: str) -> None:
            call.used = Tokens.estimated(talk.characters, len(said))
            await heard(said)

        return await self._counted(call, self._model.talk(talk, counting))

    async def _counted(self, call: _Call, answering: Awaitable[Answer]) -> Answer:
        """The model's answer to an admitted call, which is settled however it ends."""
        try:
            answer = await answering
            call.used, call.failures = answer.tokens, 0
        except ModelFailed as error:
            call.used = error.tokens or call.used
            call.made = error.failure.asked
            raise
        finally:
            await self._to_the_end(self._settle(call))
        return answer

    async def _admitted(self, user_id: str, purpose: str, most: Tokens) -> _Call:
        """A call of today, reserved in both budgets."""
        now = self._clock.now()
        if self._ledger.day != _day(now):
            self._ledger = self._opened(_day(now))
        ledger = self._ledger
        mine = ledger.users.setdefault(user_id, self._budget_of(user_id, ledger.day))
        await mine.refresh(now)
        await ledger.everybody.refresh(now)
        # Nothing is awaited from here on: of calls that come together each sees those before it.
        call = _Call(user_id, purpose, ledger.day, self._rules.cost(self.name, most))
        for whose, budget in (("one user", mine), ("all users", ledger.everybody)):
            if not budget.allows(call.cost):
                raise _spent(whose, now)
        mine.calls.add(call)
        ledger.everybody.calls.add(call)
        return call

    def _opened(self, day: date) -> _Ledger:
        rules, read = self._rules, partial(self._usage.all, day)
        return _Ledger(day, _Budget(rules.all_daily_microusd, rules.all_daily_calls, read, REREAD))

    def _budget_of(self, user_id: str, day: date) -> _Budget:
        rules, read = self._rules, partial(self._usage.of, user_id, day)
        return _Budget(rules.user_daily_microusd, rules.user_daily_calls, read, timedelta())

    async def _to_the_end(self, work: Coroutine[None, None, None]) -> None:
        """Waits for work that goes on where the waiting is cancelled."""
        task = asyncio.ensure_future(work)
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)
        await asyncio.shield(task)

    async def _settle(self, call: _Call) -> None:
        if not call.made:
            call.cost, call.stored = 0, True
            return
        try:
            use = self._use(call)
            call.cost = use.cost_microusd
            # Calls of one user that end together would otherwise make each other write again and again.
            async with self._writing:
                await self._usage.add(use)
            call.stored = True
        except AccountGone:
            # What it cost all together stays reserved here; of who it was for nothing is kept, nor told.
            log.info("a call of %s was for an account that is gone by now", self.name)
        except Exception:
            # It is paid, and its caller waits for what it brought: its record must not take that away.
            log.exception("a call of %s for user %s could not be counted", self.name, call.user_id)

    def _use(self, call: _Call) -> Use:
        return Use(
            user_id=call.user_id,
            day=call.day,
            purpose=call.purpose,
            model=self.name,
            calls=1,
            failures=call.failures,
            input_tokens=call.used.read,
            output_tokens=call.used.written,
            cost_microusd=self._rules.cost(self.name, call.used),
        )


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _most(prompt: Prompt) -> Tokens:
    """The most tokens that a prompt can use."""
    texts = (prompt.instructions, prompt.material, prompt.name, json.dumps(dict(prompt.schema_)))
    return _of_texts(texts, prompt.most_tokens)


def _most_of(talk: Talk) -> Tokens:
    """The most tokens that the next turn of a conversation can use."""
    most = _of_texts((talk.instructions, *(turn.content for turn in talk.turns)), talk.most_tokens)
    return most.model_copy(update={"read": most.read + TURN_TOKENS * len(talk.turns)})


def _of_texts(texts: Iterable[str], written: int) -> Tokens:
    """No token is shorter than a byte, and a template adds a few around."""
    read = sum(len(text.encode("utf-8", "replace")) for text in texts) + FRAME_TOKENS
    return Tokens(read=read, written=written, counted=False)


def _spent(whose: str, now: datetime) -> ModelFailed:
    midnight = datetime.combine(_day(now) + timedelta(days=1), time(), UTC)
    failure = Failure(why="budget", retry_after_seconds=(midnight - now).total_seconds())
    return ModelFailed(failure, f"the budget of {whose} for today would be exceeded")
