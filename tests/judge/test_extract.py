"""Code is found however it was typed, and the sentences around it stay out."""

import ast
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge.extract import Extraction, extract_code

CODE = "def two_sum(nums, target):\n    return [0, 1]"

SAME_CODE = {
    "bare": CODE,
    "fenced": f"```python\n{CODE}\n```",
    "py": f"```py\n{CODE}\n```",
    "no language": f"```\n{CODE}\n```",
    "tildes": f"~~~\n{CODE}\n~~~",
    "four ticks": f"````python\n{CODE}\n````",
    "never closed": f"```python\n{CODE}\n",
    "closed on the last line": f"```python\n{CODE}```",
    "code beside the ticks": f"```{CODE}\n```",
    "language and code on one line": f"```python {CODE}\n```",
    "within a sentence": f"So: ```python\n{CODE}\n``` is it.",
    "prose before": f"I would use a map.\n\n{CODE}",
    "prose after": f"{CODE}\n\nThis is O(n) time, O(n) space.",
    "formula after": f"{CODE}\nTime = O(n)",
    "prose with an equals sign after": f"{CODE}\nComplexity: O(n) where n = len(nums)",
    "prose around": f"First, a map.\n{CODE}\nThen we are done",
    "windows": CODE.replace("\n", "\r\n"),
    "indented": "\n".join("    " + line for line in CODE.split("\n")),
    "indented under prose": "Here:\n\n" + "\n".join("    " + line for line in CODE.split("\n")) + "\n\nDone.",
    "indented fence": "- this\n  ```python\n" + "\n".join("  " + s for s in CODE.split("\n")) + "\n  ```",
    "console": ">>> def two_sum(nums, target):\n...     return [0, 1]\n",
    "no-break spaces": CODE.replace("    ", "\u00a0\u00a0\u00a0\u00a0"),
    "byte order mark": "\ufeff" + CODE,
    "single ticks": f"`{CODE}`",
    "sample output in a fence": f"```python\n{CODE}\n```\ngives\n```\n[0, 1]\n```",
    "sample output in an unnamed fence": f"```\n{CODE}\n```\ngives\n```\n[0, 1]\n```",
    "another language too": f"```java\nclass Solution {{ }}\n```\n```python\n{CODE}\n```",
    "output fenced, code bare": f"{CODE}\n\n```\n[0, 1]\n```",
}


@pytest.mark.parametrize("answer", SAME_CODE.values(), ids=SAME_CODE.keys())
def test_the_code_is_found(answer: str) -> None:
    assert extract_code(answer, "two_sum").code == CODE


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "A hash map, one pass.",
        "```java\nclass Solution {\n}\n```",
        "O(n) time\nO(1) space",
        "``````",
        ">>> quoted words",
    ],
)
def test_there_is_no_code(answer: str) -> None:
    assert extract_code(answer, "two_sum") == Extraction("", answer.strip())


def test_fences_are_put_together_in_order() -> None:
    answer = (
        "```python\ndef key(n):\n    return n\n```\nand then\n```python\ndef f(n):\n    return key(n)\n```"
    )
    found = extract_code(answer, "f")
    assert found.code == "def key(n):\n    return n\n\ndef f(n):\n    return key(n)"
    assert found.prose == "and then"


def test_a_helper_in_an_unnamed_fence_is_kept() -> None:
    answer = "```\nLIMIT = 3\n```\n```\ndef f(n):\n    return LIMIT\n```"
    assert extract_code(answer, "f").code == "LIMIT = 3\n\ndef f(n):\n    return LIMIT"


def test_what_surrounds_the_function_comes_along() -> None:
    code = (
        "# the four ways\nMOVES = {\n    'up': 1,\n}\nimport heapq\n\ndef f(n):\n    return n\n\n"
        "table[0] = 1\ntotal += 1\nfor i in range(3): print(i)\nif __name__ == '__main__':\n    print(f(3))"
    )
    assert extract_code(f"As follows.\n{code}\nThat is all of it.", "f").code == code


