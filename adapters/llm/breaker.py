"""A circuit breaker: while a provider keeps failing, nobody waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from domain.errors import ModelFailed
from domain.model.completion import Failure


class Breaker:
    """After that many passing failures in a row calls fail at once for `rest_seconds`; then one may try.

    A failure that will not pass shows that the provider answers, so it ends the row. `clock` is in seconds
    and never goes back.
    """

    def __init__(self, failures: int, rest_seconds: float, clock: Callable[[], float]) -> None:
        self._most = failures
        self._rest_seconds = rest_seconds
        self._clock = clock
        self._row = 0
        self._why = Failure(why="down")
        self._rests_until = 0.0
        self._probing = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Counts how the call inside ends. Raises ModelFailed, without letting it begin, during the rest."""
        probe = self._admitted()
        try:
            yield
        except ModelFailed as error:
            self._count(error.failure)
            raise
        else:
            self._row = 0
        finally:
            if probe:
                self._probing = False

    def _admitted(self) -> bool:
        """Whether this call is the one that finds out if the provider has recovered."""
        if self._row < self._most:
            return False
        left = self._rests_until - self._clock()
        if left > 0 or self._probing:
            failure = self._why.model_copy(update={"asked": False, "retry_after_seconds": max(left, 1.0)})
            raise ModelFailed(
                failure, f"not asked: {self._row} calls in a row failed, the last: {self._why.why}"
            )
        self._probing = True
        return True

    def _count(self, failure: Failure) -> None:
        if not failure.passing:
            self._row = 0
            return
        self._row += 1
        self._why = failure
        if self._row >= self._most:
            self._rests_until = self._clock() + self._rest_seconds
