"""`@path` in a typed line attaches that file; an @ in prose, an address or a decorator does not."""

import re
from pathlib import Path

from domain.errors import UserError
from domain.requests import Attachment

_TOKEN = re.compile(r"(?<!\S)@(?:\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|(?P<bare>\S+))")
_COMMAND = re.compile(r"\s*/answer\b(?:\s+predict:\s*\S+)?\s*$", re.IGNORECASE)
_NAMED = re.compile(
    r"\.(?:py|txt|md|rst|json|csv|pdf|docx?|java|c|cc|cpp|h|js|ts|go|rs|rb|sql)$", re.IGNORECASE
)
_DECORATOR = re.compile(r"@[A-Za-z_][\w.]*(?:\(.*\))?\s*$")


def split_files(line: str, *, wants_code: bool = False) -> tuple[str, tuple[Attachment, ...]]:
    """The text of one line without its `@path` tokens, and the files they name.

    Raises UserError where a named file is missing, a folder or unreadable. Behind other words a token must
    look like a path; a decorator alone on its line is code where code is wanted.
    """
    if wants_code and is_decorator(line):
        return line, ()
    files, kept, end = [], "", 0
    for token in _TOKEN.finditer(line):
        before = line[: token.start()]
        path = token["double"] or token["single"] or token["bare"]
        if token["bare"] and before.strip() and not _COMMAND.match(before) and not _names_file(path):
            continue
        files.append(_attachment(path))
        kept += line[end : token.start()]
        end = token.end()
    return (kept + line[end:]).strip() if files else line, tuple(files)


def is_decorator(line: str) -> bool:
    """Whether a line is `@cache` or the like, and no file of that name is meant."""
    return _DECORATOR.match(line) is not None and not _names_file(line.strip()[1:])


def _names_file(path: str) -> bool:
    return "/" in path or path.startswith("~") or _NAMED.search(path) is not None or Path(path).is_file()


def _attachment(typed: str) -> Attachment:
    try:
        path = Path(typed).expanduser()
        if path.is_file():
            path.open("rb").close()
            return Attachment(path.name, str(path.resolve()))
        reason = "is no file that I can read" if path.exists() else f"does not exist here ({Path.cwd()})"
    except (OSError, ValueError, RuntimeError) as error:
        reason = f"cannot be read: {(error.strerror if isinstance(error, OSError) else None) or error}"
    raise UserError(
        f'“{typed}” {reason}. Nothing was sent. A path with spaces goes in quotes: `@"my file.py"`; '
        "if no file was meant, put a space behind the @.",
        title="No such file",
    )
