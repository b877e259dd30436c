"""Finds the code in an answer typed into a chat: fenced or bare, between sentences, from phones and consoles.

Nothing is parsed as Python here: the parser of this process is not for hostile text, and the sandbox will say
soon enough whether the code compiles. What cannot be told from code is left in it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, takewhile

# What editors and phones put between the characters that were meant.
_TYPED = str.maketrans({"\r": "\n", "\u00a0": " ", "\u200b": "", "\ufeff": ""})
# So that no line, however long, costs more than a moment.
_LOOKED_AT = 500
PYTHON = {"python", "python3", "py", "py3", "pycon", "ipython"}

_FENCE = re.compile(r"(?P<mark>`{3,}|(?<![^\n])~{3,})(?P<inside>.*?)(?:(?P=mark)|\Z)", re.DOTALL)
_NAMES = r"[\w.]+(?:\s+as\s+\w+)?"
_DEFINES = re.compile(
    r"(?:async\s+)?def\s+\w+\s*\(|class\s+\w+\s*[(:]|@[\w.]+(?:\(.*\))?\s*$"
    rf"|import\s+{_NAMES}(?:\s*,\s*{_NAMES})*\s*(?:#.*)?$|from\s+[\w.]+\s+import\s+[\w*(]"
)
_TARGET = r"[A-Za-z_][\w.]*(?:\[[^\]]*\])*"
_OPERATOR = r"(?::\s*[\w.]+(?:\[[^=]*\])?(?:\s*\|\s*\w+)*\s*|[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)"
_ASSIGNS = re.compile(rf"{_TARGET}(?:\s*,\s*{_TARGET})*\s*{_OPERATOR}\s*(?!O\()\S")
_CALLS = re.compile(r"(?!O\()[A-Za-z_][\w.]*\(.*\)\s*(?:#.*)?$")
_OPENS_BLOCK = re.compile(r"(?:if|for|while|with|try|else|elif|except|finally)\b.*:\s*(?:#.*)?$")
_STATES = re.compile(
    r"for\s[^:]+?\sin\s[^:]+:|(?:if|while|with)\s.+:\s*\S|raise\s+[\w.]+(?:\(.*\))?\s*$|assert\s.*[=<>()]"
)
_PROMPT = re.compile(r"[ \t]*>>>")
_TYPED_LINE = re.compile(r"[ \t]*(?:>>>|\.\.\.)")
_ABOVE = re.compile(r"#|\s*$")
_CONTINUES = re.compile(r"[\s)\]}]|$")
_SENTENCE = re.compile(r"[A-Z][\w',-]*(?: [\w',;-]+){2,}[.!?:]?\s*$")
_QUOTED = re.compile(
    r"(?P<triple>\"\"\"|''').*?(?:(?P=triple)|\Z)"
    r"|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|#[^\n]*"
    r"|“(?P<double>[^“”\n]*)[“”]|‘(?P<single>[^‘’\n]*)[‘’]|[“”‘’]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Extraction:
    """`code` is "" where none was found; `prose` is the rest of the answer."""

    code: str
    prose: str


@dataclass(frozen=True, slots=True)
class _Fence:
    language: str
    body: str
    start: int
    end: int


def extract_code(answer: str, function: str) -> Extraction:
    """The code of an answer that should define `function`; never raises, whatever the answer is."""
    text = answer.replace("\r\n", "\n").translate(_TYPED)
    fences = [_fence(match) for match in _FENCE.finditer(text)]
    chosen = _choose(fences, function)
    outside = _without(text, chosen)
    if any(_defined(fence.body, function) for fence in chosen):
        return Extraction(_tidy(fence.body for fence in chosen), outside.strip())
    bare = _bare(outside, function)
    if bare.code and (not chosen or _defined(bare.code, function)):
        return bare
    return Extraction(_tidy(fence.body for fence in chosen), outside.strip())


def _fence(match: re.Match[str]) -> _Fence:
    first, newline, rest = match["inside"].partition("\n")
    words = first.split()
    language = words[0].lower() if words else ""
    if language in PYTHON:
        same_line = first.strip()[len(language) :].strip()
        body = f"{same_line}\n{rest}" if _looks(same_line, _DEFINES) else rest
        return _Fence("python", body, *match.span())
    if newline and len(words) <= 1:
        return _Fence(language, rest, *match.span())
    return _Fence("", match["inside"], *match.span())


def _choose(fences: list[_Fence], function: str) -> list[_Fence]:
    """The fences to run, in order: a fence of sample output or of another language is left out."""
    defining = [f for f in fences if _defined(f.body, function)]
    if not defining:
        return [f for f in fences if f.language in ("", "python") and f.body.strip()]
    return [f for f in fences if f in defining or f.language == "python" or _is_helper(f)]


def _is_helper(fence: _Fence) -> bool:
    """Whether an unnamed fence beside the one that defines the function looks like a part of the code."""
    first = fence.body.strip().partition("\n")[0]
    return fence.language == "" and (first.startswith("#") or _looks(first, _DEFINES, _ASSIGNS))


def _defined(code: str, function: str) -> bool:
    name = re.escape(function)
    found = rf"\bdef\s+{name}\b|^{name}\s*=|\bclass\s+Solution\s*(?:\(.*\)\s*)?:"
    return re.search(found, code, re.MULTILINE) is not None


def _without(text: str, fences: Iterable[_Fence]) -> str:
    pieces, position = [], 0
    for fence in fences:
        pieces.append(text[position : fence.start])
        position = fence.end
    return "\n".join((*pieces, text[position:]))


def _bare(text: str, function: str) -> Extraction:
    """Code without a fence: from the first definition to the last line that can only be code."""
    lines = text.strip("`").split("\n")
    if any(map(_PROMPT.match, lines)) and _defined(text, function):
        said = "\n".join(line for line in lines if not _TYPED_LINE.match(line))
        return Extraction(_tidy([text]), said.strip())
    named = re.compile(rf"{re.escape(function)}\s*=")
    start = next((i for i, line in enumerate(lines) if _looks(line.lstrip(), _DEFINES, named)), None)
    if start is None:
        return Extraction("", text.strip())
    indent = _indent(lines[start])
    block = list(takewhile(lambda line: not line.strip() or line.startswith(indent), lines[start:]))
    before, above = _parted_above([line.removeprefix(indent) for line in lines[:start]])
    kept, dropped = _parted([line.removeprefix(indent) for line in block])
    prose = "\n".join((*before, *dropped, *lines[start + len(block) :]))
    return Extraction(_tidy(["\n".join((*above, *kept))]), prose.strip())


def _parted_above(lines: list[str]) -> tuple[list[str], list[str]]:
    """What is above the first definition: sentences, then the assignments and comments directly above it."""
    chunks = list(_chunks(lines))
    count = sum(1 for _ in takewhile(lambda chunk: _looks(chunk[0], _ABOVE, _ASSIGNS), reversed(chunks)))
    parts = chunks[: len(chunks) - count], chunks[len(chunks) - count :]
    return list(chain(*parts[0])), list(chain(*parts[1]))


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """Code lines and sentences. A top-level line takes the indented ones below it along."""
    chunks = list(_chunks(lines))
    code = [_looks(chunk[0], _DEFINES, _ASSIGNS, _CALLS, _OPENS_BLOCK, _STATES) for chunk in chunks]
    end = len(code) - code[::-1].index(True) if True in code else 0
    kept: list[str] = []
    dropped: list[str] = []
    for number, chunk in enumerate(chunks):
        sentence = number >= end or (not code[number] and _looks(chunk[0], _SENTENCE))
        (dropped if sentence else kept).extend(chunk)
    return kept, dropped


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for line in lines:
        if chunk and not _CONTINUES.match(line):
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def _looks(line: str, *kinds: re.Pattern[str]) -> bool:
    return any(kind.match(line[:_LOOKED_AT]) for kind in kinds)


def _tidy(bodies: Iterable[str]) -> str:
    """One program of several pieces: prompts and common indentation removed, quotes straightened."""
    pieces = ("\n".join(_dedented(_without_prompts(body.split("\n")))) for body in bodies)
    return _QUOTED.sub(_straight, "\n\n".join(piece.strip("\n") for piece in pieces)).rstrip()


def _without_prompts(lines: list[str]) -> list[str]:
    """What was typed at a console, where there are prompts; the output between them goes."""
    if not any(map(_PROMPT.match, lines)):
        return lines
    return [line.lstrip()[3:].removeprefix(" ") for line in lines if _TYPED_LINE.match(line)]


def _dedented(lines: list[str]) -> list[str]:
    """Without the first line's indentation; with tabs as four spaces where the two are mixed."""
    indents = "".join(map(_indent, lines))
    if "\t" in indents and " " in indents:
        lines = [_indent(line).expandtabs(4) + line.lstrip() for line in lines]
    first = next((line for line in lines if line.strip()), "")
    return [line.removeprefix(_indent(first)) for line in lines]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _straight(match: re.Match[str]) -> str:
    """Typographic quotes as plain ones; those within a plain string or a comment stay."""
    text = match[0]
    if match["double"] is not None:
        return '"' + match["double"].replace('"', '\\"') + '"'
    if match["single"] is not None:
        return "'" + match["single"].replace("'", "\\'") + "'"
    return {"“": '"', "”": '"', "‘": "'", "’": "'"}.get(text, text)
