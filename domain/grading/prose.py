"""Finds the prose of a code answer: the text around the code, and the comments and docstrings inside it."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]*\n?")
_FENCE = re.compile(r"\s*(?:```|~~~)[\w+-]*\s*$")
_PROMPT = re.compile(r"^(?:>>>|\.\.\.) ?")
_REMARK = re.compile(
    r"\"\"\"(?P<double>.*?)(?:\"\"\"|\Z)|'''(?P<single>.*?)(?:'''|\Z)|#+(?P<comment>[^\n]*)"
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)


def prose_spans(answer: str, code: str) -> list[Span]:
    """Where the answer is prose. `code` is what the judge took for code; its lines are told by their text."""
    lines = {line.strip() for line in code.splitlines()}
    spans: list[Span] = []
    for start, end, is_code in _runs(answer, lines):
        spans += _remarks(answer, start, end) if is_code else [(start, end)]
    return spans


def definition(answer: str, function: str) -> str:
    """The line that defines the function, or else the first that defines one, verbatim; empty without any."""
    for name in (re.escape(function), r"\w+"):
        found = re.search(rf"^.{{0,40}}?(def {name}\b[^\n\ud800-\udfff]{{0,200}})", answer, re.MULTILINE)
        if found:
            return found[1].rstrip()
    return ""


def _runs(answer: str, code_lines: set[str]) -> Iterator[tuple[int, int, bool]]:
    """Neighbouring lines of one kind; the lines that fence code off belong to none."""
    start, kind = 0, False
    for line in _LINE.finditer(answer):
        written = line[0].strip()
        is_fence = _FENCE.match(line[0]) is not None
        is_code = _PROMPT.sub("", written) in code_lines if written else kind
        if is_fence or is_code != kind:
            yield start, line.start(), kind
            start, kind = (line.end() if is_fence else line.start()), is_code
    yield start, len(answer), kind


def _remarks(answer: str, start: int, end: int) -> Iterator[Span]:
    """Comments and triple-quoted strings; a one-line string is neither."""
    for found in _REMARK.finditer(answer, start, end):
        if found.lastgroup:
            yield found.span(found.lastgroup)
