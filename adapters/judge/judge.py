"""The Judge port: a student's answer in, a verdict out, with the student's code never near this process."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.judge import child
from adapters.judge.explain import Task
from adapters.judge.extract import extract_code
from adapters.judge.guest_process import EndedError, FloodedError, GuestProcess
from adapters.judge.limits import DEFAULT_LIMITS, JudgeLimits
from adapters.judge.sandbox import Prepared, Runtime, Sandbox, SandboxUnavailableError, installed_runtime
from adapters.judge.trial import Trial
from domain.model.question import Case, Compare
from domain.model.verdict import Status, Verdict
from domain.ports import Progress

log = logging.getLogger(__name__)

ANSWER_CHARACTERS = 131_072
STARTS = 3


class SandboxJudge:
    """Runs at most `limits.at_once` answers at a time; `cache_dir` keeps what the sandbox was compiled to."""

    def __init__(
        self,
        cache_dir: Path,
        limits: JudgeLimits = DEFAULT_LIMITS,
        find_runtime: Callable[[], Runtime] = installed_runtime,
    ) -> None:
        self._limits = limits
        self._sandbox = Sandbox(cache_dir, find_runtime)
        self._slots = asyncio.Semaphore(limits.at_once)
        self._guests: set[GuestProcess] = set()
        self._closed = False

    async def warm(self, progress: Progress | None = None) -> None:
        """Does now what the first run would wait for: some five seconds the first time, nothing later.

        Where code cannot be run here, that is logged; each run will say so.
        """
        try:
            await self._sandbox.prepare(progress)
        except SandboxUnavailableError as error:
            log.warning("code will not be judged: %s", error)

    async def run(
        self,
        answer: str,
        function: str,
        public: Sequence[Case],
        hidden: Sequence[Case],
        compare: Compare,
        progress: Progress | None = None,
    ) -> Verdict:
        """The verdict's `message` tells, where tests were run, only what their results do not."""
        found = await asyncio.to_thread(self._code_of, answer, function)
        if isinstance(found, Verdict):
            return found
        cases = (*((case, True) for case in public), *((case, False) for case in hidden))
        task = Task(found, function, cases, compare, self._limits)
        async with self._slots:
            try:
                return await Trial(task, lambda: self._guest(progress), progress).verdict()
            except SandboxUnavailableError as error:
                log.warning("an answer was not judged: %s", error)
                return _refusal("unavailable", f"Code cannot be run at the moment. {error}", found)

    async def close(self) -> None:
        """Stops what still runs, whose verdicts will be "unavailable", and takes nothing new."""
        self._closed = True
        for guest in self._guests:
            guest.kill()

    def _code_of(self, answer: str, function: str) -> str | Verdict:
        most = self._limits.code_bytes
        too_long = f"The answer is too long to be run: at most {most // 1024} KB of code are."
        if len(answer) > ANSWER_CHARACTERS:
            return _refusal("compile_error", too_long)
        code = extract_code(answer, function).code.encode(errors="replace").decode()
        if not code:
            return _refusal("no_code", f"I found no Python code in the answer; it should define {function}.")
        if len(code.encode()) > most:
            return _refusal("compile_error", too_long)
        if "\0" in code:
            return _refusal("compile_error", "The code contains NUL characters, which Python does not take.")
        return code

    @asynccontextmanager
    async def _guest(self, progress: Progress | None) -> AsyncIterator[GuestProcess]:
        """A guest that waits for requests, killed at the end. Raises SandboxUnavailableError."""
        for _ in range(STARTS):
            prepared = await self._sandbox.prepare(progress)
            guest = await self._spawn(prepared)
            try:
                if await self._is_ready(guest):
                    yield guest
                    return
            finally:
                self._guests.discard(guest)
                await guest.close()
            log.warning("the sandbox's compiled module was damaged and is made again")
            await self._sandbox.discard(prepared.module)
        raise SandboxUnavailableError("The sandbox did not start.")

    async def _spawn(self, prepared: Prepared) -> GuestProcess:
        if self._closed:
            raise SandboxUnavailableError("The program is shutting down.")
        limits = self._limits
        cpu_seconds = math.ceil(limits.total_seconds + limits.start_seconds)
        command = prepared.command(limits.memory_mb << 20, cpu_seconds)
        try:
            guest = await GuestProcess.start(command, limits.output_bytes)
        except OSError as error:
            raise SandboxUnavailableError("The sandbox's process does not start.") from error
        self._guests.add(guest)
        return guest

    async def _is_ready(self, guest: GuestProcess) -> bool:
        """False where its process refused the compiled module."""
        try:
            await guest.ready(self._limits.start_seconds)
        except EndedError as error:
            if error.code == child.EXIT_BAD_MODULE:
                return False
            raise SandboxUnavailableError("The sandbox did not start.") from error
        except (TimeoutError, FloodedError) as error:
            raise SandboxUnavailableError("The sandbox did not start in time.") from error
        return True


def _refusal(status: Status, message: str, code: str = "") -> Verdict:
    return Verdict(status=status, message=message, code=code)
