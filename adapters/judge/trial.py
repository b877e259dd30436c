"""One answer before the judge: runs its tests one after another, in as many guests as it takes.

The comparison with the expected results happens here, and they never enter a guest; nor does a test's input
before its turn has come. Code that finds the harness and takes its place can make a guest say anything, but
all there is to say is "this is what the call gave": said of a call that was never made, it is right only
where it equals what was expected, and that takes knowing the answer. Replies come under a token that is sent
with each request, so none can be written in advance. What gets out of a hidden test is its outcome, no more.
"""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from adapters.judge import child, explain
from adapters.judge.explain import Finding, Task
from adapters.judge.guest_process import EndedError, FloodedError, GuestProcess
from adapters.judge.sandbox import SandboxUnavailableError
from adapters.judge.wire import Loaded, MalformedError, parse_load, parse_test
from domain.model.question import Case
from domain.model.verdict import CaseResult, Verdict
from domain.ports import Progress

PROGRESS_SECONDS = 1.0

OpenGuest = Callable[[], AbstractAsyncContextManager[GuestProcess]]


class Trial:
    """Judges once; `open_guest` gives the first guest, and another one after each that was lost."""

    def __init__(self, task: Task, open_guest: OpenGuest, progress: Progress | None) -> None:
        self._task = task
        self._open_guest = open_guest
        self._progress = progress
        self._told_at = -PROGRESS_SECONDS
        self._seconds_left = task.limits.total_seconds
        self._results: list[CaseResult] = []
        self._notes: list[str] = []

    async def verdict(self) -> Verdict:
        """Raises SandboxUnavailableError where no guest can be had."""
        for _ in range(1 + self._task.limits.restarts):
            refusal = await self._with_guest()
            if refusal is not None and not self._results:
                return refusal
            if refusal is not None or not self._waiting or self._seconds_left <= 0:
                break
        for case, public in self._waiting:
            self._add(case, public, explain.not_run(self._task))
        return Verdict(
            status="ran", cases=tuple(self._results), message=" ".join(self._notes), code=self._task.code
        )

    @property
    def _waiting(self) -> tuple[tuple[Case, bool], ...]:
        return self._task.cases[len(self._results) :]

    async def _with_guest(self) -> Verdict | None:
        """Goes as far as one guest goes; a verdict where it would not even load the code."""
        async with self._open_guest() as guest:
            refusal = await self._load(guest)
            if refusal is None:
                await self._test_all(guest)
            return refusal

    async def _load(self, guest: GuestProcess) -> Verdict | None:
        task = self._task
        request = {"code": task.code, "function": task.function, "most": task.limits.output_bytes}
        try:
            reply = parse_load(await self._ask(guest, request))
        except TimeoutError:
            return explain.slow_to_load(task)
        except (FloodedError, MalformedError):
            return explain.unloadable(task, "interfered with what runs it")
        except EndedError as error:
            return explain.unloadable(task, explain.ending(error.code))
        if isinstance(reply, Loaded):
            self._notes = explain.notes(task, reply)
            return None
        return explain.not_loaded(task, reply)

    async def _test_all(self, guest: GuestProcess) -> None:
        """Runs the tests that wait, until one of them costs the guest or the time is used up."""
        for case, public in self._waiting:
            if self._seconds_left <= 0:
                return
            await self._tell()
            finding, lost = await self._test(guest, case)
            self._add(case, public, finding)
            if lost:
                return

    async def _test(self, guest: GuestProcess, case: Case) -> tuple[Finding, bool]:
        """What came of one test, and whether the guest was lost to it."""
        task = self._task
        has_all_its_time = self._seconds_left >= task.limits.test_seconds
        try:
            text = await self._ask(guest, {"args": case.args, "build": case.build})
            return explain.from_reply(task, case, parse_test(text)), False
        except TimeoutError:
            return (explain.timed_out(task) if has_all_its_time else explain.not_run(task)), True
        except FloodedError:
            return explain.flooded(task), True
        except MalformedError:
            return explain.malformed(), True
        except EndedError as error:
            return explain.ended(task, error.code), True

    async def _ask(self, guest: GuestProcess, request: dict[str, Any]) -> bytes:
        began = time.monotonic()
        try:
            return await guest.ask(request, min(self._task.limits.test_seconds, self._seconds_left))
        except EndedError as error:
            if error.code in child.EXITS_KILLED:
                raise SandboxUnavailableError("The sandbox was stopped from outside.") from error
            raise
        finally:
            self._seconds_left -= time.monotonic() - began

    def _add(self, case: Case, public: bool, finding: Finding) -> None:
        result = explain.result(self._task, case, public, finding)
        if public and result.outcome != "passed" and all(r.outcome == "passed" for r in self._results):
            result = explain.with_printed(result, finding.printed)
        self._results.append(result)

    async def _tell(self) -> None:
        """Says how far it is, but not so often that a chat's rate limit would slow the tests down."""
        if self._progress is None or time.monotonic() - self._told_at < PROGRESS_SECONDS:
            return
        self._told_at = time.monotonic()
        await self._progress(f"Running {len(self._results) + 1} of {len(self._task.cases)} tests")
