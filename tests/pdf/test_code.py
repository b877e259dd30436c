"""Code in answers: where it is found, what is coloured, and that none of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.pdf.code import Part, code_block, coloured, parts
from adapters.pdf.shaping import clean
from adapters.pdf.styles import ACCENT, CODE, MUTED

CODE_TEXT = st.text(st.sampled_from("def x(a): \n\t'\"#\\/*{}<>=1é漢"), max_size=120)


def test_fences_mark_code_and_its_language() -> None:
    text = "before\n```python\nx = 1\n```\nafter\n~~~\nplain\n~~~\n"
    assert parts(text) == [
        Part("before\n"),
        Part("x = 1\n", "python"),
        Part("after\n"),
        Part("plain\n", ""),
    ]


def test_an_open_fence_holds_the_rest() -> None:
    assert parts("```\nx = 1\ny = 2") == [Part("x = 1\ny = 2", "")]


def test_an_unknown_language_is_plain_code() -> None:
    assert parts("```brainfuck\n+++\n```") == [Part("+++\n", "")]


def test_code_that_the_judge_ran_is_found_without_a_fence() -> None:
    assert parts("I think\nx = 1\nDone.", code="x = 1\n") == [
        Part("I think\n"),
        Part("x = 1", "python"),
        Part("\nDone."),
    ]


def test_bare_code_is_known_by_its_start() -> None:
    assert parts("def f():\n    return 1", bare=True) == [Part("def f():\n    return 1", "python")]
    assert parts("define f as one", bare=True) == [Part("define f as one")]
    assert parts("def f(): ...") == [Part("def f(): ...")]


@given(st.text(st.sampled_from("`~ab \n"), max_size=60))
def test_all_that_is_not_a_fence_is_in_some_part(text: str) -> None:
    kept = "".join(part.text for part in parts(clean(text)))
    assert kept.count("a") + kept.count("b") >= text.count("a") + text.count("b") - _on_fences(text)


def _on_fences(text: str) -> int:
    lines = [line for line in text.split("\n") if line.lstrip(" ").startswith(("```", "~~~"))]
    return sum(line.count("a") + line.count("b") for line in lines)


@given(CODE_TEXT, st.sampled_from(["python", "java", "c", "sql", "bash", "html", ""]))
def test_colouring_changes_no_character(text: str, language: str) -> None:
    shown = "\n".join("".join(span.text for span in line) for line in coloured(clean(text), language))
    assert shown == clean(text)


def test_keywords_and_comments_are_set_apart() -> None:
    (line,) = coloured("return x  # why", "python")
    styles = {span.text: span.style for span in line}
    assert styles["return"].colour == ACCENT
    assert styles["x"] == CODE
    assert (styles["# why"].role, styles["# why"].colour) == ("mono-emph", MUTED)


@pytest.mark.parametrize(("text", "lines"), [("x", 1), ("a\nb\n", 2), ("", 1), ("x" * 200, 3)])
def test_a_block_is_its_lines_between_two_edges(text: str, lines: int) -> None:
    strips = code_block(text, "python")
    assert len(strips) == lines + 2


def test_short_code_keeps_together_and_long_code_at_its_ends() -> None:
    short, long = code_block("a\n" * 10, ""), code_block("a\n" * 40, "")
    assert [strip.keep for strip in short] == [True] * 11 + [False]
    assert [strip.keep for strip in long] == [True] * 2 + [False] * 37 + [True] * 2 + [False]
