"""Turns what a guest did into words for a student. Of a hidden test nothing is told but its outcome."""

from dataclasses import dataclass, replace

from adapters.judge import child, show
from adapters.judge.compare import matches
from adapters.judge.limits import JudgeLimits
from adapters.judge.wire import Exceeded, Loaded, Missing, Raised, Refused, Returned, TestReply
from domain.model.question import Case, Compare
from domain.model.verdict import CaseResult, Outcome, Status, Verdict

PRINTED = 500


@dataclass(frozen=True, slots=True)
class Task:
    """One answer's code with all that it is judged by; public tests come before hidden ones."""

    code: str
    function: str
    cases: tuple[tuple[Case, bool], ...]
    compare: Compare
    limits: JudgeLimits


@dataclass(frozen=True, slots=True)
class Finding:
    """What happened; `message` is the end of a sentence that begins with the call, unless `whole`."""

    outcome: Outcome
    message: str = ""
    got: str = ""
    printed: str = ""
    whole: bool = False


def from_reply(task: Task, case: Case, reply: TestReply) -> Finding:
    match reply:
        case Returned():
            return replace(_compared(task, case, reply), printed=reply.printed)
        case Raised():
            message = show.problem(reply.problem, task.code)
            return Finding("error", message, printed=reply.printed, whole=True)
        case Exceeded(limit="memory"):
            return replace(_memory(task), printed=reply.printed)
        case Exceeded():
            return replace(flooded(task), printed=reply.printed)


def _compared(task: Task, case: Case, reply: Returned) -> Finding:
    got = show.value(reply.value)
    if matches(case.expected, reply.value, task.compare):
        return Finding("passed", got=got)
    return Finding("failed", f"gave {got}, expected {show.value(case.expected)}", got)


def timed_out(task: Task) -> Finding:
    return Finding("time_limit", f"did not finish within {task.limits.test_seconds:g} s")


def flooded(task: Task) -> Finding:
    return Finding("output_limit", f"printed or returned more than {task.limits.output_bytes // 1024} KB")


def _memory(task: Task) -> Finding:
    return Finding("memory_limit", f"needed more than {task.limits.memory_mb} MB of memory")


def not_run(task: Task) -> Finding:
    return Finding("not_run", "was not run: the time or the restarts for all tests were used up")


def malformed() -> Finding:
    return Finding("error", "did not come back: the code interfered with what runs it")


def ended(task: Task, code: int) -> Finding:
    """A finding from the exit code of the guest's process, which the student's code cannot choose."""
    if code == child.EXIT_MEMORY:
        return _memory(task)
    return Finding("error", ending(code))


def ending(code: int) -> str:
    """Why a guest ended, as the end of a sentence."""
    match code:
        case child.EXIT_ENDED:
            return "ended the program instead of returning"
        case child.EXIT_STACK:
            return "nested deeper than the Python interpreter can go"
        case child.EXIT_MEMORY:
            return "needed too much memory"
    return "crashed the Python interpreter"


def notes(task: Task, reply: Loaded) -> list[str]:
    """What a student should know of a run that went ahead all the same."""
    said = [f"Ran the method {show.plain(reply.method)} of your class Solution."] if reply.method else []
    if reply.stopped is not None:
        where = show.problem(reply.stopped, task.code)
        said.append(f"The code around {task.function} stopped before its end: {where}.")
    return said


def not_loaded(task: Task, reply: Missing | Refused) -> Verdict:
    if isinstance(reply, Refused):
        return unusable(
            task, "compile_error", f"The code does not compile: {show.problem(reply.problem, task.code)}"
        )
    if reply.stopped is not None:
        return unusable(
            task, "crashed", f"The code stopped while loading: {show.problem(reply.stopped, task.code)}"
        )
    if reply.found:
        named = ", ".join(map(show.plain, reply.found[:3]))
        return unusable(
            task, "no_function", f"The question asks for a function {task.function}; I found {named}."
        )
    return unusable(task, "no_function", f"The code defines no function {task.function}.")


def slow_to_load(task: Task) -> Verdict:
    late = f"The code did not finish loading within {task.limits.test_seconds:g} s"
    return unusable(task, "crashed", f"{late}: look for an endless loop outside of {task.function}.")


def unloadable(task: Task, how: str) -> Verdict:
    """`how` is the end of a sentence about the code."""
    return unusable(task, "crashed", f"While it was loaded, the code {how}.")


def unusable(task: Task, status: Status, message: str) -> Verdict:
    return Verdict(status=status, message=message, code=task.code)


def result(task: Task, case: Case, public: bool, finding: Finding) -> CaseResult:
    if not public:
        return CaseResult(label=case.label, public=False, outcome=finding.outcome)
    arguments = show.arguments(case)
    message = finding.message if finding.whole else f"{task.function}({arguments}) {finding.message}"
    return CaseResult(
        label=case.label,
        public=True,
        outcome=finding.outcome,
        arguments=arguments,
        expected=show.value(case.expected),
        got=finding.got,
        message=message if finding.message else "",
    )


def with_printed(result: CaseResult, printed: str) -> CaseResult:
    """The result with what the code printed added to its message, where it printed anything."""
    text = show.cut(show.plain(printed).strip(), PRINTED)
    return result.model_copy(update={"message": f"{result.message}\nIt printed: {text}"}) if text else result