def test_a_sentence_between_two_functions_goes() -> None:
    answer = "def key(n):\n    return n\n\nThen the function itself.\ndef f(n):\n    return key(n)"
    found = extract_code(answer, "f")
    assert found.code == "def key(n):\n    return n\n\ndef f(n):\n    return key(n)"
    assert found.prose == "Then the function itself."


def test_a_class_of_the_usual_name_counts_as_the_function() -> None:
    answer = "```\nclass Solution:\n    def twoSum(self, n):\n        return n\n```\n```\nprint(1)\n```"
    assert (
        extract_code(answer, "two_sum").code == "class Solution:\n    def twoSum(self, n):\n        return n"
    )


def test_output_at_a_console_is_left_out() -> None:
    answer = ">>> x = [\n...   1]\n>>> x\n[1]\n>>> def f(n):\n...     return n\n...\n>>> f(2)\n2"
    assert extract_code(answer, "f").code == "x = [\n  1]\nx\ndef f(n):\n    return n\n\nf(2)"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("return “a”", 'return "a"'),
        ("return ‘a’", "return 'a'"),
        ("return ”a”", 'return "a"'),
        ("return “it’s”", 'return "it’s"'),
        ('return “say "hi"”', 'return "say \\"hi\\""'),
        ("return 'a “b” c'", "return 'a “b” c'"),
        ('return """a\n“b”"""', 'return """a\n“b”"""'),
        ("return 1  # “one”", "return 1  # “one”"),
    ],
)
def test_quotes_from_phones_become_plain_outside_of_strings(typed: str, meant: str) -> None:
    assert extract_code(f"```\ndef f():\n    {typed}\n```", "f").code == f"def f():\n    {meant}"


def test_tabs_stay_where_they_are_alone_and_go_where_they_are_mixed() -> None:
    tabs = "def f(n):\n\tif n:\n\t\treturn 1"
    assert extract_code(tabs, "f").code == tabs
    assert (
        extract_code("def f(n):\n\tif n:\n        return 1", "f").code
        == "def f(n):\n    if n:\n        return 1"
    )


@given(st.text(), st.sampled_from(["f", "two_sum", "(", "a.b*"]))
def test_nothing_makes_it_raise(answer: str, function: str) -> None:
    extract_code(answer, function)


PIECES = [
    "```",
    "~~~",
    "`",
    "python",
    "\n",
    "    ",
    "\t",
    "def f(n):",
    "return n",
    ">>> ",
    "... ",
    "“",
    "’",
    '"""',
    "x = 1",
    "O(n)",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_mixture_of_code_and_markup_makes_it_raise(answer: str) -> None:
    found = extract_code(answer, "f")
    assert "\r" not in found.code


expressions = st.recursive(
    st.integers(-9, 9).map(lambda n: ast.Constant(abs(n))) | st.sampled_from("abc").map(ast.Name),
    lambda inner: (
        st.builds(lambda a, b: ast.BinOp(a, ast.Add(), b), inner, inner)
        | st.builds(lambda a: ast.List([a]), inner)
    ),
    max_leaves=8,
)


@given(st.lists(expressions, min_size=1, max_size=5))
def test_a_fenced_program_comes_back_as_it_was(values: list[ast.expr]) -> None:
    body = "\n".join(f"    x{i} = {ast.unparse(value)}" for i, value in enumerate(values))
    program = f"def f(a, b, c):\n{body}\n    return x0"
    assert extract_code(f"Here you are:\n```python\n{program}\n```\nDone.", "f") == Extraction(
        program, "Here you are:\n\n\nDone."
    )
    assert extract_code(program, "f").code == program


@pytest.mark.parametrize(
    "answer",
    [
        "```\n" * 20_000,
        "def f(\n" + "a  :  " + " " * 100_000 + "!",
        "def f(\nfor " + " in " * 25_000,
        '"' * 100_000,
        "def f():\n" + '"a\n' * 30_000,
        "import " + "a as b ," * 12_000 + "!",
    ],
    ids=["fences", "spaces", "ins", "quotes", "open strings", "imports"],
)
def test_a_hostile_answer_takes_no_time(answer: str) -> None:
    began = time.process_time()
    extract_code(answer, "f")
    assert time.process_time() - began < 5
