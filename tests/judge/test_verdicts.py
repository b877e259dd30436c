"""What a student is told about ordinary answers: right, wrong, slow, broken, oddly written."""

from pathlib import Path

import pytest

from adapters.judge import JudgeLimits, SandboxJudge
from domain.model.question import Case
from domain.model.verdict import CaseResult
from tests.judge.conftest import HIDDEN, PUBLIC, ROOMY, TIGHT, RunAdd, outcomes

pytestmark = pytest.mark.asyncio(loop_scope="session")

GOOD = "def add(a, b):\n    return a + b"


async def test_a_right_answer_passes_every_test(run_add: RunAdd) -> None:
    verdict = await run_add(GOOD)
    assert (verdict.status, verdict.passed, verdict.total, verdict.message) == ("ran", 4, 4, "")
    assert verdict.code == GOOD
    assert verdict.cases[0] == CaseResult(
        public=True, outcome="passed", arguments="2, 3", expected="5", got="5"
    )


async def test_of_a_hidden_test_only_the_outcome_is_told(run_add: RunAdd) -> None:
    answer = "def add(a, b):\n    print('saw', a, b)\n    if a > 500: raise ValueError(a)\n    return a - b"
    verdict = await run_add(answer)
    assert verdict.cases[2] == CaseResult(label="large", public=False, outcome="error")
    assert verdict.cases[3] == CaseResult(label="edge", public=False, outcome="passed")
    assert "700" not in verdict.model_dump_json()


async def test_a_wrong_result_is_shown_with_what_was_expected(run_add: RunAdd) -> None:
    verdict = await run_add("def add(a, b):\n    return None")
    assert verdict.first_failure is not None
    assert verdict.first_failure.message == "add(2, 3) gave None, expected 5"


async def test_an_exception_is_shown_with_the_line_of_the_answer(run_add: RunAdd) -> None:
    code = "def pick(items):\n    return items[9]\n\ndef add(a, b):\n    return pick([a, b])"
    verdict = await run_add(f"I index.\n```python\n{code}\n```")
    assert outcomes(verdict) == ["error"] * 4
    assert verdict.cases[0].message == "line 2: return items[9] -> IndexError: list index out of range"


async def test_what_was_printed_is_shown_once_and_cut(run_add: RunAdd) -> None:
    verdict = await run_add("def add(a, b):\n    print('x' * 800)\n    return 0")
    first, second = verdict.cases[0].message, verdict.cases[1].message
    assert first == "add(2, 3) gave 0, expected 5\nIt printed: " + "x" * 500
    assert second == "add(1, 1) gave 0, expected 2"


async def test_code_that_does_not_compile(run_add: RunAdd) -> None:
    verdict = await run_add("def add(a, b)\n    return a + b")
    assert verdict.status == "compile_error"
    assert verdict.message == "The code does not compile: line 1: def add(a, b) -> SyntaxError: expected ':'"
    assert verdict.cases == ()


async def test_an_answer_without_code(run_add: RunAdd) -> None:
    verdict = await run_add("I would add the two numbers.")
    assert (verdict.status, verdict.code) == ("no_code", "")
    assert "add" in verdict.message


async def test_a_function_of_another_name(run_add: RunAdd) -> None:
    verdict = await run_add("def plus(a, b):\n    return a + b")
    assert verdict.status == "no_function"
    assert verdict.message == "The question asks for a function add; I found plus."


async def test_a_name_that_is_no_function(run_add: RunAdd) -> None:
    verdict = await run_add("add = 3")
    assert (verdict.status, verdict.message) == ("no_function", "The code defines no function add.")


@pytest.mark.parametrize(
    ("function", "method"), [("two_sum", "two_sum"), ("two_sum", "twoSum"), ("two_sum", "solve")]
)
async def test_a_class_solution_is_taken(run_add: RunAdd, function: str, method: str) -> None:
    answer = (
        f"class Solution:\n    def _no(self): pass\n    def {method}(self, a: List[int], b): return a + b"
    )
    verdict = await run_add(answer, function=function)
    assert verdict.passed == 4
    assert verdict.message == f"Ran the method {method} of your class Solution."


