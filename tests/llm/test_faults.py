"""Every fault against the model's adapter: the right failure or a completion, in time and telling nothing."""

import logging
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from adapters.llm import OpenAIModel
from domain.errors import ModelFailed
from domain.grading.anchored import Work, grade_by_model
from domain.model.completion import Completion, Failure, Spoken
from domain.model.grade import Grade
from domain.rules import ModelRules
from tests.llm.double import MISSING, Fault, Server, grading_for, model_server
from tests.llm.sample import ANSWER, MODEL_ANSWER, PROMPT, QUESTION, ROWS
from tests.llm.talking import TALK, Ear

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEADLINE, HASTE, LATE = 30.0, 1.0, 2.0
RETRIES, TRIES_TO_OPEN = 2, 10
WAIT = 0.03
TRIED = 1 + RETRIES
Call = Callable[[OpenAIModel], Awaitable[Completion | Spoken]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call ends with, a completion where there is no failure.

    `requests` is how many it took; `costs` says that a model had spoken, so tokens were used.
    """

    failure: Failure | None = None
    requests: int = 1
    costs: bool = True


def fails(why: Any, requests: int = 1, *, passing: bool = True, after: float | None = None) -> Outcome:
    """Nothing was said by a model."""
    return Outcome(Failure(why=why, passing=passing, retry_after_seconds=after), requests, costs=False)


def says(why: Any, *, passing: bool = True) -> Outcome:
    """A model said something that cannot be used."""
    return Outcome(Failure(why=why, passing=passing))


OUTCOMES: Mapping[Fault, Outcome] = {
    Fault.UNKNOWN_KEY: fails("denied", passing=False),
    Fault.FORBIDDEN: fails("denied", passing=False),
    Fault.MODEL_NOT_FOUND: fails("wrong", passing=False),
    Fault.UNPROCESSABLE: fails("wrong", 3, passing=False),
    Fault.RATE_LIMITED: fails("busy", TRIED, after=WAIT),
    Fault.RATE_LIMITED_SILENTLY: fails("busy", TRIED),
    Fault.NO_QUOTA: fails("busy", TRIED, passing=False),
    Fault.INTERNAL_ERROR: fails("down", TRIED),
    Fault.BAD_GATEWAY: fails("down", TRIED),
    Fault.LOADING: fails("down", TRIED),
    Fault.OVERLOADED: fails("down", TRIED),
    Fault.REDIRECT: fails("wrong", passing=False),
    Fault.HANG: fails("slow"),
    Fault.SLOW_BODY: fails("slow"),
    Fault.CUT_BEFORE_HEADERS: fails("down", TRIED),
    Fault.CUT_IN_BODY: fails("down", TRIED),
    Fault.CORRUPT_BODY: fails("wrong"),
    Fault.UNDECODABLE_BODY: fails("wrong"),
    Fault.NULL_BODY: fails("wrong"),
    Fault.HTML_PAGE: fails("wrong"),
    Fault.ERROR_WITH_200: fails("wrong"),
    Fault.NO_CHOICES: fails("wrong"),
    Fault.STREAM_STOPS: fails("wrong"),
    Fault.LENGTH: says("cut", passing=False),
    Fault.CONTENT_FILTER: says("refused", passing=False),
    Fault.REFUSAL: says("refused", passing=False),
    Fault.EMPTY_CONTENT: says("wrong"),
    Fault.NULL_CONTENT: says("wrong"),
    Fault.TRUNCATED_JSON: says("wrong"),
    Fault.NOT_JSON: says("wrong"),
    Fault.DEEP_JSON: says("wrong"),
    Fault.HUGE_NUMBER: says("wrong"),
    Fault.LEVEL_NAN: says("wrong"),
    Fault.USAGE_MISSING: Outcome(),
    Fault.USAGE_NULL: Outcome(),
    Fault.WRAPPED_JSON: Outcome(),
    Fault.OTHER_KEYS: Outcome(),
    Fault.WRONG_TYPES: Outcome(),
    Fault.MISSING_ROWS: Outcome(),
    Fault.EXTRA_ROWS: Outcome(),
    Fault.DUPLICATE_ROWS: Outcome(),
    Fault.LEVEL_900: Outcome(),
    Fault.LEVEL_NEGATIVE: Outcome(),
    Fault.FOREIGN_QUOTES: Outcome(),
    Fault.HALF_SURROGATES: Outcome(),
}
TALKED: Mapping[Fault, Outcome] = dict.fromkeys(Fault, Outcome()) | {
    **{fault: outcome for fault, outcome in OUTCOMES.items() if not outcome.costs},
    Fault.UNPROCESSABLE: fails("wrong", passing=False),
    Fault.ERROR_WITH_200: fails("down"),
    Fault.CUT_IN_BODY: says("down"),
    Fault.STREAM_STOPS: says("down"),
    **{
        fault: OUTCOMES[fault]
        for fault in (Fault.CONTENT_FILTER, Fault.REFUSAL, Fault.EMPTY_CONTENT, Fault.NULL_CONTENT)
    },
}
"""The same faults in a conversation, which what is no grading does no harm."""
ENDLESS = {Fault.HANG, Fault.SLOW_BODY}


@dataclass(frozen=True, slots=True)
class Desk:
    """A server and two adapters that ask it, with the deadlines DEADLINE and HASTE."""

    server: Server
    patient: OpenAIModel
    hasty: OpenAIModel

    async def outcome(self, fault: Fault, call: Call) -> tuple[Completion | Spoken | ModelFailed, int]:
        """What the call ends with while the fault lasts, and how many requests it took.

        A client that waits for what never ends has to leave.
        """
        before = len(self.server.requests)
        self.server.always(fault)
        try:
            ended: Completion | Spoken | ModelFailed = await call(self._asked(fault))
        except ModelFailed as error:
            ended = error
        finally:
            self.server.always(grading_for)
        if fault in ENDLESS:
            await self.server.left(len(self.server.requests))
        return ended, len(self.server.requests) - before

    def _asked(self, fault: Fault) -> OpenAIModel:
        return self.hasty if fault in ENDLESS else self.patient

    async def recovers(self, fault: Fault) -> bool:
        """Whether the next call is answered as if nothing had been, by the same adapter."""
        return bool((await self._asked(fault).complete(PROMPT)).content["rows"])


def adapter(server: Server, deadline: float) -> OpenAIModel:
    rules = ModelRules(timeout_seconds=deadline, retries=RETRIES, breaker_failures=TRIES_TO_OPEN + 1)
    return OpenAIModel("m", server.key, server.url, rules)


async def opened(model: OpenAIModel) -> None:
    """Its client can take longer to open than its deadline, on a busy machine."""
    for _ in range(TRIES_TO_OPEN):
        with suppress(ModelFailed):
            await model.complete(PROMPT)
            return


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def shared() -> AsyncIterator[Desk]:
    """One for all faults, as a client takes long to open; so long that it is done beforehand."""
    async with (
        model_server(retry_after=str(WAIT)) as server,
        adapter(server, DEADLINE) as patient,
        adapter(server, HASTE) as hasty,
    ):
        await patient.complete(PROMPT)
        await opened(hasty)
        yield Desk(server, patient, hasty)


@pytest.fixture
def desk(shared: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same, with an SDK that pauses for milliseconds between its tries."""
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)
    return shared


