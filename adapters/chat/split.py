"""Takes as much of a text as fits, and ends it where a reader would."""

from collections.abc import Callable, Iterator

from adapters.chat.text import whole


def take(source: str, room: int, size: Callable[[str], int], *, verbatim: bool = False) -> tuple[str, str]:
    """The beginning of a text whose `size` is at most `room`, and the rest.

    It ends at the end of a paragraph, else of a line, a word, or wherever it must. The blanks at the cut go,
    but of a verbatim text only the line's end. Nothing is taken where not one character fits. A character
    takes at least 1 of the room.
    """
    if len(source) <= room and size(source) <= room:
        return source, ""
    most = _most(source, room, size)
    for head, tail in _cuts(source, most, verbatim):
        if size(head) <= room:
            return head, tail
    return source[:most], source[most:]


def _most(source: str, room: int, size: Callable[[str], int]) -> int:
    """A count of characters that fits, by bisection."""
    fits, too_many = 0, min(len(source), room) + 1
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if size(source[:middle]) <= room:
            fits = middle
        else:
            too_many = middle
    return fits


def _cuts(source: str, most: int, verbatim: bool) -> Iterator[tuple[str, str]]:
    """Ways to cut at or before `most`, the best first; none but the last wastes half of the room."""
    for end in _ends(source, most):
        if not verbatim:
            yield source[:end].rstrip(), source[end:].lstrip()
        elif source.startswith("\n", end):
            yield source[:end], source[end + 1 :]
        else:
            yield source[:end], source[end:]


def _ends(source: str, most: int) -> Iterator[int]:
    half = most // 2
    for border in ("\n\n", "\n"):
        end = source.rfind(border, half, most + len(border))
        if end > 0:
            yield end
    blank = next((n for n in range(min(most, len(source) - 1), half, -1) if source[n].isspace()), 0)
    if blank:
        yield blank
    yield whole(source, most)