async def test_a_class_solution_with_no_method_that_fits(run_add: RunAdd) -> None:
    verdict = await run_add("class Solution:\n    def x(self): pass\n    def y(self): pass")
    assert verdict.status == "no_function"


async def test_what_only_a_script_would_do_is_harmless(run_add: RunAdd) -> None:
    verdict = await run_add(f"{GOOD}\n\nif __name__ == '__main__':\n    print(add(int(input()), 1))")
    assert (verdict.passed, verdict.message) == (4, "")


async def test_a_script_that_stops_below_the_function_is_told(run_add: RunAdd) -> None:
    verdict = await run_add(f"{GOOD}\n\nn = int(input())")
    assert verdict.passed == 4
    assert verdict.message == (
        "The code around add stopped before its end: line 4: n = int(input()) -> "
        "EOFError: EOF when reading a line."
    )


async def test_a_script_that_stops_above_the_function(run_add: RunAdd) -> None:
    verdict = await run_add(f"import numpy\n{GOOD}")
    assert verdict.status == "crashed"
    assert verdict.message == (
        "The code stopped while loading: line 1: import numpy -> ModuleNotFoundError: No module named 'numpy'"
    )


async def test_no_path_of_the_sandbox_is_shown(run_add: RunAdd) -> None:
    verdict = await run_add(f"from collections import nothing\n{GOOD}")
    assert verdict.message.endswith("ImportError: cannot import name 'nothing' from 'collections'")


async def test_an_endless_loop_outside_of_the_function(run_add: RunAdd) -> None:
    verdict = await run_add(f"{GOOD}\nwhile True: pass", limits=TIGHT)
    assert verdict.status == "crashed"
    assert "did not finish loading within 1.5 s" in verdict.message


async def test_wrong_arguments_have_no_line(run_add: RunAdd) -> None:
    verdict = await run_add("def add(a):\n    return a")
    assert verdict.cases[0].message == "TypeError: add() takes 1 positional argument but 2 were given"


async def test_arguments_may_be_built_inside(run_add: RunAdd) -> None:
    built = Case(build="[list(range(1000)), 7]", expected=[7] * 1_000)
    verdict = await run_add("def add(a, b):\n    return [b] * len(a)", (built,), (built,))
    assert outcomes(verdict) == ["passed", "passed"]
    wrong = await run_add("def add(a, b):\n    return 1", (built,), ())
    assert wrong.cases[0].message.startswith("add(*[list(range(1000)), 7]) gave 1, expected [7, 7,")


async def test_arguments_and_results_keep_their_kinds(run_add: RunAdd) -> None:
    case = Case(
        args=(None, True, 2, 2.5, "é\n“", [1, [2]], {"k": [1]}), expected=[None, True, 2, 2.5, "é\n“"]
    )
    verdict = await run_add("def add(*all):\n    assert all[6]['k'] == [1]\n    return all[:5]", (case,), ())
    assert outcomes(verdict) == ["passed"]


async def test_the_order_of_a_set_does_not_count_where_order_does_not(run_add: RunAdd) -> None:
    case = Case(args=(), expected=[1, 2, 3])
    answer = "def add():\n    return {3, 2, 1}"
    assert outcomes(await run_add(answer, (case,), (), "unordered")) == ["passed"]
    assert outcomes(await run_add(answer, (case,), (), "exact")) == ["failed"]


async def test_a_test_that_hangs_costs_only_itself(run_add: RunAdd) -> None:
    verdict = await run_add("def add(a, b):\n    while a == 1: pass\n    return a + b", limits=TIGHT)
    assert outcomes(verdict) == ["passed", "time_limit", "passed", "passed"]
    assert verdict.cases[1].message == "add(1, 1) did not finish within 1.5 s"


