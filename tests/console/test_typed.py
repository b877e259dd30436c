"""What typed text means: when it is whole, which files it names, which button it presses."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.attach import split_files
from adapters.console.compose import ended, waits, whole
from adapters.console.press import pressed
from domain.errors import UserError
from domain.replies import Button

CODE_STARTS = [
    "def f(x):",
    "async def f(x):",
    "class Solution:",
    "import heapq",
    "from collections import deque",
    "@cache",
    "@lru_cache(maxsize=None)",
    "for x in y:",
    "while True:",
    "if x:  # odd",
    "# O(n) time",
    "/answer def f(x):",
    "/answer predict:70 def f(x):",
]
PROSE = [
    "I would sort it first.",
    "for each price I look up the rest",
    "if it is empty I return 0",
    "import duties are taxes, from abroad",
    "define a class of its own",
    "@notes.py",
    "/interview hint",
]


@pytest.mark.parametrize("line", CODE_STARTS)
def test_code_waits_for_more_where_code_is_wanted(line: str) -> None:
    assert waits(line, wants_code=True)
    assert waits(f"{line}\n    return x\n", wants_code=True)
    assert not waits(f"{line}\n    return x\n.", wants_code=True)
    assert not waits(line, wants_code=False)


@pytest.mark.parametrize("line", PROSE[:3] + PROSE[4:])
def test_prose_is_whole_with_its_line(line: str) -> None:
    assert not waits(line, wants_code=True)


@pytest.mark.parametrize("wants_code", [False, True])
@pytest.mark.parametrize("first", ["```", "```python", "My code: ```py", "/answer ```python"])
def test_a_fence_waits_for_its_end_or_a_dot(first: str, wants_code: bool) -> None:
    assert waits(first, wants_code=wants_code)
    assert waits(f"{first}\nx = 1\n", wants_code=wants_code)
    assert not waits(f"{first}\nx = 1\n```", wants_code=wants_code)
    assert not waits(f"{first}\nx = 1\n.", wants_code=wants_code)


def test_a_fence_closed_in_its_line_is_whole() -> None:
    assert not waits("```x = 1```", wants_code=False)


def test_the_dot_is_not_part_of_the_text() -> None:
    assert whole("def f():\n    return 1\n.") == "def f():\n    return 1"
    assert whole("It ends with a full stop.") == "It ends with a full stop."
    assert whole(".") == "."
    assert ended("one\ntwo\n .")
    assert not ended("one\ntwo.")


@given(st.text(), st.booleans())
def test_a_dot_ends_whatever_was_begun(text: str, wants_code: bool) -> None:
    assert not waits(f"x{text}\n.", wants_code=wants_code)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sol.py").write_text("def f(): pass\n")
    (tmp_path / "my notes.txt").write_text("notes\n")
    (tmp_path / "Makefile").write_text("run:\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("line", "text", "names"),
    [
        ("@sol.py", "", ["sol.py"]),
        ("@~/sol.py", "", ["sol.py"]),
        ("@./sol.py O(n) time", "O(n) time", ["sol.py"]),
        ("O(n) time @sol.py", "O(n) time", ["sol.py"]),
        ('@"my notes.txt" and @sol.py', "and", ["my notes.txt", "sol.py"]),
        ("@'my notes.txt'", "", ["my notes.txt"]),
        ("@Makefile", "", ["Makefile"]),
        ("/answer predict:70 @sol.py", "/answer predict:70", ["sol.py"]),
        ("/answer @sol.py", "/answer", ["sol.py"]),
    ],
)
def test_files_are_named_with_an_at(here: Path, line: str, text: str, names: list[str]) -> None:
    said, files = split_files(line)
    assert said == text
    assert [f.name for f in files] == names
    assert all(f.path == str(here / f.name) for f in files)


@pytest.mark.parametrize(
    "line",
    ["write to ana@example.com", "I use @property here", "an @ alone", "I asked @ben, he said so"],
)
def test_an_at_in_prose_is_prose(here: Path, line: str) -> None:
    assert split_files(line) == (line, ())


def test_a_decorator_is_code_where_code_is_wanted(here: Path) -> None:
    assert split_files("@cache", wants_code=True) == ("@cache", ())
    assert [f.name for f in split_files("@sol.py", wants_code=True)[1]] == ["sol.py"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("@gone.py", "“gone.py” does not exist here"),
        ("@solution", "“solution” does not exist here"),
        ("see @sol.py and @gone.py", "“gone.py” does not exist here"),
        ("@.", "“.” is no file"),
        ("@/dev/null", "“/dev/null” is no file"),
        ("@~nobody-of-that-name/x.py", "cannot be read"),
        ("@a\0b.py", "does not exist here"),
        ("@" + "x" * 5000, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_sent_is_refused_in_a_sentence(here: Path, line: str, reason: str) -> None:
    with pytest.raises(UserError) as refused:
        split_files(line)
    assert reason in refused.value.message
    assert "Nothing was sent" in refused.value.message


BUTTONS = tuple(Button(label, label.lower()) for label in ("Hint", "Skip", "Pause", "Panic", "End"))


@pytest.mark.parametrize(
    ("typed", "label"),
    [("1", "Hint"), ("5", "End"), ("hint", "Hint"), (" HINT ", "Hint"), ("s", "Skip"), ("pau", "Pause")],
)
def test_a_button_is_pressed_by_number_label_or_prefix(typed: str, label: str) -> None:
    assert pressed(BUTTONS, typed).label == label


@pytest.mark.parametrize("typed", ["0", "6", "9" * 5000, "x", "", "²", "hints"])
def test_an_unknown_button_is_answered_with_those_there_are(typed: str) -> None:
    with pytest.raises(UserError) as refused:
        pressed(BUTTONS, typed)
    assert "There is no button" in refused.value.message
    assert "`!1 Hint`, `!2 Skip`, `!3 Pause`, `!4 Panic`, `!5 End`" in refused.value.message


def test_a_prefix_of_two_buttons_presses_neither() -> None:
    with pytest.raises(UserError, match="More than one button begins with “pa”"):
        pressed(BUTTONS, "pa")


def test_with_no_button_there_is_nothing_to_press() -> None:
    with pytest.raises(UserError, match="no button to press"):
        pressed((), "1")
