"""A provider that keeps failing is left alone for a while, and one call finds out whether it is back."""

import asyncio

import pytest

from adapters.llm.breaker import Breaker
from domain.errors import ModelFailed
from domain.model.completion import Failure

DOWN, DENIED = Failure(why="down"), Failure(why="denied", passing=False)


class Ticking:
    """A breaker of three failures and ten seconds, on a clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0
        self.breaker = Breaker(3, 10.0, lambda: self.now)

    def call(self, failure: Failure | None = None) -> ModelFailed | None:
        try:
            with self.breaker.watching():
                if failure:
                    raise ModelFailed(failure, "inside")
        except ModelFailed as error:
            return error
        return None


def told(error: ModelFailed | None) -> str:
    return "" if error is None else str(error)


def test_after_some_failures_nobody_is_let_through_until_the_rest_is_over() -> None:
    desk = Ticking()
    for _ in range(3):
        assert told(desk.call(DOWN)) == "inside"
    desk.now += 4
    refused = desk.call()
    assert refused is not None
    assert refused.failure == Failure(why="down", asked=False, retry_after_seconds=6.0)
    desk.now += 6
    assert told(desk.call(DOWN)) == "inside"
    assert told(desk.call()).startswith("not asked: 4 calls")
    desk.now += 10
    assert desk.call() is None
    assert told(desk.call(DOWN)) == "inside"
    assert desk.call() is None


@pytest.mark.parametrize("between", [None, DENIED])
def test_only_passing_failures_in_a_row_count(between: Failure | None) -> None:
    desk = Ticking()
    for failure in (DOWN, DOWN, between, DOWN, DOWN):
        desk.call(failure)
    assert desk.call() is None


def test_one_call_alone_finds_out_whether_the_provider_is_back() -> None:
    desk = Ticking()
    for _ in range(3):
        desk.call(DOWN)
    desk.now += 10
    with desk.breaker.watching():
        assert told(desk.call()).startswith("not asked")
    assert desk.call() is None


def test_a_probe_that_is_cancelled_leaves_the_next_to_find_out() -> None:
    desk = Ticking()
    for _ in range(3):
        desk.call(DOWN)
    desk.now += 10
    with pytest.raises(asyncio.CancelledError), desk.breaker.watching():
        raise asyncio.CancelledError
    assert desk.call(DOWN) is not None
    assert told(desk.call()).startswith("not asked")