async def test_memory_is_bounded_and_the_next_test_has_it_again(run_add: RunAdd) -> None:
    verdict = await run_add("def add(a, b):\n    if a == 1: x = [0] * 10**9\n    return a + b")
    assert outcomes(verdict) == ["passed", "memory_limit", "passed", "passed"]
    assert verdict.cases[1].message == "add(1, 1) needed more than 128 MB of memory"


async def test_all_tests_together_have_a_time(judge_cache: Path) -> None:
    judge = SandboxJudge(judge_cache, JudgeLimits(test_seconds=1.0, total_seconds=1.6))
    verdict = await judge.run("def add(a, b):\n    while True: pass", "add", PUBLIC, HIDDEN, "exact")
    assert outcomes(verdict) == ["time_limit", "not_run", "not_run", "not_run"]
    assert verdict.cases[1].message.startswith("add(1, 1) was not run")


async def test_restarts_are_counted(judge_cache: Path) -> None:
    judge = SandboxJudge(judge_cache, JudgeLimits(restarts=1))
    verdict = await judge.run("import os\ndef add(a, b): os._exit(0)", "add", PUBLIC, HIDDEN, "exact")
    assert outcomes(verdict) == ["error", "error", "not_run", "not_run"]


async def test_recursion_goes_as_deep_as_students_expect(run_add: RunAdd) -> None:
    """The unaltered build of the sandbox's Python dies at some 55 levels of the last two."""
    answer = """
from functools import cache, lru_cache
def plain(n): return n and 1 + plain(n - 1)
@cache
def cached(n): return n and 1 + cached(n - 1)
@lru_cache(maxsize=None)
def remembered(n): return n and 1 + remembered(n - 1)
def under_max(n): return n and 1 + max(under_max(n - 1) for _ in (1,))
class Solution:
    @cache
    def method(self, n): return n and 1 + self.method(n - 1)
def add(a, b): return [plain(900), cached(900), remembered(900), Solution().method(900), under_max(150)]
"""
    case = Case(args=(1, 2), expected=[900, 900, 900, 900, 150])
    assert outcomes(await run_add(answer, (case,), ())) == ["passed"]


@pytest.mark.parametrize(
    "body",
    [
        "return add(a, b)",
        "return max(add(a, b) for _ in (1,))",
        "return sorted([1], key=lambda n: add(a, b))",
    ],
)
async def test_endless_recursion_is_an_error_with_its_line(run_add: RunAdd, body: str) -> None:
    verdict = await run_add(f"def add(a, b):\n    {body}")
    assert outcomes(verdict) == ["error"] * 4
    assert "line 2: return" in verdict.cases[0].message
    assert "RecursionError: maximum recursion depth exceeded" in verdict.cases[0].message


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("x" * 1_000_000, "too long"),
        (f"{GOOD} + 0 * len('{'x' * 70_000}')", "too long"),
        (f"{GOOD} + 0 * len('{'é' * 40_000}')", "too long"),
        ("def add(a, b):\n    return '\0'", "NUL"),
    ],
)
async def test_what_is_no_program_is_refused_in_a_sentence(run_add: RunAdd, answer: str, reason: str) -> None:
    verdict = await run_add(answer)
    assert verdict.status == "compile_error"
    assert reason in verdict.message


async def test_a_lone_surrogate_in_the_answer_is_replaced(run_add: RunAdd) -> None:
    verdict = await run_add(f"{GOOD}  # \ud800")
    assert (verdict.passed, verdict.code) == (4, f"{GOOD}  # ?")


async def test_progress_is_told_and_not_too_often(judge_cache: Path) -> None:
    judge = SandboxJudge(judge_cache, ROOMY)
    told: list[str] = []

    async def progress(text: str) -> None:
        told.append(text)

    slow = "import time\ndef add(a, b):\n    time.sleep(0.6)\n    return a + b"
    await judge.run(slow, "add", PUBLIC, HIDDEN, "exact", progress)
    assert told == ["Running 1 of 4 tests", "Running 3 of 4 tests"]
