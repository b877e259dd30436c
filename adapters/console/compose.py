"""When what is being typed is whole: a line as a rule; a fence or code once it is closed."""

import re

from adapters.console.attach import is_decorator

END = "."
MORE = "… more lines; end with a line of ."
_ANSWER = re.compile(r"\s*/answer(?:\s+predict:\s*\S+)?\s+", re.IGNORECASE)
_FENCE_OPENS = re.compile(r"```|.*\s```[\w+-]*\s*$")
_CODE_STARTS = re.compile(
    r"(?:async\s+)?def\s+\w|class\s+\w+\s*[(:]|import\s+\w|from\s+[\w.]+\s+import\b|#"
    r"|(?:async\s+)?(?:for|while|if|with|try)\b.*:\s*(?:#.*)?$"
)


def waits(text: str, *, wants_code: bool) -> bool:
    """Whether the lines typed so far wait for another: in an open fence, or in code where code is wanted."""
    first, *more = _ANSWER.sub("", text, count=1).lstrip("\n").split("\n")
    if more and is_end(more[-1]):
        return False
    if _opens_fence(first):
        return not any(line.strip() == "```" for line in more)
    return wants_code and (_CODE_STARTS.match(first) is not None or is_decorator(first))


def _opens_fence(line: str) -> bool:
    return line.count("```") % 2 == 1 and _FENCE_OPENS.match(line.strip()) is not None


def is_end(line: str) -> bool:
    """Whether a line is the `.` that ends several."""
    return line.strip() == END


def ended(text: str) -> bool:
    """Whether the last line is the `.`; a long field of a form waits for it."""
    return is_end(text.rpartition("\n")[2])


def whole(text: str) -> str:
    """The text without the `.` line that ended it."""
    before, newline, last = text.rpartition("\n")
    return before if newline and is_end(last) else text