async def test_each_fault_has_its_outcome() -> None:
    assert OUTCOMES.keys() == set(Fault)


async def asks(model: OpenAIModel) -> Completion:
    return await model.complete(PROMPT)


async def talks(model: OpenAIModel) -> Spoken:
    return await model.talk(TALK, Ear())


@pytest.mark.parametrize("call", [asks, talks])
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
async def test_a_fault_ends_as_it_should(
    fault: Fault, call: Call, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    began = time.monotonic()
    ended, requests = await desk.outcome(fault, call)
    took = time.monotonic() - began
    wanted = (OUTCOMES if call is asks else TALKED)[fault]
    assert (ended.failure if isinstance(ended, ModelFailed) else None) == wanted.failure
    assert requests == wanted.requests
    assert (ended.tokens is not None) is wanted.costs
    assert took < (HASTE + LATE if fault in ENDLESS else DEADLINE / 2)
    assert await desk.recovers(fault)
    assert desk.server.elsewhere == []
    told = "".join(traceback.format_exception(ended)) if isinstance(ended, ModelFailed) else ""
    assert desk.server.key not in told + caplog.text
    logged = "".join(one.getMessage() for one in caplog.records if one.levelno > logging.DEBUG)
    assert not any(said in told + logged for said in (ANSWER[:30], TALK.turns[0].content))


async def graded(desk: Desk) -> Grade:
    base = Grade(score=0, low=0, high=20, rows=tuple(ROWS.values()), feedback="", grader="offline")
    work = Work(QUESTION, MODEL_ANSWER, ANSWER, "", base, frozenset(), 1, "m")
    return await grade_by_model(desk.patient.complete, work)


REASKED = {Fault.EXTRA_ROWS: 0, Fault.DUPLICATE_ROWS: 0, Fault.WRAPPED_JSON: 0} | dict.fromkeys(
    (
        Fault.OTHER_KEYS,
        Fault.WRONG_TYPES,
        Fault.MISSING_ROWS,
        Fault.LEVEL_900,
        Fault.LEVEL_NEGATIVE,
        Fault.FOREIGN_QUOTES,
        Fault.HALF_SURROGATES,
    ),
    1,
)


@pytest.mark.parametrize("fault", REASKED, ids=lambda fault: fault.name)
async def test_a_fault_in_the_rows_is_mended_by_asking_once_more(fault: Fault, desk: Desk) -> None:
    good = await graded(desk)
    assert [(row.met, row.quote in ANSWER) for row in good.rows] == [(1, True), (1, True), (0, True)]
    assert MISSING not in good.model_dump_json()
    before = len(desk.server.requests)
    desk.server.say(fault)
    assert await graded(desk) == good
    assert len(desk.server.requests) - before == 1 + REASKED[fault]


@pytest.mark.parametrize("fault", [Fault.FOREIGN_QUOTES, Fault.HALF_SURROGATES], ids=lambda fault: fault.name)
async def test_quotes_that_never_stand_earn_nothing(fault: Fault, desk: Desk) -> None:
    desk.server.say(fault, fault)
    grade = await graded(desk)
    assert grade.score == 0
    assert {(row.met, row.quote) for row in grade.rows} == {(0, "")}


@pytest.mark.parametrize(
    "fault",
    [Fault.OTHER_KEYS, Fault.WRONG_TYPES, Fault.MISSING_ROWS, Fault.LEVEL_900, Fault.LEVEL_NEGATIVE],
    ids=lambda fault: fault.name,
)
async def test_rows_that_stay_unusable_are_no_grade(fault: Fault, desk: Desk) -> None:
    desk.server.say(fault, fault)
    with pytest.raises(ModelFailed) as raised:
        await graded(desk)
    assert raised.value.failure == Failure(why="wrong")
