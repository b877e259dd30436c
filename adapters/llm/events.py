"""Takes server-sent events out of bytes as they come, however these are cut into pieces."""

import re
from collections.abc import Iterator

_LINE_END = re.compile(rb"\r\n|\r|\n")
_MARK = b"\xef\xbb\xbf"


class Events:
    """The data of each event, as the standard reads a stream; names, ids and comments are dropped.

    It keeps at most what one event holds; to bound that is for whoever feeds it.
    """

    def __init__(self) -> None:
        self._line = bytearray()
        self._data: list[bytes] = []
        self._first = True
        self._after_return = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """The events that end in this piece; those without data are none."""
        if self._after_return and piece:
            # It may be the second half of a line's end that was cut in two.
            piece = piece.removeprefix(b"\n")
            self._after_return = False
        start = 0
        for end in _LINE_END.finditer(piece):
            self._line += piece[start : end.start()]
            start = end.end()
            yield from self._ended(bytes(self._line))
            self._line.clear()
        self._line += piece[start:]
        self._after_return = self._after_return or piece.endswith(b"\r")

    def _ended(self, line: bytes) -> Iterator[bytes]:
        if self._first:
            line, self._first = line.removeprefix(_MARK), False
        if not line:
            data, self._data = b"\n".join(self._data), []
            if data.strip():
                yield data
            return
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
