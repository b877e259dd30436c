"""File names that Discord keeps as they are, so that a message can point at its attachments."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePath

LONGEST_STEM = 60
LONGEST_ENDING = 12


def kept_names(names: Iterable[str]) -> Iterator[str]:
    """Each name in letters, digits, `-`, `_` and `.` of ASCII, no two the same."""
    used: set[str] = set()
    for name in names:
        stem, ending = _parts(name)
        free, number = stem + ending, 1
        while free.casefold() in used:
            number += 1
            free = f"{stem}-{number}{ending}"
        used.add(free.casefold())
        yield free


def _parts(name: str) -> tuple[str, str]:
    """Stem and ending. Discord reads a beginning `SPOILER_` as an order to hide the file: it goes."""
    path = PurePath(PurePath(name.replace("\\", "/")).name)
    stem, ending = (_ascii(part) for part in (path.stem, path.suffix))
    stem = re.sub(r"^(?:SPOILER_|[._-])+", "", stem)[:LONGEST_STEM].rstrip("._-")
    return stem or "file", ending[:LONGEST_ENDING].rstrip(".")


def _ascii(text: str) -> str:
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "_", latin)
